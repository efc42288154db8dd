#include "tests/support/source_folder.h"

namespace nest::testing {

std::filesystem::path source_folder() { return NEST_SOURCE_DIR; }

}  // namespace nest::testing
