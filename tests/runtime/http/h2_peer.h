#pragma once

#include <nghttp2/nghttp2.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/runtime/http/test_server.h"

namespace nest::http::testing {

/// A request as the server's side of HTTP/2 has read it.
struct H2Request {
  std::int32_t stream = 0;
  std::string method;
  std::string path;
  std::string authority;
  std::string scheme;
  std::string lines;  ///< "name: value\n"… without the pseudo-headers
  std::string body;
};

/// Speaks HTTP/2 over a Peer's connection, by libnghttp2's server side, in blocking calls.
class H2Peer {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  explicit H2Peer(Peer& peer, std::vector<nghttp2_settings_entry> settings = {}) : peer_(&peer) {
    nghttp2_session_callbacks* callbacks = nullptr;
    nghttp2_session_callbacks_new(&callbacks);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_close);
    nghttp2_session_server_new(&session_, callbacks, this);
    nghttp2_session_callbacks_del(callbacks);
    nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, settings.data(), settings.size());
    flush();
  }
  H2Peer(const H2Peer&) = delete;
  H2Peer& operator=(const H2Peer&) = delete;
  ~H2Peer() { nghttp2_session_del(session_); }

  /// The next request that is whole; nothing when the client has closed.
  std::optional<H2Request> request() {
    while (whole_.empty()) {
      if (!read()) return std::nullopt;
    }
    H2Request next = std::move(whole_.front());
    whole_.pop_front();
    return next;
  }

  /// Reads once, and answers what libnghttp2 answers by itself. False when the client has closed.
  bool read() {
    const std::string bytes = peer_->some();
    if (bytes.empty()) return false;
    const auto* const data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    if (nghttp2_session_mem_recv(session_, data, bytes.size()) < 0) return false;
    flush();
    return true;
  }

  void answer(std::int32_t stream, int status, std::string body, const Fields& fields = {},
              const Fields& trailers = {}) {
    Fields all{{":status", std::to_string(status)}};
    all.insert(all.end(), fields.begin(), fields.end());
    nghttp2_data_provider provider{};
    provider.source.ptr = &answers_[stream];
    provider.read_callback = read_answer;
    answers_[stream] = {std::move(body), trailers};
    const bool has_body = !answers_[stream].body.empty() || !trailers.empty();
    const std::vector<nghttp2_nv> pairs = to_pairs(all);
    nghttp2_submit_response(session_, stream, pairs.data(), pairs.size(), has_body ? &provider : nullptr);
    flush();
  }
  void interim(std::int32_t stream, int status) {
    const Fields all{{":status", std::to_string(status)}, {"link", "</a.css>"}};
    const std::vector<nghttp2_nv> pairs = to_pairs(all);
    nghttp2_submit_headers(session_, NGHTTP2_FLAG_NONE, stream, nullptr, pairs.data(), pairs.size(), nullptr);
    flush();
  }
  void reset(std::int32_t stream, std::uint32_t code) {
    nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, stream, code);
    flush();
  }
  void go_away(std::int32_t last, std::uint32_t code = NGHTTP2_NO_ERROR) {
    nghttp2_submit_goaway(session_, NGHTTP2_FLAG_NONE, last, code, nullptr, 0);
    flush();
  }
  void ping() {
    nghttp2_submit_ping(session_, NGHTTP2_FLAG_NONE, nullptr);
    flush();
  }

  /// Answers every request with its path, until the client closes.
  void serve() {
    while (const auto next = request()) answer(next->stream, 200, next->path);
  }

  int pongs = 0;                      ///< PING frames of ours that were answered
  bool goodbye = false;               ///< the client has said GOAWAY
  std::vector<std::uint32_t> resets;  ///< codes of the client's RST_STREAM frames

  /// A frame, as bytes: for what libnghttp2 would not send.
  static std::string frame(int type, int flags, std::uint32_t stream, std::string_view payload) {
    std::string bytes;
    for (const int shift : {16, 8, 0}) bytes += static_cast<char>(payload.size() >> shift & 0xff);
    bytes += static_cast<char>(type);
    bytes += static_cast<char>(flags);
    for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(stream >> shift & 0xff);
    return bytes.append(payload);
  }

 private:
  struct Content {
    std::string body;
    Fields trailers;
    std::size_t at = 0;
  };

  static std::vector<nghttp2_nv> to_pairs(const Fields& fields) {
    std::vector<nghttp2_nv> pairs;
    const auto bytes = [](const std::string& text) {
      return const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(text.data()));
    };
    for (const auto& [name, value] : fields) {
      pairs.push_back({bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE});
    }
    return pairs;
  }

  void flush() {
    const std::uint8_t* bytes = nullptr;
    for (ssize_t size = 0; (size = nghttp2_session_mem_send(session_, &bytes)) > 0;) {
      peer_->send({reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)});
    }
  }

  static int on_header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                       std::size_t name_size, const std::uint8_t* value, std::size_t value_size, std::uint8_t,
                       void* self) {
    H2Request& request = static_cast<H2Peer*>(self)->open_[frame->hd.stream_id];
    const std::string key(reinterpret_cast<const char*>(name), name_size);
    const std::string text(reinterpret_cast<const char*>(value), value_size);
    if (key == ":method") request.method = text;
    if (key == ":path") request.path = text;
    if (key == ":authority") request.authority = text;
    if (key == ":scheme") request.scheme = text;
    if (!key.starts_with(':')) request.lines += key + ": " + text + "\n";
    return 0;
  }
  static int on_data(nghttp2_session*, std::uint8_t, std::int32_t stream, const std::uint8_t* bytes,
                     std::size_t size, void* self) {
    static_cast<H2Peer*>(self)->open_[stream].body.append(reinterpret_cast<const char*>(bytes), size);
    return 0;
  }
  static int on_frame(nghttp2_session*, const nghttp2_frame* frame, void* self) {
    auto& peer = *static_cast<H2Peer*>(self);
    const nghttp2_frame_hd& header = frame->hd;
    if (header.type == NGHTTP2_PING && (header.flags & NGHTTP2_FLAG_ACK) != 0) ++peer.pongs;
    if (header.type == NGHTTP2_GOAWAY) peer.goodbye = true;
    if (header.type == NGHTTP2_RST_STREAM) peer.resets.push_back(frame->rst_stream.error_code);
    const bool ends = header.type == NGHTTP2_HEADERS || header.type == NGHTTP2_DATA;
    if (ends && (header.flags & NGHTTP2_FLAG_END_STREAM) != 0) {
      peer.open_[header.stream_id].stream = header.stream_id;
      peer.whole_.push_back(std::move(peer.open_[header.stream_id]));
      peer.open_.erase(header.stream_id);
    }
    return 0;
  }
  static int on_close(nghttp2_session*, std::int32_t stream, std::uint32_t, void* self) {
    static_cast<H2Peer*>(self)->open_.erase(stream);
    return 0;
  }
  static ssize_t read_answer(nghttp2_session* session, std::int32_t stream, std::uint8_t* out,
                             std::size_t size, std::uint32_t* flags, nghttp2_data_source* source, void*) {
    auto& content = *static_cast<Content*>(source->ptr);
    const std::size_t put = content.body.copy(reinterpret_cast<char*>(out), size, content.at);
    content.at += put;
    if (content.at < content.body.size()) return static_cast<ssize_t>(put);
    *flags |= NGHTTP2_DATA_FLAG_EOF;
    if (!content.trailers.empty()) {
      *flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM;
      const std::vector<nghttp2_nv> pairs = to_pairs(content.trailers);
      nghttp2_submit_trailer(session, stream, pairs.data(), pairs.size());
    }
    return static_cast<ssize_t>(put);
  }

  Peer* peer_;
  nghttp2_session* session_ = nullptr;
  std::map<std::int32_t, H2Request> open_;
  std::map<std::int32_t, Content> answers_;
  std::deque<H2Request> whole_;
};

/// A script that answers every request of every connection with its path.
inline ScriptedServer::Script h2_echo(std::vector<nghttp2_settings_entry> settings = {}) {
  return [settings = std::move(settings)](Peer& peer) { H2Peer(peer, settings).serve(); };
}

/// For a server over TLS: chooses the first protocol of the client's that is `protocol`, which outlives the
/// context; none when there is none.
inline void choose_protocol(SSL_CTX* context, const std::string& protocol) {
  SSL_CTX_set_alpn_select_cb(
      context,
      [](SSL*, const unsigned char** out, unsigned char* size, const unsigned char* in, unsigned in_size,
         void* wanted) {
        const auto& name = *static_cast<const std::string*>(wanted);
        for (unsigned at = 0; at < in_size; at += 1u + in[at]) {
          if (in[at] != name.size() || std::memcmp(in + at + 1, name.data(), name.size()) != 0) continue;
          *out = in + at + 1;
          *size = in[at];
          return SSL_TLSEXT_ERR_OK;
        }
        return SSL_TLSEXT_ERR_NOACK;
      },
      const_cast<std::string*>(&protocol));
}

}  // namespace nest::http::testing
