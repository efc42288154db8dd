#pragma once

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "runtime/services/process_tree.h"
#include "runtime/services/supervisor.h"

namespace nest {

/// A folder of its own for each test, and a mark in the environment of every service, by which what is left
/// of one is found wherever it has detached itself to.
class ServiceFixture : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "nest-services-XXXXXX";
    folder = mkdtemp(name.data());
    mark = "NEST_TEST_MARK=" + folder;
  }
  void TearDown() override {
    supervisor.reset();
    EXPECT_TRUE(marked_processes().empty()) << "something is left: " << marked_processes().size();
    EXPECT_TRUE(descendants_of(getpid()).empty()) << "a guardian is left";
    std::filesystem::remove_all(folder);
  }

  [[nodiscard]] ServiceSpec service(const std::string& name, const std::string& command) const {
    ServiceSpec spec;
    spec.name = name;
    spec.command = command;
    spec.folder = folder;
    spec.environment = {{"NEST_TEST_MARK", folder}};
    spec.within = 60 * kSecond;
    spec.declared_at = "nest.toml:7";
    return spec;
  }

  [[nodiscard]] bool create(std::vector<ServiceSpec> specs) {
    SupervisorOptions options;
    options.log_folder = folder + "/logs";
    options.say = [this](const std::string& line) {
      const std::lock_guard lock(mutex_);
      said_ += line + '\n';
    };
    options.end_run = [this] { ++run_ends; };
    auto made = Supervisor::create(std::move(specs), std::move(options));
    if (!made) {
      const std::lock_guard lock(mutex_);
      said_ += made.error() + '\n';
      return false;
    }
    supervisor = std::move(*made);
    return true;
  }
  Supervisor::StartEnd start(std::vector<ServiceSpec> specs) {
    return create(std::move(specs)) ? supervisor->start() : Supervisor::StartEnd::Failed;
  }

  [[nodiscard]] std::string said() const {
    const std::lock_guard lock(mutex_);
    return said_;
  }
  [[nodiscard]] bool has_said(const std::string& text) const {
    return said().find(text) != std::string::npos;
  }
  [[nodiscard]] std::string file(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(folder + '/' + name).rdbuf();
    return text.str();
  }
  void write_file(const std::string& name, const std::string& text = {}) const {
    std::ofstream(folder + '/' + name) << text;
  }

  /// Everything that was started with this test's mark and lives.
  [[nodiscard]] std::vector<pid_t> marked_processes() const {
    std::vector<pid_t> found;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
      const std::string name = entry.path().filename();
      if (name.find_first_not_of("0123456789") != std::string::npos) continue;
      std::ifstream environment(entry.path() / "environ");
      std::ostringstream text;
      text << environment.rdbuf();
      if (text.str().find(mark) != std::string::npos) found.push_back(std::stoi(name));
    }
    return found;
  }

  static bool soon(const std::function<bool()>& condition, Nanoseconds time = 60 * kSecond) {
    const SteadyClock clock;
    const Instant end = clock.now() + time;
    while (clock.now() < end) {
      if (condition()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return condition();
  }

  std::string folder;
  std::string mark;
  std::unique_ptr<Supervisor> supervisor;
  std::atomic<int> run_ends = 0;

 private:
  mutable std::mutex mutex_;
  std::string said_;
};

/// A server that answers each GET with 200, or what `$1` says, on port `{port}`.
inline const std::string kHttpServer = "exec python3 -m http.server --bind 127.0.0.1 {port}";

/// Detaches itself as daemons do: forks, begins a session, forks again; ignores what can be ignored.
inline const std::string kDaemon =
    "python3 -c 'import os, signal, time\n"
    "if os.fork(): os._exit(0)\n"
    "os.setsid()\n"
    "if os.fork(): os._exit(0)\n"
    "for s in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT): signal.signal(s, signal.SIG_IGN)\n"
    "print(\"daemon is up\", flush=True)\n"
    "time.sleep(1000)'";

}  // namespace nest
