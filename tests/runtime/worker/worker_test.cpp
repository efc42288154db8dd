#include "runtime/worker/worker.h"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "tests/support/fake_exchange.h"
#include "tests/support/sample_programs.h"

namespace nest::test {
namespace {

using namespace std::chrono_literals;

const nest_request* page = nullptr;
const nest_request* farewell = nullptr;

Code asks(nest_user* user) {
  co_await sending(user, *page);
  co_return NEST_DONE;
}
Code asks_and_stops(nest_user* user) {
  co_await sending(user, *page);
  co_return NEST_STOP;
}
Code says_farewell(nest_user* user) {
  co_await sending(user, *farewell);
  co_return NEST_DONE;
}
Code logs(nest_user* user) {
  UserTask::from(user).actions->log("hello");
  co_return NEST_STOP;
}

/// One worker and its deliveries.
class WorkerTest : public testing::Test, public WorkerEvents {
 protected:
  WorkerTest() {
    page = &sample.request(NEST_GET, "/page");
    farewell = &sample.request(NEST_POST, "/farewell");
  }
  /// The worker of `share`, with this many users in the whole run.
  Worker& launch(std::uint64_t users, double rate = 0, WorkerShare share = {}) {
    picks_ = *PickTables::build(sample.image(), {});
    plan_.program = &sample.image();
    plan_.picks = &picks_;
    plan_.clock = &clock_;
    plan_.start = clock_.now();
    plan_.users = UserSchedule(ClosedUsers(users, rate));
    total = Statistics(sample.image());
    const auto maker = [this](EventLoop& loop, std::size_t) {
      return std::make_unique<FakeExchangeFactory>(loop, server);
    };
    worker_ = std::make_unique<Worker>(plan_, share, maker, *this);
    worker_->launch();
    return *worker_;
  }
  void delivered(WorkerDelivery delivery) override {
    const std::lock_guard lock(mutex_);
    EXPECT_FALSE(finished) << "a delivery after the last one";
    total.merge(delivery.delta);
    ++deliveries;
    peak = std::max(peak, delivery.peak_users);
    wall += delivery.wall_time;
    cpu += delivery.cpu_time;
    finished = delivery.last;
    changed_.notify_all();
  }
  void data_exhausted(std::uint32_t) override {}
  void logged(std::uint64_t user, std::uint32_t, std::string_view text) override {
    const std::lock_guard lock(mutex_);
    lines.push_back(std::to_string(user) + " " + std::string(text));
  }
  bool wait_until(const std::function<bool()>& condition) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 60s, condition);
  }

  SampleProgram sample;
  FakeServer server;
  Statistics total;
  std::size_t deliveries = 0;
  std::uint64_t peak = 0;
  Nanoseconds wall = 0;
  Nanoseconds cpu = 0;
  bool finished = false;
  std::vector<std::string> lines;

 private:
  SteadyClock clock_;
  PickTables picks_;
  WorkerPlan plan_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::unique_ptr<Worker> worker_;
};

TEST_F(WorkerTest, runs_its_users_and_delivers_when_the_last_has_stopped) {
  sample.task(sample.taskset({}), "ask", entry<asks_and_stops>);
  launch(200).join();
  EXPECT_TRUE(finished);
  EXPECT_EQ(total.users_started, 200u);
  EXPECT_EQ(total.users_stopped, 200u);
  EXPECT_EQ(total.rows[0].requests, 200u);
  EXPECT_GT(peak, 0u);
  EXPECT_LE(peak, 200u);
  EXPECT_GT(cpu, 0);
  EXPECT_GT(wall, 0);
}

TEST_F(WorkerTest, starts_only_the_users_of_its_share) {
  sample.task(sample.taskset({}), "log", entry<logs>);
  launch(8, 0, WorkerShare{1, 3}).join();
  EXPECT_EQ(lines, (std::vector<std::string>{"1 hello", "4 hello", "7 hello"}));
}

TEST_F(WorkerTest, without_a_user_of_its_own_it_ends_at_once) {
  sample.task(sample.taskset({}), "ask", entry<asks>);
  launch(1, 0, WorkerShare{1, 2}).join();
  EXPECT_TRUE(finished);
  EXPECT_EQ(deliveries, 1u);
}

TEST_F(WorkerTest, delivers_every_second) {
  sample.task(sample.taskset({.wait = {NEST_WAIT_FIXED, 50 * kMillisecond, 0, nullptr, nullptr}}), "ask",
              entry<asks>);
  Worker& worker = launch(3);
  EXPECT_TRUE(wait_until([this] { return deliveries >= 2 && total.rows[0].requests > 3 && !finished; }));
  worker.enter(RunPhase::Aborting);
  worker.join();
  EXPECT_EQ(total.users_stopped, 3u);
  EXPECT_EQ(total.rows[0].requests + total.requests_cut_off, server.seen.size());
}

TEST_F(WorkerTest, stopping_sends_the_requests_of_on_stop_and_starts_nobody_any_more) {
  sample.task(sample.taskset({.on_stop = entry<says_farewell>}), "ask", entry<asks>);
  server.answer = [](const http::ExchangeRequest&, const std::string& line) {
    return FakeAnswer{.delay = kMillisecond, .never = line == "GET /page"};
  };
  Worker& worker = launch(1000, 0.001);  // the second one would start in a quarter of an hour
  worker.enter(RunPhase::Stopping);
  worker.enter(RunPhase::Finishing);  // an earlier phase than the present one: no change
  worker.join();
  EXPECT_LE(total.users_started, 1u);
  EXPECT_EQ(total.users_started, total.users_stopped);
  EXPECT_EQ(total.rows[1].requests, total.users_started);
  EXPECT_EQ(total.requests_cut_off, total.users_started);
}

TEST_F(WorkerTest, finishing_lets_tasks_come_to_their_end) {
  sample.task(sample.taskset({}), "ask", entry<asks>);
  server.answer = [](const http::ExchangeRequest&, const std::string&) {
    return FakeAnswer{.delay = 3 * kSecond};
  };
  Worker& worker = launch(1);
  EXPECT_TRUE(wait_until([this] { return total.users_started == 1; }));
  worker.enter(RunPhase::Finishing);
  worker.join();
  EXPECT_EQ(total.tasks_finished[0], 1u);
  EXPECT_EQ(total.requests_cut_off, 0u);
}

TEST_F(WorkerTest, destroying_a_worker_that_runs_ends_it) {
  sample.task(sample.taskset({}), "ask", entry<asks>);
  launch(100);
}

}  // namespace
}  // namespace nest::test
