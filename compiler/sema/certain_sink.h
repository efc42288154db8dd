#pragma once

#include <map>
#include <set>
#include <span>
#include <string_view>

#include "compiler/diagnostics/diagnostic_sink.h"
#include "compiler/project/module.h"
#include "compiler/source/source_set.h"

namespace nest::sema {

/// Hands on what is certain although some files of the project have syntax errors, so that a part of them is
/// not known. With no such file that is everything.
class CertainSink final : public DiagnosticSink {
 public:
  /// All of them outlive the sink.
  CertainSink(std::span<const Module> modules, const SourceSet& sources, DiagnosticSink& to);

  void report(Diagnostic diagnostic) override;

 private:
  struct File {
    const ast::File* tree = nullptr;
    bool is_partial = false;
    bool imports_partial = false;             // through others, too
    std::set<std::string_view> unread_words;  // of its unread bodies
  };

  void find_importers(std::span<const Module> modules);
  [[nodiscard]] bool is_certain(const Diagnostic& finding) const;
  [[nodiscard]] bool is_certain_in(const File& file, const Diagnostic& finding) const;
  [[nodiscard]] bool names_are_known(const File& file, Span name) const;

  const SourceSet* sources_;
  DiagnosticSink* to_;
  std::map<FileId, File> files_;
  bool has_partial_ = false;
  bool user_is_known_ = true;  // all variables of the `user` block are
};

}  // namespace nest::sema
