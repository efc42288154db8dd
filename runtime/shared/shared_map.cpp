#include "runtime/shared/shared_map.h"

#include <fmt/format.h>

#include <utility>

#include "runtime/values/text.h"

namespace nest {

SharedResult SharedMap::get(std::string_view key) const {
  const std::lock_guard lock(mutex_);
  const auto found = values_.find(key);
  if (found != values_.end()) return found->second;
  return std::unexpected(
      SharedFailure{NEST_MISSING, fmt::format("map `{}` has no \"{}\"", name_, excerpt(key))});
}

SharedResult SharedMap::set(std::string_view key, SharedValue value) {
  const std::lock_guard lock(mutex_);
  const auto found = values_.find(key);
  const std::size_t before = found == values_.end() ? 0 : key.size() + cost_of(found->second);
  const std::size_t after = bytes_ - before + key.size() + cost_of(value);
  if (after > limit_ && after > bytes_) {
    return std::unexpected(
        SharedFailure{NEST_FAILED, fmt::format("map `{}` is full: it holds {} values of {} MiB", name_,
                                               values_.size(), limit_ / (1024 * 1024))});
  }
  bytes_ = after;
  if (found != values_.end()) {
    found->second = std::move(value);
  } else {
    values_.emplace(key, std::move(value));
  }
  return SharedValue();
}

bool SharedMap::remove(std::string_view key) {
  const std::lock_guard lock(mutex_);
  const auto found = values_.find(key);
  if (found == values_.end()) return false;
  bytes_ -= key.size() + cost_of(found->second);
  values_.erase(found);
  return true;
}

std::int64_t SharedMap::size() const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::int64_t>(values_.size());
}

}  // namespace nest
