#include "compiler/driver/options.h"

#include <CLI/CLI.hpp>

#include <map>
#include <string>

namespace nest {
namespace {

const std::map<std::string, FindingsFormat> kFormats = {{"text", FindingsFormat::Text},
                                                        {"json", FindingsFormat::Json}};
const std::map<std::string, FindingsFormat> kFindingsFormats = {
    {"text", FindingsFormat::Text}, {"json", FindingsFormat::Json}, {"sarif", FindingsFormat::Sarif}};
const std::map<std::string, ColorChoice> kColors = {
    {"auto", ColorChoice::Auto}, {"always", ColorChoice::Always}, {"never", ColorChoice::Never}};

}  // namespace

void add_source_options(CLI::App& command, SourceOptions& options, Formats formats) {
  command
      .add_option("PATH", options.paths, "A .nest file, or a folder that is searched for them at any depth")
      ->required()
      ->type_name("");
  command
      .add_option_function<std::string>(
          "-W", [&options](const std::string& /*error*/) { options.warnings_as_errors = true; },
          "`-W error`: a warning counts as an error")
      ->check(CLI::IsMember({"error"}))
      ->type_name("error");
  const bool sarif = formats == Formats::Findings;
  command
      .add_option("--format", options.format,
                  sarif ? "How findings are written: text, json (one array) or sarif (2.1.0)"
                        : "How it is written: text or json")
      ->transform(CLI::Transformer(sarif ? kFindingsFormats : kFormats))
      ->type_name(sarif ? "text|json|sarif" : "text|json")
      ->default_str("text");
  add_color_option(command, options.color);
}

void add_color_option(CLI::App& command, ColorChoice& color) {
  command.add_option("--color", color, "Colour: auto (on a terminal, without NO_COLOR), always or never")
      ->transform(CLI::Transformer(kColors))
      ->type_name("auto|always|never")
      ->default_str("auto");
}

void add_selection_options(CLI::App& command, Selection& selection) {
  command
      .add_option("--only", selection.only,
                  "Only files with such tasksets: full names, `*` for any text; repeatable")
      ->allow_extra_args(false)
      ->type_name("GLOB");
  command
      .add_option("--except", selection.except, "No files that have nothing but such tasksets; repeatable")
      ->allow_extra_args(false)
      ->type_name("GLOB");
}

}  // namespace nest
