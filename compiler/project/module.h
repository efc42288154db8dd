#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/source/span.h"

namespace nest {

/// One file of a project, parsed. A file that could not be read is no module.
struct Module {
  std::string name;  ///< "shop/shopper": its path below the folder it was found in, without `.nest`; unique
  FileId file{};
  ast::File tree;
  /// The file of each of tree.imports; none where an import is wrong. It may be no module because of mistakes
  /// of its own.
  std::vector<std::optional<FileId>> imports = {};
  /// Only imported, not found: its tasksets take part where they are included.
  bool is_library = false;
  /// It has syntax errors: the tree holds what could be read all the same (ast::File::gaps).
  bool is_partial = false;
};

}  // namespace nest
