#include "runtime/metrics/recorder.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace nest {
namespace {

nest_program program_of(std::uint64_t rows) {
  nest_program program{};
  program.row_count = rows;
  program.check_count = 2;
  program.task_count = 3;
  program.taskset_count = 2;
  return program;
}

void expect_equal(const Statistics& left, const Statistics& right) {
  ASSERT_EQ(left.rows.size(), right.rows.size());
  for (std::size_t i = 0; i < left.rows.size(); ++i) {
    EXPECT_EQ(left.rows[i].requests, right.rows[i].requests);
    EXPECT_EQ(left.rows[i].failures, right.rows[i].failures);
    EXPECT_EQ(left.rows[i].bytes_received, right.rows[i].bytes_received);
    EXPECT_EQ(left.rows[i].http_2, right.rows[i].http_2);
    EXPECT_EQ(left.rows[i].fell_back, right.rows[i].fell_back);
    EXPECT_TRUE(left.rows[i].service_time == right.rows[i].service_time);
    EXPECT_TRUE(left.rows[i].response_time == right.rows[i].response_time);
    EXPECT_TRUE(left.rows[i].failed_time == right.rows[i].failed_time);
    EXPECT_EQ(left.rows[i].causes.seen(), right.rows[i].causes.seen());
  }
  EXPECT_EQ(left.all_checks().passed, right.all_checks().passed);
  EXPECT_EQ(left.all_checks().failed, right.all_checks().failed);
  EXPECT_EQ(left.task_failure_count(), right.task_failure_count());
  EXPECT_EQ(left.tasks_finished, right.tasks_finished);
  EXPECT_EQ(left.taskset_visits, right.taskset_visits);
  EXPECT_EQ(left.users_started, right.users_started);
  EXPECT_EQ(left.users_stopped, right.users_stopped);
  EXPECT_EQ(left.requests_started, right.requests_started);
  EXPECT_EQ(left.requests_cut_off, right.requests_cut_off);
}

void do_something(Recorder& recorder, std::mt19937& generator) {
  const auto any = [&](std::uint32_t below) { return static_cast<std::uint32_t>(generator() % below); };
  const bool failed = any(10) == 0;
  const std::string cause = "status " + std::to_string(500 + any(4));
  recorder.request_started();
  recorder.request({any(5), failed, any(1'000'000'000), any(1'000'000'000), any(5000),
                    failed ? std::string_view(cause) : std::string_view()});
  recorder.check(any(2), any(3) != 0);
  recorder.task_finished(any(3));
  recorder.taskset_entered(any(2));
  if (any(7) == 0) recorder.task_failure(any(20), "message " + std::to_string(any(3)));
  if (any(50) == 0) recorder.user_started();
  if (any(60) == 0) recorder.user_stopped();
  if (any(90) == 0) recorder.request_cut_off();
}

TEST(Recorder, sum_of_all_takes_is_the_total) {
  const nest_program program = program_of(5);
  Recorder whole(program);
  Recorder in_parts(program);
  Statistics sum(program);
  std::mt19937 left(1);
  std::mt19937 right(1);
  for (int i = 0; i < 20'000; ++i) {
    do_something(whole, left);
    do_something(in_parts, right);
    if (i % 997 == 0) sum.merge(in_parts.take());
  }
  sum.merge(in_parts.take());
  expect_equal(sum, whole.take());
}

TEST(Recorder, starts_anew_after_take) {
  const nest_program program = program_of(5);
  Recorder recorder(program);
  std::mt19937 generator(2);
  for (int i = 0; i < 1000; ++i) do_something(recorder, generator);
  EXPECT_EQ(recorder.take().all_rows().requests, 1000U);
  expect_equal(recorder.take(), Statistics(program));
}

TEST(Recorder, puts_a_request_under_its_row_and_its_cause) {
  const nest_program program = program_of(2);
  Recorder recorder(program);
  recorder.request({0, false, 2 * kMillisecond, 3 * kMillisecond, 10, ""});
  recorder.request({1, true, 4 * kMillisecond, 4 * kMillisecond, 20, "connection refused"});
  recorder.request({1, true, 6 * kMillisecond, 6 * kMillisecond, 30, "status 503"});
  const Statistics seen = recorder.take();
  EXPECT_EQ(seen.rows[0].requests, 1U);
  EXPECT_EQ(seen.rows[0].failures, 0U);
  EXPECT_EQ(seen.rows[0].service_time.max(), 2 * kMillisecond);
  EXPECT_EQ(seen.rows[0].response_time.max(), 3 * kMillisecond);
  EXPECT_EQ(seen.rows[0].failed_time.count(), 0U);
  EXPECT_EQ(seen.rows[1].requests, 2U);
  EXPECT_EQ(seen.rows[1].failures, 2U);
  EXPECT_EQ(seen.rows[1].bytes_received, 50U);
  EXPECT_EQ(seen.rows[1].failed_time.count(), 2U);
  EXPECT_EQ(seen.rows[1].causes.seen(), (TextCounts::Map{{"connection refused", 1}, {"status 503", 1}}));
  EXPECT_EQ(seen.all_rows().requests, 3U);
  EXPECT_EQ(seen.all_rows().service_time.average(), 4e6);
}

TEST(Recorder, counts_the_versions_of_http) {
  const nest_program program = program_of(2);
  Recorder recorder(program);
  RequestSample sample;
  recorder.request(sample);
  sample.http_2 = true;
  recorder.request(sample);
  recorder.request(sample);
  sample.http_2 = false;
  sample.fell_back = true;
  recorder.request(sample);
  Statistics seen = recorder.take();
  EXPECT_EQ(seen.rows[0].http_2, 2U);
  EXPECT_EQ(seen.rows[0].fell_back, 1U);
  Statistics twice = seen;
  twice.merge(seen);
  EXPECT_EQ(twice.all_rows().http_2, 4U);
  EXPECT_EQ(twice.all_rows().fell_back, 2U);
  expect_equal(recorder.take(), Statistics(program));
}

TEST(Recorder, merges_two_workers_into_what_one_would_have_seen) {
  const nest_program program = program_of(5);
  Recorder one(program);
  Recorder first(program);
  Recorder second(program);
  std::mt19937 all(3);
  std::mt19937 halves(3);
  for (int i = 0; i < 4000; ++i) {
    do_something(one, all);
    do_something(i % 2 == 0 ? first : second, halves);
  }
  Statistics merged = first.take();
  merged.merge(second.take());
  expect_equal(merged, one.take());
}

TEST(Recorder, survives_a_flood_of_different_failure_messages) {
  const nest_program program = program_of(1);
  Recorder recorder(program);
  for (int i = 0; i < 50'000; ++i) {
    recorder.task_failure(4, std::to_string(i) + std::string(2000, 'x'));
    recorder.request({0, true, 1, 1, 0, std::to_string(i)});
  }
  const Statistics seen = recorder.take();
  EXPECT_EQ(seen.task_failure_count(), 50'000U);
  EXPECT_EQ(seen.task_failures.at(4).seen().size(), TextCounts::kDistinct + 1);
  EXPECT_EQ(seen.rows[0].causes.total(), 50'000U);
}

}  // namespace
}  // namespace nest
