#include "compiler/configure/dialogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace nest::configure {
namespace {

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1));
}

bool is_one_of(std::string text, std::string_view letter, std::string_view word) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text == letter || text == word;
}

// A doc comment is somebody else's text: nothing in it may steer the terminal.
std::string harmless(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(
      out, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F; }, ' ');
  return out;
}

constexpr std::string_view kWeightHelp =
    "A weight says how often this taskset is picked beside the others: 3 is three times as often as 1, and "
    "0\n"
    "is never. Enter keeps the value in brackets, b goes back to the question before, Ctrl-C ends all this\n"
    "and leaves everything as it was.\n";

}  // namespace

Dialogue::Dialogue(Draft& draft, config::Edit& edit, Terminal& terminal, bool all)
    : draft_(draft), edit_(edit), terminal_(terminal), all_(all) {
  std::vector<std::size_t> asked;
  for (std::size_t i = 0; i < draft.tasksets().size(); ++i) {
    if (all || draft.tasksets()[i].top) asked.push_back(i);
  }
  for (std::size_t i = 0; i < asked.size(); ++i) {
    add_weight_question(asked[i], asked.size() == 1 ? "" : fmt::format("  ({} of {})", i + 1, asked.size()));
  }
  add_setting_question(config::Key::Host, "Host", "none",
                       "Where requests go whose URL begins with `/`: a URL such as http://localhost:8080.\n");
  add_setting_question(config::Key::Users, "Users", "default 1",
                       "How many users there are at the same time.\n");
  add_setting_question(config::Key::SpawnRate, "Spawn rate", "default 1",
                       "How many users start in each second.\n");
  add_setting_question(config::Key::RunTime, "Run time", "until Ctrl-C",
                       "How long the run takes, the start of the users included: 10s, 5m, 1h30m.\n");
}

void Dialogue::add_weight_question(std::size_t index, const std::string& which) {
  const DraftTaskset& taskset = draft_.tasksets()[index];
  Question question;
  question.title = '\n' + strong(taskset.full_name) +
                   faint(fmt::format("  declared weight {}{}", taskset.declared, which));
  question.title += '\n';
  if (!taskset.doc.empty()) question.title += faint(harmless(taskset.doc)) + '\n';
  question.prompt = "Weight";
  question.help = kWeightHelp;
  question.current = [this, index] { return std::to_string(draft_.tasksets()[index].weight); };
  question.take = [this, index](const std::string& text) -> std::expected<void, std::string> {
    const auto weight = parse_weight(text);
    if (!weight) return std::unexpected(weight.error());
    draft_.set_weight(index, *weight);
    return {};
  };
  question.keep = [this, index] { draft_.set_weight(index, draft_.tasksets()[index].weight); };
  questions_.push_back(std::move(question));
}

void Dialogue::add_setting_question(config::Key key, std::string prompt, std::string otherwise,
                                    std::string help) {
  Question question;
  question.title = key == config::Key::Host ? "\n" : "";
  question.prompt = std::move(prompt);
  question.help =
      std::move(help) + "Enter keeps what is in brackets, `none` takes it out of the file, b goes back.\n";
  question.current = [this, key, otherwise = std::move(otherwise)] {
    const auto& value = draft_.setting(key).value;
    return value ? config::value_text(*value) : otherwise;
  };
  question.take = [this, key](const std::string& text) { return draft_.set(key, text); };
  question.keep = [] {};
  questions_.push_back(std::move(question));
}

DialogueEnd Dialogue::run() {
  DialogueEnd end;
  terminal_.write(
      "Enter keeps the value in brackets, ? explains, b goes back, Ctrl-C leaves everything as it was.\n");
  std::expected<void, NoAnswer> done = ask_questions(0);
  if (done) done = finish(end);
  if (!done) end.no_answer = done.error();
  return end;
}

std::expected<void, NoAnswer> Dialogue::ask_questions(std::size_t first) {
  for (std::size_t i = first; i < questions_.size();) {
    const auto forward = ask(questions_[i], i > 0);
    if (!forward) return std::unexpected(forward.error());
    if (*forward) {
      ++i;
    } else {
      --i;
    }
  }
  return {};
}

std::expected<bool, NoAnswer> Dialogue::ask(const Question& question, bool can_go_back) {
  terminal_.write(question.title);
  for (;;) {
    auto line = terminal_.read(fmt::format("{} [{}]: ", question.prompt, question.current()));
    if (!line) return std::unexpected(line.error());
    const std::string answer = trimmed(*line);
    if (answer.empty()) {
      question.keep();
      return true;
    }
    if (answer == "?") {
      terminal_.write(question.help);
    } else if (is_one_of(answer, "b", "back")) {
      if (can_go_back) return false;
      terminal_.write("This is the first question.\n");
    } else if (const auto taken = question.take(answer); taken) {
      return true;
    } else {
      terminal_.write(taken.error() + " (? explains)\n");
    }
  }
}

Dialogue::MaybeAnswer Dialogue::ask_yes(const std::string& prompt, bool otherwise, const std::string& help) {
  for (;;) {
    auto line = terminal_.read(fmt::format("{} [{}] ", prompt, otherwise ? "Y/n" : "y/N"));
    if (!line) return std::unexpected(line.error());
    const std::string answer = trimmed(*line);
    if (answer.empty()) return otherwise ? Answer::Yes : Answer::No;
    if (is_one_of(answer, "y", "yes")) return Answer::Yes;
    if (is_one_of(answer, "n", "no")) return Answer::No;
    if (is_one_of(answer, "b", "back")) return Answer::Back;
    terminal_.write(answer == "?" ? help : "Answer y or n (? explains).\n");
  }
}

std::expected<void, NoAnswer> Dialogue::finish(DialogueEnd& end) {
  for (;;) {
    terminal_.write('\n' + draft_.table(all_) + '\n');
    const auto saved = offer_to_save(end);
    if (!saved) return std::unexpected(saved.error());
    if (*saved != Answer::Back) break;
    if (auto again = ask_questions(questions_.size() - 1); !again) return again;
  }
  if (!end.saved && draft_.nothing_to_pick()) return {};
  const auto run =
      end.saved ? ask_yes("Run now?", false, "y starts `nest run` with this file; it asks once more.\n")
                : ask_yes("Run now, without saving?", false,
                          "y starts `nest run` with these values as flags; it asks once more.\n");
  if (!run) return std::unexpected(run.error());
  end.run_now = *run == Answer::Yes;
  return {};
}

std::string Dialogue::strong(std::string_view text) const {
  return terminal_.has_color() ? fmt::format("\x1b[1m{}\x1b[0m", text) : std::string(text);
}

std::string Dialogue::faint(std::string_view text) const {
  return terminal_.has_color() ? fmt::format("\x1b[2m{}\x1b[0m", text) : std::string(text);
}

}  // namespace nest::configure
