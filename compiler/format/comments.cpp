#include "compiler/format/comments.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace nest::format {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view without_end_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// A /* */ comment whose lines all begin with a `*` has them one below the other; all others keep their
/// lines.
Comment block_comment(std::string_view text, std::size_t line_ends) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.emplace_back(without_end_blanks(text.substr(at, end - at)));
    at = end + 1;
  }
  const auto begins_with_star = [](const std::string& line) {
    const std::size_t first = line.find_first_not_of(" \t");
    return first != std::string::npos && line[first] == '*';
  };
  const bool starred = std::all_of(std::next(lines.begin()), lines.end(), begins_with_star);
  std::string result = lines.front();
  for (auto line = std::next(lines.begin()); line != lines.end(); ++line) {
    result += '\n';
    result += starred ? " " + line->substr(line->find('*')) : *line;
  }
  return {result, line_ends, starred && lines.size() > 1, false};
}

class GapReader {
 public:
  explicit GapReader(std::string_view text) : text_(text) {}

  Gap read(bool begins_file, bool ends_file) {
    while (at_ < text_.size()) {
      if (text_[at_] == '/') {
        comment();
      } else {
        if (text_[at_] == '\n') ++line_ends_;
        ++at_;
      }
    }
    gap_.line_ends = line_ends_;
    split(begins_file, ends_file);
    return std::move(gap_);
  }

 private:
  void comment() {
    const bool line = text_.substr(at_).starts_with("//");
    const std::size_t end =
        line ? std::min(text_.find('\n', at_), text_.size()) : text_.find("*/", at_ + 2) + 2;
    const std::string_view text = text_.substr(at_, end - at_);
    gap_.leading.push_back(line ? Comment{std::string(without_end_blanks(text)), line_ends_, false, true}
                                : block_comment(text, line_ends_));
    line_ends_ = 0;
    at_ = end;
  }

  /// The comments of the first line are the token's in front, when that line ends in the gap.
  void split(bool begins_file, bool ends_file) {
    auto& all = gap_.leading;
    const auto own = std::ranges::find_if(all, [](const Comment& comment) { return comment.line_ends > 0; });
    const bool line_goes_on = own == all.end() && gap_.line_ends == 0 && !ends_file;
    if (!begins_file && !line_goes_on) {
      gap_.trailing.assign(std::make_move_iterator(all.begin()), std::make_move_iterator(own));
      all.erase(all.begin(), own);
    }
    gap_.first_line_ends = all.empty() ? gap_.line_ends : all.front().line_ends;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ends_ = 0;
  Gap gap_;
};

}  // namespace

bool Gap::breaks() const {
  const auto ends_line = [](const Comment& comment) { return comment.ends_line; };
  return std::ranges::any_of(trailing, ends_line) || std::ranges::any_of(leading, ends_line);
}

bool Gap::has_line_end() const { return line_ends > 0 || first_line_ends > 0 || breaks(); }

std::vector<Gap> read_gaps(std::string_view text, const std::vector<SourceToken>& tokens) {
  std::vector<Gap> gaps;
  gaps.reserve(tokens.size() + 1);
  std::size_t from = 0;
  for (const SourceToken& token : tokens) {
    gaps.push_back(GapReader(text.substr(from, token.begin - from)).read(gaps.empty(), false));
    from = token.end;
  }
  gaps.push_back(GapReader(text.substr(from)).read(gaps.empty(), true));
  return gaps;
}

}  // namespace nest::format
