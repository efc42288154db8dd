#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/config/settings.h"
#include "runtime/http/settings.h"
#include "runtime/time/clock.h"

namespace nest {

/// What `nest run` and `nest try` were told about where the requests go. Until apply() (run_settings.h) has
/// put in what nest.toml and the environment say, what the flags say.
struct TargetOptions {
  std::vector<std::string> paths = {"tasksets"};
  std::vector<std::string> only;    ///< names or globs of tasksets
  std::vector<std::string> except;  ///< likewise
  bool skip_broken = false;
  std::vector<std::string> allowed_hosts;  ///< globs for hosts that requests may go to besides the run's
  http::Settings http;
  std::string http_version;  ///< "1.1" or "2"; empty: as nest.toml says
  std::string dns;           ///< "first" or "round-robin"; empty: as nest.toml says
  std::optional<std::uint64_t> seed;
  std::vector<std::string> set;  ///< "name=value", of `param`s
  bool no_cache = false;         ///< compile even what has not changed since the last start
  bool no_services = false;      ///< use those that run already
  std::string config;            ///< --config FILE; empty: beside the first path
  config::Layer flags;           ///< those that were given
};

struct RunArguments {
  TargetOptions target;
  std::string plan;  ///< one of the files' plans; empty: users, spawn_rate and run_time count
  std::uint64_t users = 1;
  double spawn_rate = 1;
  std::optional<Nanoseconds> run_time;
  Nanoseconds stop_timeout = 0;
  std::uint32_t threads = 0;     ///< 0: one a core
  std::string engine = "epoll";  ///< or io_uring, or auto
  bool yes = false;
  std::string weights;              ///< "config" or "tasksets"; empty: as nest.toml says
  std::vector<std::string> weight;  ///< "taskset=N"; in target.flags, too
  std::vector<std::string> tags;
  std::vector<std::string> exclude_tags;
  std::string csv;
  std::string json;
  std::vector<std::string> command;  ///< the words of the command line
  std::string results = "nest-results";
  bool no_results = false;
  std::string name;  ///< of the results; made up when empty
  int exit_code_on_error = 1;
  std::string share;        ///< where the shared objects are served; empty: nowhere
  std::string share_token;  ///< or NEST_SHARE_TOKEN
  bool strict = false;      ///< an INVALID run is a failure of its own
};

struct ConfigArguments {
  RunArguments run;  ///< what is asked about
  bool json = false;
};

struct ListArguments {
  TargetOptions target;
  bool json = false;
};

struct ShowArguments {
  std::string folder;
  bool json = false;
};

struct DoctorArguments {
  RunArguments run;  ///< what is asked about
  bool json = false;
  std::string root = "/";  ///< where /proc and /sys are
};

struct CalibrateArguments {
  std::uint64_t users = 50;
  double rate = 1000;  ///< requests a second of all users together
  Nanoseconds time = 5 * kSecond;
  Nanoseconds stall = 1500 * kMillisecond;
  std::uint32_t threads = 1;
  std::string engine = "epoll";  ///< or io_uring, or auto
  std::string out;               ///< a file for the result as JSON; empty: none
  bool json = false;
};

struct TryArguments {
  TargetOptions target;
  std::string what;  ///< TASKSET or TASKSET.TASK; empty when there is only one taskset
  std::size_t body_limit = 2000;
};

}  // namespace nest
