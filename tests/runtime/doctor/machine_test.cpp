#include "runtime/doctor/machine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/runtime/doctor/fake_machine.h"

namespace nest::doctor {
namespace {

using ::testing::ElementsAre;
using testing::FakeMachine;

TEST(ReadMachine, reads_a_usual_one) {
  FakeMachine fake;
  write_usual(fake);
  const Machine machine = fake.read();
  EXPECT_EQ(machine.files_soft, 1024U);
  EXPECT_EQ(machine.files_hard, 524288U);
  EXPECT_EQ(machine.processes, 31000U);
  EXPECT_EQ(machine.address_space, kNoLimit);
  EXPECT_FALSE(machine.may_raise_limits);
  EXPECT_EQ(machine.timer_slack, 50000U);
  EXPECT_EQ(machine.most_files_a_process, 1048576U);
  EXPECT_EQ(machine.open_files, 1632U);
  EXPECT_EQ(machine.ports->count(), 28232U);
  EXPECT_EQ(machine.time_wait, 7U);
  EXPECT_EQ(machine.reuses_time_wait, 2U);
  EXPECT_EQ(machine.accept_queue, 4096U);
  EXPECT_EQ(machine.tracked_most, std::nullopt);
  EXPECT_EQ(machine.memory_available, 8192000000U);
  EXPECT_THAT(machine.cpus, ElementsAre(0, 1, 2, 3));
  EXPECT_TRUE(machine.governors.empty());
  EXPECT_EQ(machine.stolen, 0.0);
  EXPECT_FALSE(machine.is_virtual);
  EXPECT_EQ(machine.clock_source, "tsc");
  EXPECT_THAT(machine.clock_sources, ElementsAre("tsc", "hpet", "acpi_pm"));
  EXPECT_EQ(machine.version, std::pair(6, 1));
  EXPECT_EQ(machine.io_uring_disabled, 0U);
  EXPECT_EQ(machine.group.cpus, std::nullopt);
  EXPECT_EQ(machine.io_uring_refusal, std::nullopt) << "nothing is tried";
}

TEST(ReadMachine, knows_nothing_of_an_empty_one) {
  const Machine machine = FakeMachine().read();
  EXPECT_EQ(machine.files_soft, std::nullopt);
  EXPECT_EQ(machine.ports, std::nullopt);
  EXPECT_EQ(machine.memory_available, std::nullopt);
  EXPECT_TRUE(machine.cpus.empty());
  EXPECT_EQ(machine.stolen, std::nullopt);
  EXPECT_EQ(machine.release, "");
}

TEST(ReadMachine, takes_nothing_that_makes_no_sense) {
  FakeMachine fake;
  const std::string binary("\0\xff\x1b[2J\n\n:::", 11);
  for (const char* path :
       {"proc/self/limits", "proc/self/status", "proc/self/timerslack_ns", "proc/self/cgroup",
        "proc/sys/fs/nr_open", "proc/sys/fs/file-nr", "proc/sys/net/ipv4/ip_local_port_range",
        "proc/net/sockstat", "proc/meminfo", "proc/stat", "proc/cpuinfo", "proc/sys/kernel/osrelease"}) {
    fake.write(path, binary);
  }
  const Machine machine = fake.read();
  EXPECT_EQ(machine.files_hard, std::nullopt);
  EXPECT_EQ(machine.ports, std::nullopt);
  EXPECT_EQ(machine.memory_available, std::nullopt);
  EXPECT_EQ(machine.version, std::nullopt);
  fake.write("proc/sys/net/ipv4/ip_local_port_range", "60999 32768\n");
  EXPECT_EQ(fake.read().ports, std::nullopt) << "the wrong way round";
  fake.write("proc/sys/net/ipv4/ip_local_port_range", "1024 70000\n");
  EXPECT_EQ(fake.read().ports, std::nullopt) << "no such port";
  fake.write("proc/meminfo", "MemAvailable: 18446744073709551615 kB\n");
  EXPECT_EQ(fake.read().memory_available, std::nullopt) << "more than 64 bits of bytes";
  fake.write("proc/stat", "cpu 0 0 0 0 0 0 0 0\n");
  EXPECT_EQ(fake.read().stolen, std::nullopt) << "no time at all";
}

TEST(ReadMachine, counts_reserved_ports_within_the_range_only) {
  FakeMachine fake;
  fake.write("proc/sys/net/ipv4/ip_local_port_range", "40000\t40009\n");
  fake.write("proc/sys/net/ipv4/ip_local_reserved_ports", "8080,40000-40002,40009-41000\n");
  EXPECT_EQ(fake.read().ports->count(), 6U);
}

TEST(ReadMachine, sees_privileges_stolen_time_and_a_hypervisor) {
  FakeMachine fake;
  fake.write("proc/self/status", "CapEff:\t0000000001000000\nCpus_allowed_list:\t2,5\n");
  fake.write("proc/stat", "cpu  50 0 0 40 0 0 0 10 0 0\n");
  fake.write("proc/cpuinfo", "flags\t\t: fpu hypervisor lahf_lm\n");
  fake.write("sys/devices/system/cpu/cpu2/cpufreq/scaling_governor", "powersave\n");
  fake.write("sys/devices/system/cpu/cpu3/cpufreq/scaling_governor", "userspace\n");
  fake.write("sys/devices/system/cpu/cpu5/cpufreq/scaling_governor", "powersave\n");
  const Machine machine = fake.read();
  EXPECT_TRUE(machine.may_raise_limits);
  EXPECT_DOUBLE_EQ(*machine.stolen, 0.1);
  EXPECT_TRUE(machine.is_virtual);
  EXPECT_THAT(machine.cpus, ElementsAre(2, 5));
  EXPECT_THAT(machine.governors, ElementsAre("powersave"));
}

TEST(ReadGroupLimits, are_the_strictest_of_version_2_up_to_the_root) {
  FakeMachine fake;
  fake.write("proc/self/cgroup", "0::/kubepods/pod/container\n");
  fake.write("sys/fs/cgroup/kubepods/pod/container/cpu.max", "max 100000\n");
  fake.write("sys/fs/cgroup/kubepods/pod/cpu.max", "150000 100000\n");
  fake.write("sys/fs/cgroup/kubepods/cpu.max", "400000 100000\n");
  fake.write("sys/fs/cgroup/kubepods/pod/cpu.stat", "usage_usec 5\nnr_throttled 12\n");
  fake.write("sys/fs/cgroup/kubepods/pod/memory.max", "1000000\n");
  fake.write("sys/fs/cgroup/kubepods/pod/memory.current", "700000\n");
  fake.write("sys/fs/cgroup/kubepods/pod/memory.stat", "anon 400000\ninactive_file 300000\n");
  fake.write("sys/fs/cgroup/kubepods/pod/container/pids.max", "100\n");
  fake.write("sys/fs/cgroup/kubepods/pod/container/pids.current", "40\n");
  const GroupLimits limits = fake.read().group;
  EXPECT_DOUBLE_EQ(*limits.cpus, 1.5);
  EXPECT_EQ(limits.throttled_periods, 12U);
  EXPECT_EQ(limits.memory_left, 600000U) << "what can be dropped is free";
  EXPECT_EQ(limits.tasks_left, 60U);
}

TEST(ReadGroupLimits, are_read_of_version_1) {
  FakeMachine fake;
  fake.write("proc/self/cgroup",
             "4:memory:/docker/abc\n2:cpuacct,cpu:/docker/abc\n1:name=systemd:/\n8:pids:/\n");
  // In the container its own group is the root of what it sees.
  fake.write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "50000\n");
  fake.write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
  fake.write("sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", "9223372036854771712\n");
  fake.write("sys/fs/cgroup/memory/docker/abc/memory.usage_in_bytes", "5\n");
  fake.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "4096\n");
  fake.write("sys/fs/cgroup/memory/memory.usage_in_bytes", "8192\n");
  const GroupLimits limits = fake.read().group;
  EXPECT_DOUBLE_EQ(*limits.cpus, 0.5);
  EXPECT_EQ(limits.memory_left, 0U) << "over its limit, and not by wrapping around";
  EXPECT_EQ(limits.tasks_left, std::nullopt);
}

TEST(ReadGroupLimits, never_leave_the_root_or_divide_by_nothing) {
  FakeMachine fake;
  fake.write("proc/self/cgroup",
             "0::/../../../etc\n0::\n::\n0\nx:y\n0::relative\n" + std::string(5000, '/') + "\n");
  fake.write("sys/fs/cgroup/cpu.max", "0 0\n");
  EXPECT_EQ(fake.read().group.cpus, std::nullopt);
  fake.write("sys/fs/cgroup/cpu.max", "-1 100000\n");
  EXPECT_EQ(fake.read().group.cpus, std::nullopt);
}

TEST(ReadMachine, reads_the_one_that_it_runs_on) {
  const Machine machine = read_machine(SystemFiles());
  EXPECT_FALSE(machine.cpus.empty());
  EXPECT_GT(machine.memory_available.value_or(0), 0U);
  EXPECT_GT(machine.files_soft.value_or(0), 0U);
  EXPECT_TRUE(machine.version.has_value());
}

}  // namespace
}  // namespace nest::doctor
