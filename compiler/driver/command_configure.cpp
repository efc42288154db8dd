#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "compiler/config/read_config.h"
#include "compiler/configure/dialogue.h"
#include "compiler/configure/editing_terminal.h"
#include "compiler/configure/interrupts.h"
#include "compiler/configure/plain_terminal.h"
#include "compiler/diagnostics/collecting_sink.h"
#include "compiler/diagnostics/sorted_sink.h"
#include "compiler/driver/commands.h"
#include "compiler/driver/compilation.h"
#include "compiler/driver/findings.h"
#include "compiler/driver/options.h"
#include "compiler/driver/project_services.h"
#include "compiler/shell/remark.h"

namespace nest {
namespace {

constexpr int kInterrupted = 130;

struct ConfigureOptions {
  std::vector<std::filesystem::path> paths = {"tasksets"};
  std::string config;  // empty: nest.toml beside the tasksets
  ColorChoice color = ColorChoice::Auto;
  bool all = false;
  std::vector<std::string> weights;  // NAME=WEIGHT
  std::vector<std::pair<config::Key, std::string>> settings;
  bool defaults = false;
  bool show = false;
  std::optional<std::string> save;  // empty: the same file
  bool force = false;

  // Whether everything was said on the command line.
  [[nodiscard]] bool decided() const {
    return !weights.empty() || !settings.empty() || defaults || show || save.has_value();
  }
  [[nodiscard]] std::filesystem::path file() const {
    return config.empty() ? config::default_config(paths) : std::filesystem::path(config);
  }
};

int complain(int code, std::string_view problem) {
  remark("nestc: {}\n", problem);
  return code;
}

// What must live while the draft does.
struct ProjectToConfigure {
  SourceSet sources;
  hir::Program program;
  mix::Model model;
  config::Settings settings;
  std::optional<config::Edit> edit;
};

// Null when something is wrong, which has been shown.
std::unique_ptr<ProjectToConfigure> load(const ConfigureOptions& options) {
  auto project = std::make_unique<ProjectToConfigure>();
  SortedSink findings;
  Emitter emitter(findings);
  const config::Layer file = config::load_config(options.file(), false, project->sources, emitter);
  auto analysed = analyse({{options.paths, {}}, false, service_names(file)}, project->sources, emitter);
  if (analysed) check_weight_names(analysed->program, file, emitter);
  SourceOptions shown;
  shown.color = options.color;
  if (!findings.sorted().empty() && !write_findings(findings, project->sources, shown, stderr))
    return nullptr;
  if (!analysed || emitter.errors() > 0) return nullptr;
  project->program = std::move(analysed->program);
  project->model = mix::build_model(project->program, project->sources);
  project->settings = config::Settings::resolve({}, {}, file);
  CollectingSink told;  // load_config has
  Emitter again(told);
  project->edit = config::Edit::open(options.file(), project->sources, again);
  if (!project->edit) {
    complain(kErrors, fmt::format("{} cannot be read", options.file().string()));
    return nullptr;
  }
  return project;
}

// Everything from the command line; nothing: it was right.
std::optional<std::string> decide(const ConfigureOptions& options, configure::Draft& draft) {
  if (options.defaults) draft.take_declared();
  for (const std::string_view setting : options.weights) {
    const std::size_t equals = setting.rfind('=');
    if (equals == std::string_view::npos)
      return fmt::format("`{}` is no setting; write NAME=WEIGHT", setting);
    const auto done = draft.set_weight(setting.substr(0, equals), setting.substr(equals + 1));
    if (!done) return done.error();
  }
  for (const auto& [key, text] : options.settings) {
    if (const auto done = draft.set(key, text); !done) return done.error();
  }
  return std::nullopt;
}

int save(const ConfigureOptions& options, const configure::Draft& draft, config::Edit& edit) {
  if (draft.nothing_to_pick() && !options.force) {
    return complain(kUsage,
                    "every weight is 0: a run would have nothing to do; --force saves it all the same");
  }
  if (const auto written = draft.write_to(edit); !written) return complain(kErrors, written.error());
  const std::filesystem::path path =
      options.save->empty() ? edit.path() : std::filesystem::path(*options.save);
  const auto overwrite = options.force ? config::Overwrite::Yes : config::Overwrite::No;
  if (const auto saved = edit.save_as(path, overwrite); !saved) {
    const bool refused = saved.error().kind != config::SaveFault::Kind::Failed;
    return complain(kErrors, saved.error().message + (refused ? "; --force overwrites it" : ""));
  }
  remark("Saved {}.\n", path.string());
  return kClean;
}

int configure_at_once(const ConfigureOptions& options, configure::Draft& draft, config::Edit& edit) {
  if (const auto problem = decide(options, draft)) return complain(kUsage, *problem);
  if (!write_text(draft.table(options.all), stdout)) return kErrors;
  if (options.save) return save(options, draft, edit);
  if (!options.show) remark("Nothing was saved; --save saves it to {}.\n", edit.path().string());
  return kClean;
}

bool wants_color(ColorChoice choice) {
  if (choice != ColorChoice::Auto) return choice == ColorChoice::Always;
  const char* const no_color = std::getenv("NO_COLOR");
  const char* const terminal = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) == 1 && (no_color == nullptr || *no_color == '\0') && terminal != nullptr &&
         std::string_view(terminal) != "dumb";
}

std::unique_ptr<configure::Terminal> open_terminal(ColorChoice choice) {
  const bool color = wants_color(choice);
  if (::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1)
    return std::make_unique<configure::EditingTerminal>(stdin, stdout, color);
  return std::make_unique<configure::PlainTerminal>(stdin, stdout, color);
}

// `nest run` in the place of this process, with a configuration if there is one; it comes back only when that
// cannot be.
int run_now(const ConfigureOptions& options, const std::filesystem::path& config,
            const std::vector<std::string>& flags) {
  std::error_code unknown;
  const std::filesystem::path nest =
      std::filesystem::read_symlink("/proc/self/exe", unknown).parent_path() / "nest";
  std::vector<std::string> words = {nest.string(), "run"};
  for (const std::filesystem::path& path : options.paths) words.push_back(path.string());
  if (std::filesystem::exists(config, unknown)) words.insert(words.end(), {"--config", config.string()});
  words.insert(words.end(), flags.begin(), flags.end());
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  ::execv(arguments.front(), arguments.data());
  return complain(kErrors, fmt::format("{} cannot be started: {}", nest.string(),
                                       std::generic_category().message(errno)));
}

int ask(const ConfigureOptions& options, configure::Draft& draft, config::Edit& edit) {
  configure::DialogueEnd end;
  {
    const configure::InterruptWatch watch;
    const auto terminal = open_terminal(options.color);
    end = configure::Dialogue(draft, edit, *terminal, options.all).run();
  }
  if (end.no_answer) {
    const bool interrupted = *end.no_answer == configure::NoAnswer::Interrupted;
    const std::string left =
        end.saved ? fmt::format("{} was saved", end.saved->string()) : "nothing was changed";
    return complain(interrupted ? kInterrupted : kErrors,
                    fmt::format("{}; {}", interrupted ? "interrupted" : "the input ended", left));
  }
  if (!end.saved) remark("Nothing was saved.\n");
  if (!end.run_now) return kClean;
  return end.saved ? run_now(options, *end.saved, {}) : run_now(options, edit.path(), draft.run_flags());
}

int configure_project(const ConfigureOptions& options) {
  const auto project = load(options);
  if (!project) return kErrors;
  configure::Draft draft(project->program, project->model, project->settings);
  return options.decided() ? configure_at_once(options, draft, *project->edit)
                           : ask(options, draft, *project->edit);
}

void add_setting(CLI::App& command, ConfigureOptions& options, config::Key key, const std::string& help) {
  command
      .add_option_function<std::string>(
          std::string(config::info(key).flag),
          [&options, key](const std::string& text) { options.settings.emplace_back(key, text); }, help)
      ->type_name("VALUE");
}

}  // namespace

void add_configure_command(CLI::App& nestc, int& status) {
  CLI::App* command =
      nestc.add_subcommand("configure", "Asks for weights, users and host, and saves them to nest.toml");
  const auto options = std::make_shared<ConfigureOptions>();
  command
      ->add_option("PATH", options->paths, "A .nest file, or a folder that is searched (default: tasksets)")
      ->type_name("");
  command
      ->add_option("--config", options->config, "The file to change (default: nest.toml beside the tasksets)")
      ->type_name("FILE");
  command->add_flag("--all", options->all, "Ask for the weights of nested tasksets too");
  command
      ->add_option("--set", options->weights,
                   "Without asking: a taskset's weight; may be given several times")
      ->type_name("NAME=WEIGHT")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  add_setting(*command, *options, config::Key::Host, "Without asking: where requests go");
  add_setting(*command, *options, config::Key::Users, "Without asking: users at the same time");
  add_setting(*command, *options, config::Key::SpawnRate, "Without asking: users that start in each second");
  add_setting(*command, *options, config::Key::RunTime, "Without asking: how long the run takes");
  command->add_flag("--defaults", options->defaults, "Without asking: the weights that the tasksets declare");
  command->add_flag("--show", options->show, "Without asking: show what comes of the weights");
  command
      ->add_option_function<std::string>(
          "--save", [options](const std::string& file) { options->save = file; },
          "Without asking: save, to another file when one is named")
      ->type_name("[FILE]")
      ->expected(0, 1);
  command->add_flag("--force", options->force, "Overwrite another file; save weights that are all 0");
  add_color_option(*command, options->color);
  command->callback([options, &status] { status = configure_project(*options); });
}

}  // namespace nest
