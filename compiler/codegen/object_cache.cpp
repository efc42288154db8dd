#include "compiler/codegen/object_cache.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <system_error>
#include <utility>
#include <vector>

#include <llvm/Support/BLAKE3.h>

namespace nest {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMagic = "nest object 1\n";
constexpr std::string_view kSuffix = ".o";
constexpr std::string_view kUnfinished = ".tmp-";
constexpr std::size_t kChecksumBytes = 32;
constexpr std::size_t kHeaderBytes = kMagic.size() + kChecksumBytes;

/// Owns an open file.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

/// Nobody but this user can have written it.
bool is_ours(const struct stat& status) {
  return status.st_uid == ::geteuid() && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

std::string checksum(std::string_view key, std::string_view object) {
  llvm::BLAKE3 hash;
  hash.update(llvm::StringRef(key));
  hash.update(llvm::StringRef(object));
  const auto result = hash.final<kChecksumBytes>();
  return {result.begin(), result.end()};
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// A regular file of ours, whole; nothing otherwise.
std::optional<std::string> read_all(int fd) {
  struct stat status{};
  if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || !is_ours(status)) return std::nullopt;
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t got = ::read(fd, text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return std::nullopt;
    filled += static_cast<std::size_t>(got);
  }
  return text;
}

}  // namespace

std::optional<ObjectCache> ObjectCache::open(const fs::path& folder, std::uintmax_t limit_bytes) {
  std::error_code error;
  if (!folder.is_absolute()) return std::nullopt;
  fs::create_directories(folder.parent_path(), error);
  if (error || (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST)) return std::nullopt;
  struct stat status{};
  if (::stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode) || !is_ours(status))
    return std::nullopt;
  return ObjectCache(folder, limit_bytes);
}

fs::path ObjectCache::path_of(std::string_view key) const {
  return folder_ / (std::string(key) + std::string(kSuffix));
}

std::optional<std::string> ObjectCache::find(std::string_view key) const {
  const fs::path path = path_of(key);
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (file.get() < 0) return std::nullopt;
  std::optional<std::string> text = read_all(file.get());
  const bool whole = text && text->size() >= kHeaderBytes && text->starts_with(kMagic);
  if (!whole || text->compare(kMagic.size(), kChecksumBytes,
                              checksum(key, std::string_view(*text).substr(kHeaderBytes))) != 0) {
    ::unlink(path.c_str());
    return std::nullopt;
  }
  ::futimens(file.get(), nullptr);  // used just now; only the order of eviction suffers when it fails
  return text->substr(kHeaderBytes);
}

bool ObjectCache::store(std::string_view key, std::string_view object) const {
  std::string unfinished = (folder_ / (std::string(kUnfinished) + "XXXXXX")).string();
  const Descriptor file(::mkostemp(unfinished.data(), O_CLOEXEC));  // mode 0600
  if (file.get() < 0) return false;
  const bool written = write_all(file.get(), kMagic) && write_all(file.get(), checksum(key, object)) &&
                       write_all(file.get(), object);
  // Not synced to the disk: what a crash leaves half written, its checksum tells.
  if (!written || ::rename(unfinished.c_str(), path_of(key).c_str()) != 0) {
    ::unlink(unfinished.c_str());
    return false;
  }
  evict();
  return true;
}

void ObjectCache::evict() const {
  struct Entry {
    fs::file_time_type used;
    std::uintmax_t size;
    fs::path path;
  };
  std::vector<Entry> entries;
  std::uintmax_t total = 0;
  std::error_code error;
  fs::directory_iterator files(folder_, error);
  for (; !error && files != fs::directory_iterator(); files.increment(error)) {
    const std::string name = files->path().filename().string();
    std::error_code gone;
    const Entry entry{files->last_write_time(gone), files->file_size(gone), files->path()};
    if (gone) continue;
    if (name.starts_with(kUnfinished) &&
        fs::file_time_type::clock::now() - entry.used > std::chrono::hours(1)) {
      fs::remove(entry.path, gone);  // of a process that did not live to name it
    } else if (name.ends_with(kSuffix)) {
      total += entry.size;
      entries.push_back(entry);
    }
  }
  std::ranges::sort(entries, {}, &Entry::used);
  for (auto oldest = entries.begin(); total > limit_ && oldest != entries.end(); ++oldest) {
    fs::remove(oldest->path, error);
    total -= oldest->size;
  }
}

}  // namespace nest
