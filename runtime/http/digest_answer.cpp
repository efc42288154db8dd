#include "runtime/http/digest_answer.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <initializer_list>
#include <iterator>
#include <memory>

namespace nest::http {
namespace {

std::string hex(const unsigned char* bytes, std::size_t size) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits;
  digits.reserve(2 * size);
  for (std::size_t i = 0; i < size; ++i) {
    digits += kDigits[bytes[i] >> 4U];
    digits += kDigits[bytes[i] & 15U];
  }
  return digits;
}

/// The digest of the parts with colons between them, in hexadecimal digits. Empty only where OpenSSL refuses
/// the algorithm, as a FIPS provider does with MD5: the server then refuses the answer.
std::string digest(DigestHash hash, std::initializer_list<std::string_view> parts) {
  static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> md5(EVP_MD_fetch(nullptr, "MD5", nullptr),
                                                                   EVP_MD_free);
  static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> sha256(
      EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free);
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                                     EVP_MD_CTX_free);
  const EVP_MD* const algorithm = hash == DigestHash::Md5 ? md5.get() : sha256.get();
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  bool done = algorithm != nullptr && context != nullptr &&
              EVP_DigestInit_ex2(context.get(), algorithm, nullptr) == 1;
  for (const std::string_view& part : parts) {
    if (&part != parts.begin()) done = done && EVP_DigestUpdate(context.get(), ":", 1) == 1;
    done = done && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
  }
  done = done && EVP_DigestFinal_ex(context.get(), bytes.data(), &size) == 1;
  return done ? hex(bytes.data(), size) : std::string();
}

void append_quoted(std::string& out, std::string_view name, std::string_view text) {
  ((out += name) += "=\"");
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

// A control character has no place in a header line; percent-encoded it has (RFC 7616 3.4.4).
void append_name(std::string& out, std::string_view name) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  bool plain = true;
  for (const char c : name) plain = plain && !is_control(c);
  if (plain) {
    append_quoted(out, "username", name);
    return;
  }
  out += "username*=UTF-8''";
  for (const char c : name) fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
}

}  // namespace

void append_digest_answer(std::string& out, const DigestChallenge& challenge,
                          const DigestQuestion& question) {
  std::string secret = digest(challenge.hash, {question.name, challenge.realm, question.password});
  if (challenge.session) secret = digest(challenge.hash, {secret, challenge.nonce, question.client_nonce});
  const std::string asked = digest(challenge.hash, {question.method, question.target});
  const std::string count = fmt::format("{:08x}", question.count);
  const std::string response =
      challenge.qop_auth
          ? digest(challenge.hash, {secret, challenge.nonce, count, question.client_nonce, "auth", asked})
          : digest(challenge.hash, {secret, challenge.nonce, asked});
  out += "Authorization: Digest ";
  append_name(out, question.name);
  append_quoted(out, ", realm", challenge.realm);
  append_quoted(out, ", nonce", challenge.nonce);
  append_quoted(out, ", uri", question.target);
  append_quoted(out, ", response", response);
  if (challenge.algorithm) (out += ", algorithm=") += *challenge.algorithm;
  if (challenge.opaque) append_quoted(out, ", opaque", *challenge.opaque);
  if (challenge.qop_auth) ((out += ", qop=auth, nc=") += count);
  if (challenge.qop_auth || challenge.session) append_quoted(out, ", cnonce", question.client_nonce);
  out += "\r\n";
}

std::string make_client_nonce() {
  std::array<unsigned char, 16> bytes{};
  // It protects the client's password against servers that choose nonces; without chance it is only weaker.
  static_cast<void>(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())));
  return hex(bytes.data(), bytes.size());
}

}  // namespace nest::http
