#include "compiler/project/glob.h"

#include <cstddef>

namespace nest {
namespace {

// Behind the character of UTF-8 that begins at `place`.
std::size_t next_character(std::string_view text, std::size_t place) {
  ++place;
  while (place < text.size() && (static_cast<unsigned char>(text[place]) & 0xC0U) == 0x80U) ++place;
  return place;
}

}  // namespace

// Only the last `*` can be in doubt about how much it stands for: an earlier one that takes more gives no
// match that this one could not give.
bool glob_matches(std::string_view glob, std::string_view text) {
  std::size_t in_glob = 0;
  std::size_t in_text = 0;
  std::size_t star = std::string_view::npos;
  std::size_t star_end = 0;  // where the text goes on behind what the star stands for
  while (in_text < text.size()) {
    if (in_glob < glob.size() && glob[in_glob] == '*') {
      star = in_glob++;
      star_end = in_text;
    } else if (in_glob < glob.size() && glob[in_glob] == '?') {
      ++in_glob;
      in_text = next_character(text, in_text);
    } else if (in_glob < glob.size() && glob[in_glob] == text[in_text]) {
      ++in_glob;
      ++in_text;
    } else if (star != std::string_view::npos) {
      star_end = next_character(text, star_end);
      in_glob = star + 1;
      in_text = star_end;
    } else {
      return false;
    }
  }
  return glob.find_first_not_of('*', in_glob) == std::string_view::npos;
}

bool is_glob(std::string_view text) { return text.find_first_of("*?") != std::string_view::npos; }

}  // namespace nest
