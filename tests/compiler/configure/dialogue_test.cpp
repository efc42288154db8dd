#include "compiler/configure/dialogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "compiler/config/read_config.h"
#include "compiler/diagnostics/collecting_sink.h"
#include "compiler/project/module.h"
#include "compiler/sema/check.h"
#include "compiler/syntax/parse.h"

namespace nest::configure {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kShop = R"(
/// Someone who browses.
taskset Shopper {
  weight 3
  task browse { GET "/" }
  task leave { interrupt }
  taskset Support { task ask { GET "/ask" interrupt } }
}
taskset Admin { task report { GET "/report" interrupt } }
)";

/// Answers one after the other, and then nothing.
class ScriptedTerminal final : public Terminal {
 public:
  explicit ScriptedTerminal(std::deque<std::string> answers) : answers_(std::move(answers)) {}
  std::expected<std::string, NoAnswer> read(std::string_view prompt) override {
    prompts.emplace_back(prompt);
    if (answers_.empty()) return std::unexpected(at_the_end);
    std::string answer = answers_.front();
    answers_.pop_front();
    if (on_answer) on_answer(answer);
    return answer;
  }
  void write(std::string_view text) override { shown += text; }
  [[nodiscard]] bool has_color() const override { return color; }

  std::vector<std::string> prompts;
  std::string shown;
  NoAnswer at_the_end = NoAnswer::EndOfInput;
  bool color = false;
  std::function<void(const std::string&)> on_answer;

 private:
  std::deque<std::string> answers_;
};

class DialogueTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(::testing::TempDir()) /
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    file_ = folder_ / "nest.toml";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& text) const { std::ofstream(file_) << text; }
  [[nodiscard]] std::string read(const std::filesystem::path& path) const {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  DialogueEnd talk(ScriptedTerminal& terminal, bool all = false, const char* shop = kShop) {
    CollectingSink sink;
    Emitter emitter(sink);
    const FileId file = sources_.add("shop.nest", shop);
    std::vector<Module> modules;
    modules.push_back({"shop", file, parse(file, sources_, ParseLimits{}, emitter)});
    program_ = check(modules, sources_, emitter);
    model_ = mix::build_model(*program_, sources_);
    const config::Layer layer = config::load_config(file_, false, sources_, emitter);
    EXPECT_EQ(emitter.errors(), 0U);
    const config::Settings settings = config::Settings::resolve({}, {}, layer);
    Draft draft(*program_, model_, settings);
    auto edit = config::Edit::open(file_, sources_, emitter);
    return Dialogue(draft, *edit, terminal, all).run();
  }

  std::filesystem::path folder_;
  std::filesystem::path file_;
  SourceSet sources_;
  std::optional<hir::Program> program_;
  mix::Model model_;
};

TEST_F(DialogueTest, asks_for_each_taskset_then_for_the_load_and_saves_what_it_was_told) {
  ScriptedTerminal terminal({"5", "0", "http://localhost:8080", "50", "2.5", "10m", "y", "", "n"});
  const DialogueEnd end = talk(terminal);
  EXPECT_FALSE(end.no_answer);
  EXPECT_EQ(end.saved, file_);
  EXPECT_FALSE(end.run_now);
  EXPECT_THAT(terminal.prompts,
              ElementsAre("Weight [3]: ", "Weight [1]: ", "Host [none]: ", "Users [default 1]: ",
                          "Spawn rate [default 1]: ", "Run time [until Ctrl-C]: ", "Save? [Y/n] ",
                          "File [" + file_.string() + "]: ", "Run now? [y/N] "));
  EXPECT_THAT(terminal.shown, HasSubstr("shop.Shopper  declared weight 3  (1 of 2)\nSomeone who browses.\n"));
  EXPECT_THAT(terminal.shown, HasSubstr("shop.Shopper       5  100.0 %"));
  EXPECT_THAT(terminal.shown, HasSubstr("50 users make"));
  const std::string text = read(file_);
  for (const char* line : {"Shopper = 5\n", "Admin = 0\n", "host = \"http://localhost:8080\"\n",
                           "users = 50\n", "spawn_rate = 2.5\n", "run_time = \"10m\"\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST_F(DialogueTest, enter_keeps_what_the_file_says_and_comments_stay) {
  write("# ours\nusers = 7 # seven\n[weights]\nAdmin = 4\n");
  ScriptedTerminal terminal({"", "", "", "", "", "", "", "", "y", ""});
  const DialogueEnd end = talk(terminal);
  EXPECT_EQ(end.saved, file_);
  EXPECT_THAT(terminal.prompts, Contains("Weight [4]: "));
  EXPECT_THAT(terminal.prompts, Contains("Users [7]: "));
  EXPECT_THAT(read(file_), HasSubstr("# ours\nusers = 7 # seven\n[weights]\nAdmin = 4\n"));
}

TEST_F(DialogueTest, an_answer_that_is_no_weight_is_explained_and_asked_again) {
  ScriptedTerminal terminal({"-1", "1.5", "many", "1000001", "?", "2"});
  const DialogueEnd end = talk(terminal);
  EXPECT_EQ(end.no_answer, NoAnswer::EndOfInput);
  EXPECT_EQ(std::ranges::count(terminal.prompts, "Weight [3]: "), 6);
  for (const char* wrong : {"`-1`", "`1.5`", "`many`", "`1000001`"})
    EXPECT_THAT(terminal.shown, HasSubstr(std::string("between 0 and 1000000, not ") + wrong));
  EXPECT_THAT(terminal.shown, HasSubstr("A weight says how often"));
}

TEST_F(DialogueTest, settings_are_checked_as_they_are_typed) {
  ScriptedTerminal terminal({"", "", "localhost", "http://h", "0", "5", "0", "", "soon", "5m", "n", ""});
  const DialogueEnd end = talk(terminal);
  EXPECT_FALSE(end.no_answer) << terminal.shown;
  EXPECT_THAT(terminal.shown, HasSubstr("a host is a URL such as"));
  EXPECT_THAT(terminal.shown, HasSubstr("users takes a whole number between 1 and"));
  EXPECT_THAT(terminal.shown, HasSubstr("run_time takes"));
  EXPECT_FALSE(std::filesystem::exists(file_));
}

TEST_F(DialogueTest, b_goes_back_to_the_question_before) {
  ScriptedTerminal terminal(
      {"b", "5", "b", "6", "0", "", "", "", "b", "", "7s", "b", "8s", "y", "b", "9s", "", "", "n"});
  const DialogueEnd end = talk(terminal);
  EXPECT_FALSE(end.no_answer) << terminal.shown;
  EXPECT_THAT(terminal.shown, HasSubstr("This is the first question."));
  EXPECT_THAT(terminal.prompts, Contains("Weight [5]: "));
  EXPECT_THAT(read(file_), HasSubstr("Shopper = 6\n"));
  EXPECT_THAT(read(file_), HasSubstr("run_time = \"9s\"\n"));
}

TEST_F(DialogueTest, ending_at_any_question_leaves_the_file_as_it_was) {
  const std::string before = "users = 7\n\n[weights]\nShopper = 2 # two\n";
  const std::deque<std::string> answers = {"5", "1", "http://h", "9", "3", "1m", "y", "", "y"};
  for (std::size_t given = 0; given < answers.size(); ++given) {
    for (const NoAnswer why : {NoAnswer::EndOfInput, NoAnswer::Interrupted}) {
      write(before);
      ScriptedTerminal terminal({answers.begin(), answers.begin() + static_cast<std::ptrdiff_t>(given)});
      terminal.at_the_end = why;
      const DialogueEnd end = talk(terminal);
      EXPECT_EQ(end.no_answer, why) << given;
      EXPECT_FALSE(end.saved) << given;
      EXPECT_EQ(read(file_), before) << given;
    }
  }
  EXPECT_EQ(std::ranges::distance(std::filesystem::directory_iterator(folder_)),
            1);  // nothing left beside it
}

TEST_F(DialogueTest, an_existing_file_is_changed_only_after_a_yes) {
  write("users = 7\n");
  ScriptedTerminal terminal({"5", "", "", "", "", "", "y", "", "n", (folder_ / "other.toml").string(), "n"});
  const DialogueEnd end = talk(terminal);
  EXPECT_EQ(end.saved, folder_ / "other.toml");
  EXPECT_EQ(read(file_), "users = 7\n");
  EXPECT_THAT(read(folder_ / "other.toml"), HasSubstr("Shopper = 5\n"));
}

TEST_F(DialogueTest, another_file_that_exists_is_overwritten_only_after_a_yes) {
  const std::filesystem::path other = folder_ / "other.toml";
  std::ofstream(other) << "seed = 1\n";
  ScriptedTerminal terminal({"5", "", "", "", "", "", "y", other.string(), "n", other.string(), "y", "n"});
  const DialogueEnd end = talk(terminal);
  EXPECT_EQ(end.saved, other);
  EXPECT_THAT(terminal.prompts, Contains("Overwrite it? [y/N] ").Times(2));
  EXPECT_THAT(read(other), Not(HasSubstr("seed")));
}

TEST_F(DialogueTest, a_file_that_somebody_changed_meanwhile_is_not_overwritten_without_a_yes) {
  write("users = 7\n");
  ScriptedTerminal terminal({"5", "", "", "", "", "", "y", "", "y", "n"});
  terminal.on_answer = [this](const std::string& answer) {
    if (answer == "5") write("users = 8\n");
  };
  const DialogueEnd end = talk(terminal);
  EXPECT_EQ(end.no_answer, NoAnswer::EndOfInput);
  EXPECT_THAT(terminal.prompts, Contains("Overwrite it? [y/N] "));
  EXPECT_EQ(read(file_), "users = 8\n");
}

TEST_F(DialogueTest, weights_that_are_all_0_need_another_yes) {
  ScriptedTerminal terminal({"0", "0", "", "", "", "", "", "b"});
  EXPECT_FALSE(talk(terminal).saved);
  EXPECT_THAT(terminal.shown, HasSubstr("Every weight is 0: a run with this would have nothing to do."));
  EXPECT_THAT(terminal.prompts, Contains("Save it all the same? [y/N] "));
  EXPECT_FALSE(std::filesystem::exists(file_));
  ScriptedTerminal sure({"0", "0", "", "", "", "", "y", "", ""});
  EXPECT_EQ(talk(sure).saved, file_);
}

TEST_F(DialogueTest, nested_tasksets_are_asked_for_with_all) {
  ScriptedTerminal terminal({"", "4", "", "", "", "", "", "y", "", "y"});
  const DialogueEnd end = talk(terminal, true);
  EXPECT_TRUE(end.run_now);
  EXPECT_THAT(terminal.shown, HasSubstr("shop.Shopper.Support  declared weight 1"));
  EXPECT_THAT(read(file_), HasSubstr("Support = 4\n"));
}

TEST_F(DialogueTest, none_takes_a_setting_out_of_the_file) {
  write("host = \"http://old\"\nusers = 7\n");
  ScriptedTerminal terminal({"", "", "none", "", "", "", "", "", "y", ""});
  EXPECT_EQ(talk(terminal).saved, file_);
  EXPECT_THAT(read(file_), Not(HasSubstr("host")));
  EXPECT_THAT(read(file_), HasSubstr("users = 7\n"));
}

TEST_F(DialogueTest, saved_weights_count_again_where_those_of_the_tasksets_did) {
  write("[weights]\nsource = \"tasksets\"\nShopper = 9\n");
  ScriptedTerminal terminal({"", "", "", "", "", "", "", "", "y", ""});
  EXPECT_EQ(talk(terminal).saved, file_);
  EXPECT_THAT(read(file_), HasSubstr("source = \"config\"\nShopper = 9\n"));
}

TEST_F(DialogueTest, a_folder_that_is_read_only_is_said_and_asked_again) {
  ScriptedTerminal terminal({"", "", "", "", "", "", "y", "/proc/nest.toml", "b"});
  EXPECT_EQ(talk(terminal).no_answer, NoAnswer::EndOfInput);
  EXPECT_THAT(terminal.shown, HasSubstr("/proc/nest.toml"));
  EXPECT_EQ(std::ranges::count_if(terminal.prompts, [](const auto& p) { return p.starts_with("File ["); }),
            2);
}

TEST_F(DialogueTest, colour_is_for_terminals_that_want_it) {
  ScriptedTerminal plain({});
  (void)talk(plain);
  EXPECT_THAT(plain.shown, Not(HasSubstr("\x1b")));
  ScriptedTerminal colored({});
  colored.color = true;
  (void)talk(colored);
  EXPECT_THAT(colored.shown, HasSubstr("\x1b[1mshop.Shopper\x1b[0m"));
}

TEST_F(DialogueTest, a_doc_comment_cannot_steer_the_terminal) {
  ScriptedTerminal terminal({});
  (void)talk(terminal, false, "/// red \x1b[31malert\ntaskset A { task a { GET \"/\" } }\n");
  EXPECT_THAT(terminal.shown, HasSubstr("red  [31malert"));
  EXPECT_THAT(terminal.shown, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace nest::configure
