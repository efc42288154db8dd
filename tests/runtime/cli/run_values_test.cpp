#include "runtime/cli/run_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>

#include "runtime/time/clock.h"

namespace nest {
namespace {

using ::testing::HasSubstr;

constexpr std::array<char, NEST_PADDING + 2> kHello = {'h', 'i'};

nest_str text(std::string_view content) { return {content.data(), content.size()}; }

class RunValuesTest : public testing::Test {
 protected:
  RunValuesTest() {
    declare(0, "shop/shopper.stock", NEST_INT).as.i = 20;
    declare(1, "shop/shopper.speed", NEST_FLOAT).as.f = 0.5;
    declare(2, "shop/shopper.strict", NEST_BOOL).as.i = 1;
    declare(3, "shop/shopper.think", NEST_DURATION).as.i = kSecond;
    declare(4, "shop/shopper.greeting", NEST_STRING).as.s = {kHello.data(), 2};
    declare(5, "admin.stock", NEST_INT).as.i = 3;
    declare(6, "accounts", NEST_INT);
    globals_[6].kind = NEST_GLOBAL_SERVICE_PORT;
    globals_[0].doc = text("How many.");
    program_.files = &file_;
    program_.file_count = 1;
    program_.sites = &site_;
    program_.site_count = 1;
    program_.globals = globals_.data();
    program_.global_count = globals_.size();
    taskset_.full_name = text("shop/shopper.Shopper");
    program_.tasksets = &taskset_;
    program_.taskset_count = 1;
  }

  nest_value& declare(std::size_t at, std::string_view full_name, std::uint32_t type) {
    globals_[at] = {.kind = NEST_GLOBAL_PARAM,
                    .type = type,
                    .name = text(full_name.substr(full_name.rfind('.') + 1)),
                    .full_name = text(full_name),
                    .doc = {},
                    .site = 0,
                    .service = NEST_NONE,
                    .has_default = 1,
                    .reserved = 0,
                    .value = &slots_[at]};
    slots_[at].kind = type;
    return slots_[at];
  }

  std::string error_of(std::string_view assignment) {
    const auto outcome = values_.set(assignment);
    return outcome ? "" : outcome.error();
  }

  std::array<nest_value, 7> slots_{};
  std::array<nest_global, 7> globals_{};
  nest_str file_ = text("shop/shopper.nest");
  nest_site site_{0, 3, 7};
  nest_taskset taskset_{};
  nest_program program_{};
  RunValues values_{program_};
};

TEST_F(RunValuesTest, sets_each_type_from_text) {
  EXPECT_EQ(error_of("shop/shopper.stock=-50"), "");
  EXPECT_EQ(error_of("speed=1e3"), "");
  EXPECT_EQ(error_of("strict=false"), "");
  EXPECT_EQ(error_of("think=1m30s"), "");
  EXPECT_EQ(slots_[0].as.i, -50);
  EXPECT_EQ(slots_[1].as.f, 1000.0);
  EXPECT_EQ(slots_[2].as.i, 0);
  EXPECT_EQ(slots_[3].as.i, 90 * kSecond);
}

TEST_F(RunValuesTest, a_text_is_everything_behind_the_first_sign_and_has_its_padding) {
  EXPECT_EQ(error_of("greeting=a=b, \"c\""), "");
  const nest_str& set = slots_[4].as.s;
  EXPECT_EQ(std::string_view(set.data, set.size), "a=b, \"c\"");
  for (std::size_t i = 0; i < NEST_PADDING; ++i) EXPECT_EQ(set.data[set.size + i], '\0');
  EXPECT_EQ(error_of("greeting="), "");
  EXPECT_EQ(slots_[4].as.s.size, 0U);
}

TEST_F(RunValuesTest, a_name_that_two_files_declare_needs_more_of_it) {
  EXPECT_THAT(error_of("stock=5"), HasSubstr("stock may be any of these"));
  EXPECT_THAT(error_of("stock=5"), HasSubstr("admin.stock: int = 3"));
  EXPECT_EQ(error_of("shopper.stock=5"), "");
  EXPECT_EQ(slots_[0].as.i, 5);
  EXPECT_EQ(slots_[5].as.i, 3);
}

TEST_F(RunValuesTest, an_unknown_name_is_answered_with_what_there_is) {
  const std::string error = error_of("sped=1");
  EXPECT_THAT(error, HasSubstr("there is no param sped (did you mean speed?); there are:"));
  EXPECT_THAT(error, HasSubstr("\n  shop/shopper.think: duration = 1s"));
  EXPECT_THAT(error, HasSubstr("\n  shop/shopper.greeting: string = hi"));
  EXPECT_THAT(error_of("hopper.stock=1"), HasSubstr("there is no param hopper.stock"));
  EXPECT_THAT(error_of("accounts=1"), HasSubstr("there is no param accounts"));
}

TEST_F(RunValuesTest, a_text_that_is_no_value_of_the_type_changes_nothing) {
  EXPECT_EQ(error_of("shopper.stock=1.5"),
            "param shop/shopper.stock cannot be '1.5': it is a whole number, such as 20");
  EXPECT_THAT(error_of("shopper.stock=9223372036854775808"), HasSubstr("more than it can hold"));
  EXPECT_THAT(error_of("speed=fast"), HasSubstr("it is a number, such as 0.5"));
  EXPECT_THAT(error_of("speed=inf"), HasSubstr("it is a number"));
  EXPECT_THAT(error_of("strict=1"), HasSubstr("it is true or false"));
  EXPECT_THAT(error_of("think=10"), HasSubstr("with its unit"));
  EXPECT_THAT(error_of("think="), HasSubstr("with its unit"));
  EXPECT_THAT(error_of("speed"), HasSubstr("write NAME=VALUE"));
  EXPECT_THAT(error_of("=5"), HasSubstr("write NAME=VALUE"));
  EXPECT_EQ(slots_[0].as.i, 20);
  EXPECT_EQ(slots_[1].as.f, 0.5);
  EXPECT_EQ(slots_[3].as.i, kSecond);
}

TEST_F(RunValuesTest, takes_what_services_need_from_the_environment) {
  globals_[4].kind = NEST_GLOBAL_ENVIRONMENT;
  globals_[4].name = text("NEST_TEST_GREETING");
  ASSERT_EQ(setenv("NEST_TEST_GREETING", "from outside", 1), 0);
  EXPECT_TRUE(read_environment(values_, true).has_value());
  EXPECT_EQ(std::string_view(slots_[4].as.s.data, slots_[4].as.s.size), "from outside");
  ASSERT_EQ(unsetenv("NEST_TEST_GREETING"), 0);
  EXPECT_TRUE(read_environment(values_, true).has_value()) << "it has a default";
  globals_[4].has_default = 0;
  EXPECT_EQ(read_environment(values_, true).error(),
            "shop/shopper.nest:3:7: the environment variable NEST_TEST_GREETING is not set, and a service "
            "needs it");
  EXPECT_TRUE(read_environment(values_, false).has_value()) << "no service is started";
}

TEST_F(RunValuesTest, lists_what_can_be_set) {
  ASSERT_TRUE(values_.set("speed", "2").has_value());
  const std::vector<ParamInfo> params = values_.params();
  ASSERT_EQ(params.size(), 6U);
  EXPECT_EQ(params[0].name, "stock");
  EXPECT_EQ(params[0].full_name, "shop/shopper.stock");
  EXPECT_EQ(params[0].type, "int");
  EXPECT_EQ(params[0].value, "20");
  EXPECT_EQ(params[0].doc, "How many.");
  EXPECT_EQ(params[0].declared_at, "shop/shopper.nest:3:7");
  EXPECT_EQ(params[1].value, "2");
}

TEST_F(RunValuesTest, a_wait_that_cannot_be_is_found_before_the_run) {
  taskset_.wait = {NEST_WAIT_UNIFORM, 0, 2 * kSecond, &slots_[3], nullptr};
  EXPECT_TRUE(set_params(values_, {"think=2s"}).has_value());
  const auto reversed = set_params(values_, {"think=3s"});
  ASSERT_FALSE(reversed.has_value());
  EXPECT_EQ(reversed.error(),
            "as the params are set, the wait of shop/shopper.Shopper is 3s..2s, which ends before it begins");
  taskset_.wait = {NEST_WAIT_PACE, 0, 0, &slots_[3], nullptr};
  EXPECT_THAT(set_params(values_, {"think=0s"}).error(), HasSubstr("not longer than nothing"));
  taskset_.wait = {NEST_WAIT_PACE, 0, 0, &slots_[1], nullptr};
  EXPECT_TRUE(set_params(values_, {"speed=0.5"}).has_value());
  EXPECT_THAT(set_params(values_, {"speed=-1"}).error(), HasSubstr("a rate of -1 a second"));
}

}  // namespace
}  // namespace nest
