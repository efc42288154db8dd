#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/calibrate/truth.h"
#include "runtime/metrics/histogram.h"
#include "runtime/report/report_sink.h"
#include "runtime/time/clock.h"

namespace nest::calibrate {

inline constexpr std::array kPercents = {50.0, 75.0, 90.0, 95.0, 99.0, 99.9};

/// A percentile of the service time as it was, and as nest measured it.
struct PercentileError {
  double percent = 0;
  Nanoseconds truth = 0;
  Nanoseconds measured = 0;

  [[nodiscard]] Nanoseconds error() const { return measured - truth; }
  /// 50 us and half a percent of the truth.
  [[nodiscard]] Nanoseconds allowed() const { return 50 * kMicrosecond + truth / 200; }
  [[nodiscard]] bool is_met() const { return error() <= allowed() && error() >= -allowed(); }
};
/// One for each of kPercents. Both have seen the same requests.
[[nodiscard]] std::vector<PercentileError> compare(const Truth& truth, const Histogram& measured);

/// How often a time longer than `time` was seen, to a bucket.
[[nodiscard]] std::uint64_t count_over(const Histogram& times, Nanoseconds time);

/// What a stall of the server has left in the times of paced users. Each user has one request with the server
/// when it begins, or sends one soon after: its service time shows the stall. The next one was meant to be
/// sent meanwhile, and goes out at its end: only the response time, from the intended start, shows that.
/// Those after it paced users leave out.
struct StallOutcome {
  Nanoseconds length = 0;
  std::uint64_t users = 0;
  std::uint64_t long_services = 0;   ///< requests over half the stall by their service time
  std::uint64_t long_responses = 0;  ///< and by their response time
  Nanoseconds longest_service = 0;
  Nanoseconds longest_response = 0;

  /// The response times show two requests of each user (of nearly each: one may have ended, or be about to
  /// begin, as the run does), and that the stall was as long as it was.
  [[nodiscard]] bool is_visible() const;
};
[[nodiscard]] StallOutcome judge_stall(Nanoseconds length, std::uint64_t users, const Histogram& service,
                                       const Histogram& response);

/// What a stall of the server has left in the response times of an open load, whose requests are sent when
/// they are due, stall or none. Those that are due in its first half take more than half of it, and some
/// more, because the server has to work off what has come meanwhile: it knows itself how many they were.
struct OpenStallOutcome {
  Nanoseconds length = 0;
  double rate = 0;                   ///< arrivals a second
  std::uint64_t max_users = 0;       ///< free ones enough for all that come during the stall
  std::uint64_t dropped = 0;         ///< arrivals without a free user
  std::uint64_t long_truths = 0;     ///< requests that were with the server for over half the stall
  std::uint64_t long_responses = 0;  ///< requests over half the stall by their response time
  Nanoseconds longest_response = 0;

  /// Of both at least: those that were due in the first half.
  [[nodiscard]] double expected() const;
  /// Nest's number is the server's, to a twentieth; neither is less than expected by more than that; and the
  /// stall was as long as it was.
  [[nodiscard]] bool is_visible() const;
};

/// All that a calibration has found.
struct Calibration {
  std::uint64_t users = 0;
  std::uint64_t threads = 0;
  std::string engine = "epoll";
  Nanoseconds pace = 0;
  Nanoseconds time = 0;        ///< of the first run
  std::uint64_t answered = 0;  ///< measured requests by the server's count
  std::uint64_t counted = 0;   ///< and by nest's
  std::uint64_t failures = 0;
  bool knows_arrivals = true;
  std::vector<PercentileError> errors;
  std::optional<StallOutcome> stall;  ///< of the second and third run; neither is there without a stall
  std::optional<OpenStallOutcome> open_stall;
  std::vector<WorkerHealth> workers;  ///< of the first run

  [[nodiscard]] bool counts_agree() const { return answered == counted && answered > 0 && failures == 0; }
  [[nodiscard]] bool is_exact() const;
  [[nodiscard]] bool passed() const {
    return counts_agree() && is_exact() && (!stall || stall->is_visible()) &&
           (!open_stall || open_stall->is_visible());
  }
};

/// For people.
[[nodiscard]] std::string calibration_text(const Calibration& calibration);
/// For programs (docs/calibrate.md); `facts` are names and values of the machine.
[[nodiscard]] std::string calibration_json(const Calibration& calibration,
                                           const std::vector<std::pair<std::string, std::string>>& facts);

}  // namespace nest::calibrate
