#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/diagnostics/emitter.h"
#include "compiler/diagnostics/sorted_sink.h"
#include "compiler/driver/commands.h"
#include "compiler/driver/findings.h"
#include "compiler/driver/options.h"
#include "compiler/driver/replace_file.h"
#include "compiler/format/format.h"
#include "compiler/project/discover.h"
#include "compiler/project/load_source.h"
#include "compiler/shell/remark.h"
#include "compiler/source/source_set.h"

namespace nest {
namespace {

struct FormatOptions {
  std::vector<std::filesystem::path> paths;
  bool check = false;
  bool from_stdin = false;
  ColorChoice color = ColorChoice::Auto;
};

/// One run over the files that were asked for.
class Formatter {
 public:
  explicit Formatter(const FormatOptions& options) : options_(options) {}

  int files() {
    std::string said;
    for (const DiscoveredFile& file : discover(options_.paths, emitter_, Underscored::Included)) {
      const std::optional<FileId> id = load_source(file.path, sources_, emitter_);
      if (id && one_file(*id)) said += file.path.string() + "\n";
    }
    const bool written = write_text(said + summary(), stdout);
    return finish() && written && !(options_.check && changed_ > 0) ? kClean : kErrors;
  }

  int standard_input() {
    std::string text(kLargestSourceMebibytes * 1024 * 1024 + 1, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), stdin));
    const std::optional<FileId> id = add_source("<stdin>", std::move(text), sources_, emitter_);
    text.clear();
    if (id) {
      auto formatted = format_source(*id, sources_, emitter_);
      if (formatted) {
        text = std::move(*formatted);
      } else {
        fault(*id, formatted.error());
      }
    }
    if (!finish()) return kErrors;
    if (options_.check) return text == sources_.file(*id).text() ? kClean : kErrors;
    return write_text(text, stdout) ? kClean : kErrors;
  }

 private:
  /// True when the file was changed, or would be.
  bool one_file(FileId id) {
    const auto formatted = format_source(id, sources_, emitter_);
    if (!formatted) {
      fault(id, formatted.error());
      return false;
    }
    // What was read has no byte order mark, so a file that only has that too much stays as it is.
    if (*formatted == sources_.file(id).text()) return false;
    if (!options_.check) {
      if (const auto replaced = replace_file(sources_.file(id).path(), *formatted); !replaced) {
        remark("nestc: cannot write `{}`: {}\n", sources_.file(id).path(), replaced.error());
        failed_ = true;
        return false;
      }
    }
    ++changed_;
    return true;
  }

  void fault(FileId id, const FormatFailure& failure) {
    if (failure.internal.empty()) return;
    failed_ = true;
    remark("nestc: internal fault: `{}` was left as it is: {}\n", sources_.file(id).path(), failure.internal);
  }

  [[nodiscard]] std::string summary() const {
    return fmt::format("{} of {} file{} {}\n", changed_, sources_.size(), sources_.size() == 1 ? "" : "s",
                       options_.check ? "would change" : "changed");
  }

  /// Shows the findings; false when anything went wrong.
  bool finish() {
    if (findings_.sorted().empty()) return !failed_;
    SourceOptions shown;
    shown.color = options_.color;
    return write_findings(findings_, sources_, shown, stderr) && emitter_.errors() == 0 && !failed_;
  }

  const FormatOptions& options_;
  SourceSet sources_;
  SortedSink findings_;
  Emitter emitter_{findings_};
  std::size_t changed_ = 0;
  bool failed_ = false;
};

int run(const FormatOptions& options) {
  Formatter formatter(options);
  return options.from_stdin ? formatter.standard_input() : formatter.files();
}

}  // namespace

void add_fmt_command(CLI::App& nestc, int& status) {
  CLI::App* command = nestc.add_subcommand("fmt", "Puts .nest files into the one layout they are written in");
  const auto options = std::make_shared<FormatOptions>();
  auto* const paths =
      command
          ->add_option("PATH", options->paths,
                       "A .nest file, or a folder that is searched for them (default: tasksets)")
          ->type_name("");
  command->add_flag("--check", options->check,
                    "Change nothing: name the files that would change, with exit status 1");
  command->add_flag("--stdin", options->from_stdin, "Format standard input to standard output, for editors")
      ->excludes(paths);
  add_color_option(*command, options->color);
  command->callback([options, &status] {
    if (options->paths.empty()) options->paths = {"tasksets"};
    status = run(*options);
  });
}

}  // namespace nest
