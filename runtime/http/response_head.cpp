#include "runtime/http/response_head.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace nest::http {
namespace {

/// RFC 9110 5.6.2: the characters of a header's name.
constexpr std::array<bool, 256> kIsToken = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = '0'; c <= '9'; ++c) table[c] = true;
  for (std::size_t c = 'a'; c <= 'z'; ++c) table[c] = table[c - 32] = true;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

/// The first byte from `at` on that is below a blank or DEL, or `end`.
const char* find_control(const char* at, const char* end) {
#ifdef __SSE2__
  const __m128i most = _mm_set1_epi8(0x1f);
  const __m128i del = _mm_set1_epi8(0x7f);
  while (end - at >= 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(block, most), block);
    const int found = _mm_movemask_epi8(_mm_or_si128(low, _mm_cmpeq_epi8(block, del)));
    if (found != 0) return at + std::countr_zero(static_cast<unsigned>(found));
    at += 16;
  }
#else
  if constexpr (std::endian::native == std::endian::little) {
    constexpr std::uint64_t kOnes = 0x0101010101010101ull;
    while (end - at >= 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, at, 8);
      // The lowest byte that the subtraction marks is always right; higher ones may be marked by its borrow.
      const std::uint64_t low = (word - kOnes * 0x20) & ~word & (kOnes * 0x80);
      const std::uint64_t not_del = word ^ (kOnes * 0x7f);
      const std::uint64_t found = low | ((not_del - kOnes) & ~not_del & (kOnes * 0x80));
      if (found != 0) return at + std::countr_zero(found) / 8;
      at += 8;
    }
  }
#endif
  while (at < end && static_cast<unsigned char>(*at) >= 0x20 && *at != 0x7f) ++at;
  return at;
}

#ifdef __SSE2__
/// How many of the first 16 characters are letters, digits and '-': nearly every name there is has no others.
/// 16 bytes are readable.
std::size_t plain_name_length(const char* text) {
  const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
  const auto at_most = [](__m128i value, char most) {
    return _mm_cmpeq_epi8(_mm_min_epu8(value, _mm_set1_epi8(most)), value);
  };
  const __m128i letter =
      at_most(_mm_sub_epi8(_mm_or_si128(block, _mm_set1_epi8(0x20)), _mm_set1_epi8('a')), 25);
  const __m128i digit = at_most(_mm_sub_epi8(block, _mm_set1_epi8('0')), 9);
  const __m128i hyphen = _mm_cmpeq_epi8(block, _mm_set1_epi8('-'));
  const int plain = _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(letter, digit), hyphen));
  return static_cast<std::size_t>(std::countr_one(static_cast<unsigned>(plain)));
}
#endif

/// Whether a line ends here as it should, and the next one, of which a byte is there, does not go on with it.
bool ends_line(const char* at, const char* end) {
  return end - at > 2 && at[0] == '\r' && at[1] == '\n' && at[2] != ' ' && at[2] != '\t';
}

/// How many characters of a name the line begins with. The line's end behind the text is no token, and so the
/// bound.
std::size_t name_length(std::string_view text) {
#ifdef __SSE2__
  if (text.size() >= 16) {
    const std::size_t length = plain_name_length(text.data());
    if (length < 16 && text[length] == ':') return length;
  }
#endif
  const char* end = text.data();
  while (kIsToken[static_cast<unsigned char>(*end)]) ++end;
  return static_cast<std::size_t>(end - text.data());
}

/// `name` is as long as `canonical`, which is how nearly all servers write it: then it is one comparison.
template <std::size_t kSize>
bool names(std::string_view name, const char (&canonical)[kSize]) {
  constexpr std::size_t kLength = kSize - 1;
  return std::memcmp(name.data(), canonical, kLength) == 0 || same_text(name, {canonical, kLength});
}

}  // namespace

HeadResult HeadParser::more(std::string_view bytes, std::size_t scanned) {
  scanned_ = scanned;
  // What speaks another protocol may never send the line end that would give it away.
  constexpr std::string_view kBeginning = "HTTP/1.";
  if (head_.status == 0 && !bytes.starts_with(kBeginning.substr(0, bytes.size())))
    return HeadResult::Malformed;
  return bytes.size() > kMaxSize ? HeadResult::TooLarge : HeadResult::Incomplete;
}

inline bool HeadParser::header(const char* bytes, std::string_view text, std::size_t colon) {
  const std::string_view name = text.substr(0, colon);
  const auto value = [&] { return trim(text.substr(colon + 1)); };
  const auto slice = [&] {
    const std::string_view part = value();
    return HeadSlice{static_cast<std::uint32_t>(part.data() - bytes),
                     static_cast<std::uint32_t>(part.size())};
  };
  switch (colon) {
    case 8:
      if (names(name, "Location")) head_.location = slice();
      return true;
    case 10:
      if (names(name, "Connection")) {
        connection(value());
      } else if (names(name, "Set-Cookie")) {
        head_.sets_cookies = true;
      }
      return true;
    case 14:
      return !names(name, "Content-Length") || content_length(value());
    case 16:
      if (names(name, "Content-Encoding")) head_.content_encoding = slice();
      return true;
    case 17:
      return !names(name, "Transfer-Encoding") || transfer_encoding(value());
    default:
      return true;
  }
}

/// The head that nearly all answers have: whole, in lines that end in CR LF, none folded, plain names. False
/// when it is another, or faulty, or not there yet; then it is for parse() to say, from the beginning.
bool HeadParser::parse_usual([[maybe_unused]] const char* bytes, [[maybe_unused]] std::size_t size) {
#ifdef __SSE2__
  const char* const end = bytes + std::min(size, kMaxSize);
  const char* line_end = find_control(bytes, end);
  if (!ends_line(line_end, end)) return false;
  if (!status_line({bytes, static_cast<std::size_t>(line_end - bytes)})) return false;
  const char* line = line_end + 2;
  head_.lines.offset = static_cast<std::uint32_t>(line - bytes);
  while (end - line >= 16) {
    if (*line == '\r') {
      if (line[1] != '\n') return false;
      break;
    }
    const std::size_t colon = plain_name_length(line);
    if (colon >= 16 || line[colon] != ':' || colon == 0) return false;
    line_end = find_control(line + colon, end);
    if (!ends_line(line_end, end)) return false;
    if (!header(bytes, {line, static_cast<std::size_t>(line_end - line)}, colon)) return false;
    line = line_end + 2;
  }
  if (end - line < 2 || line[0] != '\r' || line[1] != '\n') return false;
  head_.lines.size = static_cast<std::uint32_t>(line - bytes) - head_.lines.offset;
  line_start_ = static_cast<std::size_t>(line + 2 - bytes);
  return finish();
#else
  return false;
#endif
}

HeadResult HeadParser::parse(char* bytes, std::size_t size) {
  if (scanned_ == 0 && line_start_ == 0) {
    if (parse_usual(bytes, size)) return HeadResult::Complete;
    reset();
  }
  const char* const end = bytes + size;
  const char* at = bytes + scanned_;
  for (;;) {
    at = find_control(at, end);
    const auto offset = static_cast<std::size_t>(at - bytes);
    if (at == end) return more({bytes, size}, offset);
    std::size_t line_end = 1;
    if (*at == '\r') {
      if (at + 1 == end) return more({bytes, size}, offset);
      if (at[1] != '\n') return HeadResult::Malformed;
      line_end = 2;
    } else if (*at == '\t') {
      ++at;
      continue;
    } else if (*at != '\n') {
      return HeadResult::Malformed;  // RFC 9110 5.5: no value has NUL or another control character
    }
    if (offset + line_end > kMaxSize) return HeadResult::TooLarge;
    head_.bare_line_feeds |= line_end == 1;
    if (offset == line_start_) {
      head_.lines.size = static_cast<std::uint32_t>(offset - head_.lines.offset);
      line_start_ = offset + line_end;
      return finish() ? HeadResult::Complete : HeadResult::Malformed;
    }
    // Whether this line is folded shows in the first byte of the next.
    if (at + line_end == end) return more({bytes, size}, offset);
    if (head_.status != 0 && (at[line_end] == ' ' || at[line_end] == '\t')) {
      std::memset(bytes + offset, ' ', line_end);
      continue;
    }
    if (!line(bytes, offset)) return HeadResult::Malformed;
    line_start_ = offset + line_end;
    at += line_end;
  }
}

bool HeadParser::line(const char* bytes, std::size_t end) {
  const std::string_view text(bytes + line_start_, end - line_start_);
  if (head_.status != 0) {
    const std::size_t colon = name_length(text);
    return colon != 0 && colon != text.size() && text[colon] == ':' && header(bytes, text, colon);
  }
  const std::size_t next = end + (bytes[end] == '\r' ? 2 : 1);
  head_.lines.offset = static_cast<std::uint32_t>(next);
  return status_line(text) && bytes[next] != ' ' && bytes[next] != '\t';
}

bool HeadParser::status_line(std::string_view text) {
  if (text.size() < 12 || !text.starts_with("HTTP/1.") || !is_digit(text[7]) || text[8] != ' ') return false;
  if (!is_digit(text[9]) || !is_digit(text[10]) || !is_digit(text[11])) return false;
  if (text.size() > 12 && text[12] != ' ') return false;
  head_.minor_version = text[7] - '0';
  head_.status = (text[9] - '0') * 100 + (text[10] - '0') * 10 + (text[11] - '0');
  return head_.status >= 100;
}

/// RFC 9112 6.3: one length; the same one said several times is let pass.
bool HeadParser::content_length(std::string_view value) {
  if (value.empty()) return false;
  if (head_.content_length < 0 && value.size() <= 18) {
    // The common case, in the shortest way.
    std::int64_t length = 0;
    const char* at = value.data();
    const char* const end = at + value.size();
    while (at < end && is_digit(*at)) length = length * 10 + (*at++ - '0');
    if (at == end) {
      head_.content_length = length;
      return true;
    }
  }
  while (!value.empty()) {
    if (value.back() == ',') return false;
    const std::string_view item = take_item(value, ',');
    if (item.empty() || item.size() > 18) return false;
    std::int64_t length = 0;
    for (const char c : item) {
      if (!is_digit(c)) return false;
      length = length * 10 + (c - '0');
    }
    if (head_.content_length >= 0 && head_.content_length != length) return false;
    head_.content_length = length;
  }
  return true;
}

/// Only chunked is spoken, and we ask for nothing else (no TE is sent).
bool HeadParser::transfer_encoding(std::string_view value) {
  if (has_transfer_encoding_) return false;
  has_transfer_encoding_ = true;
  if (same_text(value, "chunked")) {
    head_.chunked = true;
  } else if (same_text(value, "identity")) {
    head_.unframed = true;  // of RFC 2616, and gone since; a few old servers still send it
  } else {
    return false;
  }
  return true;
}

void HeadParser::connection(std::string_view value) {
  if (value == "keep-alive") {
    head_.keep_alive = true;
    return;
  }
  while (!value.empty()) {
    const std::string_view item = take_item(value, ',');
    head_.close |= same_text(item, "close");
    head_.keep_alive |= same_text(item, "keep-alive");
  }
}

std::string_view HeadParser::fault(std::string_view bytes) const {
  if (head_.status < 100 || line_start_ == 0) return "it does not begin as an HTTP/1 answer";
  if (has_transfer_encoding_ && head_.content_length >= 0) return "both Content-Length and Transfer-Encoding";
  const std::string_view rest = bytes.substr(std::min(line_start_, bytes.size()));
  const std::string_view text = rest.substr(0, rest.find('\n'));
  const std::string_view name = text.substr(0, text.find(':'));
  if (same_text(name, "Content-Length")) return "in its Content-Length";
  if (same_text(name, "Transfer-Encoding")) return "in its Transfer-Encoding";
  const char* const end = text.data() + text.size();
  for (const char* at = find_control(text.data(), end); at != end; at = find_control(at + 1, end)) {
    if (*at != '\t' && at + 1 != end) return "a control character in a header";
  }
  return "a header line that is not `name: value`";
}

bool HeadParser::finish() {
  if (head_.status == 0) return false;
  return !has_transfer_encoding_ || head_.content_length < 0;
}

}  // namespace nest::http
