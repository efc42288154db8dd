#include "runtime/http/h2_session.h"

#include <nghttp2/nghttp2.h>
#include <sys/types.h>

#include <algorithm>
#include <array>
#include <new>
#include <string>
#include <vector>

namespace nest::http {
namespace {

constexpr std::size_t kFrameHeader = 9;

const std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}
std::string_view text_of(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

/// Only read through; the type is older than const. Without flags libnghttp2 copies.
nghttp2_nv to_pair(const H2Header& header) {
  return {const_cast<std::uint8_t*>(bytes_of(header.name)), const_cast<std::uint8_t*>(bytes_of(header.value)),
          header.name.size(), header.value.size(), NGHTTP2_NV_FLAG_NONE};
}

}  // namespace

/// What libnghttp2 calls. A stream that was given up has no H2Stream any more, and what comes for it is
/// dropped.
struct H2Callbacks {
  static H2Session& session_of(void* self) { return *static_cast<H2Session*>(self); }

  static int frame_begins(nghttp2_session*, const nghttp2_frame_hd* header, void* self) {
    H2Session& session = session_of(self);
    if (++session.idle_frames_ > H2Session::kMaxIdleFrames) {
      session.fault_ = "too many HTTP/2 frames that bring nothing forward";
      return NGHTTP2_ERR_CALLBACK_FAILURE;
    }
    if (H2Stream* const stream = session.stream(header->stream_id)) {
      stream->stream_received(kFrameHeader + header->length);
    }
    return 0;
  }

  static int headers_begin(nghttp2_session*, const nghttp2_frame* frame, void* self) {
    H2Session& session = session_of(self);
    session.header_list_ = 0;
    if (H2Stream* const stream = session.stream(frame->hd.stream_id)) stream->stream_head();
    return 0;
  }

  static int header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                    std::size_t name_size, const std::uint8_t* value, std::size_t value_size, std::uint8_t,
                    void* self) {
    constexpr std::size_t kOverhead = 32;  // RFC 9113 6.5.2
    H2Session& session = session_of(self);
    session.header_list_ += name_size + value_size + kOverhead;
    if (session.header_list_ > H2Session::kMaxHeaderList) {
      H2Stream* const stream = session.forget(frame->hd.stream_id);
      if (stream != nullptr) stream->stream_reset(H2Reset::HeadTooLarge, {});
      return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;  // the stream is reset
    }
    if (H2Stream* const stream = session.stream(frame->hd.stream_id)) {
      stream->stream_header(text_of(name, name_size), text_of(value, value_size));
    }
    return 0;
  }

  static int data(nghttp2_session*, std::uint8_t, std::int32_t id, const std::uint8_t* bytes,
                  std::size_t size, void* self) {
    H2Session& session = session_of(self);
    if (size > 0) session.progress();
    if (H2Stream* const stream = session.stream(id)) stream->stream_data(text_of(bytes, size));
    return 0;
  }

  static int frame_received(nghttp2_session* library, const nghttp2_frame* frame, void* self) {
    H2Session& session = session_of(self);
    const nghttp2_frame_hd& header = frame->hd;
    if (header.type == NGHTTP2_GOAWAY) {
      session.leaving_ = true;
      if (frame->goaway.error_code != NGHTTP2_NO_ERROR) {
        session.server_gave_up_ = true;
        session.fault_ = nghttp2_http2_strerror(frame->goaway.error_code);
      }
    }
    if (header.type == NGHTTP2_RST_STREAM) session.reset_by_server_ = header.stream_id;
    if (header.type != NGHTTP2_HEADERS && header.type != NGHTTP2_DATA) return 0;
    if (header.type == NGHTTP2_HEADERS) {
      if (H2Stream* const stream = session.stream(header.stream_id)) stream->stream_head_done();
    }
    if ((header.flags & NGHTTP2_FLAG_END_STREAM) == 0) return 0;
    session.progress();
    H2Stream* const stream = session.forget(header.stream_id);
    if (stream == nullptr) return 0;
    // An answer that did not wait for the whole request: the rest of it is of no use to anybody.
    if (nghttp2_session_get_stream_local_close(library, header.stream_id) == 0) {
      nghttp2_submit_rst_stream(library, NGHTTP2_FLAG_NONE, header.stream_id, NGHTTP2_CANCEL);
    }
    stream->stream_answered();
    return 0;
  }

  static int frame_sent(nghttp2_session*, const nghttp2_frame* frame, void* self) {
    H2Session& session = session_of(self);
    if (frame->hd.type == NGHTTP2_GOAWAY && frame->goaway.error_code != NGHTTP2_NO_ERROR &&
        session.fault_.empty()) {
      session.fault_ = nghttp2_http2_strerror(frame->goaway.error_code);
    }
    if (frame->hd.type == NGHTTP2_DATA) session.progress();
    if (H2Stream* const stream = session.stream(frame->hd.stream_id)) {
      stream->stream_sent(kFrameHeader + frame->hd.length);
    }
    return 0;
  }

  /// A request that cannot go out any more: the server has said GOAWAY while it waited for its turn.
  static int frame_not_sent(nghttp2_session*, const nghttp2_frame* frame, int, void* self) {
    if (frame->hd.type != NGHTTP2_HEADERS) return 0;
    H2Stream* const stream = session_of(self).forget(frame->hd.stream_id);
    if (stream != nullptr) stream->stream_reset(H2Reset::Refused, {});
    return 0;
  }

  static int stream_closed(nghttp2_session*, std::int32_t id, std::uint32_t code, void* self) {
    H2Session& session = session_of(self);
    H2Stream* const stream = session.forget(id);
    if (stream == nullptr) return 0;
    const bool by_server = session.reset_by_server_ == id;
    if (code == NGHTTP2_REFUSED_STREAM) {
      stream->stream_reset(H2Reset::Refused, {});
    } else if (by_server && code == NGHTTP2_HTTP_1_1_REQUIRED) {
      stream->stream_reset(H2Reset::NeedsHttp1, {});
    } else {
      stream->stream_reset(by_server ? H2Reset::ByServer : H2Reset::Malformed, nghttp2_http2_strerror(code));
    }
    return 0;
  }

  static ssize_t body(nghttp2_session*, std::int32_t id, std::uint8_t* out, std::size_t size,
                      std::uint32_t* flags, nghttp2_data_source*, void* self) {
    H2Stream* const stream = session_of(self).stream(id);
    if (stream == nullptr) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    bool last = false;
    const std::size_t put = stream->stream_body(reinterpret_cast<char*>(out), size, last);
    if (last) *flags |= NGHTTP2_DATA_FLAG_EOF;
    return static_cast<ssize_t>(put);
  }

  /// The same for all sessions, and never freed.
  static const nghttp2_session_callbacks* all() {
    static const nghttp2_session_callbacks* const made_once = [] {
      nghttp2_session_callbacks* made = nullptr;
      if (nghttp2_session_callbacks_new(&made) != 0) throw std::bad_alloc();
      nghttp2_session_callbacks_set_on_begin_frame_callback(made, frame_begins);
      nghttp2_session_callbacks_set_on_begin_headers_callback(made, headers_begin);
      nghttp2_session_callbacks_set_on_header_callback(made, header);
      nghttp2_session_callbacks_set_on_data_chunk_recv_callback(made, data);
      nghttp2_session_callbacks_set_on_frame_recv_callback(made, frame_received);
      nghttp2_session_callbacks_set_on_frame_send_callback(made, frame_sent);
      nghttp2_session_callbacks_set_on_frame_not_send_callback(made, frame_not_sent);
      nghttp2_session_callbacks_set_on_stream_close_callback(made, stream_closed);
      return made;
    }();
    return made_once;
  }

  static const nghttp2_option* options() {
    static const nghttp2_option* const made_once = [] {
      nghttp2_option* made = nullptr;
      if (nghttp2_option_new(&made) != 0) throw std::bad_alloc();
      // Nothing of a stream is of use once it is closed; remembering some is for priorities, which we set
      // none of.
      nghttp2_option_set_no_closed_streams(made, 1);
      return made;
    }();
    return made_once;
  }
};

void H2Session::Free::operator()(nghttp2_session* session) const { nghttp2_session_del(session); }

H2Session::H2Session() {
  nghttp2_session* made = nullptr;
  if (nghttp2_session_client_new2(&made, H2Callbacks::all(), this, H2Callbacks::options()) != 0) {
    throw std::bad_alloc();
  }
  session_.reset(made);
  constexpr std::array<nghttp2_settings_entry, 3> kSettings{{
      {NGHTTP2_SETTINGS_ENABLE_PUSH, 0},
      {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, kStreamWindow},
      {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, kMaxHeaderList},
  }};
  nghttp2_submit_settings(made, NGHTTP2_FLAG_NONE, kSettings.data(), kSettings.size());
  nghttp2_session_set_local_window_size(made, NGHTTP2_FLAG_NONE, 0, kConnectionWindow);
}

H2Session::~H2Session() = default;

std::int32_t H2Session::submit(std::span<const H2Header> headers, bool has_body, H2Stream& stream) {
  constexpr std::size_t kUsual = 32;
  std::array<nghttp2_nv, kUsual> usual;
  std::vector<nghttp2_nv> many(headers.size() > kUsual ? headers.size() : 0);
  nghttp2_nv* const pairs = many.empty() ? usual.data() : many.data();
  std::ranges::transform(headers, pairs, to_pair);
  nghttp2_data_provider provider{};
  provider.read_callback = H2Callbacks::body;
  const std::int32_t id = nghttp2_submit_request(session_.get(), nullptr, pairs, headers.size(),
                                                 has_body ? &provider : nullptr, &stream);
  return std::max(id, 0);
}

void H2Session::cancel(std::int32_t id) {
  // A request that still waits inside is no stream yet, and has its H2Stream all the same.
  static_cast<void>(nghttp2_session_set_stream_user_data(session_.get(), id, nullptr));
  nghttp2_submit_rst_stream(session_.get(), NGHTTP2_FLAG_NONE, id, NGHTTP2_CANCEL);
}

bool H2Session::receive(std::string_view bytes) {
  if (!begun_ && bytes.starts_with("HTTP/")) {
    fault_ = "it answers by HTTP/1 where HTTP/2 was spoken";
    return false;
  }
  begun_ = true;
  const ssize_t taken = nghttp2_session_mem_recv(session_.get(), bytes_of(bytes), bytes.size());
  if (taken >= 0) return true;
  if (fault_.empty()) fault_ = nghttp2_strerror(static_cast<int>(taken));
  return false;
}

void H2Session::take_output(std::string& out, std::size_t most) {
  while (out.size() < most) {
    const std::uint8_t* bytes = nullptr;
    const ssize_t size = nghttp2_session_mem_send(session_.get(), &bytes);
    if (size <= 0) return;  // a failure shows in receive(), or as the end of the connection
    out.append(text_of(bytes, static_cast<std::size_t>(size)));
  }
}

bool H2Session::is_over() const {
  return nghttp2_session_want_read(session_.get()) == 0 && nghttp2_session_want_write(session_.get()) == 0;
}

void H2Session::leave() { nghttp2_session_terminate_session(session_.get(), NGHTTP2_NO_ERROR); }

H2Stream* H2Session::stream(std::int32_t id) const {
  return static_cast<H2Stream*>(nghttp2_session_get_stream_user_data(session_.get(), id));
}

H2Stream* H2Session::forget(std::int32_t id) {
  H2Stream* const known = stream(id);
  if (known != nullptr) nghttp2_session_set_stream_user_data(session_.get(), id, nullptr);
  return known;
}

}  // namespace nest::http
