#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "examples/shop/server.h"

namespace {

void add_options(CLI::App& app, shop::ServerOptions& options) {
  using CLI::AsNumberWithUnit;
  static const std::map<std::string, std::int64_t> kUnits = {{"us", 1}, {"ms", 1000}, {"s", 1'000'000}};
  const auto duration = [&app](const char* name, auto& field, const char* help) {
    app.add_option_function<std::int64_t>(
           name,
           [&field](std::int64_t microseconds) {
             field = std::chrono::duration_cast<std::remove_reference_t<decltype(field)>>(
                 std::chrono::microseconds(microseconds));
           },
           help)
        ->transform(AsNumberWithUnit(kUnits, AsNumberWithUnit::UNIT_REQUIRED))
        ->type_name("TIME");
  };
  app.add_option("--address", options.address, "Address to listen on")->capture_default_str();
  app.add_option("--port", options.port, "Port to listen on; 0 takes a free one")->capture_default_str();
  app.add_option("--threads", options.threads, "Threads")->check(CLI::Range(1, 64))->capture_default_str();
  duration("--delay", options.faults.delay, "Wait before every answer, e.g. 5ms");
  duration("--jitter", options.faults.jitter, "Wait up to this much more");
  app.add_option("--fail-rate", options.faults.fail_rate, "Share of requests answered 503")
      ->check(CLI::Range(0.0, 1.0));
  duration("--stall-every", options.faults.stall_every, "Freeze once in each such time …");
  duration("--stall-for", options.faults.stall_for, "… for so long");
}

}  // namespace

int main(int argc, char** argv) {
  shop::ServerOptions options;
  CLI::App app{"A small web shop to aim load at."};
  add_options(app, options);
  CLI11_PARSE(app, argc, argv);
  try {
    shop::Server server(options);
    fmt::print("listening on http://{}:{}\n", options.address, server.port());
    std::fflush(stdout);
    server.run();
    return 0;
  } catch (const std::exception& failure) {
    fmt::print(stderr, "nest-demo-shop: cannot listen on {}:{}: {}\n", options.address, options.port,
               failure.what());
    return 1;
  }
}
