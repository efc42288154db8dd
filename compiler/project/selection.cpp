#include "compiler/project/selection.h"

#include <algorithm>
#include <optional>

#include "compiler/diagnostics/suggestion.h"
#include "compiler/project/glob.h"

namespace nest {
namespace {

bool ends_at_name(std::string_view full_name, std::string_view end) {
  if (end.empty() || !full_name.ends_with(end)) return false;
  if (full_name.size() == end.size()) return true;
  const char before = full_name[full_name.size() - end.size() - 1];
  return before == '.' || before == '/';
}

bool names(std::string_view written, std::string_view full_name) {
  return is_glob(written) ? glob_matches(written, full_name) : ends_at_name(full_name, written);
}

auto named_by(std::string_view written) {
  return [written](const std::string& full_name) { return names(written, full_name); };
}

std::string_view short_name(std::string_view full_name) {
  return full_name.substr(full_name.find_last_of("./") + 1);
}

// The taskset whose full or short name is nearest to what was written.
std::optional<std::string_view> nearest_taskset(std::string_view written, std::span<const std::string> top) {
  const std::vector<std::string_view> full_names(top.begin(), top.end());
  if (const auto near = nearest_name(written, full_names)) return near;
  std::vector<std::string_view> short_names;
  for (const std::string_view name : full_names) short_names.push_back(short_name(name));
  return nearest_name(written, short_names);
}

void report_unmatched(std::string_view option, const std::string& written, std::span<const std::string> top,
                      std::span<const std::string> nested, Emitter& emitter) {
  auto finding = emitter.emit(DiagnosticCode::NoSuchTaskset, std::nullopt, option, written);
  if (const auto inner = std::ranges::find_if(nested, named_by(written)); inner != nested.end()) {
    finding.help("`{}` is nested in another taskset; name the one at the top", *inner);
  } else if (const auto near = nearest_taskset(written, top)) {
    finding.help("did you mean `{}`?", *near);
  } else if (!top.empty()) {
    finding.help("a full name is like `{}`; `*` stands for any text, `?` for one character", top.front());
  }
}

}  // namespace

bool Selection::chooses(std::string_view full_name) const {
  const auto is_named = [full_name](const std::string& written) { return names(written, full_name); };
  return (only.empty() || std::ranges::any_of(only, is_named)) && std::ranges::none_of(except, is_named);
}

void check_selection(const Selection& selection, std::span<const std::string> top,
                     std::span<const std::string> nested, Emitter& emitter) {
  const std::size_t errors_before = emitter.errors();
  const auto check_option = [&](std::string_view option, const std::vector<std::string>& texts) {
    for (const std::string& written : texts) {
      if (std::ranges::none_of(top, named_by(written))) {
        report_unmatched(option, written, top, nested, emitter);
      }
    }
  };
  check_option("--only", selection.only);
  check_option("--except", selection.except);
  if (emitter.errors() > errors_before || top.empty()) return;
  if (std::ranges::none_of(top, [&](const std::string& name) { return selection.chooses(name); })) {
    emitter.emit(DiagnosticCode::NothingSelected, std::nullopt)
        .help("each of the {} tasksets is left out by `--only` or `--except`", top.size());
  }
}

}  // namespace nest
