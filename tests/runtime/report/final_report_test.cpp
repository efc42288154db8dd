#include "runtime/report/final_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "runtime/report/health.h"
#include "runtime/report/live_line.h"
#include "tests/runtime/report/sample_run.h"

namespace nest {
namespace {

using testing::HasSubstr;
using testing::Not;

// The line that holds `text`.
std::string line_with(const std::string& report, const std::string& text) {
  const std::size_t place = report.find(text);
  if (place == std::string::npos) return "";
  const std::size_t start = report.rfind('\n', place) + 1;
  return report.substr(start, report.find('\n', place) - start);
}

void request(SampleRun& run, const RequestSample& sample) {
  run.recorder.request_started();
  run.recorder.request(sample);
}

TEST(FinalReport, shows_each_row_and_all_of_them_together) {
  SampleRun run;
  for (int i = 1; i <= 100; ++i) {
    request(run, {0, false, i * kMillisecond, i * kMillisecond, 1000, ""});
  }
  request(run, {1, true, 2 * kSecond, 2 * kSecond, 0, "status 503"});
  const std::string report = final_report(run.summary(), 0);
  EXPECT_THAT(line_with(report, "GET /products?page={}"),
              testing::ContainsRegex("100 +0 +50.5 ms +1.00 ms +100 ms +10.0 +100 kB"));
  EXPECT_THAT(line_with(report, "POST /orders"), testing::ContainsRegex("1 +1 \\(100 %\\) +2.00 s"));
  EXPECT_THAT(line_with(report, "Aggregated"), testing::ContainsRegex("101 +1 \\(0.99 %\\) .* 10.1 +100 kB"));
  const std::string times = report.substr(report.find("Response times"));
  EXPECT_THAT(line_with(times, "GET /products"), HasSubstr("50.0 ms"));
  EXPECT_THAT(line_with(times, "GET /products"), HasSubstr("99.0 ms"));
  EXPECT_THAT(report, HasSubstr("Finished after 10.0 s, up to 5 users, seed 42, host http://localhost:8080"));
}

TEST(FinalReport, groups_failures_by_cause_the_most_frequent_first) {
  SampleRun run;
  for (int i = 0; i < 3; ++i) request(run, {1, true, 1, 1, 0, "connection refused"});
  request(run, {1, true, 1, 1, 0, "a rare one"});
  const std::string report = final_report(run.summary(), 0);
  EXPECT_THAT(report, HasSubstr("3 x connection refused"));
  EXPECT_LT(report.find("3 x connection refused"), report.find("1 x a rare one"));
}

TEST(FinalReport, says_by_which_version_of_http_answers_came_where_http_2_was_asked_for) {
  SampleRun run;
  request(run, {0, false, 1, 1, 0, ""});
  EXPECT_THAT(final_report(run.summary(), 0), Not(HasSubstr("HTTP/2")));
  RequestSample sample{0, false, 1, 1, 0, ""};
  sample.http_2 = true;
  request(run, sample);
  EXPECT_THAT(final_report(run.summary(), 0), HasSubstr("\nAnswered by HTTP/2: 1 of 2 requests\n"));
  sample.http_2 = false;
  sample.fell_back = true;
  request(run, sample);
  EXPECT_THAT(final_report(run.summary(), 0),
              HasSubstr("1 of 3 requests; 1 that asked for it came by HTTP/1.1, which the server chose\n"));
}

TEST(FinalReport, names_users_that_spin) {
  SampleRun run;
  EXPECT_THAT(final_report(run.summary(), 0), Not(HasSubstr("on end")));
  EXPECT_TRUE(run.recorder.user_spun(1, "shop/shopper.Shopper.buy"));
  EXPECT_FALSE(run.recorder.user_spun(1, "shop/shopper.Shopper.buy"));
  const std::string report = final_report(run.summary(), 0);
  EXPECT_THAT(report, HasSubstr("WARNING: users ran for a second on end without waiting for anything"));
  EXPECT_THAT(report, HasSubstr("shop/shopper.nest:20:9\n         2 x shop/shopper.Shopper.buy\n"));
}

TEST(FinalReport, says_whether_the_picks_fit_the_weights) {
  SampleRun run;
  RunSummary summary = run.summary();
  EXPECT_THAT(final_report(summary, 0), Not(HasSubstr("picks")));
  summary.picks = {200, 3.25, 2, 0.197, {}};
  EXPECT_THAT(
      final_report(summary, 0),
      HasSubstr("The 200 picks fit the weights (chi-square 3.2 with 2 degrees of freedom, p = 0.2)\n"));
  summary.picks = {200, 40, 1, 2.5e-10, {{"Shop.buy", 0.25, 0.1, 1000}}};
  EXPECT_THAT(final_report(summary, 0),
              HasSubstr("WARNING: the 200 picks differ from the weights (chi-square 40.0 with "
                        "1 degree of freedom, p = 2.5e-10)\n"
                        "  Shop.buy: 10.0 % of 1000 picks, expected 25.0 %\n"));
}

TEST(FinalReport, names_services_that_ended) {
  SampleRun run;
  EXPECT_THAT(final_report(run.summary(), 0), Not(HasSubstr("Services that ended")));
  RunSummary summary = run.summary();
  summary.losses = {"service `db` ended 3 s after it was ready: exit status 9"};
  EXPECT_THAT(
      final_report(summary, 0),
      HasSubstr("\nServices that ended during the run\n  service `db` ended 3 s after it was ready: exit "
                "status 9\n"));
}

TEST(FinalReport, shows_a_failed_task_with_its_place_in_the_source) {
  SampleRun run;
  run.recorder.task_failure(1, "no member `token`\x1b[2J");
  const std::string report = final_report(run.summary(), 0);
  EXPECT_THAT(report, HasSubstr("shop/shopper.nest:20:9\n"));
  EXPECT_THAT(report, HasSubstr("1 x no member `token`"));
  EXPECT_THAT(report, Not(HasSubstr("\x1b")));
}

TEST(FinalReport, shows_checks_that_were_evaluated) {
  SampleRun run;
  run.recorder.check(1, true);
  run.recorder.check(1, false);
  const std::string report = final_report(run.summary(), 0);
  EXPECT_THAT(line_with(report, "time < 500ms"),
              testing::ContainsRegex("1 +1 \\(50.0 %\\) +shop/shopper.nest:20:9"));
  EXPECT_THAT(report, Not(HasSubstr("status == 200")));
}

TEST(FinalReport, closes_the_books_and_says_so_when_they_do_not) {
  SampleRun run;
  request(run, {0, false, 1, 1, 0, ""});
  run.recorder.request_started();
  run.recorder.request_cut_off();
  EXPECT_THAT(final_report(run.summary(), 0), HasSubstr("requests started 2 = finished 1 + cut off 1\n"));
  EXPECT_THAT(final_report(run.summary(), 0), Not(HasSubstr("sums differ")));
  run.recorder.request_started();
  EXPECT_THAT(final_report(run.summary(), 0), HasSubstr("sums differ"));
}

TEST(FinalReport, ends_with_the_files_that_were_left_out) {
  SampleRun run;
  RunSummary summary = run.summary();
  EXPECT_THAT(final_report(summary, 0), Not(HasSubstr("left out")));
  summary.left_out = {"a.nest", "b.nest"};
  EXPECT_THAT(
      final_report(summary, 0),
      testing::EndsWith("WARNING: 2 files were left out, because of errors in them:\n  a.nest\n  b.nest\n"));
}

TEST(FinalReport, says_when_there_was_no_request_at_all) {
  SampleRun run;
  EXPECT_THAT(final_report(run.summary(), 0), HasSubstr("No request was finished.\n"));
}

TEST(FinalReport, cuts_names_for_a_terminal_only) {
  SampleRun run;
  request(run, {0, false, 1, 1, 0, ""});
  EXPECT_THAT(final_report(run.summary(), 0), HasSubstr("GET /products?page={}"));
  EXPECT_THAT(final_report(run.summary(), 40), HasSubstr("…"));
}

TEST(Health, warns_loudly_when_the_generator_was_the_limit) {
  const WorkerHealth calm = {10 * kSecond, 2 * kSecond, 3 * kMillisecond, kMillisecond, 1000, 0};
  const WorkerHealth busy = {10 * kSecond, 9'500 * kMillisecond, 3 * kMillisecond, kMillisecond, 1000, 0};
  const WorkerHealth late = {10 * kSecond, 2 * kSecond, kSecond, 20 * kSecond, 1000, 11};
  EXPECT_FALSE(at_its_limit(calm));
  EXPECT_TRUE(at_its_limit(busy));
  EXPECT_TRUE(at_its_limit(late));
  EXPECT_FALSE(at_its_limit({10 * kSecond, 0, kSecond, kSecond, 1000, 10}));  // 1 %, not more
  EXPECT_FALSE(at_its_limit({}));
  EXPECT_THAT(health_text({calm}), Not(HasSubstr("WARNING")));
  EXPECT_THAT(health_text({calm, busy, late}), HasSubstr("WARNING: 2 of 3 workers"));
  EXPECT_THAT(health_text({calm}), HasSubstr("CPU 20 %"));
}

TEST(Health, judges_a_run_by_what_its_generator_did) {
  WorkerHealth calm = {10 * kSecond, 2 * kSecond, 3 * kMillisecond, kMillisecond, 1000, 0};
  calm.delays.add(200 * kMicrosecond, 1000);
  EXPECT_EQ(judge({calm}).verdict, Verdict::Valid);
  EXPECT_GE(judge({calm}).bound, 200 * kMicrosecond);
  EXPECT_LE(judge({calm}).bound, 250 * kMicrosecond);
  EXPECT_THAT(judge({calm}).reasons, testing::IsEmpty());
  EXPECT_THAT(health_text({calm}), HasSubstr("VALID: 99 % of the times are too long by at most"));

  WorkerHealth busy = calm;
  busy.cpu_time = 9'500 * kMillisecond;
  EXPECT_EQ(judge({calm, busy}).verdict, Verdict::Suspect);
  EXPECT_THAT(judge({calm, busy}).reasons, testing::ElementsAre(HasSubstr("worker 1 was busy for 95 %")));

  WorkerHealth slow = calm;
  slow.delays.add(5 * kMillisecond, 100);
  EXPECT_EQ(judge({slow}).verdict, Verdict::Suspect);
  EXPECT_GE(judge({slow}).bound, 5 * kMillisecond);
  slow.delays.add(80 * kMillisecond, 100);
  EXPECT_EQ(judge({slow}).verdict, Verdict::Invalid);
  EXPECT_THAT(health_text({slow}), HasSubstr("INVALID"));

  WorkerHealth late = calm;
  late.late_timers = 101;
  EXPECT_EQ(judge({late}).verdict, Verdict::Invalid);
  EXPECT_THAT(judge({late}).reasons, testing::ElementsAre(HasSubstr("101 of 1000 timers")));
}

TEST(LiveLine, shows_the_second_and_the_failures_so_far) {
  SampleRun run;
  for (int i = 0; i < 10; ++i) request(run, {0, false, 2 * kMillisecond, 2 * kMillisecond, 0, ""});
  const Statistics first = run.recorder.take();
  run.total.merge(first);
  request(run, {0, true, 4 * kMillisecond, 4 * kMillisecond, 0, "status 500"});
  const Statistics second = run.recorder.take();
  run.total.merge(second);
  EXPECT_EQ(
      live_line({run.program(), 62 * kSecond, kSecond, 7, second, run.total}),
      " 1:02  users 7  requests/s 1.00  failures/s 1.00  p50 4.00 ms  p95 4.00 ms  p99 4.00 ms  failed 1");
  const Statistics nothing(run.program());
  EXPECT_THAT(live_line({run.program(), kSecond, kSecond, 1, nothing, nothing}), HasSubstr("requests/s 0 "));
  EXPECT_THAT(live_line({run.program(), kSecond, kSecond, 1, nothing, nothing}), HasSubstr("p50 - "));
}

TEST(SilenceWatch, names_the_cause_once_when_nothing_but_failures_came) {
  SampleRun run;
  SilenceWatch watch;
  request(run, {0, true, 1, 1, 0, "connection refused"});
  const Statistics& total = run.take();
  const RunSecond second = {run.program(), kSecond, kSecond, 1, total, total};
  EXPECT_EQ(watch.look(second), "error: every request so far has failed: connection refused (1 time)");
  EXPECT_EQ(watch.look(second), "");
}

TEST(SilenceWatch, is_silent_when_answers_came) {
  SampleRun run;
  SilenceWatch watch;
  request(run, {0, false, 1, 1, 0, ""});
  request(run, {0, true, 1, 1, 0, "status 404"});
  const Statistics& total = run.take();
  EXPECT_EQ(watch.look({run.program(), kSecond, kSecond, 1, total, total}), "");
}

TEST(SilenceWatch, says_after_a_while_that_nothing_came_back_yet) {
  SampleRun run;
  SilenceWatch watch;
  run.recorder.request_started();
  const Statistics& total = run.take();
  EXPECT_EQ(watch.look({run.program(), kSecond, kSecond, 1, total, total}), "");
  EXPECT_THAT(watch.look({run.program(), 3 * kSecond, kSecond, 1, total, total}),
              HasSubstr("error: no answer yet: 1 request"));
  EXPECT_EQ(watch.look({run.program(), 4 * kSecond, kSecond, 1, total, total}), "");
}

}  // namespace
}  // namespace nest
