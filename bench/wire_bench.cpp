#include <sys/resource.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/http/wire_exchange.h"
#include "runtime/loop/event_loop.h"
#include "runtime/values/arena.h"

// The wire lane alone, without scenarios: so many users on one thread, each sending a GET as soon as the last
// one is answered, as wrk does.
//   wire_bench URL USERS REQUESTS [io_uring]     CPU a request, memory a user who is connected and waits, and
//                                                how much too long 99 % of the times are at most

namespace {

using namespace nest;

struct User final : http::ExchangeListener {
  std::unique_ptr<http::Exchange> exchange;
  std::uint64_t* left = nullptr;
  std::uint64_t* failed = nullptr;
  std::uint64_t* in_flight = nullptr;
  http::ExchangeRequest request;

  void exchange_done(const http::ExchangeResult& result) override {
    if (result.status != 200) ++*failed;
    --*in_flight;
    go_on();
  }
  void go_on() {
    if (*left == 0) return;
    --*left;
    ++*in_flight;
    exchange->start(request, *this);
  }
};

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

long resident_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::atol(line.c_str() + 6);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4 && argc != 5) {
    std::fprintf(stderr, "usage: wire_bench URL USERS REQUESTS [io_uring]\n");
    return 2;
  }
  const std::string url = argv[1];
  const std::size_t count = std::strtoull(argv[2], nullptr, 10);
  const SteadyClock clock;
  const bool ring = argc == 5 && std::string_view(argv[4]) == "io_uring";
  EventLoop loop(clock, ring ? Engine::IoUring : Engine::Epoll);
  http::Settings settings;
  settings.host = url;
  settings.insecure = true;
  http::WireExchangeFactory factory(settings, loop);
  const long before = resident_kib();
  std::uint64_t left = 0;
  std::uint64_t failed = 0;
  std::uint64_t in_flight = 0;
  std::vector<std::unique_ptr<User>> users(count);
  for (auto& user : users) {
    user = std::make_unique<User>();
    user->exchange = factory.make();
    user->left = &left;
    user->failed = &failed;
    user->in_flight = &in_flight;
    user->request.url = "/";
  }
  const auto run = [&](std::uint64_t requests) {
    left = requests;
    for (auto& user : users) user->go_on();
    while (in_flight > 0) loop.turn(loop.now() + kSecond);
  };
  run(count);
  const double connected = cpu_seconds();
  std::printf("connected: %.1f us CPU and %.2f KiB a user\n", connected * 1e6 / static_cast<double>(count),
              static_cast<double>(resident_kib() - before) / static_cast<double>(count));
  const std::uint64_t requests = std::strtoull(argv[3], nullptr, 10);
  if (requests > 0) {
    const Instant start = loop.now();
    static_cast<void>(loop.take_lag());
    run(requests);
    const double wall = static_cast<double>(loop.now() - start) / 1e9;
    std::printf("%.2f us CPU a request, %.0f requests/s, %llu failed\n",
                (cpu_seconds() - connected) * 1e6 / static_cast<double>(requests),
                static_cast<double>(requests) / wall, static_cast<unsigned long long>(failed));
    const EventLoop::Lag lag = loop.take_lag();
    std::printf("99 %% of the times are too long by at most %.0f us; %llu batches\n",
                static_cast<double>(lag.delays.percentile(99)) / 1e3,
                static_cast<unsigned long long>(lag.batches));
  }
}
