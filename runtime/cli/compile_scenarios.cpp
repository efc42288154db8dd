#include "runtime/cli/compile_scenarios.h"

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "compiler/diagnostics/sorted_sink.h"
#include "compiler/shell/remark.h"
#include "runtime/cli/show_findings.h"
#include "runtime/entry/entry_table.h"
#include "runtime/report/format.h"

namespace nest {

namespace {

std::vector<Span> secrets_of(SortedSink& findings) {
  std::vector<Span> secrets;
  for (const Diagnostic& finding : findings.sorted()) {
    if (finding.code == DiagnosticCode::SecretInSource && finding.span) secrets.push_back(*finding.span);
  }
  return secrets;
}

/// As the XDG base directory specification has it; empty when the environment names no place.
std::filesystem::path cache_folder() {
  const auto absolute = [](const char* name) {
    const char* value = std::getenv(name);
    const std::filesystem::path path = value == nullptr ? "" : value;
    return path.is_absolute() ? path : std::filesystem::path();
  };
  if (const auto caches = absolute("XDG_CACHE_HOME"); !caches.empty()) return caches / "nest";
  if (const auto home = absolute("HOME"); !home.empty()) return home / ".cache" / "nest";
  return {};
}

}  // namespace

// From the last to the first: places before a secret stay where they are.
std::string Scenarios::shown_text(FileId file) const {
  std::string text(sources.file(file).text());
  for (auto secret = secrets.rbegin(); secret != secrets.rend(); ++secret) {
    if (secret->file == file) text.replace(secret->begin, secret->length, "\"***\"");
  }
  return text;
}

std::optional<Scenarios> compile_scenarios(const TargetOptions& target, const config::Settings& settings) {
  CompileOptions options;
  options.paths.assign(target.paths.begin(), target.paths.end());
  options.only = target.only;
  options.except = target.except;
  options.skip_broken = target.skip_broken;
  options.host = target.http.host;
  options.allowed_hosts = target.allowed_hosts;
  if (!target.no_cache) options.cache_folder = cache_folder();
  for (const config::Service& service : settings.services()) options.services.push_back(service.name);
  for (const EntryPoint& entry : entry_table()) options.symbols.push_back({entry.name, entry.address});
  SourceSet sources;
  SortedSink findings;
  auto program = compile(options, sources, findings);
  show_findings(findings, sources);
  if (program) {
    for (const std::string& file : program->left_out())
      remark("nest: {} is left out because of its errors\n", one_line(file));
    return Scenarios{std::move(*program), std::move(sources), secrets_of(findings)};
  }
  if (!program.error().internal.empty()) {
    remark("nest: the compiler failed, which is a fault of nest: {}\n", program.error().internal);
  }
  return std::nullopt;
}

}  // namespace nest
