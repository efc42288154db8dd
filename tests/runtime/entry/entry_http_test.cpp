#include <gtest/gtest.h>

#include "tests/runtime/entry/fake_user.h"

namespace nest {
namespace {

TEST(EntryHttp, starts_a_request_with_what_it_was_given) {
  FakeUser fake;
  const nest_request request{};
  const nest_value values[1]{};
  EXPECT_EQ(nest_http_start(fake.user(), &request, values, 5 * kSecond), NEST_OK);
  EXPECT_EQ(fake.started, &request);
  EXPECT_EQ(fake.given_values, values);
  EXPECT_EQ(fake.given_timeout, 5 * kSecond);
  nest_http_finish(fake.user());
  EXPECT_EQ(fake.finished, 1);
}

TEST(EntryHttp, passes_on_that_a_request_could_not_start) {
  FakeUser fake;
  fake.start_status = NEST_FAILED;
  const nest_request request{};
  EXPECT_EQ(nest_http_start(fake.user(), &request, nullptr, -1), NEST_FAILED);
  EXPECT_EQ(fake.failure(), "not started");
}

TEST(EntryHttp, passes_on_the_steps_of_a_parallel) {
  FakeUser fake;
  nest_parallel_begin(fake.user());
  nest_parallel_wait(fake.user());
  nest_parallel_select(fake.user(), 3);
  EXPECT_EQ(nest_parallel_end(fake.user()), NEST_OK);
  EXPECT_EQ(fake.parallel, "bw3e");
}

class ResponseHeaderTest : public testing::Test {
 protected:
  nest_status header(std::string_view name) {
    return nest_response_header(fake.user(), &response, name.data(), name.size(), &out);
  }

  FakeUser fake;
  nest_response response{};
  nest_str out{};
};

TEST_F(ResponseHeaderTest, is_found_in_any_case) {
  response.headers = fake.task.arena.copy("HTTP/1.1 200 OK\r\nX-Request-Id:  abc \r\n");
  EXPECT_EQ(header("x-request-ID"), NEST_OK);
  EXPECT_EQ(view_of(out), "abc");
}

TEST_F(ResponseHeaderTest, is_missing_when_absent) {
  response.headers = fake.task.arena.copy("HTTP/1.1 200 OK\r\nA: b\r\n");
  EXPECT_EQ(header("X\n"), NEST_MISSING);
  EXPECT_EQ(fake.failure(), "no header `X\\n` in the answer");
}

TEST_F(ResponseHeaderTest, is_missing_when_no_answer_came) { EXPECT_EQ(header("A"), NEST_MISSING); }

}  // namespace
}  // namespace nest
