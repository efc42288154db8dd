#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "compiler/diagnostics/suggestion.h"
#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_constant.h"
#include "compiler/sema/check_data.h"
#include "runtime/tables/table.h"

namespace nest::sema {
namespace {

using hir::DataFormat;
using hir::DataPolicy;
using hir::Exhausted;

constexpr std::array<std::string_view, 3> kFormats = {"csv", "json", "lines"};
constexpr std::array<std::string_view, 5> kPolicies = {"unique", "once", "sequential", "shuffle", "random"};
constexpr std::array<std::string_view, 5> kExhausted = {"fail", "wait", "wrap", "stop user", "stop run"};

/// What of `when exhausted` makes sense with a policy, and what holds when nothing is said.
struct PolicyRule {
  Exhausted by_default;
  bool can_wait;
  bool can_wrap;
};
constexpr std::array kRules = {
    PolicyRule{Exhausted::Fail, true, false},   // unique
    PolicyRule{Exhausted::Fail, false, false},  // once
    PolicyRule{Exhausted::Wrap, false, true},   // sequential
    PolicyRule{Exhausted::Wrap, false, true},   // shuffle
    PolicyRule{Exhausted::Wrap, false, false},  // random
};

template <std::size_t kCount>
std::optional<std::size_t> place_of(const std::array<std::string_view, kCount>& words,
                                    std::string_view word) {
  const auto found = std::ranges::find(words, word);
  if (found == words.end()) return std::nullopt;
  return static_cast<std::size_t>(found - words.begin());
}

template <std::size_t kCount>
std::string listed(const std::array<std::string_view, kCount>& words) {
  return fmt::format("`{}`", fmt::join(words, "`, `"));
}

std::optional<DataFormat> check_format(Emitter& emitter, const ast::Name& source) {
  if (const auto format = place_of(kFormats, source.text)) return static_cast<DataFormat>(*format);
  auto report = emitter.emit(DiagnosticCode::UnknownDataSource, source.span, source.text);
  if (const auto near = nearest_name(source.text, kFormats)) report.help("did you mean `{}`?", *near);
  return std::nullopt;
}

std::optional<DataPolicy> check_policy(Emitter& emitter, const ast::Data& tree) {
  if (!tree.policy) {
    emitter
        .emit(DiagnosticCode::DataPolicy, tree.name.span,
              fmt::format("it is not said who gets which row of `{}`", tree.name.text))
        .help(
            "write it behind the file: `unique` gives each user a row of its own, `shuffle` deals them out "
            "to "
            "all; there are also `once`, `sequential`, `random`");
    return std::nullopt;
  }
  if (const auto policy = place_of(kPolicies, tree.policy->text)) return static_cast<DataPolicy>(*policy);
  auto report =
      emitter.emit(DiagnosticCode::DataPolicy, tree.policy->span,
                   fmt::format("`data` knows no `{}`; it knows {}", tree.policy->text, listed(kPolicies)));
  if (const auto near = nearest_name(tree.policy->text, kPolicies)) report.help("did you mean `{}`?", *near);
  return std::nullopt;
}

void report_exhausted(Emitter& emitter, const ast::Name& written, std::string_view why,
                      std::string_view help) {
  auto report = emitter.emit(DiagnosticCode::DataExhausted, written.span, why);
  if (!help.empty()) report.help("{}", help);
}

// What makes no sense of what was written; true when it does.
bool makes_sense(Emitter& emitter, const ast::Name& written, DataPolicy policy, Exhausted exhausted) {
  const PolicyRule& rule = kRules[static_cast<std::size_t>(policy)];
  if (policy == DataPolicy::Random) {
    report_exhausted(emitter, written, "`random` rows never run out", "leave `when exhausted` out");
    return false;
  }
  if (exhausted == Exhausted::Wait && !rule.can_wait) {
    report_exhausted(emitter, written,
                     fmt::format("no row of a `{}` data ever comes back, so that nothing can be waited for",
                                 kPolicies[static_cast<std::size_t>(policy)]),
                     "only the rows of `unique` are given back");
    return false;
  }
  if (exhausted == Exhausted::Wrap && !rule.can_wrap) {
    const bool unique = policy == DataPolicy::Unique;
    report_exhausted(emitter, written,
                     unique ? "a `unique` row that another user has cannot be handed out again"
                            : "the rows of `once` are used once: they cannot begin anew",
                     unique ? "`when exhausted wait` waits until one is given back"
                            : "`sequential` begins anew at the end of the file");
    return false;
  }
  return true;
}

Exhausted check_exhausted(Emitter& emitter, const ast::Data& tree, DataPolicy policy) {
  const Exhausted by_default = kRules[static_cast<std::size_t>(policy)].by_default;
  if (!tree.exhausted) return by_default;
  const auto found = place_of(kExhausted, tree.exhausted->text);
  if (!found) {
    report_exhausted(
        emitter, *tree.exhausted,
        fmt::format("`when exhausted` knows no `{}`; it knows {}", tree.exhausted->text, listed(kExhausted)),
        {});
    return by_default;
  }
  const auto exhausted = static_cast<Exhausted>(*found);
  return makes_sense(emitter, *tree.exhausted, policy, exhausted) ? exhausted : by_default;
}

// From the file's folder.
std::optional<std::string> check_path(Analysis& analysis, const ModuleSymbol& module, const ast::Data& tree) {
  const auto value = check_constant(analysis, module.scope, *tree.path, DiagnosticCode::DataPathNotConstant);
  if (value == nullptr) return std::nullopt;
  const auto* written = constant_value<std::string>(*value);
  if (written == nullptr) {
    analysis.emitter.emit(DiagnosticCode::DataPathNotConstant, tree.path->span)
        .help("write it in quotes: `{}(\"users.csv\")`", tree.source.text);
    return std::nullopt;
  }
  const std::filesystem::path file = analysis.sources.file(tree.span.file).path();
  return (file.parent_path() / *written).lexically_normal().string();
}

std::optional<std::vector<std::string>> check_columns(Emitter& emitter, const std::string& path,
                                                      DataFormat format, Span span) {
  auto columns = read_columns(path, static_cast<TableFormat>(format));
  if (columns) return std::move(*columns);
  const TableFault& fault = columns.error();
  const std::string line = fault.line > 0 ? fmt::format(":{}", fault.line) : std::string();
  emitter.emit(DiagnosticCode::DataFile, span, path + line, fault.message);
  return std::nullopt;
}

void declare(Analysis& analysis, ModuleSymbol& module, const ast::Data& tree) {
  const auto format = check_format(analysis.emitter, tree.source);
  const auto policy = check_policy(analysis.emitter, tree);
  auto path = check_path(analysis, module, tree);
  std::optional<std::vector<std::string>> columns;
  if (format && path) {
    if (const auto status = file_status(*path)) analysis.program.files.push_back({*path, *status});
    columns = check_columns(analysis.emitter, *path, *format, tree.path->span);
  }
  hir::Data data{.format = format.value_or(DataFormat::Csv),
                 .policy = policy.value_or(DataPolicy::Random),
                 .exhausted = {},
                 .name = tree.name.text,
                 .full_name = module.module->name + "." + tree.name.text,
                 .doc = tree.doc,
                 .span = tree.name.span,
                 .path = path.value_or(""),
                 .columns = columns.value_or(std::vector<std::string>())};
  if (policy) data.exhausted = check_exhausted(analysis.emitter, tree, *policy);
  const auto id = static_cast<hir::DataId>(analysis.program.data.size());
  analysis.program.data.push_back(std::move(data));
  std::optional<hir::Type> type;  // of no use as a value; none: what is wrong with it was said
  if (policy && columns) type = hir::Type::Void;
  declare_variable(analysis, module.scope,
                   {.name = tree.name.text,
                    .span = tree.name.span,
                    .type = type,
                    .is_mutable = false,
                    .is_loop_variable = false,
                    .place = id,
                    .is_read = false});
}

static_assert(static_cast<int>(DataFormat::Csv) == static_cast<int>(TableFormat::Csv) &&
              static_cast<int>(DataFormat::Json) == static_cast<int>(TableFormat::Json) &&
              static_cast<int>(DataFormat::Lines) == static_cast<int>(TableFormat::Lines));

}  // namespace

void declare_data(Analysis& analysis) {
  for (ModuleSymbol& module : analysis.modules) {
    for (const ast::Data& tree : module.module->tree.data) declare(analysis, module, tree);
  }
}

}  // namespace nest::sema
