#include "compiler/mix/model.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "compiler/mix/flow.h"

namespace nest::mix {

namespace {

// As runtime/user/wait_time.cpp takes it: a number is that many starts a second.
void choose(std::int64_t& length, std::optional<hir::GlobalId> global, const hir::Program& program,
            const std::vector<std::optional<Range>>& values) {
  if (!global || !values[hir::index(*global)]) return;
  const double value = values[hir::index(*global)]->low;
  constexpr double kLongest = 1e9 * 3600 * 24 * 3650;
  const bool duration = program.globals[hir::index(*global)].type == hir::Type::Duration;
  const double chosen = duration ? value : value > 0 ? 1e9 / value : kLongest;
  length = static_cast<std::int64_t>(std::clamp(chosen, 0.0, kLongest));
}

}  // namespace

Model build_model(const hir::Program& program, const SourceSet& sources,
                  std::span<const hir::Constant> globals) {
  static constexpr std::array<std::string_view, 7> kMethods = {"GET",    "POST", "PUT",    "PATCH",
                                                               "DELETE", "HEAD", "OPTIONS"};
  Model model;
  model.tasksets = program.tasksets;
  model.tasks = program.tasks;
  model.user = program.user;
  for (const hir::Row& row : program.rows) {
    model.rows.push_back(fmt::format("{} {}", kMethods.at(static_cast<std::size_t>(row.method)), row.name));
  }
  std::vector<std::optional<Range>> values;
  for (std::size_t i = 0; i < program.globals.size(); ++i)
    values.push_back(constant_range(i < globals.size() ? globals[i] : program.globals[i].value));
  for (hir::Taskset& taskset : model.tasksets) {
    choose(taskset.wait.a, taskset.wait.a_global, program, values);
    choose(taskset.wait.b, taskset.wait.b_global, program, values);
  }
  FlowAnalysis flow(program, sources, values, model.bodies, model.assumptions);
  model.bodies.reserve(program.functions.size());
  for (const hir::Function& function : program.functions) model.bodies.push_back(flow.body(function));
  for (const hir::Taskset& taskset : program.tasksets) {
    const SourceFile& file = sources.file(taskset.span.file);
    const LineColumn at = file.position(taskset.span.begin);
    model.places.push_back({AssumptionKind::PaceByMean, file.path(), at.line, at.column, taskset.full_name});
  }
  return model;
}

}  // namespace nest::mix
