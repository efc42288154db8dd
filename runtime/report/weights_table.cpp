#include "runtime/report/weights_table.h"

#include <string_view>
#include <utility>

#include "runtime/report/format.h"
#include "runtime/report/table.h"

namespace nest {

namespace {

std::string first_line(std::string_view text) { return one_line(text.substr(0, text.find('\n'))); }

}  // namespace

std::string weights_table(const nest_program& program, const std::vector<std::uint32_t>& weights,
                          std::size_t width, const std::vector<std::string>& from) {
  std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < program.taskset_count; ++i) {
    if (program.tasksets[i].parent == NEST_NONE) sum += weights[i];
  }
  std::vector<std::string> heads = {"Taskset", "Weight", "Share of visits"};
  if (!from.empty()) heads.emplace_back("From");
  heads.emplace_back();
  Table table(std::move(heads), "lrrl");
  for (std::uint64_t i = 0; i < program.taskset_count; ++i) {
    const nest_taskset& taskset = program.tasksets[i];
    const bool top = taskset.parent == NEST_NONE;
    if (!top && (from.empty() || from[i].empty())) continue;
    std::vector<std::string> cells = {one_line(view(taskset.full_name)), std::to_string(weights[i]),
                                      top ? share_text(weights[i], sum) : "nested"};
    if (!from.empty()) cells.push_back(one_line(from[i]));
    cells.push_back(first_line(view(taskset.doc)));
    table.add(std::move(cells));
  }
  // What a taskset is called says more than what is written above it: that is cut first.
  return table.text(width, from.empty() ? 3 : 4, 0);
}

}  // namespace nest
