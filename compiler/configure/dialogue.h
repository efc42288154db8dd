#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compiler/config/edit.h"
#include "compiler/configure/draft.h"
#include "compiler/configure/terminal.h"

namespace nest::configure {

/// How a dialogue ended.
struct DialogueEnd {
  std::optional<NoAnswer> no_answer;           ///< it was broken off
  std::optional<std::filesystem::path> saved;  ///< the file that was written
  bool run_now = false;
};

/// The guided dialogue: each taskset's weight, then host, users, spawn rate and run time, then the table that
/// comes of it, whether to save it and where, whether to run. `?` explains, Enter keeps, `b` goes back.
/// Nothing is written before the last yes.
class Dialogue {
 public:
  /// `all`: nested tasksets are asked for, too. The others outlive it.
  Dialogue(Draft& draft, config::Edit& edit, Terminal& terminal, bool all);
  [[nodiscard]] DialogueEnd run();

 private:
  /// One that takes a value.
  struct Question {
    std::string title;   // shown once before it
    std::string prompt;  // without the value that Enter keeps
    std::string help;
    std::function<std::string()> current;
    std::function<std::expected<void, std::string>(const std::string&)> take;
    std::function<void()> keep;
  };
  enum class Answer : std::uint8_t { Yes, No, Back };
  using MaybeAnswer = std::expected<Answer, NoAnswer>;

  /// `which`: "  (2 of 7)".
  void add_weight_question(std::size_t taskset, const std::string& which);
  /// `otherwise`: what counts without a value.
  void add_setting_question(config::Key key, std::string prompt, std::string otherwise, std::string help);
  /// From question `first` to the last.
  [[nodiscard]] std::expected<void, NoAnswer> ask_questions(std::size_t first);
  /// Whether to go on with the next question; no: the one before.
  [[nodiscard]] std::expected<bool, NoAnswer> ask(const Question& question, bool can_go_back);
  [[nodiscard]] MaybeAnswer ask_yes(const std::string& prompt, bool otherwise, const std::string& help);

  [[nodiscard]] std::expected<void, NoAnswer> finish(DialogueEnd& end);
  /// Back: to the questions.
  [[nodiscard]] MaybeAnswer offer_to_save(DialogueEnd& end);
  [[nodiscard]] std::expected<std::optional<std::filesystem::path>, NoAnswer> ask_name();
  /// Whether it was saved.
  [[nodiscard]] std::expected<bool, NoAnswer> save(const std::filesystem::path& path, DialogueEnd& end);

  [[nodiscard]] std::string strong(std::string_view text) const;
  [[nodiscard]] std::string faint(std::string_view text) const;

  Draft& draft_;
  config::Edit& edit_;
  Terminal& terminal_;
  bool all_;
  std::vector<Question> questions_;
};

}  // namespace nest::configure
