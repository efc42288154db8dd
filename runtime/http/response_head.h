#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/http/text.h"

namespace nest::http {

/// A part of the bytes that were parsed, kept as an offset because a head that comes in pieces moves in
/// memory.
struct HeadSlice {
  std::uint32_t offset = 0;
  std::uint32_t size = 0;
  [[nodiscard]] std::string_view in(const char* bytes) const { return {bytes + offset, size}; }
};

/// What the wire lane needs of a status line and headers.
struct ResponseHead {
  int status = 0;         ///< 100 to 999
  int minor_version = 1;  ///< of HTTP/1.x
  bool chunked = false;
  bool unframed = false;             ///< a transfer coding whose end only the closing of the connection tells
  bool close = false;                ///< Connection: close
  bool keep_alive = false;           ///< Connection: keep-alive
  bool sets_cookies = false;         ///< there is a Set-Cookie line
  bool bare_line_feeds = false;      ///< some line ended without CR
  std::int64_t content_length = -1;  ///< -1: not stated
  HeadSlice location;
  HeadSlice content_encoding;
  HeadSlice lines;  ///< the header lines with their line ends, without the empty one behind them
};

enum class HeadResult : std::uint8_t { Incomplete, Complete, Malformed, TooLarge };

/// Reads the head of an HTTP/1.x response (RFC 9112), however it is cut into pieces. Made for the shortest
/// path over a typical answer: one pass, only the few headers that decide how to go on are looked at. Strict
/// where leniency has led to response splitting: no blank before a colon, no control character inside a line,
/// one Content-Length, not both Content-Length and Transfer-Encoding. Lenient where servers are known to be
/// sloppy and nothing hangs on it: lines that end in a bare LF, a missing reason, folded lines (unfolded in
/// place, as RFC 9112 5.2 asks).
class HeadParser {
 public:
  static constexpr std::size_t kMaxSize = 64 * 1024;

  void reset() { *this = HeadParser(); }

  /// `bytes` is everything of this head so far, from its first byte, perhaps with what follows it; a second
  /// call has the same bytes and more, perhaps elsewhere in memory. Writes into them only to unfold lines.
  [[nodiscard]] HeadResult parse(char* bytes, std::size_t size);

  /// Once complete.
  [[nodiscard]] const ResponseHead& head() const { return head_; }
  /// Once malformed, with the bytes that parse() had: what is wrong, as in "in its Content-Length". One of a
  /// few constants, so that what a server makes up does not multiply the causes of failures.
  [[nodiscard]] std::string_view fault(std::string_view bytes) const;
  /// Once complete: bytes up to and with the empty line.
  [[nodiscard]] std::size_t size() const { return line_start_; }

 private:
  bool parse_usual(const char* bytes, std::size_t size);
  HeadResult more(std::string_view bytes, std::size_t scanned);
  bool line(const char* bytes, std::size_t end);
  bool status_line(std::string_view text);
  bool header(const char* bytes, std::string_view text, std::size_t colon);
  bool content_length(std::string_view value);
  bool transfer_encoding(std::string_view value);
  void connection(std::string_view value);
  bool finish();

  ResponseHead head_;
  std::size_t line_start_ = 0;
  std::size_t scanned_ = 0;  // no line ends before this
  bool has_transfer_encoding_ = false;
};

/// Calls `visit(name, value)` for every line of ResponseHead::lines; values are trimmed.
template <class Visit>
void for_each_header(std::string_view lines, Visit&& visit) {
  while (!lines.empty()) {
    std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(line.size() < lines.size() ? line.size() + 1 : line.size());
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos) visit(line.substr(0, colon), trim(line.substr(colon + 1)));
  }
}

}  // namespace nest::http
