#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/abi/nest_abi.h"

namespace nest {

/// Texts and lists that a taskset's state owns: heap copies, padded, that outlive the tasks whose arena they
/// came from. A slot is a nest_str or nest_list that is all zero before its first value; a list and what it
/// holds are one block.
///
/// A running task may still hold the address of a text that it replaces (`let old = token  token = "x"  log
/// old`, or a JSON value found inside it). So a replaced text is only retired, and freed when nothing can
/// hold it any more: when the task ends, or at a rewind to before the text was stored (convention 3 of
/// nest_abi.h).
///
/// One for each user, on its thread; two words.
class StateTexts {
 public:
  StateTexts() = default;
  StateTexts(const StateTexts&) = delete;
  StateTexts& operator=(const StateTexts&) = delete;
  ~StateTexts() { task_ended(); }

  /// Makes the slot own a copy of `text`, which may be (part of) what it owns now. `mark` is the arena's.
  void store(nest_str& slot, std::string_view text, std::uint64_t mark);
  /// The same for a list, with all that its items point to; false, and nothing happens, when that is more
  /// than kLargestList.
  [[nodiscard]] bool store(nest_list& slot, std::span<const nest_value> items, std::uint64_t mark);
  /// Bytes. Items may share texts, which a copy does not: a list that is small in the arena need not be here.
  static constexpr std::size_t kLargestList = 64 * 1024 * 1024;
  /// The arena went back to `mark`: frees the retired texts that were stored after it.
  void rewound(std::uint64_t mark);
  /// Frees all retired texts. The owned ones stay.
  void task_ended();
  /// How many replaced texts are still kept.
  [[nodiscard]] std::size_t retired() const;

 private:
  struct Header;
  [[nodiscard]] char* allocate(std::size_t size, std::uint64_t mark);
  void retire(const void* replaced);

  Header* retired_ = nullptr;
  std::uint64_t task_ = 0;  // which task stores: marks of another one mean nothing
};

/// Frees what the slots own and zeroes them; empty slots are fine. `offsets` count from `state`:
/// nest_taskset.owned. Only between tasks: nothing may hold the texts.
void release_state(void* state, const std::uint32_t* offsets, std::uint64_t count);

}  // namespace nest
