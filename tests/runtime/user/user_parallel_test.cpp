#include <gmock/gmock.h>

#include "tests/runtime/user/user_fixture.h"

namespace nest::test {
namespace {

using testing::ElementsAre;
using testing::Pair;

TaskActions& actions(nest_user* user) { return *UserTask::from(user).actions; }

const nest_request* first = nullptr;
const nest_request* second = nullptr;
const nest_value* holes = nullptr;
std::uint32_t condition = 0;

struct until_resumed {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  void await_resume() {}
};

// As compiled code does it; the condition belongs to the first and holds for status 200.
Code both(nest_user* user) {
  TaskActions& nest = actions(user);
  nest.begin_parallel();
  EXPECT_EQ(nest.start_request(*first, holes, -1), NEST_OK);
  const nest_response* one = UserTask::from(user).context.response;
  EXPECT_EQ(nest.start_request(*second, nullptr, -1), NEST_OK);
  const nest_response* other = UserTask::from(user).context.response;
  nest.wait_for_parallel();
  co_await until_resumed();
  journal += std::to_string(one->status) + "," + std::to_string(other->status);
  nest.select_parallel(0);
  EXPECT_EQ(UserTask::from(user).context.response, one);
  nest.record_check(condition, one->status == 200);
  nest.finish_request();
  nest.select_parallel(1);
  EXPECT_EQ(UserTask::from(user).context.response, other);
  nest.finish_request();
  journal += one->ok != 0 ? '+' : '-';
  journal += other->ok != 0 ? '+' : '-';
  co_return nest.end_parallel() == NEST_OK ? NEST_DONE : NEST_ABANDONED;
}

class UserParallel : public UserTest {
 protected:
  UserParallel() {
    first = &sample.request(NEST_GET, "/slow");
    second = &sample.request(NEST_GET, "/quick");
    condition = sample.check("status == 200", 0);
    holes = nullptr;
    const nest_wait wait = {NEST_WAIT_FIXED, 100 * kSecond, 0, nullptr, nullptr};
    sample.task(sample.taskset({.name = "Set", .wait = wait}), "t", entry<both>);
  }
  void answer(FakeAnswer slow, FakeAnswer quick) {
    server.answer = [slow, quick](const http::ExchangeRequest&, const std::string& line) {
      return line == "GET /slow" ? slow : quick;
    };
  }
};

TEST_F(UserParallel, waits_for_the_slowest_and_no_longer) {
  answer({.delay = 300 * kMillisecond}, {.delay = 200 * kMillisecond});
  start();
  EXPECT_THAT(server.seen, ElementsAre("GET /slow", "GET /quick"));
  run_until(clock.now() + 250 * kMillisecond);
  EXPECT_EQ(journal, "");
  run_until(clock.now() + 60 * kMillisecond);
  EXPECT_EQ(journal, "200,200++");
  const Statistics counts = take();
  EXPECT_EQ(counts.requests_started, 2U);
  EXPECT_EQ(counts.rows[0].service_time.max(), 300 * kMillisecond);
  EXPECT_EQ(counts.rows[1].service_time.max(), 200 * kMillisecond);
}

TEST_F(UserParallel, judges_each_request_by_its_own_answer_and_conditions) {
  answer({.status = 404, .delay = kMillisecond}, {.status = 503, .delay = 2 * kMillisecond});
  start();
  run_until(clock.now() + kSecond);
  EXPECT_EQ(journal, "404,503--");
  const Statistics counts = take();
  EXPECT_THAT(counts.rows[0].causes.seen(), ElementsAre(Pair("status == 200", 1)));
  EXPECT_THAT(counts.rows[1].causes.seen(), ElementsAre(Pair("status 503", 1)));
  EXPECT_EQ(counts.checks[condition].failed, 1U);
}

TEST_F(UserParallel, one_that_cannot_be_sent_abandons_when_the_others_are_over) {
  static const nest_value broken[] = {{NEST_STRING, {.s = {"a\nb", 3}}}};
  first = &sample.request_with_header_hole("/slow");
  holes = broken;
  answer({}, {.delay = kSecond});
  start();
  EXPECT_THAT(server.seen, ElementsAre("GET /quick"));
  run_until(clock.now() + 2 * kSecond);
  EXPECT_EQ(journal, "0,200-+");
  const Statistics counts = take();
  EXPECT_EQ(counts.checks[condition].failed, 0U);  // there was no answer to look at
  EXPECT_EQ(counts.task_failure_count(), 1U);
  EXPECT_EQ(counts.requests_started, 2U);
  EXPECT_EQ(counts.all_rows().requests, 2U);
  EXPECT_EQ(counts.all_rows().failures, 1U);
}

TEST_F(UserParallel, a_user_that_is_stopped_cuts_off_all_that_have_no_verdict) {
  answer({.never = true}, {.delay = kMillisecond});
  User& user = start();
  run_until(clock.now() + kSecond);
  user.stop();
  EXPECT_EQ(server.cancelled, 1U);
  const Statistics counts = take();
  EXPECT_EQ(counts.requests_started, 2U);
  EXPECT_EQ(counts.requests_cut_off, 2U);
}

}  // namespace
}  // namespace nest::test
