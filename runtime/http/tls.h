#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/http/io_result.h"
#include "runtime/http/origin.h"
#include "runtime/http/settings.h"
#include "runtime/http/tls_buffers.h"

struct ssl_ctx_st;
struct ssl_session_st;
struct ssl_st;

namespace nest::http {

struct SslCtxFree {
  void operator()(ssl_ctx_st* context) const;
};
struct SslSessionFree {
  void operator()(ssl_session_st* session) const;
};
struct SslFree {
  void operator()(ssl_st* ssl) const;
};
/// A ticket to a shorter handshake with the same origin.
using TlsSession = std::unique_ptr<ssl_session_st, SslSessionFree>;

/// What all TLS connections of a worker share: authorities, ALPN (http/1.1 by default), versions (1.2 and
/// up). Loading the system's authorities takes milliseconds, so make it when the first https origin shows up.
class TlsContext {
 public:
  explicit TlsContext(const Settings& settings);

  [[nodiscard]] ssl_ctx_st* get() const { return context_.get(); }
  [[nodiscard]] bool insecure() const { return insecure_; }
  /// Why no connection can be made (the authorities' file does not load); empty when all is well.
  [[nodiscard]] const std::string& fault() const { return fault_; }
  [[nodiscard]] TlsBuffers& buffers() { return buffers_; }

 private:
  std::unique_ptr<ssl_ctx_st, SslCtxFree> context_;
  bool insecure_ = false;
  std::string fault_;
  TlsBuffers buffers_;
};

/// TLS on a connected, non-blocking socket, which stays the caller's. Of a connection that waits, OpenSSL's
/// buffers are taken (TlsBuffers), so that it is small.
class TlsStream {
 public:
  /// `session` may be null. The origin's name goes into SNI and is what the certificate must be for.
  /// `offers_h2`: the server may choose HTTP/2 (ALPN), else HTTP/1.1.
  TlsStream(TlsContext& context, int fd, const Origin& origin, TlsSession session, bool offers_h2);
  TlsStream(const TlsStream&) = delete;
  TlsStream& operator=(const TlsStream&) = delete;
  ~TlsStream();

  /// Before any of the calls below that send or receive: it needs buffers.
  void use(Instant now) { buffers_->used(*this, now); }
  /// Done (bytes 0), Blocked with `wants_write`, or failed: then error() and detail() say why.
  [[nodiscard]] IoResult handshake();
  /// Once the handshake is done: whether the server has chosen HTTP/2.
  [[nodiscard]] bool chose_h2() const;
  [[nodiscard]] IoResult read(char* out, std::size_t size);
  [[nodiscard]] IoResult write(std::string_view bytes);

  /// Bytes have been taken off the socket that read() has not handed out.
  [[nodiscard]] bool has_pending() const;
  /// Says goodbye to the peer, without waiting for its answer; what a later connection can resume, or null.
  [[nodiscard]] TlsSession close();

  /// When the kernel had the last bytes that were taken off the socket (StampedBytes::at).
  [[nodiscard]] Nanoseconds arrived() const { return arrived_; }

  [[nodiscard]] TransportError error() const { return error_; }
  [[nodiscard]] const std::string& detail() const { return detail_; }

 private:
  friend struct SocketBio;
  friend class TlsBuffers;
  IoResult outcome(int returned);
  void describe_failure();
  /// Until there is something to send or receive; nothing happens while bytes are on their way.
  void free_buffers();

  std::unique_ptr<ssl_st, SslFree> ssl_;
  TlsBuffers* buffers_;
  TlsStream* older_ = nullptr;  // in the list of those with buffers
  TlsStream* newer_ = nullptr;
  int fd_;
  Instant used_at_ = 0;
  Nanoseconds arrived_ = 0;
  int socket_error_ = 0;  // errno of the socket's last failure
  bool end_of_file_ = false;
  bool established_ = false;
  bool broken_ = false;
  bool is_listed_ = false;
  TransportError error_ = TransportError::None;
  std::string detail_;
};

}  // namespace nest::http
