#include <http_parser.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/http/body_reader.h"
#include "runtime/http/recent_heads.h"
#include "runtime/http/response_head.h"
#include "runtime/http/text.h"

// The parser of responses against hostile bytes, and against http_parser (Node's of many years):
// 1. However the bytes are cut, the outcome is the same.
// 2. Whatever ours accepts, http_parser accepts, with the same status and the same body, apart from the
// leniencies that
//    response_head.h names. (The other way round does not hold: ours is stricter.)
// 3. A head that is kept is known again by its own bytes, to the same effect, and by no part of them.
// The first byte says how the rest is cut, and whether it answers a HEAD.

namespace {

using namespace nest::http;

struct Outcome {
  enum class End { Open, Whole, Refused } end = End::Open;
  int status = 0;
  std::int64_t length = -1;
  std::string body;
  std::string left;  // behind the answer
  bool until_close = false;
  bool bare_line_feeds = false;
  bool unframed = false;
  bool operator==(const Outcome&) const = default;
};

void read_body(Outcome& outcome, BodyReader& reader, std::string_view bytes) {
  while (!bytes.empty() && !reader.done() && !reader.failed()) outcome.body += reader.take(bytes);
  outcome.left += bytes;
  outcome.until_close = reader.ends_with_connection();
  if (reader.done()) outcome.end = Outcome::End::Whole;
  if (reader.failed()) outcome.end = Outcome::End::Refused;
}

Outcome parse_ours(std::string_view text, std::size_t step, bool is_head) {
  Outcome outcome;
  HeadParser parser;
  BodyReader reader;
  std::string head;
  bool in_body = false;
  while (!text.empty() && outcome.end == Outcome::End::Open) {
    const std::string_view piece = text.substr(0, step);
    text.remove_prefix(piece.size());
    if (in_body) {
      read_body(outcome, reader, piece);
      continue;
    }
    head += piece;
    // So that the address sanitizer sees a read past the end; a long text in small pieces would take too
    // long.
    if (head.size() < 256 || step > 64) head.shrink_to_fit();
    const HeadResult result = parser.parse(head.data(), head.size());
    if (result == HeadResult::Incomplete) continue;
    if (result != HeadResult::Complete) {
      outcome.end = Outcome::End::Refused;
      return outcome;
    }
    in_body = true;
    outcome.status = parser.head().status;
    outcome.length = parser.head().content_length;
    outcome.bare_line_feeds = parser.head().bare_line_feeds;
    outcome.unframed = parser.head().unframed;
    reader.begin(parser.head(), is_head);
    read_body(outcome, reader, std::string_view(head).substr(parser.size()));
    if (reader.done()) outcome.end = Outcome::End::Whole;
  }
  if (outcome.end == Outcome::End::Whole) outcome.left += text;
  if (outcome.end != Outcome::End::Refused) return outcome;
  Outcome refused;
  refused.end = Outcome::End::Refused;
  return refused;
}

struct Theirs {
  bool refused = false;
  bool refused_length = false;  // it lets no length be said twice
  bool in_trailers = false;
  bool whole = false;
  bool is_head = false;
  unsigned status = 0;
  std::string body;
};

Theirs parse_theirs(std::string_view text, bool is_head) {
  Theirs theirs;
  theirs.is_head = is_head;
  http_parser parser;
  http_parser_init(&parser, HTTP_RESPONSE);
  parser.data = &theirs;
  http_parser_settings settings;
  http_parser_settings_init(&settings);
  settings.on_body = [](http_parser* self, const char* at, std::size_t size) {
    static_cast<Theirs*>(self->data)->body.append(at, size);
    return 0;
  };
  settings.on_headers_complete = [](http_parser* self) {
    auto* const seen = static_cast<Theirs*>(self->data);
    seen->status = self->status_code;
    return seen->is_head ? 1 : 0;
  };
  settings.on_chunk_header = [](http_parser* self) {
    static_cast<Theirs*>(self->data)->in_trailers = self->content_length == 0;
    return 0;
  };
  settings.on_message_complete = [](http_parser* self) {
    static_cast<Theirs*>(self->data)->whole = true;
    http_parser_pause(self, 1);
    return 0;
  };
  http_parser_execute(&parser, &settings, text.data(), text.size());
  const auto error = static_cast<http_errno>(parser.http_errno);
  theirs.refused = error != HPE_OK && error != HPE_PAUSED;
  theirs.refused_length = error == HPE_UNEXPECTED_CONTENT_LENGTH || error == HPE_INVALID_CONTENT_LENGTH;
  return theirs;
}

[[noreturn]] void differ(const char* what, std::string_view text) {
  std::fprintf(stderr, "%s:\n%.*s\n", what, static_cast<int>(text.size()), text.data());
  std::abort();
}

/// What http_parser is known to see otherwise: an upgrade, chunks after a status that has no body, folded
/// lines, tabs behind a value or a chunk's size (RFC 9112 7.1.1: bad whitespace), its own smaller bounds.
bool out_of_comparison(std::string_view text, const Outcome& ours) {
  const std::size_t end = text.find("\r\n\r\n");
  const std::string_view head = text.substr(0, end);
  return ours.status < 200 || ours.status == 204 || ours.status == 304 || ours.bare_line_feeds ||
         ours.unframed || text.size() > 60'000 || head.find("\n ") != std::string_view::npos ||
         text.find('\t') != std::string_view::npos;
}

void check_recent_heads(std::string_view text) {
  RecentHeads heads;
  HeadParser parser;
  std::string bytes(text);
  if (parser.parse(bytes.data(), bytes.size()) != HeadResult::Complete) return;
  heads.keep(bytes.data(), bytes.size(), parser);
  const HeadParser* const known = heads.find(bytes.data(), bytes.size());
  HeadParser again;
  if (again.parse(bytes.data(), bytes.size()) != HeadResult::Complete) differ("not complete again", text);
  if (known == nullptr) {
    if (parser.size() <= RecentHeads::kLongest) differ("not known again", text);
    return;
  }
  const auto& [head, other] = std::pair(known->head(), again.head());
  if (known->size() != again.size() || head.status != other.status ||
      head.content_length != other.content_length || head.chunked != other.chunked ||
      head.close != other.close || head.keep_alive != other.keep_alive ||
      head.sets_cookies != other.sets_cookies ||
      head.lines.in(bytes.data()) != other.lines.in(bytes.data()) ||
      head.location.in(bytes.data()) != other.location.in(bytes.data())) {
    differ("known as another", text);
  }
  const std::string part = bytes.substr(0, parser.size() - 1);
  if (heads.find(part.data(), part.size()) != nullptr) differ("known by a part", text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const bool is_head = (data[0] & 0x80) != 0;
  const std::size_t step = std::max<std::size_t>(1, data[0] & 0x7f);
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Outcome whole = parse_ours(text, text.size() + 1, is_head);
  if (parse_ours(text, step, is_head) != whole || parse_ours(text, 1, is_head) != whole)
    differ("cut differently", text);
  check_recent_heads(text);
  if (whole.end == Outcome::End::Refused || whole.status == 0 || out_of_comparison(text, whole)) return 0;
  const Theirs theirs = parse_theirs(text, is_head);
  if (theirs.refused_length) return 0;
  // Trailers are skipped by ours, and parsed by theirs.
  if (theirs.refused && theirs.in_trailers) return 0;
  if (theirs.refused) differ("http_parser refuses it", text);
  if (theirs.status != static_cast<unsigned>(whole.status)) differ("another status", text);
  if (theirs.body != whole.body) differ("another body", text);
  if (theirs.whole != (whole.end == Outcome::End::Whole)) differ("another end", text);
  return 0;
}
