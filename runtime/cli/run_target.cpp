#include "runtime/cli/run_target.h"

#include <memory>
#include <random>

#include "compiler/shell/remark.h"
#include "runtime/http/wire_exchange.h"

namespace nest {

std::optional<std::string> find_missing_host(const TargetOptions& target, const CompiledProgram& compiled) {
  if (!target.http.host.empty() || !compiled.needs_host()) return std::nullopt;
  return "say where the requests go: --host http://HOST:PORT, `host = \"…\"` in nest.toml, or NEST_HOST";
}

std::uint64_t seed_of(const TargetOptions& target) {
  // 32 bits: short enough to be typed again.
  return target.seed ? *target.seed : std::random_device{}();
}

ExchangeMaker wire_exchanges(const http::Settings& settings) {
  return [&settings](EventLoop& loop, std::size_t) {
    return std::make_unique<http::WireExchangeFactory>(settings, loop);
  };
}

bool anything_failed(const Statistics& total) {
  for (const RowStatistics& row : total.rows) {
    if (row.failures > 0) return true;
  }
  return total.all_checks().failed > 0 || total.task_failure_count() > 0;
}

int complain(int code, const std::string& message) {
  remark("nest: {}\n", message);
  return code;
}

}  // namespace nest
