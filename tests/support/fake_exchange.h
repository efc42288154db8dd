#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runtime/http/exchange.h"
#include "runtime/loop/event_loop.h"
#include "runtime/loop/timer.h"

namespace nest::test {

/// How a fake server answers a request.
struct FakeAnswer {
  int status = 200;
  Nanoseconds delay = 0;
  bool never = false;  ///< no answer: the exchange stays in flight
  http::TransportError error = http::TransportError::None;
  std::string error_detail = {};
  std::string body = {};
};

/// What arrived at the fake server, as text: "GET /path".
struct FakeServer {
  std::function<FakeAnswer(const http::ExchangeRequest&, const std::string& line)> answer;
  std::vector<std::string> seen;
  std::size_t cancelled = 0;
};

/// An exchange without sockets, answered by a FakeServer after a delay on the loop's clock.
class FakeExchange final : public http::Exchange {
 public:
  FakeExchange(EventLoop& loop, FakeServer& server) : loop_(&loop), server_(&server) {}
  ~FakeExchange() override { cancel(); }

  void start(const http::ExchangeRequest& request, http::ExchangeListener& listener) override {
    static constexpr const char* kMethods[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"};
    const std::string line = std::string(kMethods[request.method]) + " " + std::string(request.url);
    server_->seen.push_back(line);
    Flight& flight = idle();
    flight.answer = server_->answer ? server_->answer(request, line) : FakeAnswer{};
    flight.request = request;
    flight.listener = &listener;
    flight.started = loop_->now();
    if (!flight.answer.never) loop_->schedule(flight, flight.started + flight.answer.delay);
  }
  void cancel() override {
    for (const auto& flight : flights_) {
      if (flight->listener == nullptr) continue;
      loop_->cancel(*flight);
      flight->listener = nullptr;
      ++server_->cancelled;
    }
  }

 private:
  struct Flight final : Timer {
    http::ExchangeRequest request;
    http::ExchangeListener* listener = nullptr;
    FakeAnswer answer;
    Instant started = 0;

    void fire(Instant) override {
      http::ExchangeResult result;
      result.status = answer.error == http::TransportError::None ? answer.status : 0;
      result.error = answer.error;
      const nest_str detail = request.arena->copy(answer.error_detail);
      result.error_detail = {detail.data, detail.size};
      result.sent = started;
      result.time = answer.delay;
      result.body_size = answer.body.size();
      if ((request.flags & NEST_WANTS_BODY) != 0) {
        const nest_str body = request.arena->copy(answer.body);
        result.body = {body.data, body.size};
      }
      std::exchange(listener, nullptr)->exchange_done(result);
    }
  };

  Flight& idle() {
    for (const auto& flight : flights_) {
      if (flight->listener == nullptr) return *flight;
    }
    return *flights_.emplace_back(std::make_unique<Flight>());
  }

  EventLoop* loop_;
  FakeServer* server_;
  std::vector<std::unique_ptr<Flight>> flights_;
};

class FakeExchangeFactory final : public http::ExchangeFactory {
 public:
  FakeExchangeFactory(EventLoop& loop, FakeServer& server) : loop_(&loop), server_(&server) {}
  std::unique_ptr<http::Exchange> make() override { return std::make_unique<FakeExchange>(*loop_, *server_); }

 private:
  EventLoop* loop_;
  FakeServer* server_;
};

}  // namespace nest::test
