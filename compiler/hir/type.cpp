#include "compiler/hir/type.h"

#include <map>
#include <string>

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

std::string_view optional_name(Type value) {
  static const std::map<std::string_view, std::string> all = [] {
    std::map<std::string_view, std::string> names;
    for (const Type::Kind kind :
         {Type::Int, Type::Float, Type::Bool, Type::String, Type::Duration, Type::Json}) {
      for (const Type each : {Type(kind), Type::list_of(kind)})
        names[name(each)] = std::string(name(each)) + "?";
    }
    return names;
  }();
  const auto found = all.find(name(value));
  return found == all.end() ? "?" : std::string_view(found->second);
}

}  // namespace

std::string_view name(Type type) {
  if (type.is_optional()) return optional_name(type.value());
  switch (static_cast<Type::Kind>(type)) {
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
