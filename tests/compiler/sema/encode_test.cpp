#include "compiler/sema/encode.h"

#include <gtest/gtest.h>

namespace nest::sema {
namespace {

using hir::Encoding;

TEST(Encode, keeps_only_unreserved_bytes_in_a_url) {
  EXPECT_EQ(encode(Encoding::Percent, "aZ0-._~"), "aZ0-._~");
  EXPECT_EQ(encode(Encoding::Percent, "a b&c=d/é%"), "a%20b%26c%3Dd%2F%C3%A9%25");
}

TEST(Encode, writes_blanks_in_a_form_as_plus) { EXPECT_EQ(encode(Encoding::Form, "a b+c"), "a+b%2Bc"); }

TEST(Encode, quotes_json_strings) {
  EXPECT_EQ(encode(Encoding::Json, "a\"b\\c\n\r\t\b\f\x01é"), R"("a\"b\\c\n\r\t\b\f\u0001é")");
  EXPECT_EQ(encode(Encoding::Json, ""), R"("")");
}

TEST(Encode, writes_base64_as_the_runtime_does) {
  EXPECT_EQ(encode(Encoding::Base64, ""), "");
  EXPECT_EQ(encode(Encoding::Base64, "f"), "Zg==");
  EXPECT_EQ(encode(Encoding::Base64, "ann:secret"), "YW5uOnNlY3JldA==");
  EXPECT_EQ(encode(Encoding::Base64, "\xff\xfe\xfd"), "//79");
}

TEST(Encode, leaves_a_urls_own_delimiters_and_escapes) {
  EXPECT_EQ(encode_url_text("/a%20b?c=d&e[]=f#g"), "/a%20b?c=d&e[]=f#g");
  EXPECT_EQ(encode_url_text("/a b\r\n\"<ü>"), "/a%20b%0D%0A%22%3C%C3%BC%3E");
}

}  // namespace
}  // namespace nest::sema
