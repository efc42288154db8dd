#include "compiler/hir/type.h"

namespace nest::hir {

std::string_view name(Type type) {
  switch (type) {
    case Type::Void:
      return "nothing";
    case Type::Int:
      return "int";
    case Type::Float:
      return "float";
    case Type::Bool:
      return "bool";
    case Type::String:
      return "string";
    case Type::Duration:
      return "duration";
    case Type::Json:
      return "json";
    case Type::Response:
      return "response";
    case Type::Row:
      return "row";
  }
  return "?";
}

}  // namespace nest::hir
