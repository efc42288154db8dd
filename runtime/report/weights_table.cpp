#include "runtime/report/weights_table.h"

#include <string_view>

#include "runtime/report/format.h"
#include "runtime/report/table.h"

namespace nest {

namespace {

std::string first_line(std::string_view text) { return one_line(text.substr(0, text.find('\n'))); }

}  // namespace

std::string weights_table(const nest_program& program, const std::vector<std::uint32_t>& weights,
                          std::size_t width) {
  std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < program.taskset_count; ++i) {
    if (program.tasksets[i].parent == NEST_NONE) sum += weights[i];
  }
  Table table({"Taskset", "Full name", "Weight", "Share of visits", ""}, "llrrl");
  for (std::uint64_t i = 0; i < program.taskset_count; ++i) {
    const nest_taskset& taskset = program.tasksets[i];
    if (taskset.parent != NEST_NONE) continue;
    table.add({one_line(view(taskset.name)), one_line(view(taskset.full_name)), std::to_string(weights[i]),
               share_text(weights[i], sum), first_line(view(taskset.doc))});
  }
  return table.text(width, 1);
}

}  // namespace nest
