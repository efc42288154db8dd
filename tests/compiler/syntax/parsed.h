#pragma once

#include <string>

#include "compiler/ast/ast.h"
#include "compiler/diagnostics/collecting_sink.h"
#include "compiler/syntax/parse.h"

namespace nest::test_support {

/// One text, parsed, with everything that is needed to look at the result.
struct Parsed {
  explicit Parsed(std::string text, const ParseLimits& limits = {})
      : file(sources.add("t.nest", std::move(text))), tree(parse(file, sources, limits, emitter)) {}

  [[nodiscard]] std::string_view text(Span span) const { return sources.text(span); }
  /// The code of the first finding, "" when there is none.
  [[nodiscard]] std::string_view first_code() const {
    return sink.diagnostics.empty() ? std::string_view() : info(sink.diagnostics.front().code).code;
  }

  SourceSet sources;
  CollectingSink sink;
  Emitter emitter{sink};
  FileId file;
  ast::File tree;
};

}  // namespace nest::test_support
