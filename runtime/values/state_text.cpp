#include "runtime/values/state_text.h"

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>

#include "runtime/values/arena.h"
#include "runtime/values/text.h"

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

bool is_text(const nest_value& value) { return value.kind == NEST_STRING || value.kind == NEST_JSON; }

/// Gives the end of what it wrote.
char* write_padded(std::string_view text, char* out) {
  if (!text.empty()) std::memcpy(out, text.data(), text.size());
  std::memset(out + text.size(), 0, NEST_PADDING);
  return out + text.size() + NEST_PADDING;
}

/// What a copy of the items takes, with all that they point to. At least one byte: no slot of its own is
/// null.
std::size_t size_of(std::span<const nest_value> items) {
  std::size_t size = items.size_bytes() + 1;
  for (const nest_value& item : items) {
    if (is_text(item)) size += item.as.s.size + NEST_PADDING;
  }
  return size;
}

void* header_before(const char* text) { return const_cast<char*>(text) - kHeader; }

}  // namespace

char* StateTexts::allocate(std::size_t size, std::uint64_t mark) {
  static_assert(sizeof(Header) <= kHeader);
  void* memory = std::malloc(kHeader + size);
  if (memory == nullptr) end_out_of_memory(size);
  new (memory) Header{nullptr, task_, mark};
  return text_after(memory);
}

void StateTexts::retire(const void* replaced) {
  if (replaced == nullptr) return;
  auto* header = static_cast<Header*>(header_before(static_cast<const char*>(replaced)));
  header->next_retired = retired_;
  retired_ = header;
}

void StateTexts::store(nest_str& slot, std::string_view text, std::uint64_t mark) {
  char* copy = allocate(text.size() + NEST_PADDING, mark);
  write_padded(text, copy);
  retire(slot.data);
  slot = {copy, text.size()};
}

bool StateTexts::store(nest_list& slot, std::span<const nest_value> items, std::uint64_t mark) {
  const std::size_t size = size_of(items);
  if (size > kLargestList) return false;
  char* memory = allocate(size, mark);
  char* texts = memory + items.size_bytes();
  auto* copies = reinterpret_cast<nest_value*>(memory);
  for (std::size_t i = 0; i < items.size(); ++i) {
    nest_value copy = items[i];
    if (is_text(copy)) {
      copy.as.s.data = texts;
      texts = write_padded(view_of(items[i].as.s), texts);
    }
    new (copies + i) nest_value(copy);
  }
  retire(slot.items);
  slot = {copies, items.size()};
  return true;
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
