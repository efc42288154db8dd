#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/diagnostics/emitter.h"
#include "compiler/diagnostics/sorted_sink.h"
#include "compiler/driver/commands.h"
#include "compiler/driver/compilation.h"
#include "compiler/driver/findings.h"
#include "compiler/driver/options.h"
#include "compiler/driver/project_services.h"
#include "compiler/driver/weight_settings.h"
#include "compiler/mix/analyse.h"
#include "compiler/mix/print_mix.h"
#include "compiler/shell/remark.h"
#include "compiler/source/source_set.h"
#include "compiler/syntax/literals.h"

namespace nest {
namespace {

struct MixCommand {
  SourceOptions source;
  Selection selection;
  mix::LoadQuestion question;
  std::int64_t latency = 80'000'000;
  std::vector<std::string> settings;
  std::vector<std::string> tags;
  std::vector<std::string> exclude_tags;
};

int complain(const std::string& problem) {
  remark("nestc: {}\n", problem);
  return kUsage;
}

int show_mix(const MixCommand& command) {
  SourceSet sources;
  SortedSink findings;
  Emitter emitter(findings, command.source.warnings_as_errors);
  std::vector<std::string> services = project_services(command.source.paths, sources, emitter);
  const auto analysed =
      analyse({{command.source.paths, command.selection}, false, std::move(services)}, sources, emitter);
  SourceOptions shown = command.source;
  shown.format = FindingsFormat::Text;  // --format is that of the mix
  if (!findings.sorted().empty() && !write_findings(findings, sources, shown, stderr)) return kErrors;
  if (!analysed) return kErrors;
  const hir::Program& program = analysed->program;
  auto weights = weights_with(program, command.settings);
  if (!weights) return complain(weights.error());
  for (std::size_t i = 0; i < program.tasksets.size(); ++i) {
    if (!analysed->chosen[i]) (*weights)[i] = 0;
  }
  const mix::MixOptions options{std::move(*weights), command.tags, command.exclude_tags, command.latency};
  const auto expected = mix::analyse(mix::build_model(program, sources), options);
  if (!expected) return complain("no taskset with a weight above 0 is left to pick");
  const bool json = command.source.format == FindingsFormat::Json;
  const std::string text =
      json ? mix_json(*expected, command.question) : mix_text(*expected, command.question);
  return write_text(text, stdout) ? kClean : kErrors;
}

bool is_number(std::string_view text) {
  const std::size_t point = std::min(text.find('.'), text.size());
  const auto digits = [](std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
  };
  return digits(text.substr(0, point)) && (point == text.size() || digits(text.substr(point + 1)));
}

// "500/s", "500" (a second), "30000/m".
std::optional<double> parse_rate(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view unit = slash == std::string_view::npos ? "s" : text.substr(slash + 1);
  text = text.substr(0, slash);
  if (!is_number(text) || (unit != "s" && unit != "m")) return std::nullopt;
  const auto number = syntax::float_value(text);
  if (!number || *number <= 0) return std::nullopt;
  return unit == "m" ? *number / 60 : *number;
}

std::optional<std::int64_t> parse_latency(std::string_view text) {
  constexpr std::int64_t kLongest = 3'600'000'000'000;
  if (text == "0") return 0;
  if (!is_number(text.substr(0, text.find_first_not_of("0123456789.")))) return std::nullopt;
  const std::string_view unit = text.substr(text.find_last_of("0123456789.") + 1);
  if (unit != "us" && unit != "ms" && unit != "s" && unit != "m" && unit != "h") return std::nullopt;
  const auto value = syntax::duration_value(text);
  return value && *value >= 0 && *value <= kLongest ? value : std::nullopt;
}

void add_load_options(CLI::App& command, MixCommand& options) {
  command
      .add_option_function<std::uint64_t>(
          "--users", [&options](std::uint64_t users) { options.question.users = users; },
          "Show the requests a second of so many users")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}))
      ->type_name("N");
  command
      .add_option_function<std::string>(
          "--rate",
          [&options](const std::string& text) {
            options.question.rate = parse_rate(text);
            if (!options.question.rate) throw CLI::ValidationError("--rate", "write it as 500/s or 30000/m");
          },
          "Show how many users make so many requests a second, such as 500/s")
      ->type_name("RATE");
  command
      .add_option_function<std::string>(
          "--arrivals",
          [&options](const std::string& text) {
            options.question.arrivals = parse_rate(text);
            if (!options.question.arrivals)
              throw CLI::ValidationError("--arrivals", "write it as 50/s or 300/m");
          },
          "Show what so many visits a second make, as a plan of arrivals begins them: 50/s")
      ->type_name("RATE");
  command
      .add_option_function<std::string>(
          "--latency",
          [&options](const std::string& text) {
            const auto latency = parse_latency(text);
            if (!latency) throw CLI::ValidationError("--latency", "write it as 80ms; an hour at most");
            options.latency = *latency;
          },
          "How long each request takes")
      ->type_name("TIME")
      ->default_str("80ms");
}

}  // namespace

void add_mix_command(CLI::App& nestc, int& status) {
  CLI::App* command = nestc.add_subcommand(
      "mix", "Shows what users will do, before any run: shares of visits, tasks and requests");
  const auto options = std::make_shared<MixCommand>();
  add_source_options(*command, options->source);
  add_selection_options(*command, options->selection);
  add_load_options(*command, *options);
  command
      ->add_option("--set", options->settings,
                   "Another weight for a taskset: NAME=WEIGHT; may be given several times")
      ->type_name("NAME=WEIGHT")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_option("--tags", options->tags, "Only tasks with one of these tags")
      ->delimiter(',')
      ->type_name("A,B");
  command->add_option("--exclude-tags", options->exclude_tags, "No task with one of these tags")
      ->delimiter(',')
      ->type_name("C");
  command->callback([options, &status] { status = show_mix(*options); });
}

}  // namespace nest
