#include "runtime/services/start_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace nest {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ServiceSpec service(std::string name, std::vector<std::string> after = {}, std::string command = "true") {
  ServiceSpec spec;
  spec.name = std::move(name);
  spec.after = std::move(after);
  spec.command = std::move(command);
  spec.declared_at = "nest.toml:1";
  return spec;
}

std::string fault_of(const std::vector<ServiceSpec>& specs) {
  const auto plan = plan_start(specs);
  return plan ? "none" : plan.error();
}

TEST(StartPlan, knows_who_waits_for_whom) {
  const auto plan =
      plan_start({service("web", {"api", "cache"}), service("api", {"db"}), service("cache"), service("db")});
  ASSERT_TRUE(plan) << plan.error();
  EXPECT_THAT(plan->after[0], ElementsAre(1, 2));
  EXPECT_THAT(plan->before[3], ElementsAre(1));
  EXPECT_THAT(plan->known[0], ElementsAre(1, 2, 3));
  EXPECT_THAT(plan->known[3], IsEmpty());
}

TEST(StartPlan, refuses_services_that_wait_for_themselves) {
  EXPECT_EQ(fault_of({service("a", {"a"})}), "service `a` (nest.toml:1) waits for itself: a after a");
  EXPECT_EQ(fault_of({service("x", {"a"}), service("a", {"b"}), service("b", {"c"}), service("c", {"a"})}),
            "service `a` (nest.toml:1) waits for itself: a after b after c after a");
}

TEST(StartPlan, refuses_services_that_are_not_there) {
  EXPECT_EQ(fault_of({service("a", {"db"})}),
            "service `a` (nest.toml:1) is to start after `db`, and there is no such service");
}

TEST(StartPlan, refuses_names_that_are_none_or_twice_there) {
  EXPECT_THAT(fault_of({service("../a")}), HasSubstr("letters, digits"));
  EXPECT_THAT(fault_of({service("")}), HasSubstr("letters, digits"));
  EXPECT_THAT(fault_of({service("1a")}), HasSubstr("letters, digits"));
  EXPECT_THAT(fault_of({service("db"), service("DB")}), HasSubstr("has the name of service `db`"));
}

TEST(StartPlan, lets_only_those_before_be_named) {
  EXPECT_EQ(fault_of({service("db"), service("a", {"db"}, "run {db.url} {db.port} {url} {port}")}), "none");
  EXPECT_EQ(fault_of({service("db"), service("m", {"db"}), service("a", {"m"}, "run {db.url}")}), "none");
  EXPECT_THAT(fault_of({service("db"), service("a", {}, "run {db.url}")}),
              HasSubstr("`{db.url}` is no placeholder"));
  EXPECT_THAT(fault_of({service("db"), service("a", {"db"}, "run {db.host}")}), HasSubstr("{db.host}"));
  EXPECT_THAT(fault_of({service("a", {}, "awk {print}")}),
              HasSubstr("its command: `{print}` is no placeholder"));
}

TEST(StartPlan, looks_at_all_texts_and_times) {
  const auto changed = [](auto change) {
    ServiceSpec spec = service("a");
    change(spec);
    return fault_of({spec});
  };
  EXPECT_THAT(changed([](auto& s) { s.command = " "; }), HasSubstr("no command"));
  EXPECT_THAT(changed([](auto& s) { s.command = std::string("a\0b", 3); }), HasSubstr("NUL"));
  EXPECT_THAT(changed([](auto& s) { s.within = 0; }), HasSubstr("above zero"));
  EXPECT_THAT(changed([](auto& s) { s.grace = -1; }), HasSubstr("negative"));
  EXPECT_THAT(changed([](auto& s) { s.ready = {ReadyBy::Http, "health"}; }), HasSubstr("begins with `/`"));
  EXPECT_THAT(changed([](auto& s) { s.ready = {ReadyBy::Http, "/a\r\nHost: b"}; }), HasSubstr("blanks"));
  EXPECT_THAT(changed([](auto& s) { s.ready = {ReadyBy::Line, ""}; }), HasSubstr("one line"));
  EXPECT_THAT(changed([](auto& s) { s.ready = {ReadyBy::Line, "{x}"}; }), HasSubstr("its readiness"));
  EXPECT_THAT(changed([](auto& s) { s.environment = {{"A=B", "x"}}; }),
              HasSubstr("no name for an environment variable"));
  EXPECT_THAT(changed([](auto& s) { s.environment = {{"A", "{x}"}}; }), HasSubstr("its A: `{x}`"));
}

TEST(StartPlan, refuses_absurd_numbers_of_services) {
  std::vector<ServiceSpec> many;
  for (int i = 0; i < 101; ++i) many.push_back(service("s" + std::to_string(i)));
  EXPECT_THAT(fault_of(many), HasSubstr("101 services"));
}

}  // namespace
}  // namespace nest
