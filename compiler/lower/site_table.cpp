#include "compiler/lower/site_table.h"

#include <fmt/format.h>

namespace nest::lowering {

std::uint32_t SiteTable::index(Span span) {
  // A place is a file's byte offset: line and column follow from it, so equal offsets are equal places.
  const auto [entry, added] =
      indexes_.try_emplace(Begin{span.file, span.begin}, static_cast<std::uint32_t>(sites_.size()));
  if (added) {
    const LineColumn position = sources_.position(span);
    sites_.push_back(nest_site{static_cast<std::uint32_t>(span.file), position.line, position.column});
  }
  return entry->second;
}

std::string SiteTable::text(Span span) const {
  const LineColumn position = sources_.position(span);
  return fmt::format("{}:{}:{}", sources_.file(span.file).path(), position.line, position.column);
}

}  // namespace nest::lowering
