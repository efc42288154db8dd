#include "compiler/project/selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/diagnostics/collecting_sink.h"

namespace nest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<std::string> kTop = {"shop/shopper.Shopper", "shop/shopper.Admin", "api.Shopper"};
const std::vector<std::string> kNested = {"shop/shopper.Shopper.Support"};

std::vector<std::string> chosen(const Selection& selection) {
  std::vector<std::string> names;
  for (const std::string& name : kTop) {
    if (selection.chooses(name)) names.push_back(name);
  }
  return names;
}

std::vector<Diagnostic> findings(const Selection& selection) {
  CollectingSink sink;
  Emitter emitter(sink);
  check_selection(selection, kTop, kNested, emitter);
  return sink.diagnostics;
}

TEST(Selection, without_globs_is_everything) {
  EXPECT_TRUE(Selection{}.empty());
  EXPECT_EQ(chosen({}), kTop);
  EXPECT_THAT(findings({}), IsEmpty());
}

TEST(Selection, a_name_may_be_the_end_of_a_full_name) {
  EXPECT_THAT(chosen({{"Shopper"}, {}}), ElementsAre("shop/shopper.Shopper", "api.Shopper"));
  EXPECT_THAT(chosen({{"shopper.Shopper"}, {}}), ElementsAre("shop/shopper.Shopper"));
  EXPECT_THAT(chosen({{"hopper"}, {}}), IsEmpty());
}

TEST(Selection, a_glob_is_for_the_whole_full_name) {
  EXPECT_THAT(chosen({{"shop/*"}, {}}), ElementsAre("shop/shopper.Shopper", "shop/shopper.Admin"));
  EXPECT_THAT(chosen({{"s*"}, {}}), ElementsAre("shop/shopper.Shopper", "shop/shopper.Admin"));
  EXPECT_THAT(chosen({{"api.*", "*.Admin"}, {}}), ElementsAre("shop/shopper.Admin", "api.Shopper"));
}

TEST(Selection, except_wins_over_only) {
  EXPECT_THAT(chosen({{"shop/*"}, {"Shopper"}}), ElementsAre("shop/shopper.Admin"));
  EXPECT_THAT(chosen({{}, {"*Shopper"}}), ElementsAre("shop/shopper.Admin"));
}

TEST(Selection, a_text_that_names_nothing_is_reported_with_a_suggestion) {
  const auto found = findings({{"Shoper"}, {"shop/shopper.Admn", "zzz*"}});
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].message, "no taskset is named by `--only Shoper`");
  EXPECT_EQ(found[0].help, "did you mean `Shopper`?");
  EXPECT_EQ(found[1].message, "no taskset is named by `--except shop/shopper.Admn`");
  EXPECT_EQ(found[1].help, "did you mean `shop/shopper.Admin`?");
  EXPECT_THAT(found[2].help, HasSubstr("shop/shopper.Shopper"));
}

TEST(Selection, a_nested_taskset_cannot_be_chosen_and_the_message_says_why) {
  const auto found = findings({{"Support"}, {}});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(info(found[0].code).code, "N0007");
  EXPECT_THAT(found[0].help, HasSubstr("nested"));
}

TEST(Selection, a_selection_that_leaves_nothing_is_reported) {
  const auto found = findings({{"api.*"}, {"Shopper"}});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(info(found[0].code).code, "N0008");
  EXPECT_THAT(found[0].help, HasSubstr("3 tasksets"));
}

}  // namespace
}  // namespace nest
