#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace nest {

/// What a run was, besides what it measured: for whoever wants to know, or to run it again. Texts go into the
/// results masked (runtime/secrets).
struct RunFacts {
  struct Source {
    std::string path;  ///< as it was named
    std::string text;  ///< as it was compiled
  };
  /// A file that a `data` comes from: what it was is noted, its content is not kept.
  struct DataFile {
    std::string data;  ///< full name
    std::string path;
    std::uint64_t rows = 0;
    std::uint64_t bytes = 0;
    std::string sha256;
  };
  struct Weight {
    std::string taskset;  ///< full name
    std::uint32_t declared = 0;
    std::uint32_t used = 0;
  };
  /// A setting or parameter: its value as one would write it, and where it comes from.
  struct Setting {
    std::string name;
    std::string value;
    std::string origin;
  };

  std::string name;  ///< part of the folder's name
  std::vector<std::string> command;
  std::uint64_t seed = 0;
  std::string host;
  std::vector<Source> sources;
  std::vector<DataFile> data;
  std::vector<Weight> weights;
  std::vector<Setting> settings;
  std::vector<Setting> params;
  std::vector<std::pair<std::string, std::string>> versions;  ///< of nest and its libraries
  std::vector<std::string> left_out;                          ///< files with errors
};

/// The machine and its system: kernel, processor, cores.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> system_facts();

}  // namespace nest
