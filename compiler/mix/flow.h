#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "compiler/hir/program.h"
#include "compiler/mix/body.h"
#include "compiler/mix/chance.h"
#include "compiler/mix/mix.h"
#include "compiler/source/source_set.h"

namespace nest::mix {

/// Where control goes from a piece of a body, begun once, and what happens until then. The probabilities of
/// all ways add up to 1.
struct Flow {
  Estimate next = exact(1);  ///< to what follows
  Estimate broken;           ///< out of the innermost loop
  Estimate continued;        ///< to its next turn
  std::array<Estimate, kEndings> endings{};
  Effects effects;
  std::vector<EndlessLoop> endless;
};

/// Follows one body. What it had to assume is appended to `assumptions`.
class FlowAnalysis {
 public:
  /// `globals`: the run's values by hir::GlobalId, none for texts.
  /// `bodies`: those of the functions before, which may be called.
  FlowAnalysis(const hir::Program& program, const SourceSet& sources,
               std::span<const std::optional<Range>> globals, const std::vector<Body>& bodies,
               std::vector<Assumption>& assumptions)
      : program_(program), sources_(sources), globals_(globals), bodies_(bodies), assumptions_(assumptions) {}

  [[nodiscard]] Body body(const hir::Function& function);

 private:
  [[nodiscard]] Flow block(const hir::Block& block, Knowledge& known);
  [[nodiscard]] Flow statement(const hir::Statement& statement, Knowledge& known);
  [[nodiscard]] Flow value(const hir::Expression& value);
  [[nodiscard]] Flow call(const hir::FunctionCall& call);
  [[nodiscard]] bool waits_for_row(const hir::Expression& value) const;
  [[nodiscard]] Flow request(const hir::RequestStatement& request, Knowledge& known) const;
  [[nodiscard]] Flow parallel(const hir::Parallel& parallel, Knowledge& known) const;
  [[nodiscard]] Flow sleep(const hir::Sleep& sleep, const Knowledge& known);
  [[nodiscard]] Flow branch(const hir::If& branch, Knowledge& known);

  // flow_loops.cpp
  [[nodiscard]] Flow while_loop(const hir::While& loop, Knowledge& known);
  [[nodiscard]] Flow range_loop(const hir::ForRange& loop, Knowledge& known);
  [[nodiscard]] Flow each_loop(const hir::ForEach& loop, Knowledge& known);
  [[nodiscard]] Flow repeat_loop(const hir::Repeat& loop, Knowledge& known);
  [[nodiscard]] Flow counted_loop(const hir::Block& body, std::optional<Range> count, Span place,
                                  Knowledge& known, std::optional<hir::LocalId> variable,
                                  std::optional<Range> values);
  [[nodiscard]] Flow loop_once(const Flow& turn, Span place);

  void note(AssumptionKind kind, Span place);

  const hir::Program& program_;
  const SourceSet& sources_;
  std::span<const std::optional<Range>> globals_;
  const std::vector<Body>& bodies_;
  std::vector<Assumption>& assumptions_;
  std::set<std::uint32_t> inherited_;  // assumptions of the functions that the body calls
};

/// Forgets what is known of every local that the block assigns.
void forget_assigned(const hir::Block& block, Knowledge& known);

}  // namespace nest::mix
