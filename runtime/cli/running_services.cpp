#include "runtime/cli/running_services.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <optional>

#include "runtime/http/url.h"
#include "runtime/report/format.h"

namespace nest {
namespace {

bool is_address(const nest_global& global) {
  return global.kind == NEST_GLOBAL_SERVICE_URL || global.kind == NEST_GLOBAL_SERVICE_PORT;
}

// Which of the specs a global is about; specs.size() when none.
std::size_t spec_of(const nest_global& global, const DeclaredServices& services) {
  if (global.service != NEST_NONE) return services.of_program[global.service];
  const auto named = std::find_if(services.specs.begin(), services.specs.end(),
                                  [&](const ServiceSpec& spec) { return spec.name == view(global.name); });
  return static_cast<std::size_t>(named - services.specs.begin());
}

bool asks_for(const nest_program& program, const DeclaredServices& services, std::size_t spec) {
  for (std::uint64_t i = 0; i < program.global_count; ++i) {
    if (is_address(program.globals[i]) && spec_of(program.globals[i], services) == spec) return true;
  }
  return false;
}

std::string variable_of(std::string name) {
  for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return fmt::format("NEST_{}_URL", name);
}

}  // namespace

std::expected<std::vector<ServiceAddress>, std::string> running_services(const nest_program& program,
                                                                         const DeclaredServices& services) {
  std::vector<ServiceAddress> addresses;
  for (std::size_t i = 0; i < services.specs.size(); ++i) {
    ServiceAddress& address = addresses.emplace_back();
    address.name = services.specs[i].name;
    if (!asks_for(program, services, i)) continue;
    const std::string variable = variable_of(address.name);
    const char* value = std::getenv(variable.c_str());
    if (value == nullptr || *value == '\0') {
      return std::unexpected(fmt::format("with --no-services, say where service `{}` is: {}=http://HOST:PORT",
                                         address.name, variable));
    }
    const auto url = http::parse_url(value);
    if (!url) return std::unexpected(fmt::format("{}={}: {}", variable, one_line(value), url.error()));
    address.url = value;
    while (address.url.ends_with('/')) address.url.pop_back();
    address.port = url->port;
  }
  return addresses;
}

void set_addresses(const nest_program& program, const DeclaredServices& services,
                   const std::vector<ServiceAddress>& addresses, RunValues& values) {
  for (std::uint64_t i = 0; i < program.global_count; ++i) {
    const nest_global& global = program.globals[i];
    if (!is_address(global)) continue;
    const std::size_t spec = spec_of(global, services);
    if (spec == addresses.size()) continue;
    if (global.kind == NEST_GLOBAL_SERVICE_URL) {
      values.write_text(global, addresses[spec].url);
    } else {
      RunValues::write_int(global, addresses[spec].port);
    }
  }
}

}  // namespace nest
