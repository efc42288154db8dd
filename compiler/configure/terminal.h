#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace nest::configure {

/// Why there is no answer.
enum class NoAnswer : std::uint8_t {
  EndOfInput,
  Interrupted  ///< Ctrl-C
};

/// Whom the dialogue talks to: a person at a terminal, a pipe, a test.
class Terminal {
 public:
  virtual ~Terminal() = default;
  /// One line, without its end, after the prompt was shown.
  [[nodiscard]] virtual std::expected<std::string, NoAnswer> read(std::string_view prompt) = 0;
  virtual void write(std::string_view text) = 0;
  /// Whether texts may carry escape sequences.
  [[nodiscard]] virtual bool has_color() const = 0;
};

}  // namespace nest::configure
