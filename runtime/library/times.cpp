// Points in time are durations since 1970, read in UTC.

#include <fmt/format.h>

#include <array>
#include <ctime>
#include <iterator>

#include "runtime/library/functions.h"

namespace nest::library {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};

struct Moment {
  std::tm fields{};
  std::int64_t seconds = 0;
  std::int64_t nanoseconds = 0;  // of the second
};

Moment moment_of(std::int64_t time) {
  Moment moment;
  const bool before = time % kSecond < 0;  // the epoch, within a second
  moment.seconds = time / kSecond - (before ? 1 : 0);
  moment.nanoseconds = time % kSecond + (before ? kSecond : 0);
  const std::time_t seconds = moment.seconds;
  gmtime_r(&seconds, &moment.fields);
  return moment;
}

using Out = std::back_insert_iterator<fmt::memory_buffer>;

/// The letters of strftime that are the same everywhere, and `L` and `f` for thousandths and millionths of a
/// second. False: there is no such letter.
bool write_field(char letter, const Moment& moment, Out out) {
  const std::tm& tm = moment.fields;
  const auto day = static_cast<std::size_t>(tm.tm_wday);
  const auto month = static_cast<std::size_t>(tm.tm_mon);
  switch (letter) {
    case 'Y':
      fmt::format_to(out, "{}", tm.tm_year + 1900);
      return true;
    case 'y':
      fmt::format_to(out, "{:02}", tm.tm_year % 100);
      return true;
    case 'm':
      fmt::format_to(out, "{:02}", tm.tm_mon + 1);
      return true;
    case 'd':
      fmt::format_to(out, "{:02}", tm.tm_mday);
      return true;
    case 'j':
      fmt::format_to(out, "{:03}", tm.tm_yday + 1);
      return true;
    case 'H':
      fmt::format_to(out, "{:02}", tm.tm_hour);
      return true;
    case 'I':
      fmt::format_to(out, "{:02}", (tm.tm_hour + 11) % 12 + 1);
      return true;
    case 'p':
      fmt::format_to(out, "{}", tm.tm_hour < 12 ? "AM" : "PM");
      return true;
    case 'M':
      fmt::format_to(out, "{:02}", tm.tm_min);
      return true;
    case 'S':
      fmt::format_to(out, "{:02}", tm.tm_sec);
      return true;
    case 'L':
      fmt::format_to(out, "{:03}", moment.nanoseconds / 1'000'000);
      return true;
    case 'f':
      fmt::format_to(out, "{:06}", moment.nanoseconds / 1000);
      return true;
    case 'F':
      fmt::format_to(out, "{}-{:02}-{:02}", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
      return true;
    case 'T':
      fmt::format_to(out, "{:02}:{:02}:{:02}", tm.tm_hour, tm.tm_min, tm.tm_sec);
      return true;
    case 's':
      fmt::format_to(out, "{}", moment.seconds);
      return true;
    case 'a':
      fmt::format_to(out, "{}", kDays.at(day).substr(0, 3));
      return true;
    case 'A':
      fmt::format_to(out, "{}", kDays.at(day));
      return true;
    case 'b':
      fmt::format_to(out, "{}", kMonths.at(month).substr(0, 3));
      return true;
    case 'B':
      fmt::format_to(out, "{}", kMonths.at(month));
      return true;
    case '%':
      fmt::format_to(out, "%");
      return true;
    default:
      return false;
  }
}

}  // namespace

nest_status now(Call& call) { return call.give_duration(call.around.wall_clock()); }

nest_status format_time(Call& call) {
  const Moment moment = moment_of(call.integer(0));
  const std::string_view format = call.text(1);
  fmt::memory_buffer text;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') {
      text.push_back(format[i]);
    } else if (++i == format.size()) {
      return call.fail("the format ends with a single `%`; `%%` writes one");
    } else if (!write_field(format[i], moment, std::back_inserter(text))) {
      return call.fail(
          fmt::format("`%{}` is no part of a time: {}", format[i],
                      "there are %Y %m %d %H %M %S %F %T %L %f %s %y %j %a %A %b %B %I %p and %%"));
    }
  }
  return call.give_copy({text.data(), text.size()});
}

}  // namespace nest::library
