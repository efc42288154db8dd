// The JSON of runtime/values against a slow and simple reader: whatever the bytes, nothing crashes or reads
// past the padding; and where the whole text is JSON, paths, conversions, lengths, elements and equality give
// what the simple reader gives.
//
// Input: the path, up to a NUL; then the JSON. In the path each byte is a step: a digit an index, any other
// byte a key of that one byte.

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/values/json_value.h"
#include "runtime/values/text.h"
#include "tests/fuzz/simple_json.h"

namespace {

using namespace nest;
using simple::Kind;
using simple::Value;

void require(bool holds) {
  if (!holds) std::abort();
}

struct Path {
  std::vector<nest_step> steps;
  std::vector<std::string> keys;  // what the steps point to

  explicit Path(std::string_view bytes) : keys(bytes.size()) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (bytes[i] >= '0' && bytes[i] <= '9') {
        steps.push_back({NEST_STEP_INDEX, 0, bytes[i] - '0', {}});
      } else {
        keys[i] = bytes[i];
        steps.push_back({NEST_STEP_KEY, 0, 0, str_of(keys[i])});
      }
    }
  }
  [[nodiscard]] nest_path path() const { return {steps.data(), steps.size(), {}}; }
};

const Value* walk(const Value& root, const Path& path) {
  const Value* at = &root;
  for (const nest_step& step : path.steps) {
    at = step.kind == NEST_STEP_KEY ? at->member(view_of(step.key))
                                    : at->element(static_cast<std::size_t>(step.index));
    if (at == nullptr) return nullptr;
  }
  return at;
}

void check_inside(std::string_view slice, std::string_view json) {
  require(slice.data() >= json.data() && slice.data() + slice.size() <= json.data() + json.size());
}

void check_conversions(std::string_view slice, const Value* known, Arena& arena) {
  const auto text = json_to_string(slice, arena);
  const auto length = json_length(slice, arena);
  const auto list = json_elements(slice, arena);
  const auto i = json_to_int(slice, arena);
  const auto f = json_to_float(slice, arena);
  const auto b = json_to_bool(slice, arena);
  if (list) {
    for (std::uint64_t item = 0; item < list->count; ++item)
      check_inside(view_of(list->items[item].as.s), slice);
  }
  if (known == nullptr) return;
  require(text.has_value() ==
          (known->kind == Kind::String || known->kind == Kind::Number || known->kind == Kind::Bool));
  if (known->kind == Kind::String) require(*text == known->text);
  if (known->kind == Kind::Number) require(*text == known->source);
  require(b.has_value() == (known->kind == Kind::Bool));
  require(list.has_value() == (known->kind == Kind::Array));
  if (list) {
    require(list->count == known->children.size());
    for (std::size_t item = 0; item < list->count; ++item) {
      require(view_of(list->items[item].as.s) == known->children[item].source);
    }
  }
  if (known->kind == Kind::Array || known->kind == Kind::Object) {
    require(length && *length == static_cast<std::int64_t>(known->children.size()));
  }
  if (known->kind == Kind::Number) {
    require(f.has_value() == known->finite());
    if (f) require(*f == known->number());
    if (i) require(static_cast<double>(*i) == known->number());
  }
}

void check_equal(std::string_view slice, const Value& known, std::string_view whole, const Value& root,
                 Arena& arena) {
  nest_value other{NEST_JSON, {}};
  other.as.s = str_of(slice);
  const auto itself = json_equal(slice, other, arena);
  // simdjson's tree refuses numbers that no float holds.
  if (!itself) return;
  require(*itself);
  const auto against_root = json_equal(whole, other, arena);
  if (against_root) require(*against_root == simple::equal(known, root));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t split = input.find('\0');
  if (split == std::string_view::npos || split > 20) return 0;
  const Path path(input.substr(0, split));
  const std::string_view bytes = input.substr(split + 1);

  ChunkPool pool;
  Arena arena(pool);
  // In memory that ends with the padding: a read past it is seen.
  std::vector<char> memory(bytes.size() + NEST_PADDING, '"');
  if (!bytes.empty()) std::memcpy(memory.data(), bytes.data(), bytes.size());
  const std::string_view json(memory.data(), bytes.size());

  const auto root = simple::parse(json);
  const auto found = json_get(json, path.path(), nullptr, arena);
  if (found) check_inside(*found, json);
  if (!root) {
    if (found) check_conversions(*found, nullptr, arena);
    return 0;
  }
  const Value* expected = walk(*root, path);
  require(found.has_value() == (expected != nullptr));
  if (!found) {
    require(found.error().kind == NEST_MISSING);
    return 0;
  }
  require(*found == expected->source);
  check_conversions(*found, expected, arena);
  check_equal(*found, *expected, json, *root, arena);
  return 0;
}
