#pragma once

#include "compiler/sema/analysis.h"

namespace nest::sema {

/// The names under which each file knows the modules that it imports. All modules have their symbols.
void declare_imports(Analysis& analysis);

}  // namespace nest::sema
