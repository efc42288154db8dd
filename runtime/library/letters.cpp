// Letters of every script, one for one: what has no single other form (the German sharp s in upper case)
// stays. Bytes that are not UTF-8 stay as well.

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "runtime/library/functions.h"

namespace nest::library {
namespace {

using Mapping = utf8proc_int32_t (*)(utf8proc_int32_t);

char map_ascii(char c, Mapping mapping) {
  return static_cast<char>(mapping(static_cast<utf8proc_int32_t>(c)));
}

/// Maps the character at the front of `text`, and takes it away. Gives the end of what was written.
char* map_next(std::string_view& text, Mapping mapping, char* out) {
  utf8proc_int32_t letter = -1;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const utf8proc_ssize_t length =
      utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &letter);
  if (length <= 0) {
    *out = text.front();
    text.remove_prefix(1);
    return out + 1;
  }
  text.remove_prefix(static_cast<std::size_t>(length));
  return out + utf8proc_encode_char(mapping(letter), reinterpret_cast<utf8proc_uint8_t*>(out));
}

nest_status map_letters(Call& call, Mapping mapping) {
  std::string_view text = call.text(0);
  const bool ascii = std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  // The longest growth there is: two bytes that become three (U+023A, U+0250, ...).
  char* const begin = call.around.text(ascii ? text.size() : text.size() + text.size() / 2 + 4);
  if (begin == nullptr) return call.around.fail_for_space();
  char* out = begin;
  if (ascii) {
    out = std::ranges::transform(text, out, [mapping](char c) { return map_ascii(c, mapping); }).out;
  } else {
    while (!text.empty()) out = map_next(text, mapping, out);
  }
  const auto size = static_cast<std::size_t>(out - begin);
  call.around.shrink(begin, size);
  return call.give_text({begin, size});
}

}  // namespace

nest_status lower(Call& call) { return map_letters(call, utf8proc_tolower); }
nest_status upper(Call& call) { return map_letters(call, utf8proc_toupper); }

}  // namespace nest::library
