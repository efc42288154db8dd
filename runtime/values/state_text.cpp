#include "runtime/values/state_text.h"

#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "runtime/values/arena.h"

namespace nest {
namespace {

/// The capacity stands in front of the text: slots are plain nest_str for compiled code.
constexpr std::size_t kHeader = 16;

char* allocate_text(std::size_t capacity) {
  if (capacity > SIZE_MAX - kHeader - NEST_PADDING) end_out_of_memory(capacity);
  void* memory = std::malloc(kHeader + capacity + NEST_PADDING);
  if (memory == nullptr) end_out_of_memory(capacity);
  std::memcpy(memory, &capacity, sizeof capacity);
  return static_cast<char*>(memory) + kHeader;
}

std::size_t capacity_of(const char* text) {
  std::size_t capacity = 0;
  std::memcpy(&capacity, text - kHeader, sizeof capacity);
  return capacity;
}

void free_text(const char* text) {
  if (text != nullptr) std::free(const_cast<char*>(text) - kHeader);
}

}  // namespace

void store_text(nest_str& slot, std::string_view text) {
  const char* old = slot.data;
  char* target = const_cast<char*>(old);
  if (old == nullptr || capacity_of(old) < text.size()) target = allocate_text(text.size());
  if (!text.empty()) std::memmove(target, text.data(), text.size());
  std::memset(target + text.size(), 0, NEST_PADDING);
  slot = {target, text.size()};
  if (target != old) free_text(old);
}

void release_text(nest_str& slot) {
  free_text(slot.data);
  slot = {nullptr, 0};
}

void release_state(void* state, const std::uint32_t* offsets, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) {
    release_text(*reinterpret_cast<nest_str*>(static_cast<std::byte*>(state) + offsets[i]));
  }
}

}  // namespace nest
