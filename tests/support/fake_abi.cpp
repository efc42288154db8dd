#include "tests/support/fake_abi.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <type_traits>
#include <utility>

namespace nest::test {
namespace {

constexpr const char* kMethods[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"};

std::string text_of(const char* data, std::uint64_t size) {
  return size == 0 ? std::string() : std::string(data, size);
}
std::string text_of(nest_str text) { return text_of(text.data, text.size); }

std::string unquoted(std::string text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') return text.substr(1, text.size() - 2);
  return text;
}

std::string plain(const nest_value& value) {
  switch (value.kind) {
    case NEST_INT:
      return std::to_string(value.as.i);
    case NEST_FLOAT:
      return std::to_string(value.as.f);
    case NEST_BOOL:
      return value.as.i != 0 ? "true" : "false";
    case NEST_DURATION:
      return std::to_string(value.as.i) + "ns";
    case NEST_STRING:
      return text_of(value.as.s);
    case NEST_LIST: {
      std::string line;
      for (std::uint64_t i = 0; i < value.as.l.count; ++i) {
        line += (i > 0 ? "," : "") + plain(value.as.l.items[i]);
      }
      return "[" + line + "]";
    }
    default:
      return unquoted(text_of(value.as.s));
  }
}

std::string percent(const std::string& text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  constexpr std::string_view kUnreserved =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (kUnreserved.find(c) != std::string_view::npos) {
      result += c;
    } else {
      result += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return result;
}

std::string write(const nest_part& part, const nest_value* values) {
  if (part.encoding == NEST_PART_TEXT) return text_of(part.text);
  const nest_value& value = values[part.hole];
  switch (part.encoding) {
    case NEST_PART_PERCENT:
    case NEST_PART_FORM:
      return percent(plain(value));
    case NEST_PART_JSON:
      if (value.kind == NEST_STRING) return '"' + text_of(value.as.s) + '"';
      if (value.kind == NEST_JSON) return text_of(value.as.s);
      return plain(value);
    default:
      return plain(value);
  }
}

std::string write(const nest_template& text, const nest_value* values) {
  std::string result;
  for (std::uint64_t i = 0; i < text.part_count; ++i) result += write(text.parts[i], values);
  return result;
}

template <typename Number>
bool parse(const std::string& text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

/// The functions themselves.
struct FakeCalls {
  static FakeAbi& abi(nest_user* user) { return *reinterpret_cast<FakeAbi::User*>(user)->abi; }

  static FakeAbi& called(nest_user* user, const char* name) {
    ++abi(user).calls_[name];
    return abi(user);
  }
  static void write_down(FakeAbi& fake, std::string line) { fake.log_.push_back(std::move(line)); }

  /// The scripted answer, or the one given.
  static FakeReply answer(FakeAbi& fake, const char* name, FakeReply otherwise) {
    auto& scripted = fake.replies_[name];
    if (scripted.empty()) return otherwise;
    FakeReply reply = std::move(scripted.front());
    scripted.pop_front();
    return reply;
  }
  static nest_status describe(FakeAbi& fake, nest_status status, std::string what) {
    if (status != NEST_OK) {
      fake.failure_ = std::move(what);
      fake.failure_site_ = fake.context().site;
    }
    return status;
  }
  static nest_status give(FakeAbi& fake, const char* name, FakeReply otherwise, nest_str* out) {
    const FakeReply reply = answer(fake, name, std::move(otherwise));
    *out = fake.keep(reply.text);
    return describe(fake, reply.status, name);
  }
  static nest_status give(FakeAbi& fake, const char* name, FakeReply otherwise, std::int64_t* out) {
    const FakeReply reply = answer(fake, name, std::move(otherwise));
    *out = reply.number;
    return describe(fake, reply.status, name);
  }
  static nest_status give(FakeAbi& fake, const char* name, FakeReply otherwise, double* out) {
    const FakeReply reply = answer(fake, name, std::move(otherwise));
    *out = reply.real;
    return describe(fake, reply.status, name);
  }

  /// A value of any kind: the scripted text, when there is one, else the number or the float.
  static nest_status give(FakeAbi& fake, const char* name, nest_value* out) {
    const FakeReply reply = answer(fake, name, {});
    *out = {};
    out->as.i = reply.number;
    if (reply.real != 0) out->as.f = reply.real;
    if (!reply.text.empty()) out->as.s = fake.keep(reply.text);
    return reply.status == NEST_PENDING ? NEST_PENDING : describe(fake, reply.status, name);
  }

  static void* nest_frame_alloc(nest_user* user, std::uint64_t size) {
    FakeAbi& fake = called(user, "nest_frame_alloc");
    fake.frame_size_ = std::max(fake.frame_size_, size);
    fake.frames_.emplace_back(size / 8 + 3, 0xabababababababab);
    auto address = reinterpret_cast<std::uintptr_t>(fake.frames_.back().data());
    return reinterpret_cast<void*>((address + 15) / 16 * 16);
  }
  static std::uint64_t nest_arena_mark(nest_user* user) {
    FakeAbi& fake = called(user, "nest_arena_mark");
    write_down(fake, "nest_arena_mark " + std::to_string(++fake.mark_));
    return fake.mark_;
  }
  static void nest_arena_rewind(nest_user* user, std::uint64_t mark) {
    write_down(called(user, "nest_arena_rewind"), "nest_arena_rewind " + std::to_string(mark));
  }
  static nest_status nest_state_store(nest_user* user, nest_str* slot, const char* data, std::uint64_t size) {
    FakeAbi& fake = called(user, "nest_state_store");
    const FakeReply reply = answer(fake, "nest_state_store", {});
    if (reply.status == NEST_OK) *slot = fake.keep(text_of(data, size));
    return describe(fake, reply.status, "nest_state_store");
  }

  static nest_status nest_state_store_list(nest_user* user, nest_list* slot, const void* items,
                                           std::uint64_t count) {
    FakeAbi& fake = called(user, "nest_state_store_list");
    const FakeReply reply = answer(fake, "nest_state_store_list", {});
    const auto* values = static_cast<const nest_value*>(items);
    const std::vector<nest_value>& copies = fake.lists_.emplace_back(values, values + count);
    if (reply.status == NEST_OK) *slot = {.items = copies.data(), .count = count};
    return describe(fake, reply.status, "nest_state_store_list");
  }

  static nest_status nest_fail(nest_user* user, const char* data, std::uint64_t size) {
    return describe(called(user, "nest_fail"), NEST_FAILED, "fail " + text_of(data, size));
  }
  static nest_status nest_fail_arithmetic(nest_user* user, std::uint32_t what) {
    return describe(called(user, "nest_fail_arithmetic"), NEST_FAILED, "arithmetic " + std::to_string(what));
  }
  static nest_status nest_fail_called(nest_user* user, const char* place, std::uint64_t size) {
    FakeAbi& fake = called(user, "nest_fail_called");
    fake.failure_ += " called at " + text_of(place, size);
    return NEST_FAILED;
  }
  static void nest_forgive(nest_user* user) {
    FakeAbi& fake = called(user, "nest_forgive");
    write_down(fake, "nest_forgive");
    fake.failure_.clear();
  }

  static nest_status nest_http_start(nest_user* user, const nest_request* request, const nest_value* values,
                                     std::int64_t timeout) {
    FakeAbi& fake = called(user, "nest_http_start");
    if (fake.on_http_start) fake.on_http_start(request);
    std::string line =
        std::string("nest_http_start ") + kMethods[request->method] + ' ' + write(request->url, values);
    if (request->headers.part_count != 0) line += " [" + write(request->headers, values) + ']';
    if (request->body_kind != NEST_BODY_NONE) line += ' ' + write(request->body, values);
    if (timeout >= 0) line += " timeout " + std::to_string(timeout);
    write_down(fake, std::move(line));
    const FakeReply reply = answer(fake, "nest_http_start", {});
    if (fake.in_parallel_) {
      fake.take_response();
      fake.parallel_.push_back(fake.context().response);
      return NEST_OK;
    }
    fake.in_flight_ = reply.status == NEST_OK;
    return describe(fake, reply.status, "nest_http_start");
  }
  static void nest_http_finish(nest_user* user) {
    write_down(called(user, "nest_http_finish"), "nest_http_finish");
  }
  static void nest_parallel_begin(nest_user* user) {
    FakeAbi& fake = called(user, "nest_parallel_begin");
    write_down(fake, "nest_parallel_begin");
    fake.in_parallel_ = true;
    fake.parallel_.clear();
  }
  static void nest_parallel_wait(nest_user* user) {
    write_down(called(user, "nest_parallel_wait"), "nest_parallel_wait");
    abi(user).in_parallel_ = false;
  }
  static void nest_parallel_select(nest_user* user, std::uint32_t number) {
    FakeAbi& fake = called(user, "nest_parallel_select");
    write_down(fake, "nest_parallel_select " + std::to_string(number));
    fake.context().response = fake.parallel_.at(number);
  }
  static nest_status nest_parallel_end(nest_user* user) {
    FakeAbi& fake = called(user, "nest_parallel_end");
    write_down(fake, "nest_parallel_end");
    return describe(fake, answer(fake, "nest_parallel_end", {}).status, "nest_parallel_end");
  }
  static nest_status nest_response_header(nest_user* user, const nest_response* response, const char* name,
                                          std::uint64_t name_size, nest_str* out) {
    FakeAbi& fake = called(user, "nest_response_header");
    write_down(fake,
               "nest_response_header " + std::to_string(response->status) + ' ' + text_of(name, name_size));
    return give(fake, "nest_response_header", {.status = NEST_MISSING}, out);
  }

  static nest_status nest_find(nest_user* user, const char* data, std::uint64_t size, std::uint32_t pattern,
                               const char* given, std::uint64_t given_size, nest_str* out) {
    FakeAbi& fake = called(user, "nest_find");
    write_down(fake, "nest_find " + text_of(data, size) + ' ' +
                         (pattern == NEST_NONE ? text_of(given, given_size) : std::to_string(pattern)));
    return give(fake, "nest_find", {.status = NEST_MISSING}, out);
  }
  /// What it is told to reply is a flat array.
  static nest_status nest_find_all(nest_user* user, const char* data, std::uint64_t size,
                                   std::uint32_t pattern, const char* given, std::uint64_t given_size,
                                   nest_list* out) {
    FakeAbi& fake = called(user, "nest_find_all");
    write_down(fake, "nest_find_all " + text_of(data, size) + ' ' +
                         (pattern == NEST_NONE ? text_of(given, given_size) : std::to_string(pattern)));
    const FakeReply reply = answer(fake, "nest_find_all", {.status = NEST_FAILED});
    *out = fake.split(reply.text, NEST_STRING);
    return describe(fake, reply.status, "nest_find_all");
  }

  static void nest_transaction_begin(nest_user* user, std::uint32_t transaction) {
    write_down(called(user, "nest_transaction_begin"),
               "nest_transaction_begin " + std::to_string(transaction));
  }
  static void nest_transaction_end(nest_user* user, std::uint32_t transaction) {
    write_down(called(user, "nest_transaction_end"), "nest_transaction_end " + std::to_string(transaction));
  }
  static nest_status nest_metric_add(nest_user* user, std::uint32_t metric, const nest_value* value) {
    FakeAbi& fake = called(user, "nest_metric_add");
    write_down(fake, "nest_metric_add " + std::to_string(metric) + ' ' + plain(*value));
    return describe(fake, answer(fake, "nest_metric_add", {}).status, "nest_metric_add");
  }

  static void nest_check(nest_user* user, std::uint32_t check, std::int32_t passed) {
    write_down(called(user, "nest_check"),
               "nest_check " + std::to_string(check) + ' ' + std::to_string(passed));
  }
  static nest_status nest_fail_required(nest_user* user, std::uint32_t check) {
    return describe(called(user, "nest_fail_required"), NEST_FAILED, "required " + std::to_string(check));
  }

  static void nest_sleep(nest_user* user, std::int64_t nanoseconds) {
    write_down(called(user, "nest_sleep"), "nest_sleep " + std::to_string(nanoseconds));
  }
  static void nest_yield(nest_user* user) {
    FakeAbi& fake = called(user, "nest_yield");
    write_down(fake, "nest_yield");
    fake.context().loop_budget = fake.loop_budget;
  }

  static nest_status nest_render(nest_user* user, const nest_template* text, const nest_value* values,
                                 nest_str* out) {
    return give(called(user, "nest_render"), "nest_render", {.text = write(*text, values)}, out);
  }
  static std::int32_t nest_string_equal(const char* left, std::uint64_t left_size, const char* right,
                                        std::uint64_t right_size) {
    return text_of(left, left_size) == text_of(right, right_size) ? 1 : 0;
  }
  static std::int32_t nest_string_compare(const char* left, std::uint64_t left_size, const char* right,
                                          std::uint64_t right_size) {
    return text_of(left, left_size).compare(text_of(right, right_size));
  }
  static std::int64_t nest_string_length(const char*, std::uint64_t size) {
    return static_cast<std::int64_t>(size);
  }
  static std::int32_t nest_string_contains(const char* text, std::uint64_t text_size, const char* part,
                                           std::uint64_t part_size) {
    return text_of(text, text_size).find(text_of(part, part_size)) != std::string::npos ? 1 : 0;
  }
  static nest_status nest_string_to_int(nest_user* user, const char* data, std::uint64_t size,
                                        std::int64_t* out) {
    FakeReply reply;
    if (!parse(text_of(data, size), reply.number)) reply.status = NEST_FAILED;
    return give(called(user, "nest_string_to_int"), "nest_string_to_int", reply, out);
  }
  static nest_status nest_string_to_float(nest_user* user, const char* data, std::uint64_t size,
                                          double* out) {
    FakeReply reply;
    if (!parse(text_of(data, size), reply.real)) reply.status = NEST_FAILED;
    return give(called(user, "nest_string_to_float"), "nest_string_to_float", reply, out);
  }

  static nest_status nest_json_get(nest_user* user, const char* data, std::uint64_t size,
                                   const nest_path* path, const nest_value* values, nest_str* out) {
    FakeAbi& fake = called(user, "nest_json_get");
    std::string line = "nest_json_get " + text_of(data, size);
    for (std::uint64_t i = 0; i < path->step_count; ++i) {
      const nest_step& step = path->steps[i];
      line += ' ';
      switch (step.kind) {
        case NEST_STEP_KEY:
          line += text_of(step.key);
          break;
        case NEST_STEP_INDEX:
          line += std::to_string(step.index);
          break;
        default:
          line += plain(values[step.hole]);
      }
    }
    write_down(fake, std::move(line));
    return give(fake, "nest_json_get", {.text = "1"}, out);
  }
  static FakeReply of_json(const std::string& text, bool known) {
    if (text == "null") return {.status = NEST_MISSING};
    return {.status = known ? NEST_OK : NEST_FAILED};
  }
  static nest_status nest_json_to_int(nest_user* user, const char* data, std::uint64_t size,
                                      std::int64_t* out) {
    std::int64_t number = 0;
    FakeReply reply = of_json(text_of(data, size), parse(unquoted(text_of(data, size)), number));
    reply.number = number;
    return give(called(user, "nest_json_to_int"), "nest_json_to_int", reply, out);
  }
  static nest_status nest_json_to_float(nest_user* user, const char* data, std::uint64_t size, double* out) {
    double number = 0;
    FakeReply reply = of_json(text_of(data, size), parse(unquoted(text_of(data, size)), number));
    reply.real = number;
    return give(called(user, "nest_json_to_float"), "nest_json_to_float", reply, out);
  }
  static nest_status nest_json_to_bool(nest_user* user, const char* data, std::uint64_t size,
                                       std::int32_t* out) {
    const std::string text = text_of(data, size);
    std::int64_t number = 0;
    FakeReply reply = of_json(text, text == "true" || text == "false");
    reply.number = text == "true" ? 1 : 0;
    const nest_status status = give(called(user, "nest_json_to_bool"), "nest_json_to_bool", reply, &number);
    *out = static_cast<std::int32_t>(number);
    return status;
  }
  static nest_status nest_json_to_string(nest_user* user, const char* data, std::uint64_t size,
                                         nest_str* out) {
    FakeReply reply = of_json(text_of(data, size), true);
    reply.text = unquoted(text_of(data, size));
    return give(called(user, "nest_json_to_string"), "nest_json_to_string", reply, out);
  }
  static nest_status nest_json_present(nest_user* user, const char* data, std::uint64_t size) {
    FakeAbi& fake = called(user, "nest_json_present");
    return describe(fake, text_of(data, size) == "null" ? NEST_MISSING : NEST_OK, "nest_json_present");
  }
  static nest_status nest_json_length(nest_user* user, const char* data, std::uint64_t size,
                                      std::int64_t* out) {
    static_cast<void>(data);
    return give(called(user, "nest_json_length"), "nest_json_length",
                {.number = static_cast<std::int64_t>(size)}, out);
  }
  /// Of a flat array: no commas inside its elements.
  static nest_status nest_json_elements(nest_user* user, const char* data, std::uint64_t size,
                                        nest_list* out) {
    FakeAbi& fake = called(user, "nest_json_elements");
    const std::string text = text_of(data, size);
    if (text.size() < 2 || text.front() != '[') return describe(fake, NEST_FAILED, "nest_json_elements");
    *out = fake.split(text, NEST_JSON);
    return NEST_OK;
  }
  /// Of a flat array of texts or JSON.
  static nest_status nest_json_to_list(nest_user* user, const char* data, std::uint64_t size,
                                       std::uint32_t kind, nest_list* out) {
    FakeAbi& fake = called(user, "nest_json_to_list");
    const FakeReply reply = answer(fake, "nest_json_to_list", {});
    *out = fake.split(text_of(data, size), kind);
    return describe(fake, reply.status, "nest_json_to_list");
  }
  static nest_status nest_list_make(nest_user* user, const nest_value* items, std::uint64_t count,
                                    nest_list* out) {
    FakeAbi& fake = called(user, "nest_list_make");
    const FakeReply reply = answer(fake, "nest_list_make", {});
    const std::vector<nest_value>& copies = fake.lists_.emplace_back(items, items + count);
    *out = {.items = copies.data(), .count = count};
    return describe(fake, reply.status, "nest_list_make");
  }
  static nest_status nest_library_call(nest_user* user, std::uint32_t function, const nest_value* arguments,
                                       std::uint32_t argument_count, nest_value* out) {
    FakeAbi& fake = called(user, "nest_library_call");
    std::string line = "nest_library_call " + std::to_string(function);
    for (std::uint32_t i = 0; i < argument_count; ++i) line += ' ' + plain(arguments[i]);
    write_down(fake, line);
    return give(fake, "nest_library_call", out);
  }
  static nest_status nest_fail_index(nest_user* user, std::int64_t position, std::uint64_t count) {
    FakeAbi& fake = called(user, "nest_fail_index");
    write_down(fake, "nest_fail_index " + std::to_string(position) + " of " + std::to_string(count));
    return describe(fake, NEST_MISSING, "nest_fail_index");
  }
  static std::int32_t nest_json_equal(nest_user* user, const char* data, std::uint64_t size,
                                      const nest_value* other) {
    FakeAbi& fake = called(user, "nest_json_equal");
    const FakeReply reply =
        answer(fake, "nest_json_equal", {.number = unquoted(text_of(data, size)) == plain(*other) ? 1 : 0});
    if (reply.number < 0) static_cast<void>(describe(fake, NEST_FAILED, "nest_json_equal"));
    return static_cast<std::int32_t>(reply.number);
  }

  static nest_status nest_shared_call(nest_user* user, std::uint32_t object, std::uint32_t method,
                                      const nest_value* arguments, std::uint32_t argument_count,
                                      nest_value* out) {
    FakeAbi& fake = called(user, "nest_shared_call");
    std::string line = "nest_shared_call " + std::to_string(object) + ' ' + std::to_string(method);
    for (std::uint32_t i = 0; i < argument_count; ++i) line += ' ' + plain(arguments[i]);
    write_down(fake, std::move(line));
    return give(fake, "nest_shared_call", out);
  }
  static nest_status nest_shared_result(nest_user* user, nest_value* out) {
    FakeAbi& fake = called(user, "nest_shared_result");
    write_down(fake, "nest_shared_result");
    return give(fake, "nest_shared_result", out);
  }

  /// A row: its number; what is pending or ends the user is no failure.
  static nest_status give_row(FakeAbi& fake, const char* name, std::int64_t* out) {
    const FakeReply reply = answer(fake, name, {});
    *out = reply.number;
    const bool failed = reply.status == NEST_MISSING || reply.status == NEST_FAILED;
    return failed ? describe(fake, reply.status, name) : reply.status;
  }
  static nest_status nest_data_next(nest_user* user, std::uint32_t data, std::int64_t* out) {
    FakeAbi& fake = called(user, "nest_data_next");
    write_down(fake, "nest_data_next " + std::to_string(data));
    return give_row(fake, "nest_data_next", out);
  }
  static nest_status nest_data_awaited(nest_user* user, std::int64_t* out) {
    FakeAbi& fake = called(user, "nest_data_awaited");
    write_down(fake, "nest_data_awaited");
    return give_row(fake, "nest_data_awaited", out);
  }
  static nest_status nest_data_release(nest_user* user, std::uint32_t data, std::int64_t row) {
    FakeAbi& fake = called(user, "nest_data_release");
    write_down(fake, "nest_data_release " + std::to_string(data) + ' ' + std::to_string(row));
    return describe(fake, answer(fake, "nest_data_release", {}).status, "nest_data_release");
  }
  static nest_status nest_data_field(nest_user* user, std::uint32_t data, std::int64_t row,
                                     std::uint32_t column, nest_str* out) {
    FakeAbi& fake = called(user, "nest_data_field");
    write_down(fake, "nest_data_field " + std::to_string(data) + ' ' + std::to_string(row) + ' ' +
                         std::to_string(column));
    return give(fake, "nest_data_field", {}, out);
  }
  static std::int64_t nest_data_size(nest_user* user, std::uint32_t data) {
    FakeAbi& fake = called(user, "nest_data_size");
    write_down(fake, "nest_data_size " + std::to_string(data));
    return answer(fake, "nest_data_size", {}).number;
  }

  static nest_status nest_random_int(nest_user* user, std::int64_t low, std::int64_t high,
                                     std::int64_t* out) {
    const nest_status status = low > high ? NEST_FAILED : NEST_OK;
    return give(called(user, "nest_random_int"), "nest_random_int", {.status = status, .number = low}, out);
  }
  static nest_status nest_random_float(nest_user* user, double low, double high, double* out) {
    const nest_status status = low > high ? NEST_FAILED : NEST_OK;
    return give(called(user, "nest_random_float"), "nest_random_float", {.status = status, .real = low}, out);
  }
  static nest_status nest_env(nest_user* user, const char* name, std::uint64_t name_size, nest_str* out) {
    FakeAbi& fake = called(user, "nest_env");
    write_down(fake, "nest_env " + text_of(name, name_size));
    return give(fake, "nest_env", {.status = NEST_MISSING}, out);
  }
  static nest_status nest_secret(nest_user* user, const char* name, std::uint64_t name_size, nest_str* out) {
    FakeAbi& fake = called(user, "nest_secret");
    write_down(fake, "nest_secret " + text_of(name, name_size));
    return give(fake, "nest_secret", {.status = NEST_MISSING}, out);
  }
  static void nest_log(nest_user* user, const char* data, std::uint64_t size) {
    FakeAbi& fake = called(user, "nest_log");
    if (fake.on_log) fake.on_log(data, size);
    write_down(fake, "nest_log " + text_of(data, size));
  }
};

// The fakes have the types of what they stand in for.
#define NEST_FUNCTION(result, name, parameters) \
  static_assert(std::is_same_v<decltype(&FakeCalls::name), result(*) parameters>);
#include "runtime/abi/abi_functions.def"
#undef NEST_FUNCTION

const std::vector<FakeAbi::Symbol>& FakeAbi::symbols() {
  static const std::vector<Symbol> all = {
#define NEST_FUNCTION(result, name, parameters) {#name, reinterpret_cast<void*>(&FakeCalls::name)},
#include "runtime/abi/abi_functions.def"
#undef NEST_FUNCTION
  };
  return all;
}

FakeAbi::FakeAbi(std::size_t state_size, std::size_t user_state_size)
    : state_(state_size / 8 + 1), user_state_(user_state_size / 8 + 1) {
  user_.abi = this;
  user_.context.state = state_.data();
  user_.context.user_state = user_state_.data();
  user_.context.loop_budget = loop_budget;
  user_.context.site = NEST_NONE;
}

nest_list FakeAbi::split(std::string_view array, std::uint64_t kind) {
  std::vector<nest_value>& items = lists_.emplace_back();
  for (std::size_t begin = 1; begin + 1 < array.size();) {
    const std::size_t end = std::min(array.find(',', begin), array.size() - 1);
    const std::string text(array.substr(begin, end - begin));
    items.push_back({.kind = kind, .as = {.s = keep(kind == NEST_STRING ? unquoted(text) : text)}});
    begin = end + 1;
  }
  return {.items = items.data(), .count = items.size()};
}

nest_str FakeAbi::keep(std::string_view text) {
  texts_.push_back(std::string(text) + std::string(NEST_PADDING, '\0'));
  return {.data = texts_.back().data(), .size = text.size()};
}

void FakeAbi::respond(std::int64_t status, std::string body) {
  nest_response response{};
  response.status = status;
  response.body = keep(body);
  response.size = static_cast<std::int64_t>(body.size());
  response.time = 1'000'000;
  response.ok = status < 400 ? 1 : 0;
  response.url = keep("http://host/");
  scripted_responses_.push_back(response);
}

void FakeAbi::start(nest_entry entry) {
  user_.context.outcome = NEST_RUNNING;
  frame_ = entry(user());
  if (!ended()) ++suspensions_;
}

void FakeAbi::take_response() {
  if (scripted_responses_.empty()) respond(200);
  responses_.push_back(scripted_responses_.front());
  scripted_responses_.pop_front();
  user_.context.response = &responses_.back();
}

void FakeAbi::resume() {
  if (std::exchange(in_flight_, false)) take_response();
  (*static_cast<void (**)(void*)>(frame_))(frame_);
  if (!ended()) ++suspensions_;
}

void FakeAbi::destroy() {
  (static_cast<void (**)(void*)>(frame_))[1](frame_);
  frame_ = nullptr;
}

std::int32_t FakeAbi::run(nest_entry entry) {
  start(entry);
  for (int i = 0; i < 1000 && !ended(); ++i) resume();
  return user_.context.outcome;
}

}  // namespace nest::test
