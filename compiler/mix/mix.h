#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/mix/estimate.h"

namespace nest::mix {

/// Something that the numbers rest on and that the sources do not say.
enum class AssumptionKind : std::uint8_t {
  EvenBranch,    ///< a condition that depends on data: both ways are equally likely
  LoopOnce,      ///< a loop whose length depends on data: its body runs once
  UnknownSleep,  ///< a sleep whose length depends on data, or waiting for a queue: it takes no time
  PaceByMean,    ///< `pace`: what is left of the period is taken from the mean time of the tasks
};
struct Assumption {
  AssumptionKind kind{};
  std::string path;  ///< as the file was given or found
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string text;  ///< the source's: the condition, the loop's list, the duration, the taskset's name
};

/// What the analysis is asked about.
struct MixOptions {
  std::vector<std::uint32_t> weights = {};  ///< one a taskset, nested ones too; empty: those declared
  std::vector<std::string> tags = {};       ///< only tasks with one of them; empty: all
  std::vector<std::string> exclude_tags = {};
  std::int64_t latency = 80'000'000;  ///< of each request, in nanoseconds
};

/// A share of a taskset's picks.
struct PickShare {
  bool is_task = true;
  std::uint32_t index = 0;  ///< of the task, or of the nested taskset
  double share = 0;         ///< of the picks, as the weights say; for chains of the picks in the long run
};

enum class PickOrder : std::uint8_t { Random, Sequential, Chain };

struct TasksetMix {
  std::string name;
  std::string full_name;
  std::optional<std::uint32_t> parent;
  std::uint32_t weight = 0;
  PickOrder order{};
  /// Of the visits of all top-level tasksets; of a nested one: of the picks of the taskset around it.
  Estimate visit_share;
  /// None where there is no way out (or none on some way): the visit does not end.
  std::optional<Estimate> picks_per_visit;
  std::optional<Estimate> tasks_per_visit;     ///< with those of nested tasksets
  std::optional<Estimate> requests_per_visit;  ///< with those of nested tasksets
  std::optional<Estimate> visit_time;          ///< nanoseconds
  Estimate time_share;                         ///< of a user's time; what is nested counts for both
  Estimate task_share;                         ///< of all tasks; what is nested counts for both
  Estimate request_share;                      ///< of all requests; what is nested counts for both
  std::vector<PickShare> picks;                ///< what can be picked
};

struct TaskMix {
  std::string full_name;
  std::uint32_t taskset = 0;
  Estimate share;  ///< of all tasks
  std::optional<Estimate> per_minute;
};

struct RowMix {
  std::string name;
  Estimate share;                      ///< of all requests
  std::optional<Estimate> per_minute;  ///< requests of one user
};

/// The expected behaviour of one user, in the long run. Indexes are those of the program. Rates are none when
/// some user would take no time at all: no wait, no sleep, no latency.
struct Mix {
  std::vector<TasksetMix> tasksets;
  std::vector<TaskMix> tasks;
  std::vector<RowMix> rows;
  std::optional<Estimate> tasks_per_minute;
  std::optional<Estimate> requests_per_minute;
  std::int64_t latency = 0;
  /// Share of users that end by themselves (`stop`, a failed start), and how long they live on average; 0:
  /// none does. When all do, the rates are those of users that are alive.
  Estimate ending_share;
  std::optional<Estimate> life_time;    ///< nanoseconds; of all users, when all of them end
  std::vector<Assumption> assumptions;  ///< that these numbers rest on, by place
};

}  // namespace nest::mix
