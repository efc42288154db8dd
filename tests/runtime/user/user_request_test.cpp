#include <gtest/gtest.h>

#include "tests/runtime/user/user_fixture.h"

// Requests of a user: what is sent, what counts as failed (entries 19 and 20), and under which cause.
namespace nest::test {
namespace {

const nest_request* page = nullptr;

Code asks_once(nest_user* user) {
  if (co_await sending(user, *page) != NEST_OK) co_return NEST_ABANDONED;
  const nest_response* response = UserTask::from(user).context.response;
  journal += std::to_string(response->status) + (response->ok != 0 ? "+" : "-");
  journal += std::string(response->body.data == nullptr ? "" : response->body.data, response->body.size);
  co_return NEST_STOP;
}

struct UserRequest : UserTest {
  Statistics run(nest_entry code = entry<asks_once>) {
    sample.task(sample.taskset({}), "ask", code);
    start();
    run_until(kSecond + 10 * kSecond);
    return take();
  }
  void answer_with(FakeAnswer answer) {
    server.answer = [answer](const http::ExchangeRequest&, const std::string&) { return answer; };
  }
  static std::uint64_t failures(const Statistics& counts, const std::string& cause) {
    const auto seen = counts.rows[0].causes.seen();
    const auto found = seen.find(cause);
    return found == seen.end() ? 0 : found->second;
  }
};

TEST_F(UserRequest, sends_what_the_table_says_and_records_the_answer) {
  page = &sample.request(NEST_POST, "/cart", NEST_WANTS_BODY, "X-A: b\r\n", "item=1");
  server.answer = [](const http::ExchangeRequest& request, const std::string&) {
    EXPECT_EQ(request.headers, "X-A: b\r\n");
    EXPECT_EQ(request.body, "item=1");
    EXPECT_EQ(request.flags, static_cast<std::uint32_t>(NEST_WANTS_BODY));
    EXPECT_EQ(request.max_redirects, -1);
    EXPECT_NE(request.arena, nullptr);
    return FakeAnswer{.status = 201, .delay = 20 * kMillisecond, .body = "hello"};
  };
  const Statistics counts = run();
  EXPECT_EQ(server.seen, std::vector<std::string>{"POST /cart"});
  EXPECT_EQ(journal, "201+hello");
  EXPECT_EQ(counts.requests_started, 1u);
  EXPECT_EQ(counts.rows[0].requests, 1u);
  EXPECT_EQ(counts.rows[0].failures, 0u);
  EXPECT_EQ(counts.rows[0].bytes_received, 5u);
  EXPECT_EQ(counts.rows[0].service_time.max(), 20 * kMillisecond);
  EXPECT_EQ(counts.rows[0].response_time.max(), 20 * kMillisecond);
}

Code asks_each_status(nest_user* user) {
  for (int i = 0; i < 8; ++i) {
    co_await sending(user, *page);
    journal += UserTask::from(user).context.response->ok != 0 ? '+' : '-';
  }
  co_return NEST_STOP;
}

TEST_F(UserRequest, fails_by_a_status_of_400_and_over_or_none) {
  page = &sample.request(NEST_GET, "/");
  server.answer = [this](const http::ExchangeRequest&, const std::string&) {
    constexpr int kStatus[] = {200, 204, 304, 399, 400, 404, 599, 0};
    return FakeAnswer{.status = kStatus[server.seen.size() - 1]};
  };
  EXPECT_EQ(run(entry<asks_each_status>).rows[0].failures, 4u);
  EXPECT_EQ(journal, "++++----");
}

TEST_F(UserRequest, a_failing_status_is_its_cause) {
  page = &sample.request(NEST_GET, "/");
  answer_with({.status = 503});
  const Statistics counts = run();
  EXPECT_EQ(journal, "503-");
  EXPECT_EQ(counts.rows[0].failures, 1u);
  EXPECT_EQ(failures(counts, "status 503"), 1u);
  EXPECT_EQ(counts.task_failure_count(), 0u);  // a failed request is no failed task
}

TEST_F(UserRequest, conditions_on_the_status_decide_alone) {
  page = &sample.request(NEST_GET, "/", NEST_HAS_STATUS_CONDITION);
  answer_with({.status = 404});
  EXPECT_EQ(run().rows[0].failures, 0u);
  EXPECT_EQ(journal, "404+");
}

TEST_F(UserRequest, a_transport_error_fails_it_whatever_the_conditions) {
  page = &sample.request(NEST_GET, "/", NEST_HAS_STATUS_CONDITION);
  answer_with({.error = http::TransportError::Certificate, .error_detail = "certificate has expired"});
  const Statistics counts = run();
  EXPECT_EQ(journal, "0-");
  EXPECT_EQ(failures(counts,
                     std::string(describe(http::TransportError::Certificate)) + ": certificate has expired"),
            1u);
}

TEST_F(UserRequest, a_transport_error_without_detail_is_named_alone) {
  page = &sample.request(NEST_GET, "/");
  answer_with({.error = http::TransportError::Refused});
  EXPECT_EQ(failures(run(), std::string(describe(http::TransportError::Refused))), 1u);
}

Code checks_two(nest_user* user) {
  UserTask& task = UserTask::from(user);
  task.actions->record_check(0, false);  // before the request: of the task, not of the request
  if (task.actions->start_request(*page, nullptr, -1) != NEST_OK) co_return NEST_ABANDONED;
  co_await std::suspend_always();
  task.actions->record_check(1, true);
  task.actions->record_check(2, false);
  task.actions->record_check(3, false);
  task.actions->finish_request();
  task.actions->record_check(0, false);
  co_return NEST_STOP;
}

TEST_F(UserRequest, the_first_failed_check_between_start_and_finish_is_the_cause) {
  page = &sample.request(NEST_GET, "/", NEST_HAS_STATUS_CONDITION);
  for (const char* text : {"len(token) > 0", "status == 200", "size > 10", "time < 500ms"})
    sample.check(text);
  const Statistics counts = run(entry<checks_two>);
  EXPECT_EQ(counts.rows[0].failures, 1u);
  EXPECT_EQ(failures(counts, "size > 10"), 1u);
  EXPECT_EQ(counts.checks[0].failed, 2u);
  EXPECT_EQ(counts.checks[1].passed, 1u);
  EXPECT_EQ(counts.checks[3].failed, 1u);
}

Code fails_before_finish(nest_user* user) {
  UserTask& task = UserTask::from(user);
  if (task.actions->start_request(*page, nullptr, -1) != NEST_OK) co_return NEST_ABANDONED;
  co_await std::suspend_always();
  describe_failure(user, "no such path");
  co_return NEST_ABANDONED;
}

TEST_F(UserRequest, a_task_that_fails_between_start_and_finish_still_records_its_request) {
  page = &sample.request(NEST_GET, "/");
  answer_with({.status = 500, .delay = kSecond});
  sample.task(sample.taskset({.wait = {NEST_WAIT_FIXED, 100 * kSecond, 0, nullptr, nullptr}}), "ask",
              entry<fails_before_finish>);
  start();
  run_until(kSecond + 10 * kSecond);
  const Statistics counts = take();
  EXPECT_EQ(counts.rows[0].requests, 1u);
  EXPECT_EQ(failures(counts, "status 500"), 1u);
  EXPECT_EQ(counts.task_failure_count(), 1u);
}

Code sends_a_line_break(nest_user* user) {
  nest_value value{};
  value.kind = NEST_STRING;
  value.as.s = {"a\r\nEvil: yes", 12};
  const nest_status status = co_await sending(user, *page, &value);
  EXPECT_NE(status, NEST_OK);
  journal += UserTask::from(user).failure.message;
  co_return NEST_ABANDONED;
}

TEST_F(UserRequest, what_cannot_be_rendered_is_a_failed_request_that_was_never_sent) {
  page = &sample.request_with_header_hole("/");
  sample.task(sample.taskset({.wait = {NEST_WAIT_FIXED, 100 * kSecond, 0, nullptr, nullptr}}), "ask",
              entry<sends_a_line_break>);
  start();
  const Statistics counts = take();
  EXPECT_TRUE(server.seen.empty());
  EXPECT_EQ(counts.requests_started, 1u);
  EXPECT_EQ(counts.rows[0].failures, 1u);
  EXPECT_EQ(failures(counts, journal), 1u);
  EXPECT_EQ(counts.task_failure_count(), 1u);
  EXPECT_FALSE(journal.empty());
}

Code asks_many(nest_user* user) {
  for (int i = 0; i < 1000; ++i) {
    if (co_await sending(user, *page) != NEST_OK) co_return NEST_ABANDONED;
  }
  co_return NEST_STOP;
}

TEST_F(UserRequest, one_task_may_send_many) {
  page = &sample.request(NEST_GET, "/");
  EXPECT_EQ(run(entry<asks_many>).rows[0].requests, 1000u);
  EXPECT_EQ(ended.size(), 1u);
}

}  // namespace
}  // namespace nest::test
