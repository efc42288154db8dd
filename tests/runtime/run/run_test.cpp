#include "runtime/run/run.h"

#include <gtest/gtest.h>

#include <unistd.h>
#include <atomic>
#include <chrono>

#include <csignal>
#include <deque>
#include <mutex>
#include <thread>

#include "tests/support/fake_exchange.h"
#include "tests/support/sample_programs.h"

namespace nest::test {
namespace {

using namespace std::chrono_literals;

const nest_request* page = nullptr;
const nest_request* other_page = nullptr;
const nest_request* farewell = nullptr;

template <const nest_request*& Request, std::int64_t Tasks>
Code asks(nest_user* user) {
  co_await sending(user, *Request);
  co_return UserTask::from(user).context.iteration + 1 == Tasks ? NEST_STOP : NEST_DONE;
}
Code says_farewell(nest_user* user) {
  co_await sending(user, *farewell);
  co_return NEST_DONE;
}
Code logs(nest_user* user) {
  UserTask::from(user).actions->log("hello");
  co_return NEST_STOP;
}
constexpr std::int64_t kForEver = -1;

/// Adds up what a sink is told.
class Sum final : public ReportSink {
 public:
  explicit Sum(const nest_program& program) : deltas(program) {}
  void second(const RunSecond& second) override {
    deltas.merge(second.delta);
    length += second.length;
    users.push_back(second.users);
    ++seconds;
  }
  void finished(const RunSummary& summary) override {
    ++ends;
    interrupted = summary.interrupted;
    workers = summary.workers.size();
    EXPECT_EQ(summary.total.requests_started, deltas.requests_started);
  }
  [[nodiscard]] std::string error() const override { return {}; }

  Statistics deltas;
  Nanoseconds length = 0;
  std::vector<std::uint64_t> users;
  int seconds = 0;
  int ends = 0;
  bool interrupted = false;
  std::size_t workers = 0;
};

class RunTest : public testing::Test {
 protected:
  RunTest() {
    page = &sample.request(NEST_GET, "/page");
    other_page = &sample.request(NEST_GET, "/other");
    farewell = &sample.request(NEST_POST, "/farewell");
  }
  std::expected<RunResult, std::string> go() {
    servers.clear();
    for (std::size_t i = 0; i < 8; ++i) servers.emplace_back().answer = answer;
    sink = std::make_unique<Sum>(sample.image());
    observers.sinks = {sink.get()};
    return run(
        sample.image(), options,
        [this](EventLoop& loop, std::size_t worker) {
          return std::make_unique<FakeExchangeFactory>(loop, servers.at(worker));
        },
        observers);
  }
  static std::uint64_t requests(const Statistics& counts) {
    std::uint64_t sum = 0;
    for (const RowStatistics& row : counts.rows) sum += row.requests;
    return sum;
  }
  void expect_closed_books(const RunResult& result) const {
    EXPECT_EQ(result.total.requests_started, requests(result.total) + result.total.requests_cut_off);
    EXPECT_EQ(result.total.users_started, result.total.users_stopped);
    EXPECT_EQ(requests(sink->deltas), requests(result.total));
    EXPECT_EQ(sink->deltas.rows[0].service_time, result.total.rows[0].service_time);
    EXPECT_EQ(sink->length, result.elapsed);
    EXPECT_EQ(sink->ends, 1);
  }

  /// Lets `answer` count the requests that it is asked, and waits until they are so many.
  void count_requests() {
    answer = [this, given = answer](const http::ExchangeRequest& request, const std::string& line) {
      ++asked;
      return given ? given(request, line) : FakeAnswer{};
    };
  }
  void wait_for_requests(int wanted) const {
    for (int i = 0; i < 60'000 && asked < wanted; ++i) std::this_thread::sleep_for(1ms);
    EXPECT_GE(asked, wanted);
  }

  std::atomic<int> asked = 0;
  SampleProgram sample;
  std::function<FakeAnswer(const http::ExchangeRequest&, const std::string&)> answer;
  std::deque<FakeServer> servers;
  RunOptions options;
  RunObservers observers;
  std::unique_ptr<Sum> sink;
};

TEST_F(RunTest, ends_with_its_time_and_closes_its_books) {
  sample.task(sample.taskset({.wait = {NEST_WAIT_UNIFORM, kMillisecond, 20 * kMillisecond, nullptr, nullptr},
                              .on_stop = entry<says_farewell>}),
              "ask", entry<asks<page, kForEver>>);
  answer = [](const http::ExchangeRequest&, const std::string&) {
    return FakeAnswer{.delay = 5 * kMillisecond};
  };
  options.users = 20;
  options.threads = 3;
  options.run_time = 1300 * kMillisecond;
  const auto result = go();
  ASSERT_TRUE(result) << result.error();
  expect_closed_books(*result);
  EXPECT_EQ(result->end, RunEnd::RunTime);
  EXPECT_FALSE(result->aborted);
  EXPECT_GE(result->elapsed, options.run_time);
  EXPECT_LT(result->elapsed, options.run_time + 30 * kSecond);
  EXPECT_EQ(result->total.users_started, 20u);
  EXPECT_EQ(result->peak_users, 20u);
  EXPECT_EQ(result->total.rows[2].requests, 20u);  // every on_stop
  EXPECT_GT(result->total.rows[0].requests, 100u);
  EXPECT_EQ(result->total.taskset_visits[0], 20u);
  EXPECT_GE(sink->seconds, 2);
  EXPECT_EQ(sink->users.front(), 20u);
  EXPECT_EQ(sink->users.back(), 0u);
  ASSERT_EQ(result->workers.size(), 3u);
  EXPECT_EQ(sink->workers, 3u);
  for (const WorkerHealth& worker : result->workers) {
    EXPECT_GT(worker.timers, 0u);
    EXPECT_GT(worker.cpu_time, 0);
    EXPECT_GE(worker.wall_time, kSecond);
  }
}

TEST_F(RunTest, users_decide_the_same_whatever_the_number_of_threads) {
  const auto shop = sample.taskset({});
  sample.task(shop, "page", entry<asks<page, 100>>, 3);
  sample.task(shop, "other", entry<asks<other_page, 100>>, 1);
  options.users = 10;
  options.seed = 7;
  std::vector<std::uint64_t> counts;
  for (const std::size_t threads : {1u, 2u, 5u}) {
    options.threads = threads;
    const auto result = go();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->end, RunEnd::UsersEnded);
    EXPECT_EQ(requests(result->total), 1000u);
    counts.push_back(result->total.rows[0].requests);
  }
  EXPECT_EQ(counts[0], counts[1]);
  EXPECT_EQ(counts[0], counts[2]);
  EXPECT_NEAR(static_cast<double>(counts[0]), 750, 60);
  options.seed = 8;
  EXPECT_NE(go()->total.rows[0].requests, counts[0]);
}

TEST_F(RunTest, starts_users_at_their_times_and_says_who_never_started) {
  sample.task(sample.taskset({.wait = {NEST_WAIT_FIXED, 10 * kSecond, 0, nullptr, nullptr}}), "ask",
              entry<asks<page, kForEver>>);
  options.users = 10;
  options.spawn_rate = 2;  // two at once, then one every 500 ms
  options.run_time = 1250 * kMillisecond;
  options.threads = 2;
  const auto result = go();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->total.users_started, 4u);
  EXPECT_EQ(result->users_planned, 10u);
  EXPECT_EQ(result->peak_users, 4u);
}

// A worker's delivery on the second and its last one, just after it, come to one and the same report.
TEST_F(RunTest, the_most_users_at_a_time_are_not_counted_twice) {
  sample.task(sample.taskset({.wait = {NEST_WAIT_FIXED, 10 * kSecond, 0, nullptr, nullptr}}), "ask",
              entry<asks<page, kForEver>>);
  options.users = 10;
  options.threads = 2;
  for (const Nanoseconds over : {-kMillisecond, Nanoseconds{0}, kMillisecond}) {
    options.run_time = kSecond + over;
    EXPECT_EQ(go()->peak_users, 10u);
  }
}

TEST_F(RunTest, one_press_ends_it_as_its_time_would) {
  sample.task(sample.taskset({.wait = {NEST_WAIT_FIXED, 100 * kSecond, 0, nullptr, nullptr},
                              .on_stop = entry<says_farewell>}),
              "ask", entry<asks<page, kForEver>>);
  StopRequest stop;
  observers.stop = &stop;
  options.users = 5;
  count_requests();
  std::thread presser([this, &stop] {
    wait_for_requests(5);
    stop.press();
  });
  const auto result = go();
  presser.join();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->end, RunEnd::Requested);
  EXPECT_FALSE(result->aborted);
  EXPECT_TRUE(sink->interrupted);
  EXPECT_LT(result->elapsed, 50 * kSecond) << "nobody waits to the end";
  EXPECT_EQ(result->total.rows[2].requests, 5u);
  expect_closed_books(*result);
}

TEST_F(RunTest, a_second_press_ends_it_at_once) {
  sample.task(sample.taskset({.on_stop = entry<says_farewell>}), "ask", entry<asks<page, kForEver>>);
  answer = [](const http::ExchangeRequest&, const std::string&) { return FakeAnswer{.never = true}; };
  StopRequest stop;
  observers.stop = &stop;
  options.users = 5;
  options.threads = 2;
  count_requests();
  std::thread presser([this, &stop] {
    wait_for_requests(5);
    stop.press();
    wait_for_requests(10);  // each page, then each farewell
    stop.press();
    stop.press();
  });
  const auto result = go();
  presser.join();
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->aborted);
  EXPECT_EQ(result->total.requests_cut_off, 10u);
  expect_closed_books(*result);
}

TEST_F(RunTest, presses_before_it_begins_count) {
  sample.task(sample.taskset({}), "ask", entry<asks<page, kForEver>>);
  StopRequest stop;
  stop.press();
  observers.stop = &stop;
  const auto result = go();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->end, RunEnd::Requested);
}

StopRequest* signalled = nullptr;

TEST_F(RunTest, may_be_stopped_from_a_signal_handler) {
  sample.task(sample.taskset({.wait = {NEST_WAIT_FIXED, 10 * kSecond, 0, nullptr, nullptr}}), "ask",
              entry<asks<page, kForEver>>);
  StopRequest stop;
  signalled = &stop;
  observers.stop = &stop;
  const auto previous = std::signal(SIGUSR1, [](int) { signalled->press(); });
  std::thread presser([] {
    std::this_thread::sleep_for(300ms);
    kill(getpid(), SIGUSR1);
  });
  const auto result = go();
  presser.join();
  std::signal(SIGUSR1, previous);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->end, RunEnd::Requested);
  EXPECT_EQ(stop.presses(), 1);
}

TEST_F(RunTest, an_on_stop_without_an_answer_does_not_keep_it_from_ending) {
  sample.task(sample.taskset({.wait = {NEST_WAIT_FIXED, 10 * kSecond, 0, nullptr, nullptr},
                              .on_stop = entry<says_farewell>}),
              "ask", entry<asks<page, kForEver>>);
  answer = [](const http::ExchangeRequest&, const std::string& line) {
    return FakeAnswer{.never = line == "POST /farewell"};
  };
  options.users = 3;
  options.run_time = 300 * kMillisecond;
  options.closing_time = 200 * kMillisecond;
  const auto result = go();
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->aborted);
  EXPECT_EQ(result->end, RunEnd::RunTime);
  EXPECT_EQ(result->total.requests_cut_off, 3u);
  EXPECT_GE(result->elapsed, 500 * kMillisecond);
  expect_closed_books(*result);
}

TEST_F(RunTest, the_stop_timeout_lets_tasks_finish_and_then_cuts_them_off) {
  sample.task(sample.taskset({.name = "Quick"}), "quick", entry<asks<page, kForEver>>);
  sample.task(sample.taskset({.name = "Slow"}), "slow", entry<asks<other_page, kForEver>>);
  answer = [](const http::ExchangeRequest&, const std::string& line) {
    return FakeAnswer{.delay = line == "GET /page" ? 300 * kMillisecond : 100 * kSecond};
  };
  options.users = 20;
  options.run_time = 100 * kMillisecond;
  options.stop_timeout = 1500 * kMillisecond;
  const auto result = go();
  ASSERT_TRUE(result);
  const std::uint64_t quick = result->total.rows[0].requests;
  EXPECT_GT(quick, 0u);
  EXPECT_LT(quick, 20u);
  EXPECT_EQ(result->total.rows[0].failures, 0u);
  EXPECT_EQ(result->total.requests_cut_off, 20u - quick);
  EXPECT_EQ(result->end, RunEnd::RunTime);
}

TEST_F(RunTest, log_lines_come_one_at_a_time) {
  sample.task(sample.taskset({}), "log", entry<logs>);
  std::vector<std::uint64_t> users;
  observers.log = [&users](std::uint64_t user, std::uint32_t, std::string_view text) {
    EXPECT_EQ(text, "hello");
    users.push_back(user);
  };
  options.users = 100;
  options.threads = 4;
  ASSERT_TRUE(go());
  EXPECT_EQ(users.size(), 100u);
}

TEST_F(RunTest, a_visit_runs_each_task_once_and_ends) {
  const auto shop = sample.taskset(
      {.wait = {NEST_WAIT_FIXED, 10 * kSecond, 0, nullptr, nullptr}, .on_stop = entry<says_farewell>});
  sample.task(shop, "page", entry<asks<page, kForEver>>);
  sample.task(shop, "other", entry<asks<other_page, kForEver>>);
  options.visit = SingleVisit{shop, NEST_NONE};
  const auto result = go();
  ASSERT_TRUE(result);
  for (const RowStatistics& row : result->total.rows) EXPECT_EQ(row.requests, 1u);
  EXPECT_EQ(result->end, RunEnd::UsersEnded);
}

TEST_F(RunTest, refuses_a_program_of_another_version) {
  nest_program image = sample.image();
  image.abi_version = NEST_ABI_VERSION + 1;
  const auto result = run(image, options, {}, {});
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().find("version"), std::string::npos);
}

TEST_F(RunTest, refuses_to_run_nothing) {
  sample.task(sample.taskset({}), "ask", entry<asks<page, kForEver>>, 1, {}, {"read"});
  options.tags.include = {"write"};
  const auto result = go();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error(), "the tags leave no task to run");
}

TEST_F(RunTest, by_default_uses_every_core_but_no_more_threads_than_users) {
  sample.task(sample.taskset({}), "ask", entry<asks<page, 1>>);
  options.threads = 0;
  options.users = 1;
  const auto result = go();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->workers.size(), 1u);
}

}  // namespace
}  // namespace nest::test
