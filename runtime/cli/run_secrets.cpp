#include "runtime/cli/run_secrets.h"

#include <unistd.h>

#include <string_view>

#include "runtime/secrets/find_secrets.h"

namespace nest {

void remember_secrets(const TargetOptions& target, const RunSettings& settings) {
  remember_in_environment(environ);
  for (const config::KeyInfo& key : config::all_keys()) {
    const auto& setting = settings.settings.get(key.key);
    if (setting) remember_in_url(config::value_text(setting->value));
  }
  for (const auto& param : settings.settings.params()) remember_named(param.name, param.value);
  for (const std::string_view assignment : target.set) {
    const std::size_t sign = assignment.find('=');
    if (sign != std::string_view::npos)
      remember_named(assignment.substr(0, sign), assignment.substr(sign + 1));
  }
  for (const config::Service& service : settings.settings.services()) {
    remember_in_command(service.run);
    for (const auto& [name, value] : service.environment) remember_named(name, value);
  }
  for (std::size_t i = 0; i < settings.sources.size(); ++i)
    remember_in_source(settings.sources.file(static_cast<FileId>(i)).text(), true);
}

void remember_secrets(const Scenarios& scenarios) {
  for (std::size_t i = 0; i < scenarios.sources.size(); ++i)
    remember_in_source(scenarios.sources.file(static_cast<FileId>(i)).text(), false);
}

}  // namespace nest
