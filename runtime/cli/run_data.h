#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/data/data_tables.h"

namespace nest {

/// What can be known before a run of `unique` data that has too few rows.
struct ClaimFindings {
  /// Why the run cannot do what it is meant to: there are fewer rows than users hold at a time for certain,
  /// and a user that finds none fails.
  std::optional<std::string> fault;
  /// Where rows may run short.
  std::vector<std::string> remarks;
};

/// `weights`: of the tasksets, by their index. Counts what the states and the `on_start`s of tasksets take
/// for certain; what tasks take comes on top.
[[nodiscard]] ClaimFindings check_claims(const nest_program& program, const DataTables& data,
                                         std::uint64_t users, std::span<const std::uint32_t> weights);

}  // namespace nest
