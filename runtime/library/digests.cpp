// Digests by OpenSSL, as lowercase hexadecimal digits. Algorithms and contexts are fetched once a thread:
// what a call does after that allocates nothing.

#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <array>
#include <memory>

#include "runtime/library/functions.h"

namespace nest::library {
namespace {

using Bytes = std::array<char, EVP_MAX_MD_SIZE>;

unsigned char* data_of(Bytes& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

nest_status give_digits(Call& call, std::string_view bytes) {
  char* const digits = call.around.text(2 * bytes.size());
  if (digits == nullptr) return call.around.fail_for_space();
  write_hex(bytes, digits);
  return call.give_text({digits, 2 * bytes.size()});
}

class Digest {
 public:
  explicit Digest(const char* name)
      : algorithm_(EVP_MD_fetch(nullptr, name, nullptr), EVP_MD_free),
        context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {}

  nest_status give(Call& call) {
    const std::string_view text = call.text(0);
    Bytes bytes{};
    unsigned size = 0;
    if (algorithm_ == nullptr || context_ == nullptr ||
        EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr) != 1 ||
        EVP_DigestUpdate(context_.get(), text.data(), text.size()) != 1 ||
        EVP_DigestFinal_ex(context_.get(), data_of(bytes), &size) != 1) {
      return call.fail("the OpenSSL of this machine refuses this digest");
    }
    return give_digits(call, {bytes.data(), size});
  }

 private:
  std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm_;
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

/// HMAC (RFC 2104).
class KeyedDigest {
 public:
  explicit KeyedDigest(const char* name) : algorithm_(EVP_MAC_fetch(nullptr, "HMAC", nullptr), EVP_MAC_free) {
    if (algorithm_ == nullptr) return;
    context_.reset(EVP_MAC_CTX_new(algorithm_.get()));
    const std::array parameters = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, const_cast<char*>(name), 0),
        OSSL_PARAM_construct_end()};
    if (context_ != nullptr && EVP_MAC_CTX_set_params(context_.get(), parameters.data()) != 1)
      context_.reset();
  }

  nest_status give(Call& call) {
    const std::string_view key = call.text(0);
    const std::string_view text = call.text(1);
    Bytes bytes{};
    std::size_t size = 0;
    // A null key would mean the one of the call before.
    const auto* start = reinterpret_cast<const unsigned char*>(key.data() == nullptr ? "" : key.data());
    if (context_ == nullptr || EVP_MAC_init(context_.get(), start, key.size(), nullptr) != 1 ||
        EVP_MAC_update(context_.get(), reinterpret_cast<const unsigned char*>(text.data()), text.size()) !=
            1 ||
        EVP_MAC_final(context_.get(), data_of(bytes), &size, bytes.size()) != 1) {
      return call.fail("the OpenSSL of this machine refuses this digest");
    }
    return give_digits(call, {bytes.data(), size});
  }

 private:
  std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> algorithm_;
  std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context_{nullptr, EVP_MAC_CTX_free};
};

}  // namespace

nest_status md5(Call& call) {
  thread_local Digest digest("MD5");
  return digest.give(call);
}

nest_status sha256(Call& call) {
  thread_local Digest digest("SHA256");
  return digest.give(call);
}

nest_status hmac_sha256(Call& call) {
  thread_local KeyedDigest digest("SHA256");
  return digest.give(call);
}

}  // namespace nest::library
