#include "runtime/values/state_text.h"

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>

#include "runtime/values/arena.h"

namespace nest {

/// Stands in front of the text: slots are plain nest_str for compiled code.
struct StateTexts::Header {
  Header* next_retired;
  std::uint64_t task;
  std::uint64_t mark;
};

namespace {

constexpr std::size_t kHeader = 32;

char* text_after(void* header) { return static_cast<char*>(header) + kHeader; }

void* header_before(const char* text) { return const_cast<char*>(text) - kHeader; }

}  // namespace

void StateTexts::store(nest_str& slot, std::string_view text, std::uint64_t mark) {
  static_assert(sizeof(Header) <= kHeader);
  void* memory = std::malloc(kHeader + text.size() + NEST_PADDING);
  if (memory == nullptr) end_out_of_memory(text.size());
  new (memory) Header{nullptr, task_, mark};
  char* copy = text_after(memory);
  if (!text.empty()) std::memcpy(copy, text.data(), text.size());
  std::memset(copy + text.size(), 0, NEST_PADDING);
  if (slot.data != nullptr) {
    auto* replaced = static_cast<Header*>(header_before(slot.data));
    replaced->next_retired = retired_;
    retired_ = replaced;
  }
  slot = {copy, text.size()};
}

void StateTexts::rewound(std::uint64_t mark) {
  for (Header** link = &retired_; *link != nullptr;) {
    Header* header = *link;
    if (header->task != task_ || header->mark < mark) {
      link = &header->next_retired;
      continue;
    }
    *link = header->next_retired;
    std::free(header);
  }
}

void StateTexts::task_ended() {
  while (retired_ != nullptr) {
    Header* header = retired_;
    retired_ = header->next_retired;
    std::free(header);
  }
  ++task_;
}

std::size_t StateTexts::retired() const {
  std::size_t count = 0;
  for (const Header* header = retired_; header != nullptr; header = header->next_retired) ++count;
  return count;
}

void release_state(void* state, const std::uint32_t* offsets, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) {
    void* place = static_cast<std::byte*>(state) + offsets[i];
    auto& slot = *static_cast<nest_str*>(place);
    if (slot.data != nullptr) std::free(header_before(slot.data));
    slot = {nullptr, 0};
  }
}

}  // namespace nest
