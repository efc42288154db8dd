#include "runtime/cli/confirm.h"

#include <strings.h>
#include <unistd.h>

#include <array>
#include <string>

namespace nest {

Answer confirm_run(std::FILE* in, std::FILE* out, const std::string& remark) {
  if (isatty(fileno(in)) == 0) return Answer::CannotAsk;
  if (!remark.empty()) std::fprintf(out, "%s. ", remark.c_str());
  for (;;) {
    std::fputs("Run? [y/N] ", out);
    std::fflush(out);
    std::array<char, 64> line{};
    if (std::fgets(line.data(), static_cast<int>(line.size()), in) == nullptr) {
      std::fputc('\n', out);  // behind the question: what comes next stands on a line of its own
      return Answer::No;
    }
    std::string answer(line.data());
    const bool is_whole = answer.ends_with('\n');
    answer.erase(answer.find_last_not_of(" \t\r\n") + 1);
    for (const char* yes : {"y", "yes"}) {
      if (is_whole && strcasecmp(answer.c_str(), yes) == 0) return Answer::Yes;
    }
    for (const char* no : {"", "n", "no"}) {
      if (strcasecmp(answer.c_str(), no) == 0) return Answer::No;
    }
    if (is_whole) std::fputs("y runs it; n or Enter does not.\n", out);
  }
}

}  // namespace nest
