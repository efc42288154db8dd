#include "runtime/results/hdr_log.h"

#include <fmt/format.h>

#include "runtime/results/hdr_encoding.h"

namespace nest {

std::string hdr_log_head(double started_at) {
  return fmt::format(
      "#[Histogram log format version 1.3]\n#[StartTime: {:.3f} (seconds since epoch)]\n"
      "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n",
      started_at);
}

std::string hdr_log_line(std::string_view tag, Nanoseconds begin, Nanoseconds length,
                         const Histogram& histogram) {
  return fmt::format("{}{}{}{:.3f},{:.3f},{:.3f},{}\n", tag.empty() ? "" : "Tag=", tag,
                     tag.empty() ? "" : ",", static_cast<double>(begin) / 1e9,
                     static_cast<double>(length) / 1e9, static_cast<double>(histogram.max()) / 1e6,
                     hdr_base64(histogram));
}

std::string hdr_tag(std::string_view text) {
  std::string tag;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte == 0x7F || c == ',' || c == '"' || c == '%') {
      tag += fmt::format("%{:02X}", byte);
    } else {
      tag += c;
    }
  }
  return tag;
}

}  // namespace nest
