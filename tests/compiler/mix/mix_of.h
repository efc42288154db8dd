#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "compiler/diagnostics/collecting_sink.h"
#include "compiler/mix/analyse.h"
#include "compiler/project/module.h"
#include "compiler/sema/check.h"
#include "compiler/source/source_set.h"
#include "compiler/syntax/parse.h"
#include "tests/support/findings.h"

namespace nest::mix {

/// The model of a .nest text, which must be right.
inline Model model_of(const std::string& text) {
  SourceSet sources;
  CollectingSink sink;
  Emitter emitter(sink, false);
  const FileId file = sources.add("m.nest", text);
  std::vector<Module> modules;
  modules.push_back({"m", file, parse(file, sources, ParseLimits{}, emitter)});
  const auto program = check(modules, sources, emitter);
  EXPECT_TRUE(program.has_value()) << nest::test_support::describe(sink.diagnostics, sources);
  return program ? build_model(*program, sources) : Model{};
}

/// What is expected of it, each request taking a second unless `options` says otherwise.
inline Mix mix_of(const std::string& text, MixOptions options = {.latency = 1'000'000'000}) {
  const auto mix = analyse(model_of(text), options);
  EXPECT_TRUE(mix.has_value());
  return mix.value_or(Mix{});
}

inline const TasksetMix& taskset(const Mix& mix, const std::string& name) {
  for (const TasksetMix& each : mix.tasksets) {
    if (each.name == name) return each;
  }
  ADD_FAILURE() << "no taskset " << name;
  static const TasksetMix kNone;
  return kNone;
}

inline double task_share(const Mix& mix, const std::string& name) {
  for (const TaskMix& each : mix.tasks) {
    if (each.full_name.ends_with("." + name)) return each.share.value;
  }
  ADD_FAILURE() << "no task " << name;
  return -1;
}

/// Requests a user-minute.
inline double per_minute(const Mix& mix, const std::string& row) {
  for (const RowMix& each : mix.rows) {
    if (each.name == row) return each.per_minute.value_or(Estimate{-1}).value;
  }
  ADD_FAILURE() << "no row " << row;
  return -1;
}

}  // namespace nest::mix
