#include "runtime/report/console.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "runtime/report/final_report.h"
#include "runtime/report/format.h"

namespace nest {

namespace {

// ECMA-48: back to the first column, erase to the end of the line.
constexpr std::string_view kRedraw = "\r\x1b[K";

constexpr Nanoseconds kShortest = kSecond / 4;

}  // namespace

std::size_t terminal_width(std::FILE* stream) {
  const int fd = fileno(stream);
  if (fd < 0 || isatty(fd) == 0) return 0;
  winsize size{};
  if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

std::string write_text(std::FILE* stream, const std::string& text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stream) == text.size();
  if (written && std::fflush(stream) == 0) return {};
  return std::strerror(errno);
}

ConsoleReport::ConsoleReport(std::FILE* live, std::FILE* report)
    : live_(live), report_(report), redraws_(terminal_width(live) > 0) {}

void ConsoleReport::show_live(const std::string& line) {
  const std::size_t width = terminal_width(live_);
  // A line that wraps cannot be redrawn.
  const std::string text =
      redraws_ && width > 1 ? fmt::format("{}{}", kRedraw, cut_middle(line, width - 1)) : line + '\n';
  // Nobody loses a measurement when the live line cannot be shown: a closed pipe here is no error.
  [[maybe_unused]] const std::string ignored = write_text(live_, text);
  line_open_ = redraws_;
}

void ConsoleReport::note(const std::string& line) const {
  // The live line, if it stands there, is drawn again within a second.
  [[maybe_unused]] const std::string ignored =
      write_text(live_, fmt::format("{}{}\n", redraws_ ? kRedraw : std::string_view(), line));
}

void ConsoleReport::second(const RunSecond& second) {
  const std::string warning = silence_.look(second);
  if (!warning.empty()) note(warning);
  // The rest of a second at the end of a run: too little for rates, and the report follows.
  if (second.length >= kShortest) show_live(live_line(second));
}

void ConsoleReport::finished(const RunSummary& summary) {
  if (line_open_) show_live("");
  const std::string report = final_report(summary, terminal_width(report_));
  const std::string failure = write_text(report_, report);
  if (!failure.empty() && error_.empty()) error_ = "the report could not be written: " + failure;
}

}  // namespace nest
