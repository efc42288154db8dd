#include "runtime/cli/run_capacity.h"

#include <gtest/gtest.h>

#include "runtime/cli/compile_scenarios.h"
#include "runtime/cli/descriptor_limit.h"
#include "tests/support/source_folder.h"

namespace nest {
namespace {

TEST(RunScale, is_that_of_the_flags_without_a_plan) {
  RunArguments arguments;
  arguments.users = 500;
  arguments.spawn_rate = 20;
  const RunScale scale = run_scale(arguments, RunPlan{}, 8);
  EXPECT_EQ(scale.users, 500U);
  EXPECT_EQ(scale.threads, 8U);
  EXPECT_EQ(scale.spawn_rate, 20);
  arguments.users = 3;
  EXPECT_EQ(run_scale(arguments, RunPlan{}, 8).threads, 3U) << "no more workers than users";
}

TEST(RunScale, is_the_height_and_the_steepest_rise_of_a_plan) {
  RunPlan plan;
  plan.steps.emplace(std::vector<LoadStep>{{"", 100, 100, 60 * kSecond},    // 100 at once
                                           {"", 100, 1300, 2 * kSecond},    // 600 a second
                                           {"", 1300, 0, 1 * kSecond},      // a fall is no rise
                                           {"", 0, 2000, 100 * kSecond}});  // 20 a second
  const RunScale scale = run_scale(RunArguments{}, plan, 1);
  EXPECT_EQ(scale.users, 2000U);
  EXPECT_EQ(scale.spawn_rate, 600);
}

TEST(RunScale, is_the_most_users_and_the_highest_rate_of_a_plan_of_arrivals) {
  RunPlan plan;
  plan.arrivals.emplace(std::vector<ArrivalStep>{{"", 50, 400, 60 * kSecond}, {"", 100, 100, kSecond}});
  plan.max_users = 600;
  EXPECT_EQ(run_scale(RunArguments{}, plan, 2).users, 600U);
  EXPECT_EQ(run_scale(RunArguments{}, plan, 2).spawn_rate, 400);
  plan.max_users = 300;
  EXPECT_EQ(run_scale(RunArguments{}, plan, 2).spawn_rate, 300) << "no more than there are users";
}

TEST(LoadNeed, follows_from_the_host_and_the_addresses) {
  TargetOptions target;
  const RunScale scale{1000, 2, 10};
  EXPECT_FALSE(load_need(target, scale, nullptr).knows_target);
  target.http.host = "http://127.0.0.1:8080";
  const doctor::LoadNeed local = load_need(target, scale, nullptr);
  EXPECT_TRUE(local.knows_target);
  EXPECT_TRUE(local.is_local);
  EXPECT_FALSE(local.is_tls);
  EXPECT_EQ(local.files, descriptors_needed(1000, 2));
  EXPECT_EQ(local.sources, 0U);
  target.http.host = "https://shop.test:444";
  target.http.source_addresses = "10.0.0.1-10.0.0.3";
  target.http.resolve = {"shop.test:444:192.0.2.1,192.0.2.2"};
  const doctor::LoadNeed distant = load_need(target, scale, nullptr);
  EXPECT_FALSE(distant.is_local);
  EXPECT_TRUE(distant.is_tls);
  EXPECT_EQ(distant.sources, 3U);
  EXPECT_EQ(distant.targets, 1U) << "the first takes all";
  // By bench/memory: about 20 KiB more with TLS, 15 more with HTTP/2; less one of the two ends of a socket.
  EXPECT_NEAR(static_cast<double>(distant.user_bytes - local.user_bytes), 17'000, 2'000);
  target.http.http = http::HttpVersion::Http2;
  EXPECT_EQ(load_need(target, scale, nullptr).user_bytes, distant.user_bytes + 15U * 1024);
  target.http.dns = http::DnsPolicy::RoundRobin;
  EXPECT_EQ(load_need(target, scale, nullptr).targets, 2U);
}

TEST(LoadNeed, has_no_connections_where_no_request_is_written) {
  const auto files_for = [](const char* scenario) {
    TargetOptions target;
    target.http.host = "http://127.0.0.1:8080";
    target.paths = {(test_support::source_folder() / "bench/scenario" / scenario).string()};
    const auto scenarios = compile_scenarios(target, config::Settings());
    return scenarios ? load_need(target, {1000, 2, 10}, &scenarios->program).files : 0;
  };
  EXPECT_EQ(files_for("wait"), descriptors_needed(1000, 2));
  EXPECT_EQ(files_for("idle"), descriptors_needed(0, 2));
}

}  // namespace
}  // namespace nest
