#include "runtime/http/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <new>

#include "runtime/time/stamped_receive.h"

namespace nest::http {

void SslCtxFree::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }
void SslSessionFree::operator()(ssl_session_st* session) const { SSL_SESSION_free(session); }
void SslFree::operator()(ssl_st* ssl) const { SSL_free(ssl); }

namespace {

/// SSL_get_error() takes what others have left in the thread's queue for the stream's own. Clearing an empty
/// queue costs 800 instructions (OpenSSL 3.0).
void forget_errors() {
  if (ERR_peek_error() != 0) ERR_clear_error();
}

/// Whether SSL_free_buffers() leaves the buffers of a record that is on its way alone. It did not before
/// 3.0.14, 3.1.6, 3.2.2 and 3.3.1 (CVE-2024-4741).
bool can_free_buffers() {
  static constexpr std::array<unsigned, 4> kFirstRight = {14, 6, 2, 1};  // of 3.0, 3.1, 3.2 and 3.3
  const unsigned minor = OPENSSL_version_minor();
  if (OPENSSL_version_major() != 3 || minor >= kFirstRight.size()) return true;
  return OPENSSL_version_patch() >= kFirstRight.at(minor);
}

}  // namespace

/// OpenSSL's own socket BIO writes with write(), and a peer that has gone away would then end the process by
/// SIGPIPE.
struct SocketBio {
  static int write(BIO* bio, const char* data, int size) {
    BIO_clear_retry_flags(bio);
    auto& stream = *static_cast<TlsStream*>(BIO_get_data(bio));
    const ssize_t sent = send(stream.fd_, data, static_cast<std::size_t>(size), MSG_NOSIGNAL);
    if (sent >= 0) return static_cast<int>(sent);
    if (errno == EAGAIN || errno == EINTR) {
      BIO_set_retry_write(bio);
    } else {
      stream.socket_error_ = errno;
    }
    return -1;
  }

  static int read(BIO* bio, char* out, int size) {
    BIO_clear_retry_flags(bio);
    auto& stream = *static_cast<TlsStream*>(BIO_get_data(bio));
    const StampedBytes received = receive_stamped(stream.fd_, out, static_cast<std::size_t>(size));
    if (received.size > 0) {
      stream.arrived_ = received.at;
      return static_cast<int>(received.size);
    }
    if (received.size == 0) {
      stream.end_of_file_ = true;
      return 0;
    }
    if (errno == EAGAIN || errno == EINTR) {
      BIO_set_retry_read(bio);
    } else {
      stream.socket_error_ = errno;
    }
    return -1;
  }

  static long control(BIO* bio, int command, long, void*) {
    if (command == BIO_CTRL_FLUSH) return 1;
    if (command == BIO_CTRL_EOF) return static_cast<TlsStream*>(BIO_get_data(bio))->end_of_file_ ? 1 : 0;
    return 0;
  }

  static BIO_METHOD* method() {
    static BIO_METHOD* const made_once = [] {
      BIO_METHOD* const made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "nest socket");
      if (made == nullptr) throw std::bad_alloc();
      BIO_meth_set_write(made, &SocketBio::write);
      BIO_meth_set_read(made, &SocketBio::read);
      BIO_meth_set_ctrl(made, &SocketBio::control);
      return made;
    }();
    return made_once;
  }
};

TlsContext::TlsContext(const Settings& settings)
    : context_(SSL_CTX_new(TLS_client_method())), insecure_(settings.insecure) {
  SSL_CTX* const context = context_.get();
  if (context == nullptr) throw std::bad_alloc();
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  // This makes them anew for each request: TlsBuffers does better.
  if (!can_free_buffers()) SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  // Many servers close without the goodbye of TLS; the length of an answer tells whether it is whole.
  SSL_CTX_set_options(context, SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_NO_RENEGOTIATION);
  // One recv for a record and its header.
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  static constexpr unsigned char kAlpn[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  SSL_CTX_set_alpn_protos(context, kAlpn, sizeof kAlpn);
  SSL_CTX_set_verify(context, insecure_ ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, nullptr);
  if (insecure_) return;
  if (settings.cacert.empty()) {
    SSL_CTX_set_default_verify_paths(context);
  } else if (SSL_CTX_load_verify_file(context, settings.cacert.c_str()) != 1) {
    fault_ = "cannot load certificates from " + settings.cacert;
  }
  ERR_clear_error();
}

TlsStream::TlsStream(TlsContext& context, int fd, const Origin& origin, TlsSession session, bool offers_h2)
    : ssl_(SSL_new(context.get())), buffers_(&context.buffers()), fd_(fd) {
  SSL* const ssl = ssl_.get();
  BIO* const bio = BIO_new(SocketBio::method());
  if (ssl == nullptr || bio == nullptr) throw std::bad_alloc();
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl, bio, bio);
  SSL_set_connect_state(ssl);
  if (origin.is_address) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), origin.host.c_str());
  } else {
    // SSL_set_tlsext_host_name() without the cast that our warnings refuse; OpenSSL copies the name.
    SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
             const_cast<char*>(origin.host.c_str()));
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    SSL_set1_host(ssl, origin.host.c_str());
  }
  if (session != nullptr) SSL_set_session(ssl, session.get());
  if (offers_h2) {
    static constexpr unsigned char kBoth[] = {2, 'h', '2', 8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    SSL_set_alpn_protos(ssl, kBoth, sizeof kBoth);
  }
}

TlsStream::~TlsStream() { buffers_->gone(*this); }

IoResult TlsStream::handshake() {
  forget_errors();
  const int returned = SSL_do_handshake(ssl_.get());
  if (returned != 1) return outcome(returned);
  established_ = true;
  return {};
}

bool TlsStream::chose_h2() const {
  const unsigned char* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl_.get(), &name, &size);
  return size == 2 && name[0] == 'h' && name[1] == '2';
}

IoResult TlsStream::read(char* out, std::size_t size) {
  forget_errors();
  std::size_t bytes = 0;
  const int returned = SSL_read_ex(ssl_.get(), out, size, &bytes);
  if (returned != 1) return outcome(returned);
  return {.bytes = bytes};
}

IoResult TlsStream::write(std::string_view bytes) {
  forget_errors();
  std::size_t written = 0;
  const int returned = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &written);
  if (returned != 1) return outcome(returned);
  return {.bytes = written};
}

IoResult TlsStream::outcome(int returned) {
  IoResult result;
  switch (SSL_get_error(ssl_.get(), returned)) {
    case SSL_ERROR_WANT_READ:
      result.kind = IoResult::Kind::Blocked;
      return result;
    case SSL_ERROR_WANT_WRITE:
      result.kind = IoResult::Kind::Blocked;
      result.wants_write = true;
      return result;
    case SSL_ERROR_ZERO_RETURN:
      result.kind = IoResult::Kind::Closed;
      return result;
    case SSL_ERROR_SYSCALL:
      broken_ = true;
      result.kind = socket_error_ == 0 ? IoResult::Kind::Closed : IoResult::Kind::Failed;
      result.error = socket_error_;
      return result;
    default:
      broken_ = true;
      describe_failure();
      result.kind = IoResult::Kind::Failed;
      return result;
  }
}

void TlsStream::describe_failure() {
  const long verdict = SSL_get_verify_result(ssl_.get());
  const unsigned long code = ERR_peek_error();
  if (ERR_GET_LIB(code) == ERR_LIB_SSL && ERR_GET_REASON(code) == SSL_R_CERTIFICATE_VERIFY_FAILED) {
    error_ = TransportError::Certificate;
    detail_ = X509_verify_cert_error_string(verdict);
    return;
  }
  error_ = TransportError::Tls;
  const char* const reason = ERR_reason_error_string(code);
  detail_ = reason != nullptr ? reason : "unknown reason";
}

bool TlsStream::has_pending() const { return SSL_has_pending(ssl_.get()) == 1; }

void TlsStream::free_buffers() {
  if (can_free_buffers()) SSL_free_buffers(ssl_.get());
}

TlsSession TlsStream::close() {
  if (!established_ || broken_) return nullptr;
  forget_errors();
  SSL_shutdown(ssl_.get());
  TlsSession session(SSL_get1_session(ssl_.get()));
  if (session != nullptr && SSL_SESSION_is_resumable(session.get()) != 1) session.reset();
  return session;
}

}  // namespace nest::http
