#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "runtime/doctor/machine.h"

namespace nest::doctor::testing {

/// A folder with the files of /proc and /sys that a test writes into it; gone at its end.
class FakeMachine {
 public:
  FakeMachine() {
    std::string name = (std::filesystem::temp_directory_path() / "nest-machine-XXXXXX").string();
    root_ = mkdtemp(name.data());
  }
  FakeMachine(const FakeMachine&) = delete;
  FakeMachine& operator=(const FakeMachine&) = delete;
  ~FakeMachine() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }

  FakeMachine& write(const std::string& path, std::string_view content) {
    std::filesystem::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << content;
    return *this;
  }

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }
  [[nodiscard]] SystemFiles files() const { return SystemFiles(root_); }
  [[nodiscard]] Machine read() const { return read_machine(files()); }

 private:
  std::filesystem::path root_;
};

/// A usual machine of 4 CPUs, in whose way nothing stands.
inline void write_usual(FakeMachine& machine) {
  machine
      .write("proc/self/limits",
             "Limit                     Soft Limit           Hard Limit           Units     \n"
             "Max processes             31000                31000                processes \n"
             "Max open files            1024                 524288               files     \n"
             "Max address space         unlimited            unlimited            bytes     \n")
      .write("proc/self/status", "Name:\tnest\nCapEff:\t0000000000000000\nCpus_allowed_list:\t0-3\n")
      .write("proc/self/timerslack_ns", "50000\n")
      .write("proc/self/cgroup", "0::/user.slice/shell\n")
      .write("proc/sys/fs/nr_open", "1048576\n")
      .write("proc/sys/fs/file-max", "9223372036854775807\n")
      .write("proc/sys/fs/file-nr", "1632\t0\t9223372036854775807\n")
      .write("proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n")
      .write("proc/sys/net/ipv4/ip_local_reserved_ports", "\n")
      .write("proc/sys/net/ipv4/tcp_tw_reuse", "2\n")
      .write("proc/sys/net/ipv4/tcp_max_syn_backlog", "2048\n")
      .write("proc/sys/net/core/somaxconn", "4096\n")
      .write("proc/net/sockstat", "sockets: used 11\nTCP: inuse 1 orphan 0 tw 7 alloc 1 mem 129\n")
      .write("proc/meminfo", "MemTotal:       16000000 kB\nMemAvailable:    8000000 kB\n")
      .write("proc/stat", "cpu  1000 0 500 8000 10 0 5 0 0 0\ncpu0 1 2 3\n")
      .write("proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu tsc\n")
      .write("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n")
      .write("sys/devices/system/clocksource/clocksource0/available_clocksource", "tsc hpet acpi_pm \n")
      .write("proc/sys/kernel/osrelease", "6.1.0-18-amd64\n")
      .write("proc/sys/kernel/io_uring_disabled", "0\n");
}

}  // namespace nest::doctor::testing
