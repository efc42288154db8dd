#include "compiler/config/names_elsewhere.h"

#include <algorithm>
#include <array>
#include <string>

namespace nest::config {
namespace {

using Keys = std::array<std::string_view, 3>;
struct Elsewhere {
  std::string_view name;  // small letters, without "-" and "_"
  Keys keys;              // the rest is empty
};

constexpr std::array<Elsewhere, 46> kElsewhere = {{
    {"vus", {"users"}},
    {"clients", {"users"}},
    {"concurrency", {"users"}},
    {"concurrent", {"users"}},
    {"connections", {"users"}},
    {"numusers", {"users"}},
    {"usercount", {"users"}},
    {"duration", {"run_time"}},
    {"time", {"run_time"}},
    {"holdfor", {"run_time"}},
    {"hatchrate", {"spawn_rate"}},
    {"rampup", {"spawn_rate"}},
    {"startuptime", {"spawn_rate"}},
    {"url", {"host"}},
    {"baseurl", {"host"}},
    {"target", {"host"}},
    {"server", {"host"}},
    {"address", {"host"}},
    {"workers", {"threads"}},
    {"processes", {"threads"}},
    {"cpus", {"threads"}},
    {"gracefulstop", {"stop_timeout"}},
    {"requesttimeout", {"timeout"}},
    {"connecttimeout", {"timeout"}},
    {"insecureskiptlsverify", {"insecure"}},
    {"skipverify", {"insecure"}},
    {"verify", {"insecure"}},
    {"nocheckcertificate", {"insecure"}},
    {"ca", {"cacert"}},
    {"cafile", {"cacert"}},
    {"cabundle", {"cacert"}},
    {"tls", {"cacert", "insecure"}},
    {"ssl", {"cacert", "insecure"}},
    {"output", {"results", "json", "csv"}},
    {"out", {"results", "json", "csv"}},
    {"report", {"results", "json", "csv"}},
    {"summaryexport", {"json"}},
    {"headless", {"yes"}},
    {"autostart", {"yes"}},
    {"noninteractive", {"yes"}},
    {"stages", {"plan"}},
    {"thresholds", {"plan"}},
    {"env", {"params"}},
    {"variables", {"params"}},
    {"scenarios", {"weights"}},
    {"dependencies", {"services"}},
}};

}  // namespace

std::span<const std::string_view> known_elsewhere(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (c != '-' && c != '_') plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  const auto* const found = std::ranges::find(kElsewhere, plain, &Elsewhere::name);
  if (found == kElsewhere.end()) return {};
  const auto count = std::ranges::find(found->keys, std::string_view()) - found->keys.begin();
  return std::span(found->keys).first(static_cast<std::size_t>(count));
}

}  // namespace nest::config
