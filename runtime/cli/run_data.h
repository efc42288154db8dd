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

/// How many users a run has at a time.
struct UserCount {
  std::uint64_t most = 0;
  bool may_be_fewer = false;  ///< as many as arrivals need: what is too few for all need not be
};

/// `weights`: of the tasksets, by their index. Counts what the states and the `on_start`s of tasksets take
/// for certain; what tasks take comes on top.
[[nodiscard]] ClaimFindings check_claims(const nest_program& program, const DataTables& data, UserCount users,
                                         std::span<const std::uint32_t> weights);

}  // namespace nest
