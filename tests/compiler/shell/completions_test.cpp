#include "compiler/shell/completions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace nest {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// A program with one of everything.
struct Sample {
  Sample() {
    CLI::App* run = app.add_subcommand("run", "Plays it, isn't it: [all]");
    run->add_option("PATH", paths, "files");
    run->add_option("-u,--users", users, "how many")->check(CLI::Range(1, 9))->type_name("N");
    run->add_option("--format", format, "how")
        ->check(CLI::IsMember({"text", "json"}))
        ->type_name("text|json");
    run->add_option("--out", folder, "where")->type_name("FOLDER");
    run->add_flag("--yes", yes, "do not ask");
    run->add_flag("--secret", yes, "for us")->group("");
    app.add_subcommand("config", "settings")->add_subcommand("show", "all of them");
  }

  CLI::App app{"sample: an example", "sample"};
  std::vector<std::string> paths;
  int users = 1;
  std::string format;
  std::string folder;
  bool yes = false;
};

const OptionText& option(const CommandText& command, const std::string& name) {
  for (const OptionText& option : command.options) {
    for (const std::string& candidate : option.names) {
      if (candidate == name) return option;
    }
  }
  throw std::out_of_range(name);
}

TEST(CommandText, says_what_the_command_line_takes) {
  Sample sample;
  const CommandText text = command_text(sample.app);
  ASSERT_EQ(text.commands.size(), 2U);
  const CommandText& run = text.commands[0];
  EXPECT_TRUE(option(run, "PATH").is_positional);
  EXPECT_TRUE(option(run, "PATH").is_repeatable);
  EXPECT_EQ(option(run, "PATH").completes, Completes::Files);
  EXPECT_THAT(option(run, "--users").names, ElementsAre("-u", "--users"));
  EXPECT_EQ(option(run, "--users").value, "N");
  EXPECT_FALSE(option(run, "--users").is_repeatable);
  EXPECT_THAT(option(run, "--format").choices, ElementsAre("text", "json"));
  EXPECT_EQ(option(run, "--out").completes, Completes::Folders);
  EXPECT_FALSE(option(run, "--yes").takes_value);
  EXPECT_THROW(option(run, "--secret"), std::out_of_range);
  EXPECT_THAT(all_commands(text).back().names, ElementsAre("config", "show"));
}

TEST(Completions, hold_every_command_and_option) {
  Sample sample;
  const CommandText text = command_text(sample.app);
  for (const std::string& script : {bash_completion(text), zsh_completion(text), fish_completion(text)}) {
    for (const char* word : {"run", "config", "show", "users", "format", "yes", "json"})
      EXPECT_THAT(script, HasSubstr(word));
    EXPECT_THAT(script, Not(HasSubstr("secret")));
  }
}

TEST(Completions, quote_what_descriptions_say) {
  Sample sample;
  const CommandText text = command_text(sample.app);
  EXPECT_THAT(fish_completion(text), HasSubstr(R"('Plays it, isn'\''t it: [all]')"));
  EXPECT_THAT(zsh_completion(text), HasSubstr(R"(isn'\''t it\: \[all\])"));
  EXPECT_EQ(shell_quoted("a'b"), R"('a'\''b')");
}

TEST(ManualPage, has_a_section_for_each_command) {
  Sample sample;
  const std::string page = manual_page(command_text(sample.app), "1.2");
  EXPECT_THAT(page, HasSubstr(".TH SAMPLE 1 \"\" \"sample 1.2\""));
  EXPECT_THAT(page, HasSubstr("sample \\- an example\n"));
  EXPECT_THAT(page, HasSubstr(".SS sample config show\n"));
  EXPECT_THAT(page, HasSubstr("\\fB\\-u\\fR, \\fB\\-\\-users\\fR \\fIN\\fR\nhow many.\n"));
}

}  // namespace
}  // namespace nest
