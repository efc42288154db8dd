#include "runtime/loop/streams.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <span>
#include <utility>

namespace nest {
namespace {

constexpr unsigned kKindShift = 29;  // no process has so many descriptors
constexpr std::size_t kFound = 1024;

}  // namespace

std::uint64_t Streams::pack(Key key) {
  return std::uint64_t{key.generation} << 32 |
         std::uint64_t{static_cast<std::uint8_t>(key.kind)} << kKindShift |
         static_cast<std::uint32_t>(key.fd);
}

Streams::Key Streams::unpack(std::uint64_t packed) {
  constexpr std::uint64_t kDescriptor = (std::uint64_t{1} << kKindShift) - 1;
  return {.kind = static_cast<Kind>(packed >> kKindShift & 3),
          .fd = static_cast<int>(packed & kDescriptor),
          .generation = static_cast<std::uint32_t>(packed >> 32)};
}

Streams::Streams(const Clock& clock, int readable) : clock_(&clock), readable_(readable) {
  found_.reserve(kFound);
  delivering_.reserve(kFound);
}

Streams::Stream* Streams::find(int fd, std::uint32_t generation) {
  Stream& stream = streams_[static_cast<std::size_t>(fd)];
  return stream.handler != nullptr && stream.generation == generation ? &stream : nullptr;
}

int Streams::open(int fd, StreamHandler& handler) {
  if (!begun_) {
    if (const int error = ring_.begin(); error != 0) return error;
    // The kernel may let a thread sleep 50 us longer than it asked for; the window would double.
    prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
    begun_ = true;
  }
  // A socket that does not block would complete at once, with EAGAIN.
  if (fcntl(fd, F_SETFL, 0) != 0) return errno;
  const auto index = static_cast<std::size_t>(fd);
  if (index >= streams_.size()) streams_.resize(std::max(index + 1, streams_.size() * 2));
  Stream& stream = streams_[index];
  stream.handler = &handler;
  ++stream.generation;
  stream.lag = 0;
  stream.target = ring_.adopt(fd);
  stream.awaits = false;
  ++open_;
  receive(fd);
  return 0;
}

void Streams::close(int fd) {
  Stream& stream = streams_[static_cast<std::size_t>(fd)];
  // Operations that the kernel does not know yet name the socket by a number, which is the next one's soon.
  for (flush(); ring_.queued() > 0; flush()) sched_yield();
  ring_.cancel(pack({Kind::Receive, fd, stream.generation}), pack({Kind::Nothing, fd, 0}));
  for (flush(); ring_.queued() > 0; flush()) sched_yield();
  ring_.release(stream.target);
  stream.handler = nullptr;
  if (std::exchange(stream.awaits, false)) --awaited_;
  --open_;
}

void Streams::receive(int fd) {
  const Stream& stream = streams_[static_cast<std::size_t>(fd)];
  ring_.receive(stream.target, pack({Kind::Receive, fd, stream.generation}));
}

bool Streams::send(int fd, std::string_view first, std::string_view second) {
  const std::size_t size = first.size() + second.size();
  if (size > kLongestSend) return false;
  if (queued_ == kBatch) flush();
  if (queued_ == kBatch) return false;
  if (queued_ == 0) queued_since_ = clock_->now();
  char* const text = outgoing_.data() + used_;
  std::memcpy(text, first.data(), first.size());
  if (!second.empty()) std::memcpy(text + first.size(), second.data(), second.size());
  Stream& stream = streams_[static_cast<std::size_t>(fd)];
  ring_.send(stream.target, text, size, pack({Kind::Send, fd, stream.generation}));
  queue_[queued_++] = {fd, stream.generation, used_, size};
  used_ += size;
  if (!std::exchange(stream.awaits, true)) ++awaited_;
  return true;
}

void Streams::flush() {
  if (ring_.queued() == 0) return;
  ring_.submit();
  collect();
  if (ring_.queued() == 0) note_lag();
}

// With so few in flight nothing is saved by waiting, and a request that waits is timed too long.
void Streams::flush_if_few() {
  if (queued_ > 0 && awaited_ < kMany) flush();
}

/// Of what has just gone to the kernel.
void Streams::note_lag() {
  if (queued_ == 0) return;
  const Instant now = clock_->now();
  const Nanoseconds lag =
      std::min<Nanoseconds>(now - queued_since_, std::numeric_limits<std::uint32_t>::max());
  for (std::size_t i = 0; i < queued_; ++i) {
    if (Stream* const stream = find(queue_[i].fd, queue_[i].generation))
      stream->lag = static_cast<std::uint32_t>(lag);
  }
  queued_ = 0;
  used_ = 0;
}

Nanoseconds Streams::wait(Nanoseconds timeout) {
  if (!found_.empty() || is_readable_) return 0;
  if (!watches_readable_) {
    ring_.poll(readable_, pack({Kind::Readable, 0, 0}));
    watches_readable_ = true;
    flush();
    if (is_readable_) return 0;
  }
  const bool many = awaited_ >= kMany;
  const unsigned wanted = many ? std::min(kWanted, static_cast<unsigned>(awaited_ / 2)) : 1;
  const Nanoseconds window = many ? kWindow : 0;
  ring_.wait(timeout, wanted, window);
  collect();
  return window;
}

bool Streams::take_readable() { return std::exchange(is_readable_, false); }

void Streams::collect() {
  std::array<uring::Completion, 64> ends;
  for (std::size_t count = ends.size(); count == ends.size();) {
    count = ring_.take(ends);
    for (const uring::Completion& completion : std::span(ends).first(count)) {
      switch (unpack(completion.key).kind) {
        case Kind::Receive:
          found_.push_back(completion);
          break;
        case Kind::Send:
          report_unsent(completion);
          break;
        case Kind::Readable:
          watches_readable_ = false;
          is_readable_ = true;
          break;
        case Kind::Nothing:
          break;
      }
    }
  }
}

void Streams::report_unsent(const uring::Completion& completion) {
  const Key key = unpack(completion.key);
  const Stream* const stream = find(key.fd, key.generation);
  const auto queue = std::span(queue_).first(queued_);
  const auto entry = std::ranges::find_if(queue, [&](const Queued& queued) {
    return queued.fd == key.fd && queued.generation == key.generation;
  });
  if (stream == nullptr || entry == queue.end()) return;
  const std::string_view text(outgoing_.data() + entry->start, entry->size);
  if (completion.result >= 0) {
    stream->handler->left_unsent(text.substr(static_cast<std::size_t>(completion.result)), 0);
  } else {
    const bool no_room = completion.result == -EAGAIN || completion.result == -EINTR;
    stream->handler->left_unsent(text, no_room ? 0 : -completion.result);
  }
}

void Streams::deliver() {
  delivering_.swap(found_);
  const bool short_of_buffers = std::ranges::any_of(
      delivering_, [](const uring::Completion& completion) { return completion.result == -ENOBUFS; });
  if (short_of_buffers) ring_.provide_more();
  for (const uring::Completion& completion : delivering_) {
    deliver(completion);
    flush_if_few();
  }
  delivering_.clear();
}

void Streams::deliver(const uring::Completion& completion) {
  const Key key = unpack(completion.key);
  Stream* stream = find(key.fd, key.generation);
  const bool out_of_buffers = completion.result == -ENOBUFS;
  const uring::Received received = completion.has_buffer ? ring_.received(completion) : uring::Received{};
  if (stream != nullptr && !out_of_buffers) {
    if (std::exchange(stream->awaits, false)) {
      --awaited_;
      send_lag_ = std::max<Nanoseconds>(send_lag_, stream->lag);
    }
    if (received.size > 0) {
      stream->handler->received(received.bytes, received.size, received.at);
    } else {
      stream->handler->ended(-std::min(completion.result, 0));
    }
  }
  if (completion.has_buffer) ring_.give_back(completion.buffer);
  stream = find(key.fd, key.generation);  // the handler may have closed it, or opened others
  if (stream != nullptr && !completion.more && (received.size > 0 || out_of_buffers)) receive(key.fd);
}

Nanoseconds Streams::take_send_lag() { return std::exchange(send_lag_, 0); }

}  // namespace nest
