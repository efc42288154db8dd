#pragma once

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>

namespace nest::http::testing {

/// A certificate that signs itself, for the names given ("DNS:localhost,IP:127.0.0.1"), made on the spot; its
/// file serves as the list of authorities that trusts it.
class TestCertificate {
 public:
  explicit TestCertificate(const char* names, long valid_from = -3600, long valid_for = 7200)
      : key_(EVP_EC_gen("P-256")), certificate_(X509_new()) {
    X509_set_version(certificate_, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate_), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate_), valid_from);
    X509_gmtime_adj(X509_getm_notAfter(certificate_), valid_from + valid_for);
    X509_set_pubkey(certificate_, key_);
    X509_NAME* const name = X509_get_subject_name(certificate_);
    const auto* const text = reinterpret_cast<const unsigned char*>("nest test");
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0);
    X509_set_issuer_name(certificate_, name);
    add(NID_subject_alt_name, names);
    add(NID_basic_constraints, "critical,CA:TRUE");
    X509_sign(certificate_, key_, EVP_sha256());

    char path[] = "/tmp/nest_test_XXXXXX";
    const int fd = mkstemp(path);
    if (fd < 0) throw std::runtime_error("no temporary file");
    file_ = path;
    FILE* const file = fdopen(fd, "w");
    PEM_write_X509(file, certificate_);
    fclose(file);
  }
  TestCertificate(const TestCertificate&) = delete;
  TestCertificate& operator=(const TestCertificate&) = delete;
  ~TestCertificate() {
    unlink(file_.c_str());
    X509_free(certificate_);
    EVP_PKEY_free(key_);
  }

  const std::string& file() const { return file_; }

  /// For a server that shows this certificate; the caller frees it.
  SSL_CTX* server_context() const {
    SSL_CTX* const context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_use_certificate(context, certificate_);
    SSL_CTX_use_PrivateKey(context, key_);
    static constexpr unsigned char kId[] = {'n', 'e', 's', 't'};
    SSL_CTX_set_session_id_context(context, kId, sizeof kId);
    return context;
  }

 private:
  void add(int what, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate_, certificate_, nullptr, nullptr, 0);
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, what, value);
    X509_add_ext(certificate_, extension, -1);
    X509_EXTENSION_free(extension);
  }

  EVP_PKEY* key_;
  X509* certificate_;
  std::string file_;
};

}  // namespace nest::http::testing
