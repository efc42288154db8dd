#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/abi/nest_program.h"
#include "runtime/metrics/statistics.h"
#include "runtime/run/run.h"
#include "runtime/user/pick_tables.h"

namespace nest {

/// What runs once in a run, beside its users: `setup` and `teardown`.
struct Once {
  nest_entry entry = nullptr;
  std::uint64_t number = 0;  ///< of the user that runs it: kSetupUser or kTeardownUser
  Nanoseconds longest = 0;   ///< it is cut off after so long; 0: it may take for ever
  std::string_view word;     ///< "setup": as people call it
};

/// What it has in common with the users. All outlive it.
struct OnceStores {
  const DataTables* data = nullptr;
  RowStore* rows = nullptr;
  SharedStore* shared = nullptr;
};

/// Runs it to its end, on the calling thread with a loop of its own; what it counts is apart from what users
/// count. A press of the StopRequest while it runs ends it where it is.
class OnceRunner {
 public:
  OnceRunner(const nest_program& program, const PickTables& picks, const RunOptions& options,
             OnceStores stores, const ExchangeMaker& exchanges, const RunObservers& observers);

  /// Nothing: it went well. Else why not: "setup failed at shop/a.nest:3:5: …". Throws std::system_error when
  /// the system refuses a loop's descriptors.
  [[nodiscard]] std::optional<std::string> run(const Once& once, Statistics& counted);

 private:
  const nest_program* program_;
  const PickTables* picks_;
  const RunOptions* options_;
  OnceStores stores_;
  const ExchangeMaker* exchanges_;
  const RunObservers* observers_;
};

}  // namespace nest
