#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic_sink.h"
#include "compiler/source/source_set.h"
#include "runtime/abi/nest_program.h"

namespace nest {

/// The facade of the compiler: the only header of compiler/ (with the diagnostics it reports through) that
/// the rest of nest includes. No ANTLR, no LLVM.

/// One function that compiled code may call.
struct AbiSymbol {
  const char* name;
  void* address;
};

struct CompileOptions {
  std::vector<std::filesystem::path> paths;  ///< .nest files, or folders that are searched
  bool warnings_as_errors = false;
  std::vector<AbiSymbol> symbols;  ///< every name of abi_functions.def
  /// Names of top-level tasksets, or globs for them, that alone take part; all when empty. Files without any
  /// of these are as if they were not there (docs/cli.md).
  std::vector<std::string> only;
  std::vector<std::string> except;  ///< names or globs of top-level tasksets that do not
  bool skip_broken = false;         ///< leave out files with errors, which are reported, and go on
  /// Names of services that nest.toml declares: every file sees their NAME.url and NAME.port.
  std::vector<std::string> services = {};
  std::string host = {};                        ///< of the run: warnings for requests to others
  std::vector<std::string> allowed_hosts = {};  ///< globs for those that are meant
  /// Where machine code is kept for the next start with the same files; empty: nowhere. Made when it is not
  /// there.
  std::filesystem::path cache_folder = {};
};

/// Compiled scenarios. The image and the code it points to live as long as this object: destroy every user
/// first.
class CompiledProgram {
 public:
  struct Impl;
  explicit CompiledProgram(std::unique_ptr<Impl> impl);
  CompiledProgram(CompiledProgram&&) noexcept;
  CompiledProgram& operator=(CompiledProgram&&) noexcept;
  ~CompiledProgram();

  [[nodiscard]] const nest_program& image() const;
  /// For each taskset of the image, whether `only` and `except` let it (or the one it is nested in) take
  /// part.
  [[nodiscard]] const std::vector<bool>& chosen() const;
  /// Whether a request has a URL that begins with `/`, or may: it goes to the run's host.
  [[nodiscard]] bool needs_host() const;
  /// Paths of the files that were left out because of errors.
  [[nodiscard]] const std::vector<std::string>& left_out() const;
  /// Whether the machine code is that of an earlier start.
  [[nodiscard]] bool from_cache() const;

 private:
  std::unique_ptr<Impl> impl_;
};

/// Why there is no program.
struct CompileFailure {
  std::size_t errors = 0;  ///< reported to the sink
  std::string internal;    ///< a fault of the compiler itself; empty for errors in the sources
};

/// Finds, parses, checks and compiles. `sources` receives the files, for rendering the diagnostics; findings
/// of all files go to `sink`, warnings also when it succeeds. One thread; 1,000 requests in
/// 200 tasks take about 0.75 s (bench/compile_bench.py).
[[nodiscard]] std::expected<CompiledProgram, CompileFailure> compile(const CompileOptions& options,
                                                                     SourceSet& sources,
                                                                     DiagnosticSink& sink);

}  // namespace nest
