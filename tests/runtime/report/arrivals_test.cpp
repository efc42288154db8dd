#include "runtime/report/arrivals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/report/final_report.h"
#include "runtime/report/json.h"
#include "runtime/report/live_line.h"
#include "tests/runtime/report/sample_run.h"

namespace nest {
namespace {

using testing::HasSubstr;
using testing::Not;

void arrive(SampleRun& run, int begun, int dropped) {
  for (int i = 0; i < begun; ++i) {
    run.recorder.arrival_begun();
    run.recorder.visit_finished();
  }
  for (int i = 0; i < dropped; ++i) run.recorder.arrival_dropped();
}

TEST(ArrivalReports, warn_of_those_that_were_dropped) {
  SampleRun run;
  arrive(run, 6, 2);
  const std::string report = final_report(run.summary(), 0);
  EXPECT_THAT(report, HasSubstr("WARNING: 2 of 8 arrivals (25.0 %) were dropped"));
  EXPECT_THAT(report, HasSubstr("arrivals 8 = visits finished 6 + cut off 0 + dropped 2\n"));
  EXPECT_THAT(report, Not(HasSubstr("fault of nest")));
}

TEST(ArrivalReports, say_that_none_was_dropped) {
  SampleRun run;
  arrive(run, 6, 0);
  const std::string report = final_report(run.summary(), 0);
  EXPECT_THAT(report, HasSubstr("6 arrivals, none was dropped"));
  EXPECT_THAT(report, Not(HasSubstr("WARNING")));
}

TEST(ArrivalReports, show_visits_that_are_lost_as_a_fault) {
  SampleRun run;
  arrive(run, 6, 0);
  run.recorder.arrival_begun();
  EXPECT_THAT(arrival_books(run.summary()), HasSubstr("WARNING: the sums differ"));
}

TEST(ArrivalReports, are_silent_without_arrivals) {
  SampleRun run;
  EXPECT_THAT(final_report(run.summary(), 0), Not(HasSubstr("rrival")));
  EXPECT_THAT(json_summary(run.summary()), Not(HasSubstr("arrivals")));
  EXPECT_EQ(arrivals_csv(run.summary()), "");
}

TEST(ArrivalReports, are_in_the_json_summary_and_the_live_line) {
  SampleRun run;
  arrive(run, 3, 1);
  EXPECT_THAT(json_summary(run.summary()), HasSubstr("\"dropped_share\""));
  const Statistics& total = run.take();
  EXPECT_THAT(live_line({run.program(), kSecond, kSecond, 2, total, total}),
              HasSubstr("arrivals/s 4.00  dropped 1"));
}

}  // namespace
}  // namespace nest
