#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace nest {

/// Machine code on disk, found by what it was made from. A cache is a convenience: whatever is wrong with it
/// (no permission, a full disk, a damaged file), there is no code to be found, and it is made anew. Code is
/// run as it is read, so only a folder and files are used that belong to this user and that nobody else may
/// write. Any number of processes at once: files appear and go whole.
class ObjectCache {
 public:
  static constexpr std::uintmax_t kDefaultLimit = 256UL << 20U;

  /// The folder is made (0700) when it is not there. Nothing when it cannot be used.
  [[nodiscard]] static std::optional<ObjectCache> open(const std::filesystem::path& folder,
                                                       std::uintmax_t limit_bytes = kDefaultLimit);

  /// The code stored under a key, if it is there and undamaged. A damaged file is removed. Makes it the
  /// youngest.
  [[nodiscard]] std::optional<std::string> find(std::string_view key) const;
  /// Stores code under a key, then removes the oldest files beyond the limit. False when it could not.
  bool store(std::string_view key, std::string_view object) const;

  [[nodiscard]] std::filesystem::path path_of(std::string_view key) const;

 private:
  ObjectCache(std::filesystem::path folder, std::uintmax_t limit)
      : folder_(std::move(folder)), limit_(limit) {}
  void evict() const;

  std::filesystem::path folder_;
  std::uintmax_t limit_;
};

}  // namespace nest
