#include "compiler/driver/code_cache.h"

#include <cstdint>

#include "compiler/codegen/object_key.h"
#include "compiler/hir/printer.h"

namespace nest {

CodeCache::CodeCache(const std::filesystem::path& folder, const hir::Program& program,
                     const SourceSet& sources) {
  if (folder.empty()) return;
  ObjectKey key;
  if (!key.add_compiler()) return;
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    const SourceFile& file = sources.file(static_cast<FileId>(i));
    key.add(file.path());
    key.add(file.text());
  }
  key.add(hir::print(program));
  key_ = key.text();
  cache_ = ObjectCache::open(folder);
}

std::optional<std::string> CodeCache::find() const { return cache_ ? cache_->find(key_) : std::nullopt; }

void CodeCache::store(std::string_view object) const {
  if (cache_) cache_->store(key_, object);
}

}  // namespace nest
