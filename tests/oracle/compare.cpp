#include "tests/oracle/compare.h"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <utility>

#include "compiler/codegen/jit.h"
#include "compiler/codegen/optimize.h"
#include "compiler/diagnostics/collecting_sink.h"
#include "compiler/lower/lower.h"
#include "compiler/sema/check.h"
#include "compiler/syntax/parse.h"
#include "runtime/entry/entry_table.h"
#include "tests/oracle/compiled.h"
#include "tests/oracle/interpreter.h"

namespace nest::oracle {
namespace {

/// Interpreter::run for an entry that may be absent.
void run(Interpreter& interpreter, const std::optional<hir::FunctionId>& function, UserTask& task) {
  if (!function) return;
  interpreter.run(*function);
  task.end_task();
}

class NoActions final : public TaskActions {
  nest_status start_request(const nest_request&, const nest_value*, Nanoseconds) override {
    return NEST_FAILED;
  }
  void finish_request() override {}
  void record_check(std::uint32_t, bool) override {}
  [[nodiscard]] std::string_view check_text(std::uint32_t) const override { return {}; }
  void sleep(Nanoseconds) override {}
  void yield() override {}
  void log(std::string_view) override {}
  nest_status shared_call(std::uint32_t, std::uint32_t, std::span<const nest_value>, nest_value&) override {
    return NEST_FAILED;
  }
  nest_status shared_result(nest_value&) override { return NEST_FAILED; }
  void begin_parallel() override {}
  void wait_for_parallel() override {}
  void select_parallel(std::uint32_t) override {}
  nest_status end_parallel() override { return NEST_FAILED; }
  void begin_transaction(std::uint32_t) override {}
  void end_transaction(std::uint32_t) override {}
  nest_status add_to_metric(std::uint32_t, const nest_value&) override { return NEST_FAILED; }
  nest_status next_row(std::uint32_t, std::int64_t&) override { return NEST_FAILED; }
  nest_status awaited_row(std::int64_t&) override { return NEST_FAILED; }
  nest_status release_rows(std::uint32_t, std::int64_t) override { return NEST_FAILED; }
  [[nodiscard]] const DataTable& table(std::uint32_t) const override { std::abort(); }
};

/// Visits a taskset as both sides do: its entries, each task twice, then its nested tasksets while it is
/// open.
struct InterpretedVisit {
  const hir::Program& program;
  Interpreter& interpreter;
  UserTask& task;

  void visit(std::size_t index) {
    const hir::Taskset& taskset = program.tasksets[index];
    interpreter.forget_state(static_cast<hir::TasksetId>(index));
    run(interpreter, taskset.init, task);
    run(interpreter, taskset.on_start, task);
    for (const hir::Task& one : program.tasks) {
      for (int twice = 0; twice < 2 && hir::index(one.taskset) == index; ++twice)
        run(interpreter, one.run, task);
    }
    for (std::size_t i = 0; i < program.tasksets.size(); ++i) {
      const auto parent = program.tasksets[i].parent;
      if (parent && hir::index(*parent) == index) visit(i);
    }
    run(interpreter, taskset.on_stop, task);
  }
};

Trace interpret(const hir::Program& program, const SourceSet& sources, std::uint64_t seed) {
  ChunkPool chunks;
  NoActions actions;
  Patterns patterns({});
  UserTask task(actions, chunks, seed, 3);
  task.patterns = &patterns;
  Script script(task);
  Interpreter interpreter(program, sources, task, script);
  run(interpreter, program.setup, task);
  interpreter.forget_state(std::nullopt);
  run(interpreter, program.user.init, task);
  run(interpreter, program.user.on_start, task);
  for (std::size_t i = 0; i < program.tasksets.size(); ++i) {
    if (!program.tasksets[i].parent) InterpretedVisit{program, interpreter, task}.visit(i);
  }
  run(interpreter, program.user.on_stop, task);
  run(interpreter, program.teardown, task);
  return script.trace();
}

void visit(CompiledProgramPlayer& player, const nest_program& program, std::uint64_t index) {
  const nest_taskset& taskset = program.tasksets[index];
  player.enter(taskset);
  player.run(taskset.init);
  player.run(taskset.on_start);
  for (std::uint64_t t = 0; t < program.task_count; ++t) {
    for (int twice = 0; twice < 2 && program.tasks[t].taskset == index; ++twice)
      player.run(program.tasks[t].run);
  }
  for (std::uint64_t i = 0; i < program.taskset_count; ++i) {
    if (program.tasksets[i].parent == index) visit(player, program, i);
  }
  player.run(taskset.on_stop);
  player.leave(taskset);
}

Trace play(const nest_program& program, std::uint64_t seed) {
  CompiledProgramPlayer player(program, seed);
  player.run(program.setup);
  player.run(program.user.init);
  player.run(program.user.on_start);
  for (std::uint64_t i = 0; i < program.taskset_count; ++i) {
    if (program.tasksets[i].parent == NEST_NONE) visit(player, program, i);
  }
  player.run(program.user.on_stop);
  player.run(program.teardown);
  return player.trace();
}

std::string first_difference(const Trace& interpreted, const Trace& compiled) {
  const std::size_t common = std::min(interpreted.size(), compiled.size());
  for (std::size_t i = 0; i <= common; ++i) {
    const std::string_view left = i < interpreted.size() ? std::string_view(interpreted[i]) : "(the end)";
    const std::string_view right = i < compiled.size() ? std::string_view(compiled[i]) : "(the end)";
    if (left == right && i < common) continue;
    if (left == right) return {};
    return fmt::format("event {}\n  interpreted: {}\n  compiled:    {}\n  before:      {}", i, left, right,
                       i > 0 ? interpreted[i - 1] : "");
  }
  return {};
}

}  // namespace

Comparison compare(const std::string& source, std::uint64_t seed) {
  Comparison result;
  SourceSet sources;
  CollectingSink sink;
  Emitter emitter(sink);
  const FileId file = sources.add("case.nest", source);
  std::vector<Module> modules;
  modules.push_back({"case", file, parse(file, sources, {}, emitter)});
  const bool whole =
      emitter.errors() == 0 && modules.front().tree.imports.empty();  // there are no other files
  const auto program = whole ? check(modules, sources, emitter) : std::nullopt;
  if (!program) {
    for (const Diagnostic& one : sink.diagnostics) {
      if (one.severity != Severity::Error) continue;
      result.diagnostics +=
          fmt::format("{}: {}\n", one.span ? sources.position(*one.span).line : 0, one.message);
    }
    return result;
  }
  result.accepted = true;

  auto host = Host::detect();
  LlvmModule module = lower(*program, sources, *host);
  if (const auto done = optimize(module, *host); !done) {
    result.difference = "the lowering is wrong: " + done.error();
    return result;
  }
  std::vector<JitSymbol> symbols;
  for (const EntryPoint& entry : entry_table()) symbols.push_back({entry.name, entry.address});
  auto jit = Jit::compile(std::move(module), symbols);
  const auto image = jit ? jit->lookup(kProgramSymbol) : std::unexpected(jit.error());
  if (!image) {
    result.difference = "no code: " + image.error();
    return result;
  }
  Trace interpreted;
  try {
    interpreted = interpret(*program, sources, seed);
  } catch (const Exhausted&) {
    result.endless = true;
    return result;
  }
  const Trace compiled = play(*static_cast<const nest_program*>(*image), seed);
  result.events = interpreted.size();
  result.difference = first_difference(interpreted, compiled);
  return result;
}

}  // namespace nest::oracle
