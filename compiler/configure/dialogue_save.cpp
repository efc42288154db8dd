// The end of the dialogue: whether, where and over what it is saved.

#include <fmt/format.h>

#include <system_error>

#include "compiler/configure/dialogue.h"

namespace nest::configure {

Dialogue::MaybeAnswer Dialogue::offer_to_save(DialogueEnd& end) {
  if (draft_.nothing_to_pick()) {
    terminal_.write("Every weight is 0: a run with this would have nothing to do.\n");
    const auto sure =
        ask_yes("Save it all the same?", false, "With such a file `nest run` ends with an error.\n");
    if (!sure || *sure != Answer::Yes) return sure;
  } else {
    const auto wanted = ask_yes("Save?", true, "n ends here, and no file is changed.\n");
    if (!wanted || *wanted != Answer::Yes) return wanted;
  }
  for (;;) {
    const auto name = ask_name();
    if (!name) return std::unexpected(name.error());
    if (!*name) return Answer::Back;
    const auto saved = save(**name, end);
    if (!saved) return std::unexpected(saved.error());
    if (*saved) return Answer::Yes;
  }
}

std::expected<std::optional<std::filesystem::path>, NoAnswer> Dialogue::ask_name() {
  for (;;) {
    auto line = terminal_.read(fmt::format("File [{}]: ", edit_.path().string()));
    if (!line) return std::unexpected(line.error());
    const std::size_t begin = line->find_first_not_of(" \t\r");
    if (begin == std::string::npos) return edit_.path();
    const std::string name = line->substr(begin, line->find_last_not_of(" \t\r") - begin + 1);
    if (name == "b" || name == "back") return std::nullopt;
    if (name != "?") return std::filesystem::path(name);
    terminal_.write(
        "`nest run` reads nest.toml beside the tasksets folder; another file is named by --config.\n");
  }
}

std::expected<bool, NoAnswer> Dialogue::save(const std::filesystem::path& path, DialogueEnd& end) {
  std::error_code unknown;
  const bool same = path == edit_.path();
  if (same && std::filesystem::exists(path, unknown)) {
    const auto sure = ask_yes(fmt::format("{} exists. Change it?", path.string()), false,
                              "Only the values asked for are changed; comments and everything else stay.\n");
    if (!sure) return std::unexpected(sure.error());
    if (*sure != Answer::Yes) return false;
  }
  config::Edit changed = edit_;
  if (auto written = draft_.write_to(changed); !written) {
    terminal_.write(written.error() + '\n');
    return false;
  }
  auto saved = changed.save_as(path, config::Overwrite::No);
  if (!saved && saved.error().kind != config::SaveFault::Kind::Failed) {
    terminal_.write(saved.error().message + '\n');
    const auto sure =
        ask_yes("Overwrite it?", false, "y puts this in the place of all that is in the file now.\n");
    if (!sure) return std::unexpected(sure.error());
    if (*sure != Answer::Yes) return false;
    saved = changed.save_as(path, config::Overwrite::Yes);
  }
  if (!saved) {
    terminal_.write(saved.error().message + '\n');
    return false;
  }
  terminal_.write(fmt::format("Saved {}.\n", path.string()));
  end.saved = path;
  return true;
}

}  // namespace nest::configure
