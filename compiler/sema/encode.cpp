#include "compiler/sema/encode.h"

#include <fmt/format.h>

namespace nest::sema {
namespace {

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// RFC 3986, section 2.3.
bool is_unreserved(char c) { return is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~'; }

void append_percent(std::string& out, char c) {
  out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
}

std::string percent(std::string_view text, bool form) {
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
    } else if (form && c == ' ') {
      out += '+';
    } else {
      append_percent(out, c);
    }
  }
  return out;
}

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
          out += c;
        }
    }
  }
  return out + '"';
}

// RFC 4648, section 4.
std::string base64(std::string_view text) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += 3) {
    const std::string_view group = text.substr(at, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i)
      bits = (bits << 8U) | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i)
      out += i <= group.size() ? kDigits[(bits >> (18U - 6U * i)) & 63U] : '=';
  }
  return out;
}

}  // namespace

std::string encode(hir::Encoding encoding, std::string_view text) {
  switch (encoding) {
    case hir::Encoding::Plain:
    case hir::Encoding::Header:
      return std::string(text);
    case hir::Encoding::Percent:
      return percent(text, false);
    case hir::Encoding::Form:
      return percent(text, true);
    case hir::Encoding::Json:
      return json_string(text);
    case hir::Encoding::Base64:
      return base64(text);
  }
  return std::string(text);
}

std::string encode_url_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool allowed =
        byte > 0x20 && byte < 0x7F && std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
    if (allowed) {
      out += c;
    } else {
      append_percent(out, c);
    }
  }
  return out;
}

std::optional<std::string> constant_text(const hir::Expression& expression) {
  const auto* constant = std::get_if<hir::Constant>(&expression.node);
  if (constant == nullptr) return std::nullopt;
  if (const auto* text = std::get_if<std::string>(&constant->value)) return *text;
  if (const auto* flag = std::get_if<bool>(&constant->value)) return *flag ? "true" : "false";
  if (expression.type != hir::Type::Int) return std::nullopt;
  return fmt::format("{}", std::get<std::int64_t>(constant->value));
}

}  // namespace nest::sema
