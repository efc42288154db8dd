#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "runtime/time/clock.h"

namespace nest {

/// How nest knows that a service can be used.
enum class ReadyBy : std::uint8_t {
  Start,  ///< nothing to wait for: it has been started
  Http,   ///< a GET of `ReadyWhen::text`, a path, is answered by a status of 2xx or 3xx
  Tcp,    ///< its port accepts a connection
  Line,   ///< a line of its output holds `ReadyWhen::text`
};

struct ReadyWhen {
  ReadyBy by = ReadyBy::Start;
  std::string text;  ///< a path that begins with "/", or a part of one line; placeholders are put in
};

/// What happens to the run when the service ends while it lasts.
enum class OnFailure : std::uint8_t {
  StopRun,  ///< the run ends as by one Ctrl-C, and counts as failed
  GoOn,     ///< it is reported
  Restart,  ///< it is started again on the same port, a limited number of times; then as StopRun
};

/// Something that a run depends on: a process that nest starts before the users and stops after them. Plain
/// data, the same for services declared in .nest and in nest.toml.
///
/// In `command`, `folder`, the values of `environment` and `ready.text` stand placeholders: `{port}` and
/// `{url}`, the service's own, and `{NAME.port}` and `{NAME.url}` of services that are started before it,
/// because they are in `after` or in the `after` of those. `{{` and `}}` are braces. Whoever puts texts of
/// other origin in escapes their braces (escape_braces() of service_template.h).
struct ServiceSpec {
  std::string name;     ///< letters, digits and `_`; no two of a run may differ in case only
  std::string command;  ///< for `/bin/sh -c`
  std::string folder;   ///< where it is run; relative ones go from nest's own folder; empty: nest's own
  std::vector<std::pair<std::string, std::string>> environment;  ///< added to nest's own
  ReadyWhen ready;
  Nanoseconds within = 30 * kSecond;  ///< how long it may take until it is ready; > 0
  std::vector<std::string> after;     ///< names of services that have to be ready first
  OnFailure on_failure = OnFailure::StopRun;
  Nanoseconds grace = 5 * kSecond;  ///< from SIGTERM to SIGKILL when it is stopped; >= 0
  std::string declared_at;          ///< "shop/shop.nest:3:1" or "nest.toml:12", for messages
};

/// Where a service that was started is to be found.
struct ServiceAddress {
  std::string name;
  std::uint16_t port = 0;
  std::string url;  ///< "http://127.0.0.1:41234"
};

}  // namespace nest
