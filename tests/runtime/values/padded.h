#pragma once

#include <cstdlib>
#include <cstring>
#include <string_view>

#include "runtime/abi/nest_abi.h"

namespace nest {

/// A text in memory of its own with exactly the padding that the conventions promise: the address sanitizer
/// sees every read past it.
class Padded {
 public:
  explicit Padded(std::string_view text)
      : data_(static_cast<char*>(std::malloc(text.size() + NEST_PADDING))), size_(text.size()) {
    if (!text.empty()) std::memcpy(data_, text.data(), text.size());
    std::memset(data_ + size_, '"', NEST_PADDING);  // what would mislead a scanner most
  }
  Padded(const Padded&) = delete;
  Padded& operator=(const Padded&) = delete;
  ~Padded() { std::free(data_); }

  [[nodiscard]] std::string_view view() const { return {data_, size_}; }

 private:
  char* data_;
  std::size_t size_;
};

}  // namespace nest
