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
class FakeExchange final : public http::Exchange, private Timer {
 public:
  FakeExchange(EventLoop& loop, FakeServer& server) : loop_(&loop), server_(&server) {}

  void start(const http::ExchangeRequest& request, http::ExchangeListener& listener) override {
    static constexpr const char* kMethods[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"};
    const std::string line = std::string(kMethods[request.method]) + " " + std::string(request.url);
    server_->seen.push_back(line);
    answer_ = server_->answer ? server_->answer(request, line) : FakeAnswer{};
    request_ = request;
    listener_ = &listener;
    started_ = loop_->now();
    if (!answer_.never) loop_->schedule(*this, started_ + answer_.delay);
  }
  void cancel() override {
    if (listener_ == nullptr) return;
    loop_->cancel(*this);
    listener_ = nullptr;
    ++server_->cancelled;
  }

 private:
  void fire(Instant) override {
    http::ExchangeResult result;
    result.status = answer_.error == http::TransportError::None ? answer_.status : 0;
    result.error = answer_.error;
    const nest_str detail = request_.arena->copy(answer_.error_detail);
    result.error_detail = {detail.data, detail.size};
    result.sent = started_;
    result.time = answer_.delay;
    result.body_size = answer_.body.size();
    if ((request_.flags & NEST_WANTS_BODY) != 0) {
      const nest_str body = request_.arena->copy(answer_.body);
      result.body = {body.data, body.size};
    }
    std::exchange(listener_, nullptr)->exchange_done(result);
  }

  EventLoop* loop_;
  FakeServer* server_;
  http::ExchangeRequest request_;
  http::ExchangeListener* listener_ = nullptr;
  FakeAnswer answer_;
  Instant started_ = 0;
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
