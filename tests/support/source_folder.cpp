#include "tests/support/source_folder.h"

namespace nest::test_support {

std::filesystem::path source_folder() { return NEST_SOURCE_DIR; }

}  // namespace nest::test_support
