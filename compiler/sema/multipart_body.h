#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/ast/requests.h"
#include "compiler/sema/function_checker.h"
#include "compiler/sema/template_builder.h"

namespace nest::sema {

/// A multipart/form-data body (RFC 7578) as it is put together, with names and file names written as browsers
/// write them. Files are read here, when the scenario is compiled, and become part of it.
class MultipartBody {
 public:
  explicit MultipartBody(FunctionChecker& f) : f_(&f) {}

  void add(const ast::Field& field);
  /// One that no text known by now contains: the same for the same body.
  [[nodiscard]] std::string choose_boundary() const;
  void write(const std::string& boundary, TemplateBuilder& out);

 private:
  struct Part {
    std::string head;          // the header lines
    std::string bytes;         // of a file
    hir::ExpressionPtr value;  // null: the bytes
  };

  void add_file(const ast::Field& field, const ast::Call& call);

  FunctionChecker* f_;
  std::vector<Part> parts_;
};

}  // namespace nest::sema
