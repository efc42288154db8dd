#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <ostream>
#include <string>
#include <string_view>

#include "runtime/http/wire_exchange.h"
#include "runtime/loop/event_loop.h"
#include "runtime/values/arena.h"
#include "tests/support/test_engine.h"

namespace nest::http {

inline void PrintTo(TransportError error, std::ostream* out) { *out << describe(error); }

namespace testing {

/// An ExchangeResult whose texts are its own.
struct Answer {
  int status = 0;
  TransportError error = TransportError::None;
  std::string detail;
  std::string body;
  std::string headers;
  std::string url;
  ExchangeResult raw;
};

/// Waits for one result.
struct Waiter final : ExchangeListener {
  bool done = false;
  int calls = 0;
  Answer answer;
  void exchange_done(const ExchangeResult& result) override {
    done = true;
    ++calls;
    answer = {result.status,
              result.error,
              std::string(result.error_detail),
              std::string(result.body),
              std::string(result.headers),
              std::string(result.url),
              result};
  }
};

/// A worker with one user, run by hand.
class Client {
 public:
  explicit Client(Settings settings) : factory_(settings, loop), exchange(factory_.make()) {}
  explicit Client(const std::string& host) : Client(with_host(host)) {}

  static Settings with_host(const std::string& host) {
    Settings settings;
    settings.host = host;
    settings.timeout = 60 * kSecond;
    settings.proxy = "none";
    return settings;
  }

  ExchangeRequest request(std::string_view url, std::uint32_t method = NEST_GET) {
    ExchangeRequest made;
    made.method = method;
    made.url = url;
    made.flags = NEST_WANTS_BODY | NEST_WANTS_HEADERS | NEST_WANTS_URL;
    made.arena = &arena;
    return made;
  }

  /// Turns the loop until the waiter was told, or for a minute.
  void wait(Waiter& waiter, Nanoseconds limit = 60 * kSecond) {
    const Instant end = clock.now() + limit;
    while (!waiter.done && clock.now() < end) loop.turn(clock.now() + 20 * kMillisecond);
  }
  /// Turns the loop for a while.
  void idle(Nanoseconds duration) {
    const Instant end = clock.now() + duration;
    while (clock.now() < end) loop.turn(end);
  }

  Answer send(const ExchangeRequest& made) {
    Waiter waiter;
    exchange->start(made, waiter);
    EXPECT_FALSE(waiter.done) << "exchange_done was called from inside start()";
    wait(waiter);
    EXPECT_EQ(waiter.calls, 1);
    return waiter.answer;
  }
  Answer get(std::string_view url) { return send(request(url)); }

  SteadyClock clock;
  EventLoop loop{clock, test::test_engine()};
  ChunkPool pool;
  Arena arena{pool};

 private:
  WireExchangeFactory factory_;

 public:
  std::unique_ptr<Exchange> exchange;
};

}  // namespace testing
}  // namespace nest::http
