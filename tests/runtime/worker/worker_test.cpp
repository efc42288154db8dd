#include "runtime/worker/worker.h"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "tests/support/fake_exchange.h"
#include "tests/support/sample_programs.h"
#include "tests/support/test_engine.h"

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
Code asks_and_leaves(nest_user* user) {
  co_await sending(user, *page);
  co_return NEST_INTERRUPT;
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
    plan_.start = clock_.now();
    plan_.users = UserSchedule(ClosedUsers(users, rate));
    return launch_planned(share);
  }
  /// The only worker of a plan of arrivals, which has begun so long ago.
  Worker& launch(const ArrivalSchedule& arrivals, std::uint64_t max_users, Nanoseconds ago = 0) {
    plan_.start = clock_.now() - ago;
    plan_.users = UserSchedule(ClosedUsers(max_users, 0));
    plan_.arrivals = &arrivals;
    return launch_planned({});
  }
  Worker& launch_planned(WorkerShare share) {
    picks_ = *PickTables::build(sample.image(), {});
    plan_.program = &sample.image();
    plan_.picks = &picks_;
    plan_.clock = &clock_;
    plan_.engine = test_engine();
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

TEST_F(WorkerTest, each_arrival_is_a_visit_and_users_come_back_for_the_next_one) {
  sample.task(sample.taskset({}), "ask", entry<asks_and_leaves>);
  const ArrivalSchedule arrivals({{"", 200, 200, 60 * kSecond}}, 60);
  launch(arrivals, 1000).join();
  EXPECT_TRUE(finished) << "the iterations ended it, long before the steps";
  EXPECT_EQ(total.arrivals_begun, 60u);
  EXPECT_EQ(total.arrivals_dropped, 0u);
  EXPECT_EQ(total.visits_finished, 60u);
  EXPECT_EQ(total.rows[0].requests, 60u);
  EXPECT_LT(total.users_started, 60u);
  EXPECT_EQ(total.users_stopped, total.users_started);
  EXPECT_EQ(peak, total.users_started);
}

TEST_F(WorkerTest, an_arrival_that_finds_every_user_busy_is_dropped) {
  sample.task(sample.taskset({}), "ask", entry<asks_and_leaves>);
  server.answer = [](const http::ExchangeRequest&, const std::string&) { return FakeAnswer{.never = true}; };
  const ArrivalSchedule arrivals({{"", 1000, 1000, 60 * kSecond}}, 20);
  Worker& worker = launch(arrivals, 3);
  EXPECT_TRUE(wait_until([this] { return total.arrivals_begun + total.arrivals_dropped == 20; }));
  worker.enter(RunPhase::Stopping);
  worker.join();
  EXPECT_EQ(total.arrivals_begun, 3u);
  EXPECT_EQ(total.arrivals_dropped, 17u);
  EXPECT_EQ(total.visits_cut_off, 3u);
  EXPECT_EQ(total.users_stopped, 3u);
}

TEST_F(WorkerTest, a_user_that_has_gone_makes_room_for_another) {
  sample.task(sample.taskset({}), "stop", entry<asks_and_stops>);
  server.answer = [](const http::ExchangeRequest&, const std::string&) {
    return FakeAnswer{.delay = kMillisecond};
  };
  const ArrivalSchedule arrivals({{"", 20, 20, 60 * kSecond}}, 10);
  launch(arrivals, 2).join();
  EXPECT_EQ(total.arrivals_begun + total.arrivals_dropped, 10u);
  EXPECT_GT(total.arrivals_begun, 2u);
  EXPECT_EQ(total.users_started, total.arrivals_begun) << "each of them ends its user";
  EXPECT_EQ(total.visits_finished, total.arrivals_begun);
}

TEST_F(WorkerTest, a_worker_that_is_late_begins_its_arrivals_all_the_same_and_their_times_show_it) {
  sample.task(sample.taskset({}), "ask", entry<asks_and_leaves>);
  const ArrivalSchedule arrivals({{"", 100, 100, 2 * kSecond}}, 100);
  launch(arrivals, 200, 10 * kSecond).join();
  EXPECT_EQ(total.arrivals_begun, 100u);
  EXPECT_EQ(total.visits_finished, 100u);
  EXPECT_GE(total.rows[0].response_time.min(), 9 * kSecond) << "the last one was due nine seconds ago";
  EXPECT_GE(total.rows[0].response_time.max(), 10 * kSecond);
  EXPECT_LT(total.rows[0].service_time.max(), 9 * kSecond);
}

TEST_F(WorkerTest, no_arrival_is_forgotten_when_the_run_ends_before_the_worker_has_got_to_it) {
  sample.task(sample.taskset({}), "ask", entry<asks>);
  const ArrivalSchedule arrivals({{"", 5000, 5000, kSecond}});
  Worker& worker = launch(arrivals, 700, kSecond);
  worker.enter(RunPhase::Stopping);
  worker.join();
  EXPECT_EQ(total.arrivals_begun + total.arrivals_dropped, 5000u);
  EXPECT_EQ(total.visits_finished + total.visits_cut_off, total.arrivals_begun);
  EXPECT_EQ(total.users_stopped, total.users_started);
}

TEST_F(WorkerTest, destroying_a_worker_that_runs_ends_it) {
  sample.task(sample.taskset({}), "ask", entry<asks>);
  launch(100);
}

}  // namespace
}  // namespace nest::test
