#include "runtime/share/share_calls.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "runtime/share/share_json.h"
#include "runtime/values/text.h"

namespace nest {
namespace {

constexpr std::string_view kRoot = "/v1/shared";
constexpr std::array<std::string_view, 3> kKinds = {"counter", "queue", "map"};
constexpr std::array<std::string_view, 6> kTypes = {"int", "float", "bool", "duration", "string", "json"};

/// What a call needs in its body.
enum class Needs : std::uint8_t { Nothing, Value, Key, KeyAndValue, Amount };
struct CallRow {
  std::uint32_t kind;
  std::string_view name;
  std::uint32_t method;
  Needs needs;
};
constexpr std::array kCalls = {
    CallRow{NEST_SHARED_COUNTER, "next", NEST_SHARED_NEXT, Needs::Nothing},
    CallRow{NEST_SHARED_COUNTER, "add", NEST_SHARED_ADD, Needs::Amount},
    CallRow{NEST_SHARED_QUEUE, "put", NEST_SHARED_PUT, Needs::Value},
    CallRow{NEST_SHARED_QUEUE, "take", NEST_SHARED_TAKE, Needs::Nothing},
    CallRow{NEST_SHARED_MAP, "get", NEST_SHARED_GET, Needs::Key},
    CallRow{NEST_SHARED_MAP, "set", NEST_SHARED_SET, Needs::KeyAndValue},
    CallRow{NEST_SHARED_MAP, "remove", NEST_SHARED_REMOVE, Needs::Key},
};

ShareAnswer refusal(unsigned status, std::string_view message) { return {status, error_json(message)}; }

std::optional<std::vector<nest_value>> arguments_of(const ShareBody& body, Needs needs, std::string& lacks) {
  const auto lacking = [&](std::string_view what) -> std::optional<std::vector<nest_value>> {
    lacks = fmt::format("the body needs a `{}`", what);
    return std::nullopt;
  };
  switch (needs) {
    case Needs::Nothing:
      return std::vector<nest_value>();
    case Needs::Amount:
      if (!body.has_amount) return lacking("amount");
      return std::vector{body.amount};
    case Needs::Value:
      if (!body.has_value) return lacking("value");
      return body.values;
    case Needs::Key:
      if (!body.has_key) return lacking("key");
      return std::vector{body.key};
    case Needs::KeyAndValue:
      if (!body.has_key) return lacking("key");
      if (!body.has_value) return lacking("value");
      return std::vector{body.key, body.values.front()};
  }
  return std::nullopt;
}

/// For operations that a store in this process answers at once.
class Nobody final : public Wakeup, public SharedCaller {
 public:
  void wake() override {}
  std::shared_ptr<Wakeup> make_wakeup() override { return std::make_shared<Nobody>(); }
};

}  // namespace

const nest_shared* ShareCalls::find(std::string_view name) const {
  const nest_shared* found = nullptr;
  for (const nest_shared& object : objects_) {
    if (view_of(object.full_name) == name) return &object;
    if (view_of(object.name) != name) continue;
    if (found != nullptr) return nullptr;  // the short name says too little
    found = &object;
  }
  return found;
}

std::string ShareCalls::describe(const nest_shared& object) {
  const bool is_counter = object.kind == NEST_SHARED_COUNTER;
  Nobody nobody;
  const auto index = static_cast<std::uint32_t>(&object - objects_.data());
  SharedAnswer answer = store_->begin(
      {index, is_counter ? std::uint32_t{NEST_SHARED_VALUE} : std::uint32_t{NEST_SHARED_SIZE}, {}}, nobody);
  const auto* result = std::get_if<SharedResult>(&answer);
  const std::string number = result != nullptr && *result ? share_json(**result, NEST_INT) : "null";
  return fmt::format(R"({{"name":{},"kind":"{}","type":"{}","{}":{}}})",
                     json_text_of(view_of(object.full_name)), kKinds[object.kind], kTypes[object.element],
                     is_counter ? "value" : "size", number);
}

ShareAnswer ShareCalls::list() {
  std::string objects;
  for (const nest_shared& object : objects_) objects += (objects.empty() ? "" : ",") + describe(object);
  return {200, fmt::format(R"({{"objects":[{}]}})", objects)};
}

std::variant<ShareAnswer, ShareWait> ShareCalls::call(std::string_view verb, std::string_view target,
                                                      std::string_view body, SharedCaller& caller) {
  if (!target.starts_with(kRoot)) return refusal(404, "there is only /v1/shared");
  std::string_view path = target.substr(kRoot.size());
  if (path.empty() || path == "/")
    return verb == "GET" ? list() : refusal(405, "this can only be asked for: GET");
  if (path.front() != '/') return refusal(404, "there is only /v1/shared");
  path.remove_prefix(1);
  if (verb == "GET") {
    const nest_shared* object = find(path);
    return object != nullptr ? ShareAnswer{200, describe(*object)}
                             : refusal(404, "no shared object of that name");
  }
  if (verb != "POST") return refusal(405, "use GET or POST");
  const std::size_t slash = path.rfind('/');
  const nest_shared* object = slash == std::string_view::npos ? nullptr : find(path.substr(0, slash));
  if (object == nullptr) return refusal(404, "no shared object of that name; write /v1/shared/NAME/CALL");
  const std::string_view name = path.substr(slash + 1);
  const auto* row = std::ranges::find_if(
      kCalls, [&](const CallRow& each) { return each.kind == object->kind && each.name == name; });
  if (row == kCalls.end()) return refusal(404, fmt::format("a {} has no such call", kKinds[object->kind]));
  const auto read = read_share_body(body, object->element);
  if (!read) return refusal(400, read.error());
  if (read->is_batch && row->method == NEST_SHARED_PUT) return put_all(*object, read->values, caller);
  std::string lacks;
  const auto arguments = arguments_of(*read, row->needs, lacks);
  if (!arguments) return refusal(400, lacks);
  const auto index = static_cast<std::uint32_t>(object - objects_.data());
  SharedAnswer begun = store_->begin({index, row->method, *arguments}, caller);
  if (auto* result = std::get_if<SharedResult>(&begun)) return answer(*object, row->method, *result);
  return ShareWait{std::move(std::get<PendingPtr>(begun)), object, row->method,
                   std::min(read->within, kLongestTake)};
}

// One after the other, up to the first that does not go in.
ShareAnswer ShareCalls::put_all(const nest_shared& object, std::span<const nest_value> values,
                                SharedCaller& caller) {
  const auto index = static_cast<std::uint32_t>(&object - objects_.data());
  std::size_t put = 0;
  for (const nest_value& value : values) {
    SharedAnswer begun = store_->begin({index, NEST_SHARED_PUT, {&value, 1}}, caller);
    const auto* result = std::get_if<SharedResult>(&begun);
    if (result == nullptr || !*result) {
      const std::string why = result == nullptr ? "the store takes its time" : result->error().message;
      return {507, fmt::format(R"({{"put":{},"error":{}}})", put, json_text_of(why))};
    }
    ++put;
  }
  return {200, fmt::format(R"({{"put":{}}})", put)};
}

ShareAnswer ShareCalls::answer(const nest_shared& object, std::uint32_t method, const SharedResult& result) {
  if (!result) {
    const bool is_missing = result.error().kind == NEST_MISSING;
    const unsigned full = method == NEST_SHARED_PUT || method == NEST_SHARED_SET ? 507 : 409;
    return refusal(is_missing ? 404 : full, result.error().message);
  }
  switch (method) {
    case NEST_SHARED_PUT:
      return {200, R"({"put":1})"};
    case NEST_SHARED_SET:
      return {200, "{}"};
    case NEST_SHARED_REMOVE:
      return {200, fmt::format(R"({{"removed":{}}})", share_json(*result, NEST_BOOL))};
    default:
      return {200, fmt::format(R"({{"value":{}}})", share_json(*result, object.element))};
  }
}

}  // namespace nest
