// How long a project's text takes to parse: cold (the first file of a process pays for ANTLR's tables) and
// warm.
//   parse_bench [FILE.nest] [KB]      repeats the file's text up to so many KB; prints, asserts nothing

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "compiler/diagnostics/collecting_sink.h"
#include "compiler/syntax/parse.h"

namespace {

double parse_ms(const std::string& text, std::size_t& errors) {
  nest::SourceSet sources;
  const nest::FileId file = sources.add("bench.nest", text);
  nest::CollectingSink sink;
  nest::Emitter emitter(sink);
  const auto start = std::chrono::steady_clock::now();
  const nest::ast::File tree = nest::parse(file, sources, {}, emitter);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  errors = emitter.errors();
  return took.count();
}

}  // namespace

int main(int argc, char** argv) {
  const char* const path = argc > 1 ? argv[1] : "tasksets/shop/shopper.nest";
  const std::size_t size = 1000 * (argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 150);
  std::ifstream in(path, std::ios::binary);
  const std::string sample{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (sample.empty()) {
    fmt::print(stderr, "cannot read {}\n", path);
    return 1;
  }
  std::string text;
  while (text.size() < size) text += sample;
  std::size_t errors = 0;
  const double small = parse_ms(sample, errors);
  fmt::print("{}: {} bytes, cold: {:.1f} ms, {} errors\n", path, sample.size(), small, errors);
  for (int run = 1; run <= 5; ++run) {
    const double took = parse_ms(text, errors);
    fmt::print("run {}: {} bytes in {:.1f} ms ({:.1f} MB/s)\n", run, text.size(), took,
               static_cast<double>(text.size()) / took / 1000);
  }
  return 0;
}
