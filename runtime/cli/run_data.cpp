#include "runtime/cli/run_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "runtime/report/format.h"

namespace nest {
namespace {

/// Rows that one user holds, whichever tasksets it is in.
struct Held {
  std::uint64_t least = 0;
  std::uint64_t most = 0;
};

std::uint64_t rows_of(const nest_data& data, std::uint32_t taskset) {
  for (std::uint64_t i = 0; i < data.claim_count; ++i) {
    if (data.claims[i].taskset == taskset) return data.claims[i].rows;
  }
  return 0;
}

// With the nested taskset that takes most.
std::uint64_t most_of(const nest_program& program, const nest_data& data, std::uint32_t taskset) {
  std::uint64_t nested = 0;
  for (std::uint32_t i = 0; i < program.taskset_count; ++i) {
    if (program.tasksets[i].parent == taskset) nested = std::max(nested, most_of(program, data, i));
  }
  return rows_of(data, taskset) + nested;
}

Held held_of(const nest_program& program, const nest_data& data, std::span<const std::uint32_t> weights) {
  std::optional<Held> held;
  for (std::uint32_t i = 0; i < program.taskset_count; ++i) {
    if (program.tasksets[i].parent != NEST_NONE || weights[i] == 0) continue;
    const std::uint64_t least = rows_of(data, i);
    const std::uint64_t most = most_of(program, data, i);
    held = held ? Held{std::min(held->least, least), std::max(held->most, most)} : Held{least, most};
  }
  const std::uint64_t by_user = rows_of(data, NEST_NONE);
  return {by_user + held.value_or(Held{}).least, by_user + held.value_or(Held{}).most};
}

std::string_view what_becomes(std::uint32_t exhausted) {
  switch (exhausted) {
    case NEST_EXHAUSTED_WAIT:
      return "those that find none will wait";
    case NEST_EXHAUSTED_STOP_USER:
      return "those that find none will end";
    case NEST_EXHAUSTED_STOP_RUN:
      return "the first that finds none will end the run";
    default:
      return "those that find none will fail";
  }
}

std::string counts(const nest_data& data, std::uint64_t rows, UserCount users) {
  return fmt::format("`{}` has {} ({}), and there {} {}{}", view(data.name), counted_text(rows, "row"),
                     view(data.path), users.most == 1 ? "is" : "are", users.may_be_fewer ? "up to " : "",
                     counted_text(users.most, "user"));
}

void check(const nest_program& program, const nest_data& data, std::uint64_t rows, UserCount users,
           std::span<const std::uint32_t> weights, ClaimFindings& findings) {
  const Held held = held_of(program, data, weights);
  const bool too_few = rows < users.most * held.least;
  if (too_few && !users.may_be_fewer && data.exhausted == NEST_EXHAUSTED_FAIL) {
    const std::string each = held.least == 1 ? "one each" : fmt::format("{} each", held.least);
    findings.fault = fmt::format(
        "{} that claim {} at a time: add rows, run at most {}, or declare it `unique when exhausted wait` "
        "({})",
        counts(data, rows, users), each, counted_text(rows / held.least, "user"),
        site_text(program, data.site));
  } else if (rows < users.most * std::max<std::uint64_t>(held.most, 1)) {
    findings.remarks.push_back(
        fmt::format("{}: {}", counts(data, rows, users), what_becomes(data.exhausted)));
  }
}

}  // namespace

ClaimFindings check_claims(const nest_program& program, const DataTables& data, UserCount users,
                           std::span<const std::uint32_t> weights) {
  ClaimFindings findings;
  for (std::uint32_t i = 0; i < program.data_count && !findings.fault; ++i) {
    if (program.data[i].policy == NEST_DATA_UNIQUE)
      check(program, program.data[i], data.table(i).rows(), users, weights, findings);
  }
  return findings;
}

}  // namespace nest
