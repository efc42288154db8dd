#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "compiler/mix/mix.h"

namespace nest::mix {

/// What Little's law is asked about.
struct LoadQuestion {
  std::optional<std::uint64_t> users;  ///< how many requests a second do they make?
  std::optional<double> rate;          ///< how many users make so many requests a second?
  std::optional<double> arrivals;      ///< what do so many visits a second make, and whom do they keep busy?
};

/// The requests a second that so many users make together; none when the rate of one is not known.
[[nodiscard]] std::optional<Estimate> requests_per_second(const Mix& mix, std::uint64_t users);
/// The users that make so many requests a second together (Little, "A proof for the queuing formula L = λW",
/// Operations Research 9, 1961: users = rate · time from a request to the user's next); none when a user
/// makes no requests, or its rate is not known.
[[nodiscard]] std::optional<Estimate> users_for(const Mix& mix, double requests_per_second);

/// What begins when so many users a second come for one visit each: requests a second, and by Little's law
/// how many are there at a time. None when some visit does not end.
struct ArrivalLoad {
  Estimate requests_per_second;
  Estimate busy_users;
};
[[nodiscard]] std::optional<ArrivalLoad> load_of_arrivals(const Mix& mix, double arrivals_per_second);

/// Everything, for people: tasksets, requests, tasks, the answer to the question, and what it rests on. A `~`
/// stands before each number that rests on an assumption.
[[nodiscard]] std::string mix_text(const Mix& mix, const LoadQuestion& question);

/// The answer to the question alone, a line each.
[[nodiscard]] std::string load_text(const Mix& mix, const LoadQuestion& question);
/// What has to be said of the numbers: users that end, rates without limit, and what they rest on.
[[nodiscard]] std::string notes_text(const Mix& mix);

/// The tasksets alone: weight, share of visits, of tasks, of requests, and of a user's time. `all`: nested
/// ones too.
[[nodiscard]] std::string tasksets_text(const Mix& mix, bool all);

/// The same for programs: one JSON object (docs/mix.md lists its members).
[[nodiscard]] std::string mix_json(const Mix& mix, const LoadQuestion& question);

}  // namespace nest::mix
