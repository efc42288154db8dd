#include "runtime/cli/terminal_color.h"

#include <unistd.h>

#include <cstdlib>

namespace nest {

bool has_color(std::FILE* stream) {
  const char* no_color = std::getenv("NO_COLOR");
  const bool refused = no_color != nullptr && *no_color != '\0';
  return isatty(fileno(stream)) != 0 && !refused;
}

}  // namespace nest
