#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "runtime/abi/nest_program.h"
#include "runtime/shared/shared_store.h"
#include "runtime/time/clock.h"

namespace nest {

/// An answer of the share server: docs/shared.md.
struct ShareAnswer {
  unsigned status = 200;
  std::string json;  ///< empty with 204
};

/// A call whose answer comes later.
struct ShareWait {
  PendingPtr operation;
  const nest_shared* object = nullptr;
  std::uint32_t method = 0;
  Nanoseconds within = 0;  ///< then nothing came: 204
};

/// What the share server does, apart from the network: texts in, texts out. Everything in it comes from
/// outside and is checked here. One thread.
class ShareCalls {
 public:
  /// Both outlive it.
  ShareCalls(std::span<const nest_shared> objects, SharedStore& store) : objects_(objects), store_(&store) {}

  /// `verb` GET or POST, `target` as in the request line.
  [[nodiscard]] std::variant<ShareAnswer, ShareWait> call(std::string_view verb, std::string_view target,
                                                          std::string_view body, SharedCaller& caller);
  /// The answer to a ShareWait's result.
  [[nodiscard]] static ShareAnswer answer(const nest_shared& object, std::uint32_t method,
                                          const SharedResult& result);

  static constexpr Nanoseconds kLongestTake = 60 * kSecond;

 private:
  [[nodiscard]] std::string describe(const nest_shared& object);
  [[nodiscard]] ShareAnswer list();
  [[nodiscard]] const nest_shared* find(std::string_view name) const;
  [[nodiscard]] ShareAnswer put_all(const nest_shared& object, std::span<const nest_value> values,
                                    SharedCaller& caller);

  std::span<const nest_shared> objects_;
  SharedStore* store_;
};

}  // namespace nest
