#include "compiler/configure/plain_terminal.h"

#include <unistd.h>

#include "compiler/configure/interrupts.h"

namespace nest::configure {

std::expected<std::string, NoAnswer> PlainTerminal::read(std::string_view prompt) {
  write(prompt);
  std::string line;
  if (interrupted()) return std::unexpected(NoAnswer::Interrupted);
  for (int c = std::getc(in_); c != '\n'; c = std::getc(in_)) {
    if (c == EOF) {
      // A line that nothing ends may be half an answer.
      write("\n");
      return std::unexpected(interrupted() ? NoAnswer::Interrupted : NoAnswer::EndOfInput);
    }
    line += static_cast<char>(c);
  }
  if (::isatty(::fileno(in_)) == 0) write(line + '\n');
  return line;
}

void PlainTerminal::write(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), out_);
  std::fflush(out_);
}

}  // namespace nest::configure
