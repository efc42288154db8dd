#include "compiler/syntax/outline.h"

#include <algorithm>
#include <span>

#include "compiler/syntax/generated.h"
#include "compiler/syntax/token_names.h"

namespace nest::syntax {
namespace {

constexpr std::size_t kHidden = antlr4::Token::HIDDEN_CHANNEL;

constexpr std::size_t kOfFile[] = {NestParser::KwImport,  NestParser::KwConst,   NestParser::KwParam,
                                   NestParser::KwShared,  NestParser::KwMetric,  NestParser::KwData,
                                   NestParser::KwFn,      NestParser::KwTaskset, NestParser::KwUser,
                                   NestParser::KwSetup,   NestParser::KwService, NestParser::KwPlan,
                                   NestParser::KwTeardown};
constexpr std::size_t kOfTaskset[] = {NestParser::KwWeight,     NestParser::KwWait,    NestParser::KwTags,
                                      NestParser::KwSequential, NestParser::KwLet,     NestParser::KwVar,
                                      NestParser::KwTask,       NestParser::KwTaskset, NestParser::KwOnStart,
                                      NestParser::KwOnStop,     NestParser::KwHost,    NestParser::KwInclude,
                                      NestParser::KwDefaults};
constexpr std::size_t kOfUser[] = {NestParser::KwWait,    NestParser::KwLet,    NestParser::KwVar,
                                   NestParser::KwOnStart, NestParser::KwOnStop, NestParser::KwDefaults};
/// Behind these, every word is a name.
constexpr std::size_t kBeforeNames[] = {NestParser::KwTask,   NestParser::KwTaskset, NestParser::KwInclude,
                                        NestParser::PunArrow, NestParser::PunDot,    NestParser::PunComma};
/// They begin something wherever they stand, whatever is not closed in front of them.
constexpr std::size_t kCertain[] = {NestParser::KwTaskset, NestParser::KwTask, NestParser::KwOnStart,
                                    NestParser::KwOnStop,  NestParser::KwLet,  NestParser::KwVar};
constexpr std::size_t kWithStatements[] = {NestParser::KwTask, NestParser::KwOnStart, NestParser::KwOnStop,
                                           NestParser::KwFn,   NestParser::KwSetup,   NestParser::KwTeardown};
constexpr std::size_t kWithMembers[] = {NestParser::KwTaskset, NestParser::KwUser, NestParser::KwPlan,
                                        NestParser::KwService, NestParser::KwDefaults};
constexpr std::size_t kNeverInStatements[] = {NestParser::KwTaskset, NestParser::KwTask,
                                              NestParser::KwOnStart, NestParser::KwOnStop};

bool is_one_of(std::span<const std::size_t> types, std::size_t type) {
  return std::ranges::find(types, type) != types.end();
}

bool opens(std::size_t type) {
  return type == NestParser::PunLeftBrace || type == NestParser::StrHole || type == NestParser::StrOpen ||
         type == NestParser::StrMultiOpen;
}

bool closes(std::size_t opener, std::size_t type) {
  const bool is_string = opener == NestParser::StrOpen || opener == NestParser::StrMultiOpen;
  return type == (is_string ? std::size_t{NestParser::StrClose} : std::size_t{NestParser::PunRightBrace});
}

}  // namespace

std::optional<Outline> Outline::of(std::string_view text, const std::vector<FileToken>& tokens) {
  Outline outline(text, tokens);
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (!tokens[i].hidden()) outline.visible_.push_back(i);
  }
  if (!outline.pair_braces()) return std::nullopt;
  outline.parts_ = outline.split(Around::File, 0, outline.visible_.size());
  return outline;
}

bool Outline::pair_braces() {
  closers_.assign(visible_.size(), kNone);
  std::vector<std::size_t> open;
  for (std::size_t at = 0; at < visible_.size(); ++at) {
    const std::size_t found = type(at);
    if (opens(found)) {
      open.push_back(at);
    } else if (found == NestParser::PunRightBrace || found == NestParser::StrClose) {
      if (open.empty() || !closes(type(open.back()), found)) return false;
      closers_[open.back()] = at;
      open.pop_back();
    }
  }
  return open.empty();
}

std::vector<Outline::Part> Outline::split(Around around, std::size_t first, std::size_t end) const {
  std::vector<Part> parts;
  while (first < end) {
    parts.push_back(read_part(around, first, end));
    first = parts.back().last + 1;
  }
  return parts;
}

Outline::Part Outline::read_part(Around around, std::size_t first, std::size_t end) const {
  const std::size_t word = type(first);
  Part part;
  part.first = first;
  part.is_known = begins_part(around, first);
  part.has_block = part.is_known && is_one_of(kWithStatements, word);
  const bool has_body = part.has_block || (part.is_known && is_one_of(kWithMembers, word));
  find_end(part, around, has_body, end);
  if (part.open == kNone) return part;
  if (word == NestParser::KwTaskset && part.open == first + 2 && is_word(type(first + 1)))
    part.inner = Around::Taskset;
  if (word == NestParser::KwUser && part.open == first + 1) part.inner = Around::User;
  if (part.inner) part.parts = split(*part.inner, part.open + 1, part.close);
  return part;
}

/// With its body, if it has one; else in front of what comes next.
void Outline::find_end(Part& part, Around around, bool has_body, std::size_t end) const {
  std::size_t parentheses = 0;
  std::size_t at = part.first;
  while (at < end) {
    const std::size_t found = type(at);
    const bool is_next = at > part.first && begins_part(around, at);
    if (is_next && (parentheses == 0 || is_one_of(kCertain, found))) break;
    if (found == NestParser::PunLeftBrace && has_body) {
      part.open = at;
      part.close = part.last = closers_[at];
      return;
    }
    if (found == NestParser::PunLeftParen || found == NestParser::PunLeftBracket) ++parentheses;
    if (found == NestParser::PunRightParen || found == NestParser::PunRightBracket) {
      if (parentheses > 0) --parentheses;
    }
    at = (closers_[at] == kNone ? at : closers_[at]) + 1;
  }
  part.last = at - 1;
}

/// Most of the words only where a line begins, or a body, or behind one: elsewhere they may be names.
bool Outline::begins_part(Around around, std::size_t at) const {
  std::span<const std::size_t> words = kOfFile;
  if (around == Around::Taskset) words = kOfTaskset;
  if (around == Around::User) words = kOfUser;
  if (!is_one_of(words, type(at))) return false;
  if (at == 0) return true;
  const std::size_t before = type(at - 1);
  if (is_one_of(kBeforeNames, before)) return false;
  return is_one_of(kCertain, type(at)) || before == NestParser::PunLeftBrace ||
         before == NestParser::PunRightBrace || begins_line(at);
}

bool Outline::begins_line(std::size_t at) const {
  const std::size_t before = text_.substr(0, begin(at)).find_last_not_of(" \t");
  return before == std::string_view::npos || text_[before] == '\n';
}

bool Outline::leave_out(std::size_t error) { return leave_out(parts_, error); }

bool Outline::leave_out(std::vector<Part>& parts, std::size_t error) {
  const auto behind =
      std::ranges::upper_bound(parts, error, {}, [this](const Part& part) { return begin(part.first); });
  if (behind == parts.begin()) return leave_out_between(parts, 0);
  const auto place = static_cast<std::size_t>(behind - parts.begin()) - 1;
  Part& part = parts[place];
  if (error == begin(part.first)) return leave_out_between(parts, place);
  const bool is_end = behind == parts.end() && error > begin(part.last);
  return is_end ? leave_out_between(parts, parts.size()) : leave_out_in(part, error);
}

bool Outline::leave_out_in(Part& part, std::size_t error) {
  if (part.is_dropped) return true;
  const bool is_in_body = part.open != kNone && error > begin(part.open) && error <= begin(part.close);
  if (is_in_body && part.inner && leave_out(part.parts, error)) return true;
  if (is_in_body && part.has_block) {
    part.is_emptied = true;
  } else {
    part.is_dropped = true;
  }
  return !holds_declaration(part);
}

/// The parser stumbles over the first word of the `second` part, or over what stands behind the last one.
bool Outline::leave_out_between(std::vector<Part>& parts, std::size_t second) {
  Part* const current = second < parts.size() ? &parts[second] : nullptr;
  const auto last = std::find_if(parts.rend() - static_cast<std::ptrdiff_t>(std::min(second, parts.size())),
                                 parts.rend(), [](const Part& part) { return !part.is_dropped; });
  Part* const before = last == parts.rend() ? nullptr : &*last;
  const bool before_has_end = before == nullptr || before->close != kNone;
  const bool is_new = current != nullptr && !current->is_dropped;
  if (current != nullptr && !is_new && before_has_end) return true;
  bool is_understood = is_new || before != nullptr;
  if (is_new && before_has_end) {
    current->is_dropped = true;
    is_understood = !holds_declaration(*current);
  }
  // What has no meaning here may have been meant as the end of the one in front.
  if (before != nullptr && (!before_has_end || !is_new || !current->is_known)) {
    before->is_dropped = true;
    is_understood = is_understood && !holds_declaration(*before);
  }
  return is_understood;
}

/// Then a brace is missing in it, and another one stands where it was not meant.
bool Outline::holds_declaration(const Part& part) const {
  if (!part.has_block || part.open == kNone) return false;
  for (std::size_t at = part.open + 1; at < part.close; ++at) {
    if (!begins_line(at)) continue;
    if (is_one_of(kNeverInStatements, type(at))) return true;
    const std::size_t next = type(at + 1);
    if (is_one_of(kOfFile, type(at)) && (is_word(next) || next == NestParser::PunLeftBrace)) return true;
  }
  return false;
}

void Outline::hide(std::vector<FileToken>& tokens) const { hide(parts_, tokens); }

void Outline::hide(const std::vector<Part>& parts, std::vector<FileToken>& tokens) const {
  for (const Part& part : parts) {
    std::size_t from = part.first;
    std::size_t to = part.last;
    if (part.is_emptied && !part.is_dropped) {
      from = part.open + 1;
      to = part.close - 1;
    } else if (!part.is_dropped) {
      hide(part.parts, tokens);
      continue;
    }
    for (std::size_t at = from; at <= to; ++at) tokens[visible_[at]].setChannel(kHidden);
  }
}

Span Outline::span(FileId file, std::size_t first, std::size_t last) const {
  const auto from = static_cast<std::uint32_t>(begin(first));
  return {file, from, static_cast<std::uint32_t>((*tokens_)[visible_[last]].end()) - from};
}

void Outline::note_gaps(ast::File& file) const { note_gaps(parts_, file.gaps, file.tasksets, file); }

void Outline::note_gaps(const std::vector<Part>& parts, std::vector<Span>& gaps,
                        const std::vector<std::unique_ptr<ast::Taskset>>& tasksets, ast::File& file) const {
  for (const Part& part : parts) {
    const auto is_part = [&](Span span) { return span.begin == begin(part.first); };
    if (part.is_dropped) {
      gaps.push_back(span(file.id, part.first, part.last));
    } else if (part.is_emptied) {
      file.unread_bodies.push_back(span(file.id, part.open, part.close));
    } else if (part.inner == Around::Taskset) {
      // Both are in the order of the file.
      const auto taskset = std::ranges::lower_bound(tasksets, begin(part.first), {},
                                                    [](const auto& each) { return each->span.begin; });
      if (taskset != tasksets.end() && is_part((*taskset)->span))
        note_gaps(part.parts, (*taskset)->gaps, (*taskset)->nested, file);
    } else if (part.inner == Around::User) {
      const auto user = std::ranges::find_if(file.users, is_part, &ast::UserBlock::span);
      if (user != file.users.end()) note_gaps(part.parts, user->gaps, {}, file);
    }
  }
}

}  // namespace nest::syntax
