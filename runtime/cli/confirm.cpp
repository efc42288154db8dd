#include "runtime/cli/confirm.h"

#include <strings.h>
#include <unistd.h>

#include <array>
#include <string>

namespace nest {

Answer confirm_run(std::FILE* in, std::FILE* out, const std::string& remark) {
  if (isatty(fileno(in)) == 0) return Answer::CannotAsk;
  if (!remark.empty()) std::fprintf(out, "%s. ", remark.c_str());
  std::fputs("Run? [y/N] ", out);
  std::fflush(out);
  std::array<char, 64> line{};
  if (std::fgets(line.data(), static_cast<int>(line.size()), in) == nullptr) return Answer::No;
  std::string answer(line.data());
  answer.erase(answer.find_last_not_of(" \t\r\n") + 1);
  return strcasecmp(answer.c_str(), "y") == 0 || strcasecmp(answer.c_str(), "yes") == 0 ? Answer::Yes
                                                                                        : Answer::No;
}

}  // namespace nest
