// What compiled code asks of its user: requests and their verdicts, sleeping, yielding, logging.

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <new>
#include <utility>

#include "runtime/http/request_head.h"
#include "runtime/user/user.h"
#include "runtime/user/wait_time.h"
#include "runtime/values/render.h"

namespace nest {
namespace {

constexpr int kFirstFailingStatus = 400;

std::string_view view(const nest_str& text) { return {text.data, text.size}; }

bool is_constant(const nest_template& text) {
  return text.part_count == 0 || (text.part_count == 1 && text.parts[0].encoding == NEST_PART_TEXT);
}

/// A text that is_constant() stands in the program's image: nothing is copied.
std::string_view constant_text(const nest_template& text) {
  return text.part_count == 0 ? std::string_view() : view(text.parts[0].text);
}

Result<std::string_view> rendered_text(const nest_template& text, const nest_value* values, Arena& arena) {
  if (is_constant(text)) return constant_text(text);
  return render(text, values, arena);
}

}  // namespace

nest_status User::start_request(const nest_request& request, const nest_value* values, Nanoseconds timeout) {
  assert(pending_.request == nullptr);
  host_->recorder->request_started();
  auto rendered = render_request(request, values);
  void* space = rendered ? task_.arena.try_allocate(sizeof(nest_response)) : nullptr;
  if (rendered && space == nullptr) rendered = fails_for_space();
  ParallelRequest* const place = starts_in_parallel() ? &next_parallel_place() : nullptr;
  if (!rendered) {
    refuse(request, rendered.error());
    return place != nullptr ? NEST_OK : rendered.error().kind;
  }
  rendered->timeout = timeout;
  task_.context.response = new (space) nest_response{};
  const PendingRequest pending{.request = &request, .in_flight = true, .late = std::exchange(late_, 0)};
  if (place == nullptr) {
    pending_ = pending;
    exchange_->start(*rendered, *this);
    return NEST_OK;
  }
  place->pending = pending;
  place->response = task_.context.response;
  ++parallel_->in_flight;
  exchange_->start(*rendered, *place);
  return NEST_OK;
}

// A request that cannot be sent is a failed one. One of a `parallel` is told at its end.
void User::refuse(const nest_request& request, const ValueFailure& failure) {
  task_.failure = {failure.kind, task_.context.site, failure.message};
  record({.row = request.row, .failed = true, .cause = failure.message});
  if (!starts_in_parallel() || parallel_->failure.kind != NEST_OK) return;
  parallel_->failure = failure;
  parallel_->failure_site = task_.context.site;
}

Result<http::ExchangeRequest> User::render_request(const nest_request& request, const nest_value* values) {
  http::ExchangeRequest rendered;
  rendered.method = request.method;
  rendered.body_kind = request.body_kind;
  rendered.flags = request.flags;
  rendered.max_redirects = request.max_redirects;
  rendered.arena = &task_.arena;
  if (is_constant(request.url) && is_constant(request.headers) && is_constant(request.body)) {
    rendered.url = constant_text(request.url);
    rendered.headers = constant_text(request.headers);
    rendered.body = constant_text(request.body);
    rendered.constant = &request;
    return rendered;
  }
  const auto url = rendered_text(request.url, values, task_.arena);
  if (!url) return std::unexpected(url.error());
  const auto headers = rendered_text(request.headers, values, task_.arena);
  if (!headers) return std::unexpected(headers.error());
  const auto body = rendered_text(request.body, values, task_.arena);
  if (!body) return std::unexpected(body.error());
  rendered.url = *url;
  rendered.headers = *headers;
  rendered.body = *body;
  return rendered;
}

void User::exchange_done(const http::ExchangeResult& result) {
  spin_.waits();
  take_result(result, pending_, *task_.context.response);
  resume();
}

void User::take_result(const http::ExchangeResult& result, PendingRequest& pending, nest_response& response) {
  const auto text = [](std::string_view part) { return nest_str{part.data(), part.size()}; };
  response.status = result.status;
  response.time = result.time;
  response.size = static_cast<std::int64_t>(result.body_size);
  response.body = text(result.body);
  response.headers = text(result.headers);
  response.url = text(result.url);
  pending.in_flight = false;
  pending.error = result.error;
  pending.http_version = result.http_version;
  pending.asked_http_2 = result.asked_http_2;
  pending.error_detail = result.error_detail;
}

void User::finish_request() {
  if (pending_.request == nullptr) return;
  nest_response& response = *task_.context.response;
  const std::string_view cause = failure_cause(response);
  response.ok = cause.empty() ? 1 : 0;
  RequestSample sample;
  sample.row = pending_.request->row;
  sample.failed = !cause.empty();
  sample.service_time = response.time;
  sample.response_time = response.time + pending_.late;
  sample.bytes_received = static_cast<std::uint64_t>(response.size);
  sample.http_2 = pending_.http_version == 2;
  sample.fell_back = pending_.asked_http_2 && pending_.http_version == 1;
  sample.cause = cause;
  record(sample);
  pending_ = {};
}

// Empty: the request did not fail.
std::string_view User::failure_cause(const nest_response& response) {
  if (pending_.error != http::TransportError::None) {
    const std::string_view error = http::describe(pending_.error);
    return pending_.error_detail.empty() ? error
                                         : in_arena(fmt::format("{}: {}", error, pending_.error_detail));
  }
  if (pending_.failed_check != NEST_NONE) return check_text(pending_.failed_check);
  const bool any_status_will_do = (pending_.request->flags & NEST_HAS_STATUS_CONDITION) != 0;
  if (any_status_will_do || (response.status < kFirstFailingStatus && response.status != 0)) return {};
  return in_arena(fmt::format("status {}", response.status));
}

std::string_view User::in_arena(std::string_view text) {
  const nest_str kept = task_.arena.copy(text);
  return kept.data == nullptr ? std::string_view("failed") : view(kept);
}

void User::record(const RequestSample& sample) {
  host_->recorder->request(sample);
  if (sample.failed && transactions_ != nullptr) {
    const nest_row& row = host_->program->rows[sample.row];
    fail_transactions(fmt::format("{} {}: {}", http::method_name(row.method), view(row.name), sample.cause));
  }
  if (host_->trace != nullptr) host_->trace->request_finished(number(), sample);
}

void User::record_check(std::uint32_t check, bool passed) {
  if (parallel_ != nullptr && parallel_->selected_unsent) return;  // there is no answer that it speaks of
  host_->recorder->check(check, passed);
  if (host_->trace != nullptr) host_->trace->checked(number(), check, passed);
  const bool first_failed = !passed && pending_.request != nullptr && pending_.failed_check == NEST_NONE;
  if (first_failed) pending_.failed_check = check;
}

std::string_view User::check_text(std::uint32_t check) const {
  return view(host_->program->checks[check].text);
}

void User::sleep(Nanoseconds duration) {
  spin_.waits();
  host_->loop->schedule(*this, host_->loop->now() + std::clamp<Nanoseconds>(duration, 0, kLongestWait));
}

void User::yield() {
  task_.context.loop_budget = kLoopBudget;
  let_others_run(task_.context.site, true);
}

void User::log(std::string_view text) { host_->events->log(number(), task_.context.site, text); }

}  // namespace nest
