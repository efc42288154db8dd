#include "tests/oracle/generator.h"

#include "tests/oracle/source_generator.h"

namespace nest::oracle {

std::string generate_source(std::uint64_t seed) { return SourceGenerator(seed).source(); }

}  // namespace nest::oracle
