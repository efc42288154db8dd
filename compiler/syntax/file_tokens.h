#pragma once

#include <antlr4-runtime.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace nest::syntax {

/// A token as ANTLR wants it, in 40 bytes and without memory of its own (its own class takes 136, and an
/// allocation). Places are byte offsets; columns are not kept.
class FileToken final : public antlr4::WritableToken {
 public:
  /// `end` is the byte behind the token. `source` outlives it.
  FileToken(antlr4::TokenSource* source, std::size_t type, std::size_t begin, std::size_t end,
            std::size_t line)
      : source_(source),
        type_(static_cast<std::uint32_t>(type)),
        begin_(static_cast<std::uint32_t>(begin)),
        end_(static_cast<std::uint32_t>(end)),
        line_(static_cast<std::uint32_t>(line)) {}

  [[nodiscard]] std::size_t getType() const override {
    return type_ == kEnd ? antlr4::IntStream::EOF : std::size_t{type_};
  }
  [[nodiscard]] std::size_t getLine() const override { return line_; }
  [[nodiscard]] std::size_t getCharPositionInLine() const override { return 0; }
  [[nodiscard]] std::size_t getChannel() const override { return channel_; }
  [[nodiscard]] std::size_t getTokenIndex() const override { return index_; }
  [[nodiscard]] std::size_t getStartIndex() const override { return begin_; }
  [[nodiscard]] std::size_t getStopIndex() const override { return std::size_t{end_} - 1; }
  [[nodiscard]] antlr4::TokenSource* getTokenSource() const override { return source_; }
  [[nodiscard]] antlr4::CharStream* getInputStream() const override { return source_->getInputStream(); }
  [[nodiscard]] std::string getText() const override;
  [[nodiscard]] std::string toString() const override { return getText(); }
  [[nodiscard]] std::size_t end() const { return end_; }
  [[nodiscard]] bool hidden() const { return channel_ != antlr4::Token::DEFAULT_CHANNEL; }

  void setText(const std::string&) override {}
  void setType(std::size_t type) override { type_ = static_cast<std::uint32_t>(type); }
  void setLine(std::size_t line) override { line_ = static_cast<std::uint32_t>(line); }
  void setCharPositionInLine(std::size_t) override {}
  void setChannel(std::size_t channel) override { channel_ = static_cast<std::uint32_t>(channel); }
  void setTokenIndex(std::size_t index) override { index_ = static_cast<std::uint32_t>(index); }
  void set_end(std::size_t end) { end_ = static_cast<std::uint32_t>(end); }

 private:
  static constexpr auto kEnd = static_cast<std::uint32_t>(antlr4::IntStream::EOF);

  antlr4::TokenSource* source_;
  std::uint32_t type_;
  std::uint32_t begin_;
  std::uint32_t end_;
  std::uint32_t line_;
  std::uint32_t index_ = 0;
  std::uint32_t channel_ = antlr4::Token::DEFAULT_CHANNEL;
};

/// All tokens of a file, in a row, as what a parser reads: it sees those that are not hidden. An index counts
/// the hidden ones too.
class FileTokens final : public antlr4::TokenStream {
 public:
  /// The last of `tokens` is the end of the file; each knows its index. `source` outlives the stream.
  FileTokens(std::vector<FileToken> tokens, antlr4::TokenSource& source)
      : tokens_(std::move(tokens)), source_(source), at_(visible_from(0)) {}

  FileToken* LT(ssize_t distance) override { return distance == 1 ? &tokens_[at_] : at_distance(distance); }
  std::size_t LA(ssize_t distance) override { return LT(distance)->getType(); }
  void consume() override { at_ = visible_from(at_ + 1); }
  [[nodiscard]] FileToken* get(std::size_t index) const override {
    return const_cast<FileToken*>(&tokens_[index]);  // the interface hands out what may be changed
  }
  std::size_t index() override { return at_; }
  void seek(std::size_t index) override { at_ = visible_from(index); }
  std::size_t size() override { return tokens_.size(); }
  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  [[nodiscard]] antlr4::TokenSource* getTokenSource() const override { return &source_; }
  [[nodiscard]] std::string getSourceName() const override { return {}; }
  std::string getText(const antlr4::misc::Interval& interval) override;
  std::string getText() override;
  std::string getText(antlr4::RuleContext* node) override;
  std::string getText(antlr4::Token* first, antlr4::Token* last) override;

  [[nodiscard]] const std::vector<FileToken>& all() const { return tokens_; }

 private:
  [[nodiscard]] std::size_t visible_from(std::size_t index) const {
    const std::size_t last = tokens_.size() - 1;
    while (index < last && tokens_[index].hidden()) ++index;
    return index < last ? index : last;
  }
  FileToken* at_distance(ssize_t distance);

  std::vector<FileToken> tokens_;
  antlr4::TokenSource& source_;
  std::size_t at_;
};

}  // namespace nest::syntax
