#include "compiler/sema/signature.h"

#include <array>
#include <string>

namespace nest::sema {
namespace {

using hir::Type;

TypePattern read_type(std::string_view text) {
  if (text == "T") return {TypePattern::Kind::Element, Type::Void};
  if (text == "list<T>") return {TypePattern::Kind::ListOfElement, Type::Void};
  constexpr std::array kTypes = {Type::Int,    Type::Float,    Type::Bool,
                                 Type::String, Type::Duration, Type::Json};
  for (const Type type : kTypes) {
    if (text == hir::name(type)) return {TypePattern::Kind::Known, type};
    const Type list = Type::list_of(type);
    if (text == hir::name(list)) return {TypePattern::Kind::Known, list};
  }
  return {};
}

/// Takes what stands before `separator`, and that as well; all of it when there is none.
std::string_view take_until(std::string_view& text, std::string_view separator) {
  const std::size_t at = text.find(separator);
  const std::string_view taken = text.substr(0, at);
  text = at == std::string_view::npos ? std::string_view() : text.substr(at + separator.size());
  return taken;
}

Signature read(const library::Function& function, std::uint32_t number) {
  std::string_view rest = function.signature;
  Signature signature{.text = rest,
                      .name = take_until(rest, "("),
                      .parameters = {},
                      .result = {},
                      .number = number,
                      .function = &function};
  for (std::string_view parameters = take_until(rest, ") -> "); !parameters.empty();) {
    std::string_view parameter = take_until(parameters, ", ");
    take_until(parameter, ": ");
    signature.parameters.push_back(read_type(parameter));
  }
  signature.result = read_type(rest);
  return signature;
}

std::vector<Signature> read_all() {
  std::vector<Signature> all;
  for (const library::Function& function : library::functions()) {
    all.push_back(read(function, static_cast<std::uint32_t>(all.size())));
  }
  return all;
}

}  // namespace

Type TypePattern::with(Type element) const {
  switch (kind) {
    case Kind::Known:
      return type;
    case Kind::Element:
      return element;
    case Kind::ListOfElement:
      return Type::list_of(element);
  }
  return type;
}

std::span<const Signature> signatures() {
  static const std::vector<Signature> all = read_all();
  return all;
}

std::vector<const Signature*> signatures_of(std::string_view name) {
  std::vector<const Signature*> found;
  for (const Signature& signature : signatures()) {
    if (signature.name == name) found.push_back(&signature);
  }
  return found;
}

}  // namespace nest::sema
