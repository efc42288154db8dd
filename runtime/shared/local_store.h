#pragma once

#include <memory>
#include <span>
#include <variant>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/shared/shared_counter.h"
#include "runtime/shared/shared_map.h"
#include "runtime/shared/shared_queue.h"
#include "runtime/shared/shared_store.h"

namespace nest {

/// The shared objects of a program in this process. Thread-safe. Outlives every operation begun in it.
class LocalStore final : public SharedStore {
 public:
  explicit LocalStore(std::span<const nest_shared> objects);

  /// Operations that the checker would have refused (a method of another kind of object, arguments that are
  /// too few) end the process: nothing but compiled code and the share server call this.
  [[nodiscard]] SharedAnswer begin(const SharedOperation& operation, SharedCaller& caller) override;

 private:
  // Behind pointers: a mutex does not move.
  using Object =
      std::variant<std::unique_ptr<SharedCounter>, std::unique_ptr<SharedQueue>, std::unique_ptr<SharedMap>>;
  std::vector<Object> objects_;
};

}  // namespace nest
