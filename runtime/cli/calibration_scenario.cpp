#include "runtime/cli/calibration_scenario.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

#include "runtime/calibrate/delay_server.h"

namespace nest {
namespace {

// The first request of a user connects, which is no business of the server's truth: it is another row.
constexpr std::string_view kScenario = R"(param apart: duration = 50ms

/// Asks a server whose delays are known, again and again.
taskset Calibration {{
    wait pace apart
    on_start {{ GET "/first" }}
    task ask {{ GET "{measured}" }}
}}

/// Asks once, when it is due.
taskset Arrival {{
    weight 0
    task ask {{
        GET "{open}"
        interrupt
    }}
}}
)";

/// A folder of our own, gone at the end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::error_code error;
    std::string name = (std::filesystem::temp_directory_path(error) / "nest-calibrate-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace

std::expected<Scenarios, std::string> calibration_scenario() {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "calibration.nest";
  std::ofstream stream(file);
  stream << fmt::format(kScenario, fmt::arg("measured", calibrate::DelayServer::kMeasuredPath),
                        fmt::arg("open", calibrate::DelayServer::kOpenPath));
  stream.close();
  if (folder.path().empty() || !stream) {
    return std::unexpected(fmt::format(
        "a temporary file cannot be written ({}); TMPDIR says where such files go", std::strerror(errno)));
  }
  TargetOptions target;
  target.paths = {file.string()};
  auto compiled = compile_scenarios(target, config::Settings());
  if (!compiled) return std::unexpected("the scenario of the calibration does not compile");
  return std::move(*compiled);
}

}  // namespace nest
