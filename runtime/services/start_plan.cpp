#include "runtime/services/start_plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>

#include "runtime/services/service_template.h"
#include "runtime/values/text.h"

namespace nest {
namespace {

using Fault = std::optional<std::string>;

constexpr std::size_t kMostServices = 100;

bool is_name(std::string_view text) {
  const auto is_letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  const auto is_inner = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
  return !text.empty() && text.size() <= 100 && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(), is_inner);
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

Fault find_name_fault(const std::vector<ServiceSpec>& specs) {
  for (std::size_t i = 0; i < specs.size(); ++i) {
    if (!is_name(specs[i].name)) {
      return fmt::format("{}: a service's name is made of letters, digits and `_`", service_title(specs[i]));
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (!equal_ignoring_case(specs[i].name, specs[j].name)) continue;
      return fmt::format("{} has the name of {}; names of services differ in more than case",
                         service_title(specs[i]), service_title(specs[j]));
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> find_service(const std::vector<ServiceSpec>& specs, std::string_view name) {
  const auto found = std::find_if(specs.begin(), specs.end(), [&](const auto& s) { return s.name == name; });
  if (found == specs.end()) return std::nullopt;
  return static_cast<std::size_t>(found - specs.begin());
}

// Depth first. `path` are the services on the way here: meeting one of them again is a cycle.
Fault follow(const std::vector<ServiceSpec>& specs, StartPlan& plan, std::vector<bool>& done,
             std::size_t service, std::vector<std::size_t>& path) {
  if (done[service]) return std::nullopt;
  const auto met = std::find(path.begin(), path.end(), service) - path.begin();
  path.push_back(service);
  if (path.begin() + met != path.end() - 1) {
    std::vector<std::string_view> names;
    for (auto i = path.begin() + met; i != path.end(); ++i) names.emplace_back(specs[*i].name);
    return fmt::format("{} waits for itself: {}", service_title(specs[service]), fmt::join(names, " after "));
  }
  for (const std::size_t earlier : plan.after[service]) {
    if (auto fault = follow(specs, plan, done, earlier, path)) return fault;
    auto& known = plan.known[service];
    known.push_back(earlier);
    known.insert(known.end(), plan.known[earlier].begin(), plan.known[earlier].end());
  }
  auto& known = plan.known[service];
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  path.pop_back();
  done[service] = true;
  return std::nullopt;
}

Fault order(const std::vector<ServiceSpec>& specs, StartPlan& plan) {
  for (std::size_t i = 0; i < specs.size(); ++i) {
    for (const std::string& name : specs[i].after) {
      const auto earlier = find_service(specs, name);
      if (!earlier) {
        return fmt::format("{} is to start after `{}`, and there is no such service", service_title(specs[i]),
                           excerpt(name));
      }
      plan.after[i].push_back(*earlier);
      plan.before[*earlier].push_back(i);
    }
  }
  std::vector<bool> done(specs.size());
  for (std::size_t i = 0; i < specs.size(); ++i) {
    std::vector<std::size_t> path;
    if (auto fault = follow(specs, plan, done, i, path)) return fault;
  }
  return std::nullopt;
}

Fault find_text_fault(const std::vector<ServiceSpec>& specs, const StartPlan& plan, std::size_t index,
                      std::string_view what, std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return fmt::format("{} holds a NUL", what);
  const auto filled = fill_in(text, [&](std::string_view placeholder) -> std::optional<std::string> {
    if (placeholder == "port" || placeholder == "url") return "";
    const std::size_t dot = std::min(placeholder.find('.'), placeholder.size());
    const std::string_view member = placeholder.substr(std::min(dot + 1, placeholder.size()));
    const auto other = find_service(specs, placeholder.substr(0, dot));
    const auto& known = plan.known[index];
    const bool is_known = other && std::find(known.begin(), known.end(), *other) != known.end();
    if (is_known && (member == "port" || member == "url")) return "";
    return std::nullopt;
  });
  if (filled) return std::nullopt;
  return fmt::format(
      "its {}: {}. There are {{port}} and {{url}}, and {{NAME.port}} and {{NAME.url}} of services "
      "that it starts `after`",
      what, filled.error());
}

Fault find_ready_fault(const ReadyWhen& ready) {
  switch (ready.by) {
    case ReadyBy::Http:
      if (!ready.text.starts_with('/')) return "the path that it is ready by begins with `/`";
      if (has_control(ready.text) || ready.text.find(' ') != std::string::npos) {
        return "the path that it is ready by holds blanks";
      }
      break;
    case ReadyBy::Line:
      if (ready.text.empty() || ready.text.size() > 1000 || ready.text.find('\n') != std::string::npos) {
        return "the text that it is ready by is a part of one line, of up to 1000 bytes";
      }
      break;
    case ReadyBy::Tcp:
    case ReadyBy::Start:
      break;
  }
  return std::nullopt;
}

Fault find_fault(const std::vector<ServiceSpec>& specs, const StartPlan& plan, std::size_t index) {
  const ServiceSpec& spec = specs[index];
  if (trimmed(spec.command).empty()) return "it has no command to run";
  if (spec.within <= 0) return "the time that it may take to be ready is not above zero";
  if (spec.grace < 0) return "its grace time is negative";
  if (auto fault = find_ready_fault(spec.ready)) return fault;
  if (auto fault = find_text_fault(specs, plan, index, "command", spec.command)) return fault;
  if (auto fault = find_text_fault(specs, plan, index, "folder", spec.folder)) return fault;
  if (auto fault = find_text_fault(specs, plan, index, "readiness", spec.ready.text)) return fault;
  for (const auto& [name, value] : spec.environment) {
    if (name.empty() || has_control(name) || name.find('=') != std::string::npos) {
      return fmt::format("`{}` is no name for an environment variable", excerpt(name));
    }
    if (auto fault = find_text_fault(specs, plan, index, name, value)) return fault;
  }
  return std::nullopt;
}

}  // namespace

std::string service_title(const ServiceSpec& spec) {
  const std::string name = excerpt(spec.name);
  if (spec.declared_at.empty()) return fmt::format("service `{}`", name);
  return fmt::format("service `{}` ({})", name, excerpt(spec.declared_at, 200));
}

std::expected<StartPlan, std::string> plan_start(const std::vector<ServiceSpec>& specs) {
  if (specs.size() > kMostServices) {
    return std::unexpected(
        fmt::format("{} services are declared; there may be {}", specs.size(), kMostServices));
  }
  StartPlan plan;
  plan.after.resize(specs.size());
  plan.before.resize(specs.size());
  plan.known.resize(specs.size());
  if (auto fault = find_name_fault(specs)) return std::unexpected(*fault);
  if (auto fault = order(specs, plan)) return std::unexpected(*fault);
  for (std::size_t i = 0; i < specs.size(); ++i) {
    if (auto fault = find_fault(specs, plan, i)) {
      return std::unexpected(fmt::format("{}: {}", service_title(specs[i]), *fault));
    }
  }
  return plan;
}

}  // namespace nest
