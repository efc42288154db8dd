#pragma once

#include "compiler/sema/analysis.h"

namespace nest::sema {

/// `setup { … }` and `teardown { … }`, at most one each in a project. After check_functions.
void check_once(Analysis& analysis);

}  // namespace nest::sema
