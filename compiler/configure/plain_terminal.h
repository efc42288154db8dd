#pragma once

#include <cstdio>

#include "compiler/configure/terminal.h"

namespace nest::configure {

/// Lines from a file or pipe, without any editing. An answer that was read is written out, so that what is
/// recorded of a piped dialogue can be read.
class PlainTerminal final : public Terminal {
 public:
  PlainTerminal(std::FILE* in, std::FILE* out, bool has_color) : in_(in), out_(out), has_color_(has_color) {}
  [[nodiscard]] std::expected<std::string, NoAnswer> read(std::string_view prompt) override;
  void write(std::string_view text) override;
  [[nodiscard]] bool has_color() const override { return has_color_; }

 private:
  std::FILE* in_;
  std::FILE* out_;
  bool has_color_;
};

}  // namespace nest::configure
