#include "runtime/doctor/doctor_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nest::doctor {
namespace {

using ::testing::HasSubstr;

const std::vector<Finding> kFine = {{.check = "clock", .text = "the clock is tsc"},
                                    {.check = "open_files", .severity = Severity::Warning, .text = "few"}};
const std::vector<Finding> kBad = {
    {.check = "clock", .text = "the clock is tsc"},
    {.check = "open_files",
     .severity = Severity::Problem,
     .text = "7 are too few",
     .have = 7,
     .need = 9,
     .fixes = {"more", "still more"}},
    {.check = "local_ports", .severity = Severity::Problem, .text = "no ports", .fixes = {"ports"}}};

TEST(DoctorReport, shows_each_finding_what_changes_it_and_the_outcome) {
  EXPECT_EQ(findings_text(kFine, {.users = 1}),
            "ok       clock       the clock is tsc\n"
            "WARNING  open files  few\n"
            "\n1 user can be carried: 0 problems, 1 warning\n");
  EXPECT_EQ(findings_text(kBad, {.users = 20}),
            "ok       clock        the clock is tsc\n"
            "PROBLEM  open files   7 are too few\n"
            "                        more\n"
            "                        still more\n"
            "PROBLEM  local ports  no ports\n"
            "                        ports\n"
            "\n20 users cannot be carried: 2 problems, 0 warnings\n");
}

TEST(DoctorReport, is_an_object_for_programs) {
  const std::string json = findings_json(kBad, {.users = 20, .threads = 2});
  EXPECT_THAT(json, HasSubstr("\"can_be_carried\": false"));
  EXPECT_THAT(json, HasSubstr("\"severity\": \"problem\""));
  EXPECT_THAT(json, HasSubstr("\"have\": 7"));
  EXPECT_THAT(findings_json(kFine, {.users = 1}), HasSubstr("\"can_be_carried\": true"));
}

TEST(ProblemsText, is_empty_without_problems_and_else_names_them_all) {
  EXPECT_EQ(problems_text(kFine), "");
  EXPECT_EQ(problems_text(kBad),
            "7 are too few\n  more\n  still more\nlocal ports: no ports\n  ports\n"
            "(nest doctor looks at all of it; fewer users need less)");
}

}  // namespace
}  // namespace nest::doctor
