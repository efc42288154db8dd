#include <http_parser.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "runtime/http/body_reader.h"
#include "runtime/http/response_head.h"
#include "runtime/http/text.h"

// One typical answer, read by nest's parser and by http_parser, each asked for what an exchange needs:
// status, framing, keep-alive, and whether there is a Location or a Set-Cookie.
//   http_parser_bench              nanoseconds an answer, of both
//   http_parser_bench own N        N answers by nest's parser only: for valgrind --tool=callgrind
//   http_parser_bench kept N       the same by http_parser

namespace {

using namespace nest::http;

constexpr std::string_view kAnswer =
    "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Mon, 23 Nov 2026 19:00:00 GMT\r\n"
    "Content-Type: application/json\r\nContent-Length: 56\r\nConnection: keep-alive\r\n"
    "ETag: \"65f1b2c3-38\"\r\nAccept-Ranges: bytes\r\n\r\n"
    "{\"id\":12345,\"name\":\"a produkt\",\"price\":199,\"stock\":true}";

struct Seen {
  std::uint64_t answers = 0;
  std::uint64_t body = 0;
  std::uint64_t kept = 0;
  std::uint64_t interesting = 0;
};

void read_own(Seen& seen, char* bytes, std::size_t size) {
  HeadParser parser;
  if (parser.parse(bytes, size) != HeadResult::Complete) std::abort();
  const ResponseHead& head = parser.head();
  BodyReader reader;
  reader.begin(head, false);
  std::string_view rest(bytes + parser.size(), size - parser.size());
  while (!rest.empty() && !reader.done()) seen.body += reader.take(rest).size();
  if (!reader.done()) std::abort();
  seen.answers += head.status == 200 ? 1u : 0u;
  seen.kept += head.close ? 0u : 1u;
  seen.interesting += head.sets_cookies || head.location.size > 0 ? 1u : 0u;
}

http_parser_settings kept_settings() {
  http_parser_settings settings;
  http_parser_settings_init(&settings);
  settings.on_header_field = [](http_parser* parser, const char* at, std::size_t size) {
    const std::string_view name(at, size);
    if ((size == 8 && same_text(name, "location")) || (size == 10 && same_text(name, "set-cookie"))) {
      ++static_cast<Seen*>(parser->data)->interesting;
    }
    return 0;
  };
  settings.on_body = [](http_parser* parser, const char*, std::size_t size) {
    static_cast<Seen*>(parser->data)->body += size;
    return 0;
  };
  settings.on_message_complete = [](http_parser* parser) {
    auto* const seen = static_cast<Seen*>(parser->data);
    seen->answers += parser->status_code == 200 ? 1u : 0u;
    seen->kept += http_should_keep_alive(parser) != 0 ? 1u : 0u;
    return 0;
  };
  return settings;
}

void read_kept(Seen& seen, const http_parser_settings& settings, const char* bytes, std::size_t size) {
  http_parser parser;
  http_parser_init(&parser, HTTP_RESPONSE);
  parser.data = &seen;
  if (http_parser_execute(&parser, &settings, bytes, size) != size) std::abort();
}

Seen run(bool own, std::uint64_t count) {
  std::string bytes(kAnswer);
  const http_parser_settings settings = kept_settings();
  Seen seen;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (own) {
      read_own(seen, bytes.data(), bytes.size());
    } else {
      read_kept(seen, settings, bytes.data(), bytes.size());
    }
  }
  if (seen.answers != count || seen.body != count * 56 || seen.kept != count) std::abort();
  return seen;
}

double nanoseconds(bool own, std::uint64_t count) {
  const auto start = std::chrono::steady_clock::now();
  run(own, count);
  const std::chrono::duration<double, std::nano> elapsed = std::chrono::steady_clock::now() - start;
  return elapsed.count() / static_cast<double>(count);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3) {
    run(std::strcmp(argv[1], "own") == 0, std::strtoull(argv[2], nullptr, 10));
    return 0;
  }
  constexpr std::uint64_t kCount = 1'000'000;
  run(true, kCount / 10);
  run(false, kCount / 10);
  double own = 1e9;
  double kept = 1e9;
  for (int round = 0; round < 5; ++round) {
    own = std::min(own, nanoseconds(true, kCount));
    kept = std::min(kept, nanoseconds(false, kCount));
  }
  std::printf("%zu bytes: own %.0f ns, http_parser %.0f ns\n", kAnswer.size(), own, kept);
}
