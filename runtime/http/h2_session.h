#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct nghttp2_session;

namespace nest::http {

/// A header field as HTTP/2 has it: the name in lower case, pseudo-headers (":path") with their colon.
struct H2Header {
  std::string_view name;
  std::string_view value;
};

/// How a stream came to an end without an answer.
enum class H2Reset : std::uint8_t {
  Refused,     ///< the server has not looked at the request (REFUSED_STREAM, GOAWAY): it may be sent again
  NeedsHttp1,  ///< HTTP_1_1_REQUIRED
  ByServer,    ///< any other RST_STREAM of the server's
  Malformed,   ///< the answer breaks a rule of HTTP/2
  HeadTooLarge,
};

/// One request and its answer on a session. All calls come from inside H2Session::receive() and
/// H2Session::take_output(), and may call nothing of the session but cancel().
class H2Stream {
 public:
  /// So many bytes of its frames, headers of frames included, have been handed out or have come.
  virtual void stream_sent(std::size_t bytes) = 0;
  virtual void stream_received(std::size_t bytes) = 0;
  /// The next bytes of the request's body, at most `size` of them; `last` once there are no more.
  virtual std::size_t stream_body(char* out, std::size_t size, bool& last) = 0;
  /// A block of headers begins: of an interim answer, the answer, or its trailers.
  virtual void stream_head() = 0;
  virtual void stream_header(std::string_view name, std::string_view value) = 0;
  /// The block is whole, and as HTTP/2 wants it.
  virtual void stream_head_done() = 0;
  virtual void stream_data(std::string_view bytes) = 0;
  /// The last calls, one of them: the answer is whole; or there will be none. `detail` is static, or empty.
  virtual void stream_answered() = 0;
  virtual void stream_reset(H2Reset why, std::string_view detail) = 0;

 protected:
  ~H2Stream() = default;
};

/// The client's side of one HTTP/2 connection (RFC 9113, RFC 7541), by libnghttp2 and without a socket: bytes
/// go in and come out. Streams beyond the server's SETTINGS_MAX_CONCURRENT_STREAMS wait inside; windows are
/// kept open, PING and SETTINGS answered.
///
/// What a hostile server can do is bounded: a list of headers by kMaxHeaderList, CONTINUATION frames by
/// libnghttp2 (8 for a block), frames that ask for an answer by what is still unsent, and frames that bring
/// nothing forward by kMaxIdleFrames.
///
/// Belongs to one thread. Most of what it takes is libnghttp2's buffer for a frame.
class H2Session {
 public:
  /// What we receive in one list of headers, by the measure of RFC 9113 6.5.2; the server is told.
  static constexpr std::size_t kMaxHeaderList = 64 * 1024;
  /// How much a server may send ahead of us, on a stream and on the connection.
  static constexpr std::int32_t kStreamWindow = 6 * 1024 * 1024;
  static constexpr std::int32_t kConnectionWindow = 15 * 1024 * 1024;
  /// Frames in a row that bring no stream forward, before the connection is given up.
  static constexpr std::size_t kMaxIdleFrames = 10'000;

  H2Session();
  H2Session(const H2Session&) = delete;
  H2Session& operator=(const H2Session&) = delete;
  ~H2Session();

  /// Hands a request over; its number, or 0 when the session takes no more of them. The headers are copied.
  [[nodiscard]] std::int32_t submit(std::span<const H2Header> headers, bool has_body, H2Stream& stream);
  /// Gives a stream up (RST_STREAM with CANCEL): it is not called any more.
  void cancel(std::int32_t id);

  /// Bytes that have come. False when the session is beyond use: fault() says why.
  [[nodiscard]] bool receive(std::string_view bytes);
  /// Appends what is to be sent, until `out` has at least `most` bytes or nothing is left.
  void take_output(std::string& out, std::size_t most);

  /// The server takes no more requests on this connection (GOAWAY).
  [[nodiscard]] bool is_leaving() const { return leaving_; }
  /// Nothing more will be received or sent.
  [[nodiscard]] bool is_over() const;
  /// Says goodbye (GOAWAY without an error), for take_output() to hand out.
  void leave();

  /// Why the session is over; static text, empty when nothing went wrong.
  [[nodiscard]] std::string_view fault() const { return fault_; }
  /// Whether it is the server that said so (GOAWAY with an error).
  [[nodiscard]] bool server_gave_up() const { return server_gave_up_; }

 private:
  friend struct H2Callbacks;
  struct Free {
    void operator()(nghttp2_session* session) const;
  };

  [[nodiscard]] H2Stream* stream(std::int32_t id) const;
  /// The stream, which is not called any more.
  [[nodiscard]] H2Stream* forget(std::int32_t id);
  void progress() { idle_frames_ = 0; }

  std::unique_ptr<nghttp2_session, Free> session_;
  std::string_view fault_;
  std::size_t idle_frames_ = 0;
  std::size_t header_list_ = 0;       // of the block being received
  std::int32_t reset_by_server_ = 0;  // the stream whose RST_STREAM came last
  bool begun_ = false;                // something has been received
  bool leaving_ = false;
  bool server_gave_up_ = false;
};

}  // namespace nest::http
