// Plays files, and the files of folders, through a fuzz target where there is no libFuzzer. Fails when there
// were none.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

void play(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t played = 0;
  for (int i = 1; i < argc; ++i) {
    const fs::path given = argv[i];
    if (fs::is_regular_file(given)) play(given), ++played;
    if (!fs::is_directory(given)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(given)) {
      if (entry.is_regular_file()) play(entry.path()), ++played;
    }
  }
  std::printf("%zu inputs played\n", played);
  return played == 0 ? 1 : 0;
}
