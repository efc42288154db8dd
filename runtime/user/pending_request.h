#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>

#include "runtime/abi/nest_program.h"
#include "runtime/http/exchange.h"
#include "runtime/time/clock.h"
#include "runtime/values/failure.h"

namespace nest {

class User;

/// From nest_http_start to nest_http_finish.
struct PendingRequest {
  const nest_request* request = nullptr;  // null: none
  std::uint32_t failed_check = NEST_NONE;
  bool in_flight = false;
  Nanoseconds late = 0;  // sent so much later than it was meant to be
  http::TransportError error = http::TransportError::None;
  std::uint8_t http_version = 0;  // of the answer: 1 or 2
  bool asked_http_2 = false;
  std::string_view error_detail = {};  // in the arena
};

/// One request of a `parallel`. Its address is what the exchange tells.
class ParallelRequest final : public http::ExchangeListener {
 public:
  explicit ParallelRequest(User& user) : user_(&user) {}
  void exchange_done(const http::ExchangeResult& result) override;

  PendingRequest pending;
  nest_response* response = nullptr;  // in the arena
  nest_response unsent{};             // stands for it when there is none: nothing was sent

 private:
  User* user_;
};

/// The requests of the `parallel` that a user is in. Keeps its memory for the next one.
struct ParallelRequests {
  enum class Phase : std::uint8_t { None, Starting, InFlight, Judging };
  Phase phase = Phase::None;
  std::deque<ParallelRequest> places;  // the first `count` are of this `parallel`
  std::size_t count = 0;
  std::size_t in_flight = 0;
  bool selected_unsent = false;          // the one being judged was never sent: its conditions do not count
  ValueFailure failure = {NEST_OK, {}};  // of the first one that could not be started
  std::uint32_t failure_site = 0;
};

}  // namespace nest
