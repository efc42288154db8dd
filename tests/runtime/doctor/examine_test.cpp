#include "runtime/doctor/examine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/doctor/probe.h"
#include "tests/runtime/doctor/fake_machine.h"

namespace nest::doctor {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using testing::FakeMachine;
using ::testing::HasSubstr;

/// A usual machine, and a load that it carries, to be changed where a test wants it.
class Examination : public ::testing::Test {
 protected:
  Examination() {
    write_usual(fake);
    need.users = 1000;
    need.threads = 4;
    need.spawn_rate = 100;
    need.files = 1096;
    need.knows_target = true;
    need.user_bytes = 5000;
    need.busy_bytes = 2000;
  }
  // The finding of that name; an empty one when there is none.
  Finding find(std::string_view check) {
    Machine machine = fake.read();
    machine.io_uring_refusal = io_uring_refusal;
    machine.exchange_cost = exchange_cost;
    for (Finding& finding : examine(machine, need)) {
      if (finding.check == check) return std::move(finding);
    }
    return {};
  }
  bool has_problem() { return any_problem(examine(fake.read(), need)); }

  FakeMachine fake;
  LoadNeed need;
  std::optional<std::string> io_uring_refusal = "";
  std::optional<Nanoseconds> exchange_cost;
};

TEST_F(Examination, finds_nothing_wrong_with_a_usual_machine) {
  for (const Finding& finding : examine(fake.read(), need)) {
    EXPECT_EQ(finding.severity, Severity::Ok) << finding.check << ": " << finding.text;
  }
}

TEST_F(Examination, of_a_machine_that_tells_nothing_finds_no_problem_but_says_so) {
  const std::vector<Finding> findings = examine(Machine{}, need);
  EXPECT_FALSE(any_problem(findings));
  EXPECT_THAT(findings, Contains(::testing::Field(&Finding::severity, Severity::Warning)));
}

TEST_F(Examination, files_are_a_problem_beyond_the_hard_limit_only) {
  need.files = 524288;
  EXPECT_EQ(find("open_files").severity, Severity::Ok);
  EXPECT_THAT(find("open_files").text, HasSubstr("raises its own limit of 1024"));
  need.files = 524289;
  const Finding finding = find("open_files");
  EXPECT_EQ(finding.severity, Severity::Problem);
  EXPECT_EQ(finding.have, 524288U);
  EXPECT_EQ(finding.need, 524289U);
  EXPECT_THAT(finding.fixes, Contains(HasSubstr("LimitNOFILE=524289")));
  EXPECT_THAT(finding.fixes, Not(Contains(HasSubstr("nr_open"))));
  need.files = 2'000'000;
  EXPECT_THAT(find("open_files").fixes, Contains("sysctl -w fs.nr_open=2000000"));
}

TEST_F(Examination, a_privileged_process_may_open_as_many_as_the_kernel_lets_any) {
  fake.write("proc/self/status", "CapEff:\t000001ffffffffff\nCpus_allowed_list:\t0-3\n");
  need.files = 1'000'000;
  EXPECT_EQ(find("open_files").severity, Severity::Ok);
  need.files = 1'048'577;
  EXPECT_EQ(find("open_files").severity, Severity::Problem);
}

TEST_F(Examination, the_system_has_to_have_files_for_a_local_target_too) {
  fake.write("proc/sys/fs/file-max", "3700\n");  // 2068 are free
  EXPECT_EQ(find("files_of_the_system").severity, Severity::Ok);
  need.is_local = true;
  const Finding finding = find("files_of_the_system");
  EXPECT_EQ(finding.severity, Severity::Problem);
  EXPECT_EQ(finding.need, 2096U);
  EXPECT_THAT(finding.fixes, Contains("sysctl -w fs.file-max=3728"));
}

TEST_F(Examination, ports_are_counted_for_each_local_and_each_distant_address) {
  need.users = 28232;
  EXPECT_NE(find("local_ports").severity, Severity::Problem);
  need.users = 28233;
  EXPECT_EQ(find("local_ports").severity, Severity::Problem);
  EXPECT_THAT(find("local_ports").fixes, Contains(HasSubstr("ip_local_port_range=\"1024 65535\"")));
  need.sources = 2;
  EXPECT_EQ(find("local_ports").severity, Severity::Ok);
  EXPECT_EQ(find("local_ports").have, 56464U);
  need.sources = 0;
  need.targets = 3;
  EXPECT_EQ(find("local_ports").have, 84696U);
}

TEST_F(Examination, addresses_are_proposed_when_no_range_is_wide_enough) {
  need.users = 200'000;
  EXPECT_THAT(find("local_ports").fixes, Contains(HasSubstr("until there are 4")));
  need.is_local = true;
  EXPECT_THAT(find("local_ports").fixes, Contains(HasSubstr("--source-address 127.0.0.2-127.0.0.5")));
  need.is_local = false;
  fake.write("proc/sys/net/ipv4/ip_local_port_range", "1024 65535\n");
  EXPECT_THAT(find("local_ports").fixes, ::testing::ElementsAre(HasSubstr("until there are 4")));
}

TEST_F(Examination, ports_without_a_known_target_are_no_reason_to_refuse) {
  need.users = 100'000;
  need.knows_target = false;
  EXPECT_EQ(find("local_ports").severity, Severity::Warning);
}

TEST_F(Examination, closed_connections_that_hold_ports_are_a_warning) {
  need.users = 20'000;
  EXPECT_EQ(find("local_ports").severity, Severity::Ok);
  fake.write("proc/net/sockstat", "TCP: inuse 1 orphan 0 tw 8000 alloc 1 mem 1\n");
  EXPECT_EQ(find("local_ports").severity, Severity::Warning);
}

TEST_F(Examination, all_ports_reserved_is_none) {
  fake.write("proc/sys/net/ipv4/ip_local_reserved_ports", "1-65535\n");
  EXPECT_EQ(find("local_ports").severity, Severity::Problem);
  EXPECT_EQ(find("local_ports").have, 0U);
}

TEST_F(Examination, memory_is_a_problem_when_not_even_waiting_users_fit) {
  fake.write("proc/meminfo", "MemAvailable: 6900 kB\n");  // 7,065,600
  EXPECT_EQ(find("memory").severity, Severity::Ok);
  fake.write("proc/meminfo", "MemAvailable: 6000 kB\n");
  EXPECT_EQ(find("memory").severity, Severity::Warning);
  fake.write("proc/meminfo", "MemAvailable: 4000 kB\n");
  EXPECT_EQ(find("memory").severity, Severity::Problem);
  EXPECT_EQ(find("memory").need, 7'000'000U);
}

TEST_F(Examination, a_control_group_can_have_less_memory_than_the_machine) {
  EXPECT_EQ(find("memory_of_the_control_group").check, "") << "no limit, no finding";
  fake.write("sys/fs/cgroup/user.slice/memory.max", "5000000\n");
  fake.write("sys/fs/cgroup/user.slice/memory.current", "1000000\n");
  EXPECT_EQ(find("memory_of_the_control_group").severity, Severity::Problem);
  EXPECT_EQ(find("memory").severity, Severity::Ok);
}

TEST_F(Examination, the_rate_is_what_so_many_cpus_can_do_at_the_measured_cost) {
  EXPECT_THAT(find("cpus").text, Not(HasSubstr("requests a second")));
  exchange_cost = 2500;  // times 3.2: 8 us
  EXPECT_THAT(find("cpus").text, AllOf(HasSubstr("about 500000 small requests a second"),
                                       HasSubstr("one every 2.00 ms"), HasSubstr("3.2 times the 2.50 µs")));
  need.threads = 1;
  EXPECT_THAT(find("cpus").text, HasSubstr("about 125000 small"));
}

TEST_F(Examination, more_workers_than_cpu_time_is_a_warning) {
  fake.write("sys/fs/cgroup/user.slice/cpu.max", "150000 100000\n");
  const Finding finding = find("cpus");
  EXPECT_EQ(finding.severity, Severity::Warning);
  EXPECT_THAT(finding.text, HasSubstr("allows 1.5"));
  EXPECT_THAT(finding.fixes, Contains("nest run --threads 1"));
}

TEST_F(Examination, threads_that_may_not_be_started_are_a_problem) {
  fake.write("sys/fs/cgroup/user.slice/pids.max", "20\n");
  fake.write("sys/fs/cgroup/user.slice/pids.current", "15\n");
  EXPECT_EQ(find("threads").severity, Severity::Problem);
  EXPECT_EQ(find("threads").have, 5U);
  EXPECT_TRUE(has_problem());
}

TEST_F(Examination, queues_are_of_interest_for_a_local_target_only) {
  need.spawn_rate = 10'000;
  need.users = 3000;
  EXPECT_EQ(find("syn_queue").check, "");
  need.is_local = true;
  EXPECT_EQ(find("accept_queue").severity, Severity::Ok);
  const Finding finding = find("syn_queue");
  EXPECT_EQ(finding.severity, Severity::Warning);
  EXPECT_EQ(finding.need, 3000U) << "no more than there are users";
  EXPECT_THAT(finding.fixes, Contains("sysctl -w net.ipv4.tcp_max_syn_backlog=3000"));
}

TEST_F(Examination, waiting_ports_are_used_again_where_the_kernel_does_so) {
  EXPECT_THAT(find("time_wait").text, HasSubstr("about 470 new connections a second"));
  need.is_local = true;
  EXPECT_THAT(find("time_wait").text, HasSubstr("used again after a second"));
  fake.write("proc/sys/net/ipv4/tcp_tw_reuse", "0\n");
  EXPECT_EQ(find("time_wait").severity, Severity::Warning);
}

TEST_F(Examination, a_full_table_of_connections_is_a_problem_where_it_is_used) {
  fake.write("proc/sys/net/netfilter/nf_conntrack_max", "1500\n");
  fake.write("proc/sys/net/netfilter/nf_conntrack_count", "600\n");
  EXPECT_EQ(find("connection_tracking").severity, Severity::Problem);
  EXPECT_THAT(find("connection_tracking").fixes, Contains("sysctl -w net.netfilter.nf_conntrack_max=1850"));
  fake.write("proc/sys/net/netfilter/nf_conntrack_max", "900\n");
  fake.write("proc/sys/net/netfilter/nf_conntrack_count", "0\n");
  EXPECT_EQ(find("connection_tracking").severity, Severity::Warning);
}

TEST_F(Examination, slow_clocks_saving_governors_and_stolen_time_are_warnings) {
  fake.write("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet\n");
  EXPECT_EQ(find("clock").severity, Severity::Warning);
  EXPECT_THAT(find("clock").fixes, Contains(HasSubstr("echo tsc >")));
  fake.write("sys/devices/system/clocksource/clocksource0/available_clocksource", "hpet acpi_pm\n");
  EXPECT_THAT(find("clock").fixes, Contains(HasSubstr("tsc=reliable")));
  fake.write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
  EXPECT_EQ(find("cpu_frequency").severity, Severity::Warning);
  fake.write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
  EXPECT_EQ(find("cpu_frequency").severity, Severity::Ok);
  fake.write("proc/stat", "cpu  50 0 0 40 0 0 0 10 0 0\n");
  EXPECT_EQ(find("stolen_time").severity, Severity::Warning);
  fake.write("proc/self/timerslack_ns", "18446744073709551615\n");
  EXPECT_EQ(find("timer_slack").severity, Severity::Warning);
}

TEST_F(Examination, what_a_system_calls_itself_is_safe_to_show) {
  fake.write("sys/devices/system/clocksource/clocksource0/current_clocksource", "\x1b[2Jtsc\n");
  EXPECT_THAT(find("clock").text, Not(HasSubstr("\x1b")));
  fake.write("proc/sys/kernel/osrelease", "6.1\x07\n");
  EXPECT_THAT(find("kernel").text, Not(HasSubstr("\x07")));
}

TEST_F(Examination, an_old_kernel_takes_ports_before_it_knows_the_target) {
  fake.write("proc/sys/kernel/osrelease", "3.10.0-1160.el7\n");
  EXPECT_EQ(find("kernel").severity, Severity::Warning);
  need.sources = 2;
  EXPECT_EQ(find("local_ports").severity, Severity::Warning);
}

TEST_F(Examination, io_uring_is_named_and_never_needed) {
  EXPECT_THAT(find("io_uring").text, HasSubstr("can be had"));
  io_uring_refusal = "the system forbids io_uring";
  EXPECT_EQ(find("io_uring").severity, Severity::Ok);
  EXPECT_EQ(find("io_uring").text, "the system forbids io_uring; runs have epoll");
  EXPECT_THAT(find("io_uring").fixes, ::testing::IsEmpty());
  fake.write("proc/sys/kernel/io_uring_disabled", "2\n");
  EXPECT_THAT(find("io_uring").fixes, Contains("sysctl -w kernel.io_uring_disabled=0"));
  io_uring_refusal = std::nullopt;
  EXPECT_THAT(find("io_uring").text, HasSubstr("io_uring_disabled is 2"));
}

TEST(Probe, measures_an_exchange) {
  const auto cost = measure_exchange();
  ASSERT_TRUE(cost.has_value());
  EXPECT_GT(*cost, 100);
  EXPECT_LT(*cost, kMillisecond);
}

}  // namespace
}  // namespace nest::doctor
