#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "compiler/source/source_set.h"
#include "runtime/abi/nest_program.h"

namespace nest::lowering {

/// The places that compiled code names, each once: what context.site and the tables point to.
class SiteTable {
 public:
  explicit SiteTable(const SourceSet& sources) : sources_(sources) {}

  /// The index of the place where `span` begins.
  [[nodiscard]] std::uint32_t index(Span span);
  /// The same as people read it: `shop/shopper.nest:12:5`.
  [[nodiscard]] std::string text(Span span) const;
  [[nodiscard]] const std::vector<nest_site>& sites() const { return sites_; }

 private:
  struct Begin {
    FileId file{};
    std::uint32_t offset = 0;
    friend auto operator<=>(const Begin&, const Begin&) = default;
  };

  const SourceSet& sources_;
  std::map<Begin, std::uint32_t> indexes_;
  std::vector<nest_site> sites_;
};

}  // namespace nest::lowering
