#include "runtime/uring/refusal.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <string_view>
#include <system_error>

#include "runtime/uring/ring.h"

namespace nest::uring {
namespace {

constexpr std::uint64_t kReceiveKey = 1;
constexpr std::uint64_t kSendKey = 2;
constexpr std::string_view kWord = "nest";

bool switched_off() {
  std::ifstream file("/proc/sys/kernel/io_uring_disabled");
  char digit = '0';
  return file >> digit && digit != '0';
}

std::string explain(const std::system_error& error) {
  switch (error.code().value()) {
    case ENOSYS:
      return "the kernel, or the filter of a container, does not know io_uring";
    case EPERM:
    case EACCES:
      if (switched_off()) return "the system forbids io_uring (sysctl kernel.io_uring_disabled is not 0)";
      return "the system forbids io_uring (the filter of a container, most likely)";
    case EINVAL:
    case EOPNOTSUPP:
      return "the kernel's io_uring lacks what nest needs of it (Linux 6.1 or later has it)";
    case ENOMEM:
      return "the system has no memory for io_uring, or the limit of locked memory (ulimit -l) is too low";
    default:
      return "the system refuses io_uring: " + std::string(error.what());
  }
}

/// Two sockets that are connected with each other.
class Pair {
 public:
  Pair() {
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_.data()) != 0)
      throw std::system_error(errno, std::generic_category(), "socketpair");
  }
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;
  ~Pair() {
    close(ends_[0]);
    close(ends_[1]);
  }
  [[nodiscard]] int near() const { return ends_[0]; }
  [[nodiscard]] int far() const { return ends_[1]; }

 private:
  std::array<int, 2> ends_{};
};

/// Sends a word to itself; 0 or an errno.
int try_out(Ring& ring) {
  if (const int error = ring.begin(); error != 0) return error;
  const Pair pair;
  ring.receive(ring.adopt(pair.near()), kReceiveKey);
  ring.send(ring.adopt(pair.far()), kWord.data(), kWord.size(), kSendKey);
  if (const int error = ring.submit(); error != 0) return error;
  ring.wait(kSecond, 1, 0);
  std::array<Completion, 4> ends;
  const std::size_t count = ring.take(ends);
  for (std::size_t i = 0; i < count; ++i) {
    if (ends[i].result < 0) return -ends[i].result;
    if (ends[i].key != kReceiveKey || !ends[i].has_buffer || !ends[i].more) continue;
    const Received word = ring.received(ends[i]);
    if (std::string_view(word.bytes, word.size) == kWord) return 0;
  }
  return EOPNOTSUPP;
}

}  // namespace

std::optional<std::string> refusal() {
  try {
    Ring ring;
    if (const int error = try_out(ring); error != 0)
      throw std::system_error(error, std::generic_category(), "io_uring");
    return std::nullopt;
  } catch (const std::system_error& error) {
    return explain(error);
  }
}

}  // namespace nest::uring
