// What a request of a compiled scenario costs once everything is warm, the whole way: picking, rendering,
// sending, receiving, reading JSON, checking, counting.

#include <gtest/gtest.h>

#include "runtime/cli/compile_scenarios.h"
#include "runtime/cli/run_target.h"
#include "runtime/run/run.h"
#include "tests/runtime/http/test_server.h"
#include "tests/support/counted_calls.h"
#include "tests/support/source_folder.h"

#ifdef NEST_TEST_COUNTS_CALLS

namespace nest {
namespace {

using http::testing::Peer;
using http::testing::ScriptedServer;
using test::counted_calls;
using test::CountedCalls;

std::string answer(int status, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) +
         " Well\r\nServer: test\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// What bench/scenario asks for.
void serve(Peer& peer) {
  for (std::string request; !(request = peer.request()).empty();) {
    if (request.starts_with("POST /login")) {
      peer.send(answer(200, R"({"token":"0123456789abcdef"})"));
    } else if (request.starts_with("GET /items?")) {
      peer.send(answer(200, R"({"page":1,"items":[{"id":17,"name":"lamp"},{"id":18,"name":"desk"}]})"));
    } else {
      peer.send(answer(request.starts_with("POST") ? 201 : 200, R"({"id":17})"));
    }
  }
}

/// Looks at the counters of the worker's thread as requests end on it, and presses stop when it has seen
/// enough.
class CostBetween final : public UserTrace {
 public:
  CostBetween(std::uint64_t first, std::uint64_t last, StopRequest& stop)
      : first_(first), last_(last), stop_(&stop) {}

  void taskset_entered(std::uint64_t, std::uint32_t) override {}
  void task_started(std::uint64_t, std::uint32_t) override {}
  void checked(std::uint64_t, std::uint32_t, bool) override {}
  void failed(std::uint64_t, std::uint32_t, std::string_view message) override { failure = message; }
  void request_finished(std::uint64_t, const RequestSample& sample) override {
    if (sample.failed) failure = sample.cause;
    ++finished_;
    if (finished_ == first_) counted_calls = {};
    if (finished_ == last_) {
      cost = counted_calls;
      stop_->press();
    }
  }

  CountedCalls cost;
  std::string failure;

 private:
  std::uint64_t first_;
  std::uint64_t last_;
  StopRequest* stop_;
  std::uint64_t finished_ = 0;
};

TEST(RequestCost, of_a_compiled_scenario_is_two_system_calls_and_no_allocation) {
  constexpr int kRequests = 4000;
  struct Scenario {
    const char* name;
    int in_flight;  // at the same time, of one user
  };
  for (const auto& [name, in_flight] : {Scenario{"get", 1}, Scenario{"shop", 1}, Scenario{"page", 3}}) {
    TargetOptions target;
    target.paths = {(test_support::source_folder() / "bench/scenario" / name).string()};
    const auto scenarios = compile_scenarios(target, config::Settings());
    ASSERT_TRUE(scenarios);
    ScriptedServer server(serve);
    http::Settings settings;
    settings.host = server.url();
    settings.proxy = "none";
    StopRequest stop;
    CostBetween between(500, 500 + kRequests, stop);
    RunOptions options;
    options.users = 4;
    options.run_time = 60 * kSecond;
    options.trace = &between;
    RunObservers observers;
    observers.stop = &stop;
    const auto result = run(scenarios->program.image(), options, wire_exchanges(settings), observers);
    ASSERT_TRUE(result);
    EXPECT_EQ(between.failure, "");
    // Requests in flight at either end make the difference: at most those of all users.
    EXPECT_NEAR(between.cost.send, kRequests, 4 * in_flight) << name;
    EXPECT_NEAR(between.cost.recv, kRequests, 4 * in_flight) << name;
    EXPECT_GT(between.cost.epoll_wait, 0) << name;
    EXPECT_LE(between.cost.epoll_wait, kRequests) << name;
    EXPECT_EQ(between.cost.epoll_ctl, 0) << name;
    // The delivery of each second allocates, by the number of rows and not of requests.
    const auto seconds = static_cast<int>(result->elapsed / kSecond) + 1;
    EXPECT_LT(between.cost.allocations, kRequests / 20 + 200 * seconds) << name;
  }
}

}  // namespace
}  // namespace nest

#endif
