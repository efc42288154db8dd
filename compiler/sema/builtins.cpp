#include "compiler/sema/builtins.h"

#include <algorithm>
#include <array>

#include "compiler/sema/signature.h"

namespace nest::sema {
namespace {

constexpr std::array kBuiltins = {
    BuiltinRow{"random(a: T, b: T) -> T", BuiltinKind::Random, 2, 2},
    BuiltinRow{"len(e: T) -> int", BuiltinKind::Length, 1, 1},
    BuiltinRow{"env(name: string, default: string) -> string", BuiltinKind::Environment, 1, 2},
    BuiltinRow{"secret(name: string, default: string) -> string", BuiltinKind::Secret, 1, 2},
    BuiltinRow{"contains(text: string, part: string) -> bool", BuiltinKind::Contains, 2, 2},
    BuiltinRow{"int(e: T) -> int", BuiltinKind::ToInt, 1, 1},
    BuiltinRow{"float(e: T) -> float", BuiltinKind::ToFloat, 1, 1},
    BuiltinRow{"string(e: T) -> string", BuiltinKind::ToString, 1, 1},
    BuiltinRow{"json_encode(e: T) -> string", BuiltinKind::JsonEncode, 1, 1},
    BuiltinRow{"file(path: string) -> string", BuiltinKind::File, 1, 1},
    BuiltinRow{"raw(e: T) -> string", BuiltinKind::Raw, 1, 1},
};

bool is_operator(const Signature& signature) { return signature.name == "+" || signature.name == "=="; }

}  // namespace

const BuiltinRow* find_builtin(std::string_view name) {
  const auto found = std::ranges::find(kBuiltins, name, &BuiltinRow::name);
  return found == kBuiltins.end() ? nullptr : &*found;
}

bool is_function(std::string_view name) {
  return find_builtin(name) != nullptr || !signatures_of(name).empty();
}

std::vector<std::string_view> function_names() {
  std::vector<std::string_view> names;
  for (const BuiltinRow& row : kBuiltins) names.push_back(row.name());
  for (const Signature& signature : signatures()) {
    if (!is_operator(signature)) names.push_back(signature.name);
  }
  return names;
}

std::vector<std::string_view> function_signatures() {
  std::vector<std::string_view> texts;
  for (const BuiltinRow& row : kBuiltins) texts.push_back(row.signature);
  for (const Signature& signature : signatures()) {
    if (!is_operator(signature)) texts.push_back(signature.text);
  }
  return texts;
}

}  // namespace nest::sema
