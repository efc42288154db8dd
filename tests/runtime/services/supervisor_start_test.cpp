#include <fcntl.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "tests/runtime/services/service_fixture.h"

namespace nest {
namespace {

using testing::HasSubstr;
using StartEnd = Supervisor::StartEnd;

class ServiceStart : public ServiceFixture {};

TEST_F(ServiceStart, waits_for_an_answer_over_http) {
  auto spec = service("web", kHttpServer);
  spec.ready = {ReadyBy::Http, "/"};
  ASSERT_EQ(start({spec}), StartEnd::Ready) << said();
  const auto addresses = supervisor->addresses();
  ASSERT_EQ(addresses.size(), 1u);
  EXPECT_EQ(addresses[0].name, "web");
  EXPECT_EQ(addresses[0].url, "http://127.0.0.1:" + std::to_string(addresses[0].port));
  EXPECT_THAT(said(), HasSubstr("service `web` (nest.toml:7) is ready after "));
  EXPECT_THAT(said(), HasSubstr(addresses[0].url));
  EXPECT_THAT(file("logs/web.log"), HasSubstr("GET / HTTP/1.1"));
}

TEST_F(ServiceStart, waits_for_a_port_to_be_open) {
  auto spec = service("web", kHttpServer);
  spec.ready = {ReadyBy::Tcp, ""};
  EXPECT_EQ(start({spec}), StartEnd::Ready) << said();
}

TEST_F(ServiceStart, waits_for_a_line_of_either_output) {
  auto out = service("out", "printf 'Running '; sleep 0.1; printf 'on {port}\\n'; exec sleep 100");
  out.ready = {ReadyBy::Line, "Running on {port}"};
  auto err = service("err", "echo Running on {port} >&2; exec sleep 100");
  err.ready = out.ready;
  EXPECT_EQ(start({out, err}), StartEnd::Ready) << said();
}

TEST_F(ServiceStart, takes_one_that_says_nothing_about_itself_as_ready_when_it_stays) {
  EXPECT_EQ(start({service("quiet", "exec sleep 100")}), StartEnd::Ready) << said();
}

TEST_F(ServiceStart, gives_up_one_that_is_not_ready_in_time) {
  auto spec = service("slow", "echo still working on it; exec sleep 100 # {port}");
  spec.ready = {ReadyBy::Http, "/health"};
  spec.within = 2 * kSecond;
  EXPECT_EQ(start({spec}), StartEnd::Failed);
  EXPECT_THAT(said(),
              HasSubstr("service `slow` (nest.toml:7) was not ready within 2 s: GET http://127.0.0.1:"));
  EXPECT_THAT(said(), HasSubstr("/health: connection refused"));
  EXPECT_THAT(said(), HasSubstr("\n    still working on it"));
  EXPECT_TRUE(marked_processes().empty());
}

TEST_F(ServiceStart, says_when_a_command_cannot_know_its_port) {
  auto spec = service("deaf", "exec sleep 100");
  spec.ready = {ReadyBy::Tcp, ""};
  spec.within = 200 * kMillisecond;
  EXPECT_EQ(start({spec}), StartEnd::Failed);
  EXPECT_THAT(said(), HasSubstr("Its command does not use {port}"));
}

TEST_F(ServiceStart, reports_one_that_ends_at_once_with_its_last_lines) {
  auto spec = service("broken", "for i in $(seq 1 50); do echo line $i; done; exit 3");
  spec.ready = {ReadyBy::Tcp, ""};
  spec.within = 60 * kSecond;
  const SteadyClock clock;
  const Instant before = clock.now();
  EXPECT_EQ(start({spec}), StartEnd::Failed);
  EXPECT_LT(clock.now() - before, 30 * kSecond) << "it does not wait for the limit";
  EXPECT_THAT(said(), HasSubstr("service `broken` (nest.toml:7) ended before it was ready: exit status 3"));
  EXPECT_THAT(said(), HasSubstr("logs/broken.log"));
  EXPECT_THAT(said(), HasSubstr("):\n    line 31\n"));
  EXPECT_THAT(said(), HasSubstr("\n    line 50\n"));
}

TEST_F(ServiceStart, reports_the_signal_that_ended_one) {
  EXPECT_EQ(start({service("broken", "kill -SEGV $$")}), StartEnd::Failed);
  EXPECT_THAT(said(), HasSubstr("signal 11 (Segmentation fault); it printed nothing"));
}

TEST_F(ServiceStart, reports_a_command_that_is_not_there) {
  EXPECT_EQ(start({service("gone", "no-such-command-anywhere --port {port}")}), StartEnd::Failed);
  EXPECT_THAT(said(), HasSubstr("exit status 127"));
  EXPECT_THAT(said(), HasSubstr("no-such-command-anywhere: not found"));
}

TEST_F(ServiceStart, reports_a_folder_that_is_not_there) {
  auto spec = service("lost", "true");
  spec.folder = folder + "/missing";
  EXPECT_EQ(start({spec}), StartEnd::Failed);
  EXPECT_THAT(said(), HasSubstr("service `lost` (nest.toml:7) cannot be started in the folder " +
                                spec.folder + ": No such file or directory"));
}

TEST_F(ServiceStart, starts_nothing_when_a_log_cannot_be_written) {
  write_file("logs", "a file, not a folder");
  EXPECT_FALSE(create({service("web", "touch started")}));
  EXPECT_THAT(said(),
              HasSubstr("service `web` (nest.toml:7): " + folder + "/logs/web.log cannot be written"));
  EXPECT_FALSE(std::filesystem::exists(folder + "/started"));
}

TEST_F(ServiceStart, refuses_a_command_that_is_too_long) {
  EXPECT_EQ(start({service("long", "echo " + std::string(1'000'000, 'x'))}), StartEnd::Failed);
  EXPECT_THAT(said(), HasSubstr("its command is too long"));
}

TEST_F(ServiceStart, keeps_the_order_and_hands_addresses_on) {
  auto db = service("db", "sleep 0.3; echo db >> order; echo up; exec sleep 100");
  db.ready = {ReadyBy::Line, "up"};
  auto cache = service("cache", "echo up; exec sleep 100");
  cache.ready = db.ready;
  auto web = service(
      "web",
      "echo web >> order; echo $NEST_DB_URL {db.url} $NEST_DB_PORT {db.port} $NEST_WEB_PORT {port} $DB "
      "$NEST_CACHE_PORT > seen; echo up; exec sleep 100");
  web.ready = db.ready;
  web.after = {"db"};
  web.environment.emplace_back("DB", "at {db.url}");
  ASSERT_EQ(start({web, cache, db}), StartEnd::Ready) << said();
  EXPECT_EQ(file("order"), "db\nweb\n");
  const auto addresses = supervisor->addresses();
  const std::string url = addresses[2].url;
  const std::string port = std::to_string(addresses[2].port);
  const std::string own = std::to_string(addresses[0].port);
  EXPECT_EQ(file("seen"),
            url + ' ' + url + ' ' + port + ' ' + port + ' ' + own + ' ' + own + " at " + url + '\n')
      << "of the cache, which it does not come after, it knows nothing";
}

TEST_F(ServiceStart, starts_independent_services_side_by_side) {
  std::vector<ServiceSpec> specs;
  for (int i = 0; i < 6; ++i) {
    // Each waits for all of them to have begun.
    specs.push_back(service("s" + std::to_string(i),
                            "touch b{port}; while [ $(ls b* | wc -l) -lt 6 ]; do sleep 0.01; done; "
                            "echo up; exec sleep 100"));
    specs.back().ready = {ReadyBy::Line, "up"};
  }
  EXPECT_EQ(start(specs), StartEnd::Ready) << said();
}

TEST_F(ServiceStart, does_not_start_what_comes_after_a_failed_one) {
  auto web = service("web", "touch started; exec sleep 100");
  web.after = {"db"};
  EXPECT_EQ(start({web, service("db", "exit 1"), service("other", "exec sleep 100")}), StartEnd::Failed);
  EXPECT_FALSE(std::filesystem::exists(folder + "/started"));
  EXPECT_TRUE(marked_processes().empty()) << "and the other one is stopped";
}

TEST_F(ServiceStart, is_given_what_a_new_process_has) {
  auto spec = service("plain",
                      "ls /proc/self/fd | tr '\\n' ' ' > fds; readlink /proc/self/fd/0 > input; "
                      "grep -E 'SigBlk|SigIgn' /proc/self/status > signals; pwd > here; exec sleep 100");
  const Descriptor ours(open("/dev/null", O_RDONLY));  // not close-on-exec
  ASSERT_EQ(start({spec}), StartEnd::Ready) << said();
  EXPECT_EQ(file("fds"), "0 1 2 3 ") << "3 is the folder that ls reads";
  EXPECT_EQ(file("input"), "/dev/null\n");
  EXPECT_EQ(file("signals"), "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
  EXPECT_EQ(file("here"), folder + "\n");
}

TEST_F(ServiceStart, tries_another_port_when_somebody_takes_the_first) {
  auto spec = service("web", "echo {port} > port; while [ ! -e go ]; do sleep 0.01; done; " + kHttpServer);
  spec.ready = {ReadyBy::Line, "Serving HTTP"};
  spec.environment.emplace_back("PYTHONUNBUFFERED", "1");
  Descriptor thief(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  std::thread taking([&] {
    EXPECT_TRUE(soon([&] { return file("port").ends_with('\n'); }));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(file("port"))));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(bind(thief.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(listen(thief.get(), 1), 0);
    write_file("go");
  });
  EXPECT_EQ(start({spec}), StartEnd::Ready) << said();
  taking.join();
  EXPECT_THAT(said(), HasSubstr("another program has taken port "));
  EXPECT_EQ(file("port"), std::to_string(supervisor->addresses()[0].port) + "\n");
}

TEST_F(ServiceStart, can_be_cancelled_at_any_time) {
  for (int i = 0; i < 12; ++i) {
    auto db = service("db", "sleep 0.1; echo up; exec sleep 100");
    db.ready = {ReadyBy::Line, "up"};
    auto web = service("web", "sleep 100 & echo up; wait");
    web.ready = db.ready;
    web.after = {"db"};
    ASSERT_TRUE(create({db, web}));
    const Descriptor pressed(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    std::thread user([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(i * 17));
      EXPECT_EQ(eventfd_write(pressed.get(), 1), 0);
    });
    const auto note = [&] {
      eventfd_t count = 0;
      eventfd_read(pressed.get(), &count);
    };
    const StartEnd end = supervisor->start(pressed.get(), note);
    user.join();
    if (end == StartEnd::Ready) supervisor->stop(-1);
    EXPECT_NE(end, StartEnd::Failed) << said();
    EXPECT_TRUE(marked_processes().empty()) << "cancelled after " << i * 17 << " ms";
    supervisor.reset();
  }
}

}  // namespace
}  // namespace nest
