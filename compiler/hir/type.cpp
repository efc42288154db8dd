#include "compiler/hir/type.h"

namespace nest::hir {
namespace {

std::string_view list_name(Type element) {
  switch (element) {
    case Type::Int:
      return "list<int>";
    case Type::Float:
      return "list<float>";
    case Type::Bool:
      return "list<bool>";
    case Type::String:
      return "list<string>";
    case Type::Duration:
      return "list<duration>";
    case Type::Json:
      return "list<json>";
    default:
      return "list";
  }
}

}  // namespace

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
    case Type::List:
      return list_name(type.element());
    case Type::Row:
      return "row";
  }
  return "?";
}

}  // namespace nest::hir
