#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/abi/nest_abi.h"

namespace nest {

/// Texts that a taskset's state owns: heap copies, padded, that outlive the tasks whose arena they came from.
/// A slot is a nest_str that is all zero before its first text. Belongs to the user's thread.

/// Makes the slot own a copy of `text`, which may be (part of) what it owns now. Memory is reused while it is
/// large enough.
void store_text(nest_str& slot, std::string_view text);
/// Frees what the slot owns and zeroes it; an empty slot is fine.
void release_text(nest_str& slot);
/// release_text for the slots at `offsets` from `state`: what nest_taskset.owned lists.
void release_state(void* state, const std::uint32_t* offsets, std::uint64_t count);

}  // namespace nest
