#include "runtime/http/decoder.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/runtime/http/compress.h"

namespace nest::http {
namespace {

using testing::brotli;
using testing::deflate_as;
using testing::gzip;
using testing::zstd;

constexpr std::uint64_t kLimit = 1 << 20;

struct DecoderTest : ::testing::Test {
  ChunkPool pool;
  Arena arena{pool};
  Decoder decoder;

  DecodedBody decode(std::string_view encodings, std::string_view body, std::uint64_t limit = kLimit) {
    return decoder.decode(encodings, body, arena, limit);
  }
};

std::string sample() {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "line " + std::to_string(i * 7919 % 1000) + "\n";
  return text;
}

TEST_F(DecoderTest, undoes_every_coding_again_and_again) {
  const std::string text = sample();
  const std::vector<std::pair<std::string, std::string>> cases{
      {"gzip", gzip(text)},
      {"x-gzip", gzip(text)},
      {"GZIP", gzip(text)},
      {"deflate", deflate_as(15, text)},
      {"deflate", deflate_as(-15, text)},
      {"br", brotli(text)},
      {"zstd", zstd(text)},
      {"identity", text},
      {"", text},
      {"gzip, br", brotli(gzip(text))},
      {"zstd , identity,\tgzip", gzip(zstd(text))},
      {"gzip", gzip(text.substr(0, 1000)) + gzip(text.substr(1000))},
      {"gzip", gzip(text) + std::string(100, '\0')},
      {"zstd", zstd(text.substr(0, 1000)) + zstd(text.substr(1000))},
  };
  for (int round = 0; round < 3; ++round) {
    for (const auto& [encodings, body] : cases) {
      const DecodedBody decoded = decode(encodings, body);
      EXPECT_EQ(decoded.error, TransportError::None) << encodings << ": " << decoded.detail;
      EXPECT_EQ(decoded.body, text) << encodings;
    }
    arena.reset();
  }
}

TEST_F(DecoderTest, leaves_alone_what_it_does_not_know) {
  EXPECT_EQ(decode("aes128gcm", "bytes").body, "bytes");
  EXPECT_EQ(decode("gzip", "").body, "");
}

TEST_F(DecoderTest, finds_corruption) {
  const std::string text = sample();
  const std::vector<std::pair<std::string, std::string>> whole{
      {"gzip", gzip(text)}, {"deflate", deflate_as(15, text)}, {"br", brotli(text)}, {"zstd", zstd(text)}};
  for (const auto& [encoding, body] : whole) {
    EXPECT_EQ(decode(encoding, body.substr(0, body.size() - 3)).error, TransportError::Decoding) << encoding;
    EXPECT_EQ(decode(encoding, body.substr(0, body.size() / 2)).error, TransportError::Decoding) << encoding;
    EXPECT_EQ(decode(encoding, body.substr(0, 1)).error, TransportError::Decoding) << encoding;
    EXPECT_EQ(decode(encoding, "this was never compressed").error, TransportError::Decoding) << encoding;
    EXPECT_EQ(decode(encoding, body).body, text) << encoding << " after the failures";
  }
  std::string flipped = gzip(text);
  flipped[flipped.size() - 6] = static_cast<char>(flipped[flipped.size() - 6] ^ 1);
  EXPECT_EQ(decode("gzip", flipped).error, TransportError::Decoding) << "the check sum";
  EXPECT_EQ(decode("br", brotli(text) + "x").error, TransportError::Decoding);
  EXPECT_EQ(decode("gzip,gzip,gzip,gzip,gzip", gzip(text)).error, TransportError::Decoding);
}

TEST_F(DecoderTest, does_not_unfold_a_bomb) {
  const std::string zeros(kLimit * 4, '\0');
  for (const auto& [encoding, body] : std::vector<std::pair<std::string, std::string>>{
           {"gzip", gzip(zeros)}, {"br", brotli(zeros)}, {"zstd", zstd(zeros)}}) {
    EXPECT_EQ(decode(encoding, body).error, TransportError::BodyTooLarge) << encoding;
    EXPECT_LT(arena.used(), kLimit * 3 + 16 * 1024) << encoding;
    arena.reset();
  }
  EXPECT_EQ(decode("gzip, gzip", gzip(gzip(zeros))).error, TransportError::BodyTooLarge);
}

TEST_F(DecoderTest, allows_exactly_the_limit) {
  const std::string text = sample();
  for (const auto& [encoding, body] :
       std::vector<std::pair<std::string, std::string>>{{"gzip", gzip(text)},
                                                        {"deflate", deflate_as(-15, text)},
                                                        {"br", brotli(text)},
                                                        {"zstd", zstd(text)}}) {
    EXPECT_EQ(decode(encoding, body, text.size()).body, text) << encoding;
    EXPECT_EQ(decode(encoding, body, text.size() - 1).error, TransportError::BodyTooLarge) << encoding;
  }
}

}  // namespace
}  // namespace nest::http
