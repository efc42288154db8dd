#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "compiler/project/selection.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own
class App;
}

namespace nest {

/// How findings are shown. `Auto`: colour where the output is a terminal that has it and NO_COLOR is not set.
enum class FindingsFormat : std::uint8_t { Text, Json, Sarif };
enum class ColorChoice : std::uint8_t { Auto, Always, Never };

/// What every subcommand of nestc that reads sources takes.
struct SourceOptions {
  std::vector<std::filesystem::path> paths;
  bool warnings_as_errors = false;
  FindingsFormat format = FindingsFormat::Text;
  ColorChoice color = ColorChoice::Auto;
};

/// Adds PATH..., -W, --format and --color to a subcommand. `options` must live until the command line is
/// parsed. SARIF is a format of findings alone.
enum class Formats : std::uint8_t { TextAndJson, Findings };
void add_source_options(CLI::App& command, SourceOptions& options, Formats formats = Formats::TextAndJson);
/// Adds --only and --except, likewise.
void add_selection_options(CLI::App& command, Selection& selection);

/// Adds --color alone.
void add_color_option(CLI::App& command, ColorChoice& color);

/// nestc's exit statuses.
inline constexpr int kClean = 0;
inline constexpr int kErrors = 1;  ///< in the sources, or of the compiler itself
inline constexpr int kUsage = 2;

}  // namespace nest
