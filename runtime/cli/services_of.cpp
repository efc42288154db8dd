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
#include "runtime/values/text.h"

namespace nest {
namespace {

std::string spec_name(const nest_program& program, const nest_service& service) {
  const std::string_view name = view(service.name);
  std::size_t same = 0;
  for (std::uint64_t i = 0; i < program.service_count; ++i) {
    if (equal_ignoring_case(view(program.services[i].name), name)) ++same;
  }
  std::string unique(same > 1 ? view(service.full_name) : name);
  const auto is_kept = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  for (char& c : unique) {
    if (!is_kept(c)) c = '_';
  }
  return unique;
}

// From one service of a program to a spec.
class SpecOfProgram {
 public:
  SpecOfProgram(const nest_program& program, std::uint64_t index) : program_(&program), index_(index) {}

  [[nodiscard]] ServiceSpec spec() const {
    const nest_service& service = program_->services[index_];
    ServiceSpec spec;
    spec.name = spec_name(*program_, service);
    spec.command = text_of(service.command);
    spec.folder = escape_braces(view(service.folder));
    for (std::uint64_t i = 0; i < service.environment_count; ++i) {
      const nest_service_variable& variable = service.environment[i];
      spec.environment.emplace_back(view(variable.name), text_of(variable.value));
    }
    spec.ready = {ready_by(service.ready), text_of(service.ready_text)};
    if (service.within >= 0) spec.within = service.within;
    if (service.grace >= 0) spec.grace = service.grace;
    for (std::uint64_t i = 0; i < service.after_count; ++i)
      spec.after.push_back(name_of(view(service.after[i])));
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

  // A service that is named in `after`: one of the program, or one that only the configuration has.
  [[nodiscard]] std::string name_of(std::string_view name) const {
    for (std::uint64_t i = 0; i < program_->service_count; ++i) {
      const nest_service& other = program_->services[i];
      if (view(other.full_name) == name || view(other.name) == name) return spec_name(*program_, other);
    }
    return std::string(name);
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
    const bool is_url = global.kind == NEST_GLOBAL_SERVICE_URL;
    if (!is_url && global.kind != NEST_GLOBAL_SERVICE_PORT) return escape_braces(value_text(*global.value));
    const std::string_view member = is_url ? "url" : "port";
    if (global.service == index_) return fmt::format("{{{}}}", member);
    const std::string name = global.service == NEST_NONE
                                 ? std::string(view(global.name))
                                 : spec_name(*program_, program_->services[global.service]);
    return fmt::format("{{{}.{}}}", name, member);
  }

  const nest_program* program_;
  std::uint64_t index_;
};

// As people would type it: placeholders stay, braces are braces.
std::string shown_command(const ServiceSpec& spec) {
  const auto itself = [](std::string_view placeholder) -> std::optional<std::string> {
    return fmt::format("{{{}}}", placeholder);
  };
  return cut_middle(one_line(fill_in(spec.command, itself).value_or(spec.command)), 100);
}

}  // namespace

DeclaredServices services_of(const nest_program& program, std::vector<ServiceSpec> configured) {
  DeclaredServices services;
  services.specs = std::move(configured);
  for (std::uint64_t i = 0; i < program.service_count; ++i) {
    ServiceSpec spec = SpecOfProgram(program, i).spec();
    const auto same = std::find_if(services.specs.begin(), services.specs.end(),
                                   [&](const ServiceSpec& other) { return other.name == spec.name; });
    services.of_program.push_back(static_cast<std::size_t>(same - services.specs.begin()));
    if (same == services.specs.end()) services.specs.push_back(std::move(spec));
  }
  return services;
}

std::string services_text(const DeclaredServices& services) {
  std::string text;
  for (const ServiceSpec& spec : services.specs) {
    const std::string after =
        spec.after.empty() ? "" : fmt::format(" (after {})", fmt::join(spec.after, ", "));
    text += fmt::format("  {}{}: {}\n", one_line(spec.name), one_line(after), shown_command(spec));
  }
  return text.empty() ? text : "Services to start\n" + text;
}

}  // namespace nest
