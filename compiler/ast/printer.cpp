#include "compiler/ast/printer.h"

#include "compiler/ast/tree_printer.h"

namespace nest::ast {

std::string print(const File& file, const PrintOptions& options) {
  TreePrinter printer(options);
  printer.file(file);
  return std::move(printer).text();
}

}  // namespace nest::ast
