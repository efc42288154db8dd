#include <gmock/gmock.h>

#include "tests/runtime/services/service_fixture.h"

namespace nest {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using StartEnd = Supervisor::StartEnd;

class ServiceWatch : public ServiceFixture {
 protected:
  // Ends as soon as the file "end" is there, and takes that away.
  [[nodiscard]] ServiceSpec mortal(OnFailure policy,
                                   const std::string& last = "echo last words; exit 9") const {
    auto spec = service("db", "echo up {port}; while [ ! -e end ]; do sleep 0.01; done; rm end; " + last);
    spec.ready = {ReadyBy::Line, "up"};
    spec.on_failure = policy;
    return spec;
  }
};

TEST_F(ServiceWatch, ends_the_run_when_a_service_ends) {
  ASSERT_EQ(start({mortal(OnFailure::StopRun)}), StartEnd::Ready) << said();
  EXPECT_EQ(run_ends, 0);
  write_file("end");
  EXPECT_TRUE(soon([&] { return run_ends == 1; }));
  EXPECT_THAT(said(), HasSubstr("after it was ready: exit status 9; its last lines ("));
  EXPECT_THAT(said(), HasSubstr("\n    last words\n"));
  EXPECT_TRUE(supervisor->has_ended_run());
  EXPECT_THAT(supervisor->losses(), ElementsAre(StartsWith("service `db` (nest.toml:7) ended ")));
}

TEST_F(ServiceWatch, takes_an_exit_status_of_0_for_an_end_too) {
  ASSERT_EQ(start({mortal(OnFailure::StopRun, "exit 0")}), StartEnd::Ready) << said();
  write_file("end");
  EXPECT_TRUE(soon([&] { return run_ends == 1; }));
  EXPECT_THAT(said(), HasSubstr("exit status 0"));
}

TEST_F(ServiceWatch, goes_on_when_that_is_the_policy) {
  ASSERT_EQ(start({mortal(OnFailure::GoOn)}), StartEnd::Ready) << said();
  write_file("end");
  EXPECT_TRUE(soon([&] { return has_said("exit status 9"); }));
  supervisor->stop();
  EXPECT_EQ(run_ends, 0);
  EXPECT_FALSE(supervisor->has_ended_run());
  EXPECT_EQ(supervisor->losses().size(), 1u);
}

TEST_F(ServiceWatch, ends_what_a_dead_service_leaves_behind) {
  auto spec = mortal(OnFailure::GoOn);
  spec.command = "(setsid sleep 1000 &); " + spec.command;
  ASSERT_EQ(start({spec}), StartEnd::Ready) << said();
  EXPECT_TRUE(soon([&] { return marked_processes().size() >= 2; }));
  write_file("end");
  EXPECT_TRUE(soon([&] { return marked_processes().empty(); }));
}

TEST_F(ServiceWatch, starts_it_again_on_the_same_port) {
  ASSERT_EQ(start({mortal(OnFailure::Restart)}), StartEnd::Ready) << said();
  write_file("end");
  EXPECT_TRUE(soon([&] { return has_said("is ready again"); })) << said();
  EXPECT_THAT(said(), HasSubstr("exit status 9"));
  EXPECT_THAT(said(), HasSubstr("it is started again (restart 1 of 5)"));
  EXPECT_EQ(run_ends, 0);
  const std::string up = "up " + std::to_string(supervisor->addresses()[0].port) + "\n";
  EXPECT_EQ(file("logs/db.log"), up + "last words\n--- nest: started again ---\n" + up);
}

TEST_F(ServiceWatch, gives_up_one_that_ends_again_and_again) {
  auto spec = service("db", "echo x >> starts; echo up; sleep 0.02; exit 1");
  spec.ready = {ReadyBy::Line, "up"};
  spec.on_failure = OnFailure::Restart;
  ASSERT_EQ(start({spec}), StartEnd::Ready) << said();
  EXPECT_TRUE(soon([&] { return run_ends == 1; })) << said();
  EXPECT_THAT(said(), HasSubstr("(restart 5 of 5)"));
  EXPECT_THAT(said(), HasSubstr("it was started again 5 times, which is enough"));
  EXPECT_EQ(file("starts"), "x\nx\nx\nx\nx\nx\n");
}

TEST_F(ServiceWatch, counts_a_restart_that_is_never_ready_as_an_end) {
  auto spec = mortal(OnFailure::Restart);
  spec.command = "if [ -e first ]; then exec sleep 1000; fi; touch first; " + spec.command;
  spec.within = 2 * kSecond;
  ASSERT_EQ(start({spec}), StartEnd::Ready) << said();
  write_file("end");
  EXPECT_TRUE(soon([&] { return has_said("(restart 2 of 5)"); })) << said();
  EXPECT_THAT(said(), HasSubstr("was not ready within 2 s"));
}

TEST_F(ServiceWatch, can_be_stopped_between_two_starts) {
  ASSERT_EQ(start({mortal(OnFailure::Restart)}), StartEnd::Ready) << said();
  write_file("end");
  EXPECT_TRUE(soon([&] { return has_said("(restart 1 of 5)"); }));
  supervisor->stop();
  EXPECT_THAT(said(), Not(HasSubstr("again after")));
}

TEST_F(ServiceWatch, sees_the_end_of_a_daemon) {
  auto spec = service("daemon", "(while [ ! -e end ]; do sleep 0.01; done) & echo up");
  spec.ready = {ReadyBy::Line, "up"};
  ASSERT_EQ(start({spec}), StartEnd::Ready) << said();
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_EQ(run_ends, 0) << "that the shell has ended is no failure";
  write_file("end");
  EXPECT_TRUE(soon([&] { return run_ends == 1; }));
  EXPECT_THAT(said(), HasSubstr("its last process has ended"));
}

TEST_F(ServiceWatch, says_nothing_of_services_that_were_stopped) {
  ASSERT_EQ(start({mortal(OnFailure::StopRun)}), StartEnd::Ready) << said();
  supervisor->stop();
  EXPECT_EQ(run_ends, 0);
  EXPECT_THAT(supervisor->losses(), IsEmpty());
}

}  // namespace
}  // namespace nest
