#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "compiler/codegen/object_cache.h"
#include "compiler/compile.h"
#include "compiler/driver/compilation.h"
#include "compiler/source/source_set.h"

namespace nest {

/// What compile() came to, as far as it is not in the machine code.
struct KnownStart {
  SourceSet sources;
  std::string object;        ///< the machine code
  std::vector<bool> chosen;  ///< see CompiledProgram
  bool needs_host = true;
};

/// What an earlier start came to with the very same files: then they need not be parsed and checked again,
/// which is more than half of a second start. As ccache's direct mode does it: a record, found by what was
/// asked for, names the files that went into the result; it holds while they are what they were. Sources are
/// compared by their bytes and by what they are on disk (device and inode, which tell links from copies, also
/// of files that several imports lead to), others by size and times of change as they were before they were
/// read, and not trusted when they had just changed.
///
/// Only a project without a single finding is known: findings are shown at every start. Nor is one of which
/// only parts were asked for.
class StartCache {
 public:
  /// An empty folder of the options, or one that cannot be used, is a cache without anything in it. Create it
  /// before the files are read.
  explicit StartCache(const CompileOptions& options);

  [[nodiscard]] std::optional<KnownStart> find() const;
  /// Keeps what was made of `sources` without any finding. `object_key`: where the code is.
  void store(const Analysed& analysed, const SourceSet& sources, const std::string& object_key,
             bool needs_host) const;

 private:
  struct Record;
  /// What beside texts tells whether the files are what they were.
  struct Statuses {
    std::vector<FileIdentity> imported;
    std::vector<FileStatus> files;
  };
  [[nodiscard]] std::optional<std::string> fingerprint(const Record& record, const Statuses& statuses,
                                                       const SourceSet& sources) const;
  [[nodiscard]] static std::optional<Statuses> look_at(const Record& record);
  [[nodiscard]] bool is_settled(const FileStatus& status) const;

  const CompileOptions* options_;
  std::chrono::system_clock::time_point began_ = std::chrono::system_clock::now();
  std::optional<ObjectCache> cache_;
  std::string key_;
};

}  // namespace nest
