#include <gtest/gtest.h>

#include "tests/runtime/library/called.h"

namespace nest::library {
namespace {

class LibraryEncodings : public testing::Test {
 protected:
  Caller caller;
};

// RFC 4648, section 10.
TEST_F(LibraryEncodings, base64_has_the_known_answers) {
  const std::pair<const char*, const char*> known[] = {{"", ""},
                                                       {"f", "Zg=="},
                                                       {"fo", "Zm8="},
                                                       {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="},
                                                       {"fooba", "Zm9vYmE="},
                                                       {"foobar", "Zm9vYmFy"}};
  for (const auto& [text, digits] : known) {
    EXPECT_EQ(caller.call("base64", {of(text)}), digits);
    EXPECT_EQ(caller.call("base64_decode", {of(digits)}), text);
  }
}

TEST_F(LibraryEncodings, base64url_has_its_own_letters_and_no_padding) {
  EXPECT_EQ(caller.call("base64", {of("\xfb\xff\xfe\xff")}), "+//+/w==");
  EXPECT_EQ(caller.call("base64url", {of("\xfb\xff\xfe\xff")}), "-__-_w");
  EXPECT_EQ(caller.call("base64_decode", {of("-__-_w")}), "\xfb\xff\xfe\xff");
}

TEST_F(LibraryEncodings, what_is_no_base64_fails) {
  EXPECT_EQ(caller.call("base64_decode", {of("A")}),
            "! this is not base64: a digit is missing or one too many");
  EXPECT_EQ(caller.call("base64_decode", {of("Zm9v=")}),
            "! this is not base64: a digit is missing or one too many");
  EXPECT_EQ(caller.call("base64_decode", {of("Zm 9")}), "! this is not base64: byte 2 is no digit of it");
  EXPECT_EQ(caller.call("base64_decode", {of("====")}), "! this is not base64: byte 0 is no digit of it");
  EXPECT_EQ(caller.call("base64_decode", {of("Zg==Zg==")}), "! this is not base64: byte 2 is no digit of it");
  EXPECT_EQ(caller.call("base64_decode", {of(std::string_view("A\0AA", 4))}),
            "! this is not base64: byte 1 is no digit of it");
}

TEST_F(LibraryEncodings, hex_is_written_in_lower_case_and_read_in_both) {
  EXPECT_EQ(caller.call("hex", {of("a\xff")}), "61ff");
  EXPECT_EQ(caller.call("hex", {of("")}), "");
  EXPECT_EQ(caller.call("hex_decode", {of("61fF")}), "a\xff");
  EXPECT_EQ(caller.call("hex_decode", {of("")}), "");
  EXPECT_EQ(caller.call("hex_decode", {of("616")}),
            "! these are not pairs of hexadecimal digits: one is missing");
  EXPECT_EQ(caller.call("hex_decode", {of("61g0")}), "! byte 2 is no hexadecimal digit");
  EXPECT_EQ(caller.call("hex_decode", {of("6 ")}), "! byte 1 is no hexadecimal digit");
}

TEST_F(LibraryEncodings, url_encode_leaves_the_unreserved) {
  EXPECT_EQ(caller.call("url_encode", {of("aZ9-._~ /?&é")}), "aZ9-._~%20%2F%3F%26%C3%A9");
}

// RFC 1321 (appendix A.5), FIPS 180-2, RFC 4231 (test case 2).
TEST_F(LibraryEncodings, digests_have_the_known_answers) {
  EXPECT_EQ(caller.call("md5", {of("")}), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(caller.call("md5", {of("abc")}), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(caller.call("sha256", {of("")}),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(caller.call("sha256", {of("abc")}),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(caller.call("hmac_sha256", {of("Jefe"), of("what do ya want for nothing?")}),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_F(LibraryEncodings, an_empty_key_is_a_key) {
  const std::string empty = caller.call("hmac_sha256", {of(""), of("")});
  EXPECT_EQ(empty, "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
  static_cast<void>(caller.call("hmac_sha256", {of("another"), of("")}));
  EXPECT_EQ(caller.call("hmac_sha256", {{NEST_STRING, {.s = {nullptr, 0}}}, of("")}), empty);
}

}  // namespace
}  // namespace nest::library
