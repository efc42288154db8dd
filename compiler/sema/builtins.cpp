#include "compiler/sema/builtins.h"

#include <array>

namespace nest::sema {
namespace {

constexpr BuiltinRow later(std::string_view name) { return {name, BuiltinKind::Later, 0, 0}; }

constexpr std::array kBuiltins = {
    BuiltinRow{"random", BuiltinKind::Random, 2, 2},
    BuiltinRow{"len", BuiltinKind::Length, 1, 1},
    BuiltinRow{"env", BuiltinKind::Environment, 1, 2},
    BuiltinRow{"contains", BuiltinKind::Contains, 2, 2},
    BuiltinRow{"int", BuiltinKind::ToInt, 1, 1},
    BuiltinRow{"float", BuiltinKind::ToFloat, 1, 1},
    BuiltinRow{"string", BuiltinKind::ToString, 1, 1},
    BuiltinRow{"raw", BuiltinKind::Raw, 1, 1},
    later("choice"),
    later("shuffle"),
    later("uuid"),
    later("now"),
    later("secret"),
    later("lower"),
    later("upper"),
    later("trim"),
    later("split"),
    later("join"),
    later("replace"),
    later("starts_with"),
    later("ends_with"),
    later("substring"),
    later("abs"),
    later("min"),
    later("max"),
    later("floor"),
    later("ceil"),
    later("round"),
    later("base64"),
    later("base64_decode"),
    later("hex"),
    later("url_encode"),
    later("json_encode"),
    later("sha256"),
    later("hmac_sha256"),
    later("md5"),
    later("file"),
    later("format_time"),
};

}  // namespace

const BuiltinRow* find_builtin(std::string_view name) {
  for (const BuiltinRow& row : kBuiltins) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

std::vector<std::string_view> builtin_names() {
  std::vector<std::string_view> names;
  for (const BuiltinRow& row : kBuiltins) {
    if (row.kind != BuiltinKind::Later) names.push_back(row.name);
  }
  return names;
}

}  // namespace nest::sema
