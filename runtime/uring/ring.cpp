#include "runtime/uring/ring.h"

#include <liburing.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

#include "runtime/time/stamped_receive.h"

namespace nest::uring {
namespace {

constexpr unsigned kSubmissions = 256;
constexpr unsigned kCompletions = 4096;
constexpr unsigned kBuffers = 1024;  // a power of two
constexpr unsigned kFirstBuffers = 64;
constexpr std::uint16_t kGroup = 0;
constexpr unsigned kMostFiles = 32 * 1024;
/// The parser may look at a few bytes behind the end of what it reads.
constexpr std::size_t kPadding = 64;

// Newer than the liburing of Debian 12: Linux 6.12.
constexpr unsigned kFeatureMinimalWait = 1U << 15;
struct WaitArgument {
  std::uint64_t signals = 0;
  std::uint32_t signals_size = 0;
  std::uint32_t minimal_wait = 0;  // microseconds
  std::uint64_t timeout = 0;       // a pointer
};
static_assert(sizeof(WaitArgument) == sizeof(io_uring_getevents_arg));

[[noreturn]] void refuse(int error, const char* what) {
  throw std::system_error(error, std::generic_category(), what);
}

unsigned file_slots() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  return static_cast<unsigned>(std::min<rlim_t>(limit.rlim_cur, kMostFiles));
}

/// Memory of the kernel's own alignment, for the ring of buffers and the buffers themselves.
class Pages {
 public:
  explicit Pages(std::size_t size)
      : size_(size), start_(mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) {
    if (start_ == MAP_FAILED) refuse(errno, "mmap");
  }
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;
  ~Pages() { munmap(start_, size_); }
  [[nodiscard]] void* get() const { return start_; }

 private:
  std::size_t size_;
  void* start_;
};

}  // namespace

struct Ring::State {
  State() : buffer_ring(kBuffers * sizeof(io_uring_buf)), buffers(kBuffers * kBufferSize + kPadding) {
    io_uring_params parameters{};
    // One thread submits; what completes is worked off when that thread waits, and interrupts it at no other
    // time.
    parameters.flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_R_DISABLED |
                       IORING_SETUP_CQSIZE;
    parameters.cq_entries = kCompletions;
    const int error = io_uring_queue_init_params(kSubmissions, &ring, &parameters);
    if (error != 0) refuse(-error, "io_uring_setup");
    minimal_wait = (parameters.features & kFeatureMinimalWait) != 0;
    constexpr unsigned kNeeded = IORING_FEAT_EXT_ARG | IORING_FEAT_NODROP | IORING_FEAT_CQE_SKIP;
    if ((parameters.features & kNeeded) != kNeeded) give_up(EOPNOTSUPP, "io_uring_setup");
    message.msg_controllen = CMSG_SPACE(sizeof(timespec));
    register_buffers();
    register_files();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { io_uring_queue_exit(&ring); }

  [[noreturn]] void give_up(int error, const char* what) {
    io_uring_queue_exit(&ring);
    refuse(error, what);
  }

  void register_buffers() {
    io_uring_buf_reg registration{};
    registration.ring_addr = reinterpret_cast<std::uintptr_t>(buffer_ring.get());
    registration.ring_entries = kBuffers;
    registration.bgid = kGroup;
    if (const int error = io_uring_register_buf_ring(&ring, &registration, 0); error != 0)
      give_up(-error, "the ring of buffers");
    io_uring_buf_ring_init(entries());
    provide(kFirstBuffers);
  }

  /// The kernel takes buffers in turn, however few are in use: those that are not needed are not among them,
  /// and cost neither memory nor cache.
  void provide(unsigned count) {
    for (unsigned i = provided; i < count; ++i)
      add_buffer(static_cast<std::uint16_t>(i), static_cast<int>(i - provided));
    io_uring_buf_ring_advance(entries(), static_cast<int>(count - provided));
    provided = count;
  }

  /// Without a table, descriptors do as well.
  void register_files() {
    unsigned count = file_slots();
    if (count > 0 && io_uring_register_files_sparse(&ring, count) != 0) count = 0;
    free_slots.reserve(count);
    for (unsigned slot = count; slot > 0; --slot) free_slots.push_back(slot - 1);
  }

  [[nodiscard]] io_uring_buf_ring* entries() const {
    return static_cast<io_uring_buf_ring*>(buffer_ring.get());
  }
  [[nodiscard]] char* start_of(std::uint16_t number) const {
    return static_cast<char*>(buffers.get()) + std::size_t{number} * kBufferSize;
  }
  void add_buffer(std::uint16_t number, int place) {
    io_uring_buf_ring_add(entries(), start_of(number), kBufferSize, number, io_uring_buf_ring_mask(kBuffers),
                          place);
  }

  /// There is room, unless the kernel takes nothing at all.
  io_uring_sqe* next() {
    for (;;) {
      if (io_uring_sqe* const entry = io_uring_get_sqe(&ring)) return entry;
      io_uring_submit(&ring);
    }
  }
  static void finish(io_uring_sqe& entry, Target target, unsigned flags, std::uint64_t key) {
    entry.flags = static_cast<std::uint8_t>(flags | (target.fixed ? IOSQE_FIXED_FILE : 0U));
    io_uring_sqe_set_data64(&entry, key);
  }

  /// Behind the kernel's own header; a peer's name is not asked for.
  [[nodiscard]] static std::size_t payload_start() {
    return sizeof(io_uring_recvmsg_out) + CMSG_SPACE(sizeof(timespec));
  }

  io_uring ring{};
  msghdr message{};
  Pages buffer_ring;
  Pages buffers;
  unsigned provided = 0;  // of kBuffers: those that the kernel has, or the caller
  bool minimal_wait = false;
  std::vector<unsigned> free_slots;
};

Ring::Ring() : state_(std::make_unique<State>()) {}
Ring::~Ring() = default;

// Declared in liburing's header, but not in Debian's library.
int Ring::begin() {
  const long done =
      syscall(__NR_io_uring_register, state_->ring.ring_fd, IORING_REGISTER_ENABLE_RINGS, nullptr, 0);
  return done < 0 ? errno : 0;
}

Target Ring::adopt(int fd) {
  if (state_->free_slots.empty()) return {fd, false};
  const unsigned slot = state_->free_slots.back();
  if (io_uring_register_files_update(&state_->ring, slot, &fd, 1) != 1) return {fd, false};
  state_->free_slots.pop_back();
  return {static_cast<int>(slot), true};
}

void Ring::release(Target target) {
  if (!target.fixed) return;
  const int none = -1;
  const auto slot = static_cast<unsigned>(target.number);
  io_uring_register_files_update(&state_->ring, slot, &none, 1);
  state_->free_slots.push_back(slot);
}

void Ring::receive(Target target, std::uint64_t key) {
  io_uring_sqe* const entry = state_->next();
  // The message says only how much room there is to be for a time stamp, before the bytes of each buffer.
  io_uring_prep_recvmsg_multishot(entry, target.number, &state_->message, 0);
  entry->buf_group = kGroup;
  State::finish(*entry, target, IOSQE_BUFFER_SELECT, key);
}

void Ring::send(Target target, const char* bytes, std::size_t size, std::uint64_t key) {
  io_uring_sqe* const entry = state_->next();
  // MSG_WAITALL makes a failure, and so a completion, of sending a part; MSG_DONTWAIT keeps the kernel from
  // holding on to the bytes to send the others later.
  io_uring_prep_send(entry, target.number, bytes, size, MSG_NOSIGNAL | MSG_WAITALL | MSG_DONTWAIT);
  State::finish(*entry, target, IOSQE_CQE_SKIP_SUCCESS, key);
}

void Ring::poll(int fd, std::uint64_t key) {
  io_uring_sqe* const entry = state_->next();
  io_uring_prep_poll_add(entry, fd, POLLIN);
  State::finish(*entry, {fd, false}, 0, key);
}

void Ring::cancel(std::uint64_t key, std::uint64_t own_key) {
  io_uring_sqe* const entry = state_->next();
  io_uring_prep_cancel64(entry, key, 0);
  State::finish(*entry, {-1, false}, IOSQE_CQE_SKIP_SUCCESS, own_key);
}

std::size_t Ring::queued() const { return io_uring_sq_ready(&state_->ring); }

int Ring::submit() {
  const int submitted = io_uring_submit(&state_->ring);
  return submitted < 0 ? -submitted : 0;
}

void Ring::wait(Nanoseconds timeout, unsigned count, Nanoseconds batch) {
  const auto enter = [this](Nanoseconds limit, unsigned wanted, Nanoseconds minimal) {
    __kernel_timespec until{limit / kSecond, limit % kSecond};
    WaitArgument argument;
    argument.minimal_wait = static_cast<std::uint32_t>(minimal / kMicrosecond);
    argument.timeout = reinterpret_cast<std::uintptr_t>(&until);
    syscall(__NR_io_uring_enter, state_->ring.ring_fd, 0, wanted,
            IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG, &argument, sizeof argument);
  };
  if (batch <= 0 || state_->minimal_wait) {
    enter(timeout, count, std::min(batch, timeout));
    return;
  }
  enter(std::min(batch, timeout), count, 0);
  if (io_uring_cq_ready(&state_->ring) == 0 && timeout > batch) enter(timeout - batch, 1, 0);
}

std::size_t Ring::take(std::span<Completion> out) {
  std::size_t taken = 0;
  unsigned head = 0;
  io_uring_cqe* entry = nullptr;
  io_uring_for_each_cqe(&state_->ring, head, entry) {
    if (taken == out.size()) break;
    out[taken++] = {.key = entry->user_data,
                    .result = entry->res,
                    .buffer = static_cast<std::uint16_t>(entry->flags >> IORING_CQE_BUFFER_SHIFT),
                    .has_buffer = (entry->flags & IORING_CQE_F_BUFFER) != 0,
                    .more = (entry->flags & IORING_CQE_F_MORE) != 0};
  }
  io_uring_cq_advance(&state_->ring, static_cast<unsigned>(taken));
  return taken;
}

void Ring::provide_more() { state_->provide(std::min(kBuffers, 2 * state_->provided)); }

Received Ring::received(const Completion& completion) {
  char* const start = state_->start_of(completion.buffer);
  const std::size_t before = State::payload_start();
  const auto size = static_cast<std::size_t>(std::max(completion.result, 0));
  if (size <= before) return {};
  io_uring_recvmsg_out header{};
  std::memcpy(&header, start, sizeof header);
  return {.bytes = start + before,
          .size = size - before,
          .at = stamp_in(start + sizeof header, std::min<std::size_t>(header.controllen, before))};
}

void Ring::give_back(std::uint16_t number) {
  state_->add_buffer(number, 0);
  io_uring_buf_ring_advance(state_->entries(), 1);
}

}  // namespace nest::uring
