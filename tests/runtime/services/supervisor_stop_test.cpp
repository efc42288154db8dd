#include <gmock/gmock.h>
#include <sys/wait.h>

#include <csignal>

#include "tests/runtime/services/service_fixture.h"

namespace nest {
namespace {

using testing::HasSubstr;
using testing::Not;
using StartEnd = Supervisor::StartEnd;

class ServiceStop : public ServiceFixture {
 protected:
  Nanoseconds time_of_stop() {
    const SteadyClock clock;
    const Instant before = clock.now();
    supervisor->stop();
    return clock.now() - before;
  }
};

TEST_F(ServiceStop, asks_before_it_kills) {
  const std::string polite = "trap 'echo asked; exit 0' TERM; echo up; while :; do sleep 0.01; done";
  auto spec = service("polite", polite);
  spec.ready = {ReadyBy::Line, "up"};
  ASSERT_EQ(start({spec}), StartEnd::Ready) << said();
  supervisor->stop();
  EXPECT_THAT(file("logs/polite.log"), HasSubstr("asked"));
  EXPECT_THAT(said(), Not(HasSubstr("killed")));
}

TEST_F(ServiceStop, kills_what_ignores_it_after_the_grace_time) {
  auto spec = service("stubborn", "trap '' TERM INT HUP; echo up; while :; do sleep 1000; done");
  spec.ready = {ReadyBy::Line, "up"};
  spec.grace = 300 * kMillisecond;
  ASSERT_EQ(start({spec}), StartEnd::Ready) << said();
  EXPECT_GE(time_of_stop(), spec.grace);
  EXPECT_THAT(said(), HasSubstr("service `stubborn` (nest.toml:7) did not end in time and was killed"));
}

TEST_F(ServiceStop, ends_daemons_that_detached_themselves) {
  auto spec = service("daemon", kDaemon);
  spec.ready = {ReadyBy::Line, "daemon is up"};
  spec.grace = 100 * kMillisecond;
  ASSERT_EQ(start({spec}), StartEnd::Ready) << said();
  EXPECT_EQ(marked_processes().size(), 1u);
  supervisor->stop();
  EXPECT_TRUE(marked_processes().empty());
}

TEST_F(ServiceStop, ends_what_goes_on_forking) {
  auto spec = service(
      "forks",
      "echo up; trap '' TERM; f() {{ trap '' TERM; while :; do (setsid sleep 1000 &); sleep 0.02; done; }}; "
      "f & f & f & wait");
  spec.ready = {ReadyBy::Line, "up"};
  spec.grace = 100 * kMillisecond;
  ASSERT_EQ(start({spec}), StartEnd::Ready) << said();
  EXPECT_TRUE(soon([&] { return marked_processes().size() > 10; }));
  supervisor->stop();
  EXPECT_TRUE(marked_processes().empty());
}

TEST_F(ServiceStop, ends_what_was_stopped_by_a_signal) {
  auto spec = service("halted", "echo up; kill -STOP $$; exec sleep 1000");
  spec.ready = {ReadyBy::Line, "up"};
  spec.grace = 60 * kSecond;
  ASSERT_EQ(start({spec}), StartEnd::Ready) << said();
  EXPECT_LT(time_of_stop(), 30 * kSecond) << "it can see the SIGTERM";
}

TEST_F(ServiceStop, goes_the_opposite_way) {
  const auto noting = [this](const std::string& name, std::vector<std::string> after) {
    auto spec = service(name, "trap 'sleep 0.1; echo " + name +
                                  " >> order; exit 0' TERM; echo up; while :; do sleep 0.01; done");
    spec.ready = {ReadyBy::Line, "up"};
    spec.after = std::move(after);
    return spec;
  };
  ASSERT_EQ(start({noting("db", {}), noting("api", {"db"}), noting("web", {"api"})}), StartEnd::Ready)
      << said();
  supervisor->stop();
  EXPECT_EQ(file("order"), "web\napi\ndb\n");
}

TEST_F(ServiceStop, does_not_wait_when_told_to_hurry) {
  auto spec = service("stubborn", "trap '' TERM; echo up; while :; do sleep 1000; done");
  spec.ready = {ReadyBy::Line, "up"};
  spec.grace = 60 * kSecond;
  ASSERT_EQ(start({spec}), StartEnd::Ready) << said();
  const Descriptor pressed(eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK));
  const SteadyClock clock;
  const Instant before = clock.now();
  supervisor->stop(pressed.get());
  EXPECT_LT(clock.now() - before, 30 * kSecond);
}

TEST_F(ServiceStop, is_not_slowed_down_by_a_gigabyte_of_output) {
  auto spec = service(
      "loud", "echo up; head -c 1000000000 /dev/zero | tr '\\0' 'x'; echo; echo done; exec sleep 1000");
  spec.ready = {ReadyBy::Line, "done"};
  spec.within = 60 * kSecond;
  ASSERT_EQ(start({spec}), StartEnd::Ready) << said();
  EXPECT_LT(std::filesystem::file_size(folder + "/logs/loud.log"), 101u * 1024 * 1024);
  EXPECT_GE(std::filesystem::file_size(folder + "/logs/loud.log"), 100u * 1024 * 1024);
  supervisor->stop();
}

TEST_F(ServiceStop, happens_while_output_never_ends) {
  auto spec = service("loud", "yes");
  spec.grace = 60 * kSecond;
  ASSERT_EQ(start({spec}), StartEnd::Ready) << said();
  EXPECT_LT(time_of_stop(), 30 * kSecond);
}

TEST_F(ServiceStop, leaves_nothing_when_its_guardian_is_killed) {
  auto spec = service("daemon", "sleep 1000 & " + kDaemon + "; exec sleep 1000");
  spec.ready = {ReadyBy::Line, "daemon is up"};
  ASSERT_EQ(start({spec}), StartEnd::Ready) << said();
  // The shell becomes its last command as the daemon reports; for a moment it has no environment to be read.
  EXPECT_TRUE(soon([&] { return marked_processes().size() >= 3; }));
  for (const ProcessId& process : descendants_of(getpid())) {
    std::string name;
    std::getline(std::ifstream("/proc/" + std::to_string(process.pid) + "/comm"), name);
    if (name == "nest-guardian") kill(process.pid, SIGKILL);
  }
  EXPECT_TRUE(soon([&] { return run_ends > 0; }));
  EXPECT_THAT(said(), HasSubstr("the guardian process that nest keeps for it is gone"));
  EXPECT_TRUE(marked_processes().empty());
}

// What is nest here is a child of the test, which is killed while its services run. Only a subreaper sees
// what the death of a process leaves behind, so the test looks for the mark.
TEST_F(ServiceStop, happens_when_nest_is_killed) {
  const pid_t nest = fork();
  if (nest == 0) {
    auto stubborn = service("stubborn", "trap '' TERM; echo up; while :; do sleep 1000; done");
    stubborn.ready = {ReadyBy::Line, "up"};
    stubborn.grace = 200 * kMillisecond;
    auto daemon = service("daemon", kDaemon);
    daemon.ready = {ReadyBy::Line, "daemon is up"};
    daemon.grace = 200 * kMillisecond;
    if (start({stubborn, daemon}) == StartEnd::Ready) write_file("ready");
    for (;;) pause();
  }
  EXPECT_TRUE(soon([&] { return std::filesystem::exists(folder + "/ready"); }));
  EXPECT_TRUE(soon([&] { return marked_processes().size() >= 2; }));
  kill(nest, SIGKILL);
  waitpid(nest, nullptr, 0);
  EXPECT_TRUE(soon([&] { return marked_processes().empty(); }));
}

TEST_F(ServiceStop, happens_when_nest_is_killed_at_any_moment) {
  for (int i = 0; i < 15; ++i) {
    const pid_t nest = fork();
    if (nest == 0) {
      auto db = service("db", "trap '' TERM; (setsid sleep 1000 &) ; echo up; while :; do sleep 1000; done");
      db.ready = {ReadyBy::Line, "up"};
      db.grace = 50 * kMillisecond;
      auto web = db;
      web.name = "web";
      web.after = {"db"};
      static_cast<void>(start({db, web}));
      supervisor->stop();
      _exit(0);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(i * 7));
    kill(nest, SIGKILL);
    waitpid(nest, nullptr, 0);
    EXPECT_TRUE(soon([&] { return marked_processes().empty(); })) << "killed after " << i * 7 << " ms";
  }
}

}  // namespace
}  // namespace nest
