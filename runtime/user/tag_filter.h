#pragma once

#include <string>
#include <vector>

#include "runtime/abi/nest_program.h"

namespace nest {

/// Which tasks of a run are wanted, by their tags (a task's own and those of the tasksets around it).
struct TagFilter {
  std::vector<std::string> include;  ///< empty: every task; else only those with one of these
  std::vector<std::string> exclude;  ///< none with one of these, whatever `include` says

  [[nodiscard]] bool keeps(const nest_task& task) const;
};

}  // namespace nest
