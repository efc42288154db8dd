// Parts of texts. What is found in an argument is given as a part of it, not as a copy.

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "runtime/library/functions.h"

namespace nest::library {
namespace {

char* write(std::string_view text, char* out) {
  if (!text.empty()) std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size())) {
    ++found;
  }
  return found;
}

/// White space by Unicode's property of that name.
bool is_blank(utf8proc_int32_t c) {
  if (c <= 0x20) return c == ' ' || (c >= '\t' && c <= '\r');
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

/// Without its first `characters` code points.
std::string_view behind(std::string_view text, std::int64_t characters) {
  std::size_t at = 0;
  for (; characters > 0 && at < text.size(); --characters) {
    ++at;
    while (at < text.size() && !begins_character(text[at])) ++at;
  }
  return text.substr(at);
}

}  // namespace

nest_status trim(Call& call) {
  const std::string_view text = call.text(0);
  std::size_t first = text.size();
  std::size_t last = text.size();
  for (std::size_t at = 0; at < text.size();) {
    utf8proc_int32_t c = -1;
    const utf8proc_ssize_t length =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                         static_cast<utf8proc_ssize_t>(text.size() - at), &c);
    const std::size_t next = at + static_cast<std::size_t>(std::max<utf8proc_ssize_t>(length, 1));
    if (length <= 0 || !is_blank(c)) {
      first = std::min(first, at);
      last = next;
    }
    at = next;
  }
  return call.give_text(text.substr(first, last - first));
}

nest_status replace(Call& call) {
  std::string_view text = call.text(0);
  const std::string_view part = call.text(1);
  const std::string_view by = call.text(2);
  if (part.empty()) return call.fail("`replace` was given an empty text to look for");
  const std::size_t found = count(text, part);
  if (found == 0) return call.give_text(text);
  const std::size_t size = text.size() - found * part.size() + found * by.size();
  char* const begin = call.around.text(size);
  if (begin == nullptr) return call.around.fail_for_space();
  char* out = begin;
  for (std::size_t i = 0; i < found; ++i) {
    const std::size_t at = text.find(part);
    out = write(by, write(text.substr(0, at), out));
    text.remove_prefix(at + part.size());
  }
  write(text, out);
  return call.give_text({begin, size});
}

nest_status starts_with(Call& call) { return call.give_bool(call.text(0).starts_with(call.text(1))); }
nest_status ends_with(Call& call) { return call.give_bool(call.text(0).ends_with(call.text(1))); }

nest_status substring(Call& call) {
  const std::int64_t from = call.integer(1);
  const std::int64_t wanted = call.integer(2);
  if (from < 0) return call.fail(fmt::format("`substring` from {}: the first character is at 0", from));
  if (wanted < 0) return call.fail(fmt::format("`substring` of {} characters", wanted));
  const std::string_view rest = behind(call.text(0), from);
  return call.give_text(rest.substr(0, rest.size() - behind(rest, wanted).size()));
}

nest_status split(Call& call) {
  std::string_view text = call.text(0);
  const std::string_view separator = call.text(1);
  if (separator.empty()) return call.fail("`split` was given an empty separator");
  const std::size_t parts = count(text, separator) + 1;
  nest_value* items = call.around.items(parts);
  if (items == nullptr) return call.around.fail_for_space();
  for (std::size_t i = 0; i < parts; ++i) {
    const std::string_view part = text.substr(0, text.find(separator));
    new (items + i) nest_value(text_value(part));
    text.remove_prefix(std::min(text.size(), part.size() + separator.size()));
  }
  return call.give_list(items, parts);
}

nest_status join(Call& call) {
  const std::span<const nest_value> parts = call.list(0);
  const std::string_view separator = call.text(1);
  std::size_t size = parts.empty() ? 0 : (parts.size() - 1) * separator.size();
  for (const nest_value& part : parts) size += part.as.s.size;
  char* const begin = call.around.text(size);
  if (begin == nullptr) return call.around.fail_for_space();
  char* out = begin;
  for (const nest_value& part : parts) {
    if (&part != parts.data()) out = write(separator, out);
    out = write({part.as.s.data, part.as.s.size}, out);
  }
  return call.give_text({begin, size});
}

}  // namespace nest::library
