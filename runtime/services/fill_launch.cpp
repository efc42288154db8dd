#include "runtime/services/fill_launch.h"

#include <fmt/format.h>

#include <cctype>
#include <optional>
#include <string_view>

#include "runtime/services/service_template.h"

namespace nest {
namespace {

std::string in_capitals(std::string name) {
  for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

std::optional<std::string> member_of(const ServiceAddress& address, std::string_view member) {
  if (member == "port") return fmt::format("{}", address.port);
  if (member == "url") return address.url;
  return std::nullopt;
}

}  // namespace

std::string service_url(std::uint16_t port) { return fmt::format("http://127.0.0.1:{}", port); }

FilledLaunch fill_launch(const std::vector<ServiceSpec>& specs, const StartPlan& plan,
                         const std::vector<ServiceAddress>& addresses, std::size_t index) {
  const auto value = [&](std::string_view placeholder) -> std::optional<std::string> {
    const std::size_t dot = placeholder.find('.');
    if (dot == std::string_view::npos) return member_of(addresses[index], placeholder);
    for (const std::size_t known : plan.known[index]) {
      if (specs[known].name == placeholder.substr(0, dot)) {
        return member_of(addresses[known], placeholder.substr(dot + 1));
      }
    }
    return std::nullopt;
  };
  // plan_start() has seen that all of it can be filled in.
  const auto filled = [&](const std::string& text) { return fill_in(text, value).value_or(text); };
  const ServiceSpec& spec = specs[index];
  FilledLaunch result;
  result.launch.command = filled(spec.command);
  result.launch.folder = filled(spec.folder);
  result.ready = filled(spec.ready.text);
  const auto assign_address = [&](std::size_t service) {
    const std::string name = in_capitals(specs[service].name);
    result.launch.assignments.push_back(fmt::format("NEST_{}_URL={}", name, addresses[service].url));
    result.launch.assignments.push_back(fmt::format("NEST_{}_PORT={}", name, addresses[service].port));
  };
  for (const std::size_t known : plan.known[index]) assign_address(known);
  assign_address(index);
  for (const auto& [name, text] : spec.environment) {
    result.launch.assignments.push_back(name + '=' + filled(text));
  }
  return result;
}

}  // namespace nest
