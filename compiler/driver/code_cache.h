#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/codegen/object_cache.h"
#include "compiler/hir/program.h"
#include "compiler/source/source_set.h"

namespace nest {

/// The machine code of one checked program, as it is on disk from an earlier start. What names it is all that
/// it is made from: each file's path and text, the checked program (which holds what came from elsewhere),
/// this build of the compiler, this CPU.
class CodeCache {
 public:
  /// In this folder; an empty path, or one that cannot be used, is a cache without anything in it.
  CodeCache(const std::filesystem::path& folder, const hir::Program& program, const SourceSet& sources);

  [[nodiscard]] std::optional<std::string> find() const;
  void store(std::string_view object) const;
  /// What names it in the folder.
  [[nodiscard]] const std::string& key() const { return key_; }

 private:
  std::optional<ObjectCache> cache_;
  std::string key_;
};

}  // namespace nest
