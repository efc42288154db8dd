#pragma once

#include <string>

#include "compiler/ast/ast.h"
#include "compiler/source/span.h"

namespace nest {

/// One file of a project, parsed. A file that could not be read or parsed is no module; what a recovered
/// parse gave is, so that the checker can look at the rest of it.
struct Module {
  std::string name;  ///< "shop/shopper": its path below the folder it was found in, without `.nest`; unique
  FileId file{};
  ast::File tree;
};

}  // namespace nest
