#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/syntax/file_tokens.h"

namespace nest::syntax {

/// The declarations of a file, and the members of its tasksets, by their words and braces alone: where they
/// begin and end can be told of a file that has syntax errors, too. Those with an error in them can be left
/// out, so that the parser has only the others to read.
class Outline {
 public:
  /// The outline of `tokens`, all of a file's; both they and `text` outlive it. Nothing when the braces do
  /// not pair: then it is not known where anything ends.
  [[nodiscard]] static std::optional<Outline> of(std::string_view text, const std::vector<FileToken>& tokens);

  /// Leaves out as little as makes sense for an error at this byte: what stands between the braces of a task,
  /// a hook or a function, else the declaration or member. Where a parser stumbles over the beginning of one,
  /// the one in front of it may be what has no end. False when there is nothing to leave out there, or when
  /// the braces cannot be those that were meant: then nothing of the file is to be relied on.
  [[nodiscard]] bool leave_out(std::size_t error);
  /// Hides the tokens of all that was left out; `tokens` are those of of().
  void hide(std::vector<FileToken>& tokens) const;
  /// Says in the tree that was made of the other tokens what is missing in it.
  void note_gaps(ast::File& file) const;

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  enum class Around : std::uint8_t { File, Taskset, User };
  /// A declaration or member; or something between two that is neither.
  struct Part {
    std::size_t first = 0;  // of tokens_
    std::size_t last = 0;
    std::size_t open = kNone;  // the braces of its body, with which it ends
    std::size_t close = kNone;
    bool is_known = false;        // it begins as something of the language does
    bool has_block = false;       // statements in its braces
    bool is_dropped = false;      // left out
    bool is_emptied = false;      // what is in its braces is left out
    std::optional<Around> inner;  // members in its braces: these
    std::vector<Part> parts;
  };

  Outline(std::string_view text, const std::vector<FileToken>& tokens) : text_(text), tokens_(&tokens) {}

  [[nodiscard]] bool pair_braces();
  [[nodiscard]] std::vector<Part> split(Around around, std::size_t first, std::size_t end) const;
  [[nodiscard]] Part read_part(Around around, std::size_t first, std::size_t end) const;
  void find_end(Part& part, Around around, bool has_body, std::size_t end) const;
  [[nodiscard]] bool begins_part(Around around, std::size_t token) const;
  [[nodiscard]] std::size_t type(std::size_t at) const { return (*tokens_)[visible_[at]].getType(); }
  [[nodiscard]] std::size_t begin(std::size_t at) const { return (*tokens_)[visible_[at]].getStartIndex(); }
  [[nodiscard]] bool begins_line(std::size_t at) const;
  [[nodiscard]] Span span(FileId file, std::size_t first, std::size_t last) const;

  bool leave_out(std::vector<Part>& parts, std::size_t error);
  bool leave_out_in(Part& part, std::size_t error);
  bool leave_out_between(std::vector<Part>& parts, std::size_t second);
  [[nodiscard]] bool holds_declaration(const Part& part) const;
  void hide(const std::vector<Part>& parts, std::vector<FileToken>& tokens) const;
  void note_gaps(const std::vector<Part>& parts, std::vector<Span>& gaps,
                 const std::vector<std::unique_ptr<ast::Taskset>>& tasksets, ast::File& file) const;

  std::string_view text_;
  const std::vector<FileToken>* tokens_;
  std::vector<std::size_t> visible_;  // indices of the tokens that a parser sees, without the end of the file
  std::vector<std::size_t> closers_;  // of visible_, by visible_: of a `{` the `}`
  std::vector<Part> parts_;
};

}  // namespace nest::syntax
