#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>

#include "runtime/abi/nest_program.h"

namespace nest {

/// A value on its way between users: its own copy of every text. Ints, bools (0 or 1) and durations are the
/// int64; strings and JSON the string; none at all for a method that gives nothing.
using SharedValue = std::variant<std::monostate, std::int64_t, double, std::string>;

/// The value behind what compiled code hands over.
[[nodiscard]] SharedValue shared_value(const nest_value& value);

struct SharedFailure {
  nest_status kind = NEST_FAILED;  ///< NEST_MISSING or NEST_FAILED
  std::string message;
};
using SharedResult = std::expected<SharedValue, SharedFailure>;

/// Tells whoever waits for an operation that it is over. Called once at most, from any thread, possibly with
/// a lock of the store held: pass the word on (post it to a loop), and do nothing else.
class Wakeup {
 public:
  virtual ~Wakeup() = default;
  virtual void wake() = 0;
};

/// Who begins an operation.
class SharedCaller {
 public:
  /// For an operation that is not over at once; asked for on the thread of begin(), before it returns.
  [[nodiscard]] virtual std::shared_ptr<Wakeup> make_wakeup() = 0;

 protected:
  ~SharedCaller() = default;
};

/// An operation that is under way. Belongs to who began it. Destroying it takes the operation back: what a
/// queue had already given goes back to its front. No wake() of it begins after that.
class PendingOperation {
 public:
  virtual ~PendingOperation() = default;
  /// What it came to, once; none while it is under way.
  [[nodiscard]] virtual std::optional<SharedResult> result() = 0;
};
using PendingPtr = std::unique_ptr<PendingOperation>;

/// The result, when it was there at once.
using SharedAnswer = std::variant<SharedResult, PendingPtr>;

/// What nest_shared_call asks for: `object` indexes nest_program.shared, `method` is NEST_SHARED_….
struct SharedOperation {
  std::uint32_t object = 0;
  std::uint32_t method = 0;
  std::span<const nest_value> arguments;  ///< during begin() only
};

/// Where the shared objects of a run live. Any thread may begin operations; those of one object take effect
/// one after the other. Any operation may be over at once or later: a store on another machine answers later
/// always, the one in this process only where a `take` has to wait.
class SharedStore {
 public:
  virtual ~SharedStore() = default;
  [[nodiscard]] virtual SharedAnswer begin(const SharedOperation& operation, SharedCaller& caller) = 0;
};

}  // namespace nest
