#include "runtime/share/share_json.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <cmath>

#include "runtime/values/encode.h"
#include "runtime/values/number_text.h"

namespace nest {
namespace {

using simdjson::dom::element;
using Read = std::expected<nest_value, std::string>;

constexpr double kSeconds = 1e9;

nest_value text_value(ShareBody& body, std::uint64_t kind, std::string text) {
  const std::string& kept = body.texts.emplace_back(std::move(text));
  nest_value value{kind, {}};
  value.as.s = {kept.data(), kept.size()};
  return value;
}

Read read_number(const element& json, std::uint32_t kind) {
  nest_value value{kind, {}};
  double number = 0;
  switch (kind) {
    case NEST_INT:
      if (json.get(value.as.i) == simdjson::SUCCESS) return value;
      return std::unexpected("is no whole number of 64 bits");
    case NEST_FLOAT:
      if (json.get(value.as.f) == simdjson::SUCCESS) return value;
      return std::unexpected("is no number");
    case NEST_BOOL: {
      bool truth = false;
      if (json.get(truth) != simdjson::SUCCESS) return std::unexpected("is neither true nor false");
      value.as.i = truth ? 1 : 0;
      return value;
    }
    default:
      break;
  }
  constexpr double kMost = 9.2e9;  // seconds that fit into 64 bits of nanoseconds
  if (json.get(number) != simdjson::SUCCESS || std::abs(number) > kMost) {
    return std::unexpected("is no number of seconds");
  }
  value.as.i = std::llround(number * kSeconds);
  return value;
}

Read read_value(ShareBody& body, const element& json, std::uint32_t kind) {
  if (kind == NEST_JSON) return text_value(body, kind, simdjson::minify(json));
  if (kind != NEST_STRING) return read_number(json, kind);
  std::string_view text;
  if (json.get(text) != simdjson::SUCCESS) return std::unexpected("is no string");
  return text_value(body, kind, std::string(text));
}

std::expected<void, std::string> read_all(ShareBody& body, const element& json, std::uint32_t kind) {
  simdjson::dom::array array;
  if (json.get(array) != simdjson::SUCCESS) return std::unexpected("is no array");
  body.is_batch = true;
  for (const element& each : array) {
    auto value = read_value(body, each, kind);
    if (!value) return std::unexpected("holds a value that " + value.error());
    body.values.push_back(*value);
  }
  return {};
}

std::expected<void, std::string> read_member(ShareBody& body, std::string_view name, const element& json,
                                             std::uint32_t kind) {
  const auto keep = [](Read read, nest_value& into, bool& has) -> std::expected<void, std::string> {
    if (!read) return std::unexpected(read.error());
    into = *read;
    has = true;
    return {};
  };
  if (name == "value") {
    nest_value value{};
    const auto read = keep(read_value(body, json, kind), value, body.has_value);
    if (read) body.values.push_back(value);
    return read;
  }
  if (name == "values") return read_all(body, json, kind);
  if (name == "key") return keep(read_value(body, json, NEST_STRING), body.key, body.has_key);
  if (name == "amount") return keep(read_number(json, NEST_INT), body.amount, body.has_amount);
  if (name != "within") return std::unexpected("is not known here");
  nest_value within{};
  bool given = false;
  auto read = keep(read_number(json, NEST_DURATION), within, given);
  if (read && within.as.i < 0) return std::unexpected("is less than nothing");
  body.within = within.as.i;
  return read;
}

}  // namespace

std::expected<ShareBody, std::string> read_share_body(std::string_view text, std::uint32_t kind) {
  ShareBody body;
  if (text.empty()) return body;
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(text);
  element json;
  simdjson::dom::object object;
  if (parser.parse(padded).get(json) != simdjson::SUCCESS || json.get(object) != simdjson::SUCCESS) {
    return std::unexpected("the body is no JSON object");
  }
  for (const auto& member : object) {
    const auto read = read_member(body, member.key, member.value, kind);
    if (!read) return std::unexpected(fmt::format("`{}` {}", member.key, read.error()));
  }
  if (body.values.size() > 1 && !body.is_batch) return std::unexpected("`value` is given twice");
  return body;
}

std::string json_text_of(std::string_view text) {
  std::string clean;
  if (!simdjson::validate_utf8(text.data(), text.size())) {
    for (const char c : text) {
      if (static_cast<unsigned char>(c) < 0x80) {
        clean += c;
      } else {
        clean += "\xEF\xBF\xBD";
      }
    }
    text = clean;
  }
  std::string out(json_string_size(text), '\0');
  write_json_string(text, out.data());
  return out;
}

std::string share_json(const SharedValue& value, std::uint32_t kind) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    if (kind == NEST_BOOL) return *number != 0 ? "true" : "false";
    if (kind == NEST_DURATION) return fmt::format("{}", static_cast<double>(*number) / kSeconds);
    return fmt::format("{}", *number);
  }
  if (const auto* real = std::get_if<double>(&value)) {
    return std::isfinite(*real) ? std::string(NumberText::of_float(*real).view()) : "null";
  }
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return "null";
  if (kind != NEST_JSON) return json_text_of(*text);
  // What users put may be a slice of an answer that nobody has looked at.
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(*text);
  element json;
  return parser.parse(padded).get(json) == simdjson::SUCCESS ? simdjson::minify(json) : json_text_of(*text);
}

std::string error_json(std::string_view message) {
  return fmt::format(R"({{"error":{}}})", json_text_of(message));
}

}  // namespace nest
