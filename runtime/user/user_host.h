#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/abi/nest_program.h"
#include "runtime/http/exchange.h"
#include "runtime/loop/event_loop.h"
#include "runtime/metrics/recorder.h"
#include "runtime/shared/shared_store.h"
#include "runtime/user/pick_tables.h"
#include "runtime/values/arena.h"
#include "runtime/values/patterns.h"

namespace nest {

class DataTables;
class RowStore;
class User;

/// Told about the users of a worker, on its thread.
class UserEvents {
 public:
  /// The user has ended; it must not be destroyed before this call has returned (its exchange may be on the
  /// stack).
  virtual void user_ended(User& user) = 0;
  /// A visit of a plan's arrival has ended, and the user rests. It may be told to go on or to end at once.
  virtual void visit_ended(User& /*user*/) {}
  /// A `log` statement ran; `text` is valid during the call only.
  virtual void log(std::uint64_t user, std::uint32_t site, std::string_view text) = 0;
  /// The run is to end, because nest_program.data[data] has no row left (`when exhausted stop run`).
  virtual void data_exhausted(std::uint32_t data) = 0;

 protected:
  ~UserEvents() = default;
};

/// Sees what users do, step by step, as `nest try` shows it. On the worker's thread; texts are valid during
/// the call.
class UserTrace {
 public:
  virtual ~UserTrace() = default;
  /// `setup` or `teardown` begins; `word` names it.
  virtual void once_started(std::string_view /*word*/) {}
  virtual void taskset_entered(std::uint64_t user, std::uint32_t taskset) = 0;
  virtual void task_started(std::uint64_t user, std::uint32_t task) = 0;
  virtual void checked(std::uint64_t user, std::uint32_t check, bool passed) = 0;
  virtual void request_finished(std::uint64_t user, const RequestSample& sample) = 0;
  virtual void failed(std::uint64_t user, std::uint32_t site, std::string_view message) = 0;
  virtual void transaction_ended(std::uint64_t, const TransactionSample&) {}
  /// `amount`: see metric_value().
  virtual void measured(std::uint64_t /*user*/, std::uint32_t /*metric*/, std::int64_t /*amount*/) {}
};

/// One visit instead of a life: the taskset is entered (through the tasksets around it), each of its tasks
/// and nested tasksets is played once in the order written, or `task` alone, without waits; then the user
/// ends as by `stop`. An `interrupt` ends its task only, so that the tasks after it are seen too.
struct SingleVisit {
  std::uint32_t taskset = NEST_NONE;
  std::uint32_t task = NEST_NONE;  ///< NEST_NONE: all
};

/// The numbers of the users that run `setup` and `teardown`: those of no others, and so are their decisions.
inline constexpr std::uint64_t kSetupUser = ~std::uint64_t{0} - 1;
inline constexpr std::uint64_t kTeardownUser = ~std::uint64_t{0};

/// What the users of one worker share. Outlives them.
struct UserHost {
  const nest_program* program = nullptr;
  const PickTables* picks = nullptr;
  EventLoop* loop = nullptr;
  Recorder* recorder = nullptr;
  ChunkPool* chunks = nullptr;
  http::ExchangeFactory* exchanges = nullptr;
  UserEvents* events = nullptr;
  Patterns* patterns = nullptr;        ///< null only when no code searches
  SharedStore* shared = nullptr;       ///< null only when the program shares nothing
  const DataTables* data = nullptr;    ///< null only when the program has no data
  RowStore* rows = nullptr;            ///< the same
  UserTrace* trace = nullptr;          ///< may be null
  const SingleVisit* visit = nullptr;  ///< may be null
  nest_entry once = nullptr;           ///< the user's whole life is this one call; may be null
  bool by_arrival = false;             ///< users make visits when they are told to: User::arrive()
  std::uint64_t seed = 0;
  Instant start = 0;  ///< of the run
};

}  // namespace nest
