#include "runtime/cli/try_target.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "runtime/report/format.h"

namespace nest {

namespace {

struct Candidate {
  SingleVisit visit;
  std::string_view full_name;
};

bool ends_at_name(std::string_view full_name, std::string_view what) {
  if (!full_name.ends_with(what)) return false;
  if (full_name.size() == what.size()) return true;
  const char before = full_name[full_name.size() - what.size() - 1];
  return before == '.' || before == '/';
}

// A full name beats names that merely end in it.
std::vector<Candidate> matching(const std::vector<Candidate>& all, std::string_view what) {
  std::vector<Candidate> found;
  for (const Candidate& candidate : all) {
    if (candidate.full_name == what) return {candidate};
    if (ends_at_name(candidate.full_name, what)) found.push_back(candidate);
  }
  return found;
}

std::string names_of(const std::vector<Candidate>& candidates) {
  std::string text;
  for (const Candidate& candidate : candidates) text += fmt::format("\n  {}", one_line(candidate.full_name));
  return text;
}

std::vector<Candidate> everything(const nest_program& program) {
  std::vector<Candidate> all;
  all.reserve(program.taskset_count + program.task_count);
  for (std::uint32_t i = 0; i < program.taskset_count; ++i) {
    all.push_back({{i, NEST_NONE}, view(program.tasksets[i].full_name)});
  }
  for (std::uint32_t i = 0; i < program.task_count; ++i) {
    all.push_back({{program.tasks[i].taskset, i}, view(program.tasks[i].full_name)});
  }
  return all;
}

}  // namespace

std::expected<SingleVisit, std::string> find_try_target(const nest_program& program, std::string_view what) {
  const std::vector<Candidate> all = everything(program);
  if (what.empty()) {
    std::vector<Candidate> top;
    for (const Candidate& candidate : all) {
      const bool is_taskset = candidate.visit.task == NEST_NONE;
      if (is_taskset && program.tasksets[candidate.visit.taskset].parent == NEST_NONE)
        top.push_back(candidate);
    }
    if (top.size() == 1) return top.front().visit;
    return std::unexpected("say which taskset to try:" + names_of(top));
  }
  const std::vector<Candidate> found = matching(all, what);
  if (found.size() == 1) return found.front().visit;
  if (found.empty()) {
    return std::unexpected(
        fmt::format("there is no taskset or task {}; there are:{}", one_line(what), names_of(all)));
  }
  return std::unexpected(
      fmt::format("{} may be any of these; write more of the name:{}", one_line(what), names_of(found)));
}

}  // namespace nest
