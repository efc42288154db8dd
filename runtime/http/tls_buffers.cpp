#include "runtime/http/tls_buffers.h"

#include "runtime/http/tls.h"

namespace nest::http {

void TlsBuffers::used(TlsStream& stream, Instant now) {
  stream.used_at_ = now;
  if (newest_ == &stream) return;
  gone(stream);
  take_in(stream);
  // Two for each that comes in: so they become fewer, and no call takes long.
  for (int i = 0; i < 2 && oldest_is_to_go(now); ++i) {
    TlsStream& oldest = *oldest_;
    gone(oldest);
    oldest.free_buffers();
  }
}

bool TlsBuffers::oldest_is_to_go(Instant now) const {
  return count_ > kMost || now - oldest_->used_at_ > kKept;
}

void TlsBuffers::take_in(TlsStream& stream) {
  stream.older_ = newest_;
  stream.newer_ = nullptr;
  stream.is_listed_ = true;
  (newest_ == nullptr ? oldest_ : newest_->newer_) = &stream;
  newest_ = &stream;
  ++count_;
}

void TlsBuffers::gone(TlsStream& stream) {
  if (!stream.is_listed_) return;
  (stream.older_ == nullptr ? oldest_ : stream.older_->newer_) = stream.newer_;
  (stream.newer_ == nullptr ? newest_ : stream.newer_->older_) = stream.older_;
  stream.is_listed_ = false;
  --count_;
}

}  // namespace nest::http
