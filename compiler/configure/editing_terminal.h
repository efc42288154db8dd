#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "compiler/configure/terminal.h"

namespace nest::configure {

/// A person at a terminal: lines can be edited (libedit), in the way of the person's .editrc.
class EditingTerminal final : public Terminal {
 public:
  EditingTerminal(std::FILE* in, std::FILE* out, bool has_color);
  ~EditingTerminal() override;
  [[nodiscard]] std::expected<std::string, NoAnswer> read(std::string_view prompt) override;
  void write(std::string_view text) override;
  [[nodiscard]] bool has_color() const override { return has_color_; }

 private:
  struct Editor;
  std::FILE* out_;
  bool has_color_;
  std::unique_ptr<Editor> editor_;
};

}  // namespace nest::configure
