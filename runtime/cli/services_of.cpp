#include "runtime/cli/services_of.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "runtime/cli/run_values.h"
#include "runtime/report/format.h"
#include "runtime/services/service_template.h"

namespace nest {
namespace {

// Placeholders stay, braces are braces.
std::string command_text(const ServiceSpec& spec) {
  const auto itself = [](std::string_view placeholder) -> std::optional<std::string> {
    return fmt::format("{{{}}}", placeholder);
  };
  return fill_in(spec.command, itself).value_or(spec.command);
}

// From one service of a program to a spec.
class SpecOfProgram {
 public:
  SpecOfProgram(const nest_program& program, std::uint64_t index) : program_(&program), index_(index) {}

  [[nodiscard]] std::string shown_command() {
    hides_environment_ = true;
    ServiceSpec shown;
    shown.command = text_of(program_->services[index_].command);
    return command_text(shown);
  }

  [[nodiscard]] ServiceSpec spec() const {
    const nest_service& service = program_->services[index_];
    ServiceSpec spec;
    spec.name = view(service.name);
    spec.command = text_of(service.command);
    spec.folder = escape_braces(view(service.folder));
    for (std::uint64_t i = 0; i < service.environment_count; ++i) {
      const nest_service_variable& variable = service.environment[i];
      spec.environment.emplace_back(view(variable.name), text_of(variable.value));
    }
    spec.ready = {ready_by(service.ready), text_of(service.ready_text)};
    if (service.within >= 0) spec.within = service.within;
    if (service.grace >= 0) spec.grace = service.grace;
    for (std::uint64_t i = 0; i < service.after_count; ++i) spec.after.emplace_back(view(service.after[i]));
    spec.on_failure = on_failure(service.on_failure);
    spec.declared_at = site_text(*program_, service.site);
    return spec;
  }

 private:
  static ReadyBy ready_by(std::uint32_t ready) {
    switch (ready) {
      case NEST_READY_HTTP:
        return ReadyBy::Http;
      case NEST_READY_TCP:
        return ReadyBy::Tcp;
      case NEST_READY_LINE:
        return ReadyBy::Line;
      default:
        return ReadyBy::Start;
    }
  }
  static OnFailure on_failure(std::uint32_t policy) {
    switch (policy) {
      case NEST_ON_FAILURE_GO_ON:
        return OnFailure::GoOn;
      case NEST_ON_FAILURE_RESTART:
        return OnFailure::Restart;
      default:
        return OnFailure::StopRun;
    }
  }

  [[nodiscard]] std::string text_of(const nest_template& text) const {
    std::string result;
    for (std::uint64_t i = 0; i < text.part_count; ++i) {
      const nest_part& part = text.parts[i];
      result += part.encoding == NEST_PART_TEXT ? escape_braces(view(part.text)) : hole_text(part.hole);
    }
    return result;
  }

  // Addresses are not known yet: they become placeholders.
  [[nodiscard]] std::string hole_text(std::uint32_t hole) const {
    const nest_global& global = program_->globals[hole];
    switch (global.kind) {
      case NEST_GLOBAL_SERVICE_URL:
        return address_text(global, "url");
      case NEST_GLOBAL_SERVICE_PORT:
        return address_text(global, "port");
      case NEST_GLOBAL_ENVIRONMENT:
        if (hides_environment_) return fmt::format("{{{{env(\"{}\")}}}}", view(global.name));
        [[fallthrough]];
      default:
        return escape_braces(value_text(*global.value));
    }
  }

  [[nodiscard]] std::string address_text(const nest_global& global, std::string_view member) const {
    if (global.service == index_) return fmt::format("{{{}}}", member);
    return fmt::format("{{{}.{}}}", view(global.name), member);
  }

  const nest_program* program_;
  std::uint64_t index_;
  bool hides_environment_ = false;
};

}  // namespace

DeclaredServices services_of(const nest_program& program, std::vector<ServiceSpec> configured) {
  DeclaredServices services;
  services.specs = std::move(configured);
  for (const ServiceSpec& spec : services.specs) services.shown_commands.push_back(command_text(spec));
  for (std::uint64_t i = 0; i < program.service_count; ++i) {
    const auto same =
        std::find_if(services.specs.begin(), services.specs.end(),
                     [&](const ServiceSpec& other) { return other.name == view(program.services[i].name); });
    services.of_program.push_back(static_cast<std::size_t>(same - services.specs.begin()));
    if (same != services.specs.end()) continue;
    services.specs.push_back(SpecOfProgram(program, i).spec());
    services.shown_commands.push_back(SpecOfProgram(program, i).shown_command());
  }
  return services;
}

std::string services_text(const DeclaredServices& services) {
  constexpr std::size_t kWidth = 100;
  std::string text;
  for (std::size_t i = 0; i < services.specs.size(); ++i) {
    const ServiceSpec& spec = services.specs[i];
    const std::string after =
        spec.after.empty() ? "" : fmt::format(" (after {})", fmt::join(spec.after, ", "));
    const std::string command = cut_middle(shown(services.shown_commands[i]), kWidth);
    text += fmt::format("  {}{}: {}\n", one_line(spec.name), one_line(after), command);
  }
  return text.empty() ? text : "Services to start\n" + text;
}

}  // namespace nest
