#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/http/connector.h"
#include "runtime/time/clock.h"

namespace nest::http {

/// Which names libcurl has in its cache, or is looking up for one attempt while the others that want it wait.
/// Without this, thousands of users that start at once would start thousands of resolver threads. Plain
/// bookkeeping: calls nobody.
class NameLookups {
 public:
  using Attempt = Connector::Attempt;

  enum class Turn : std::uint8_t { LookUp, UseCached, Wait };
  /// What an attempt for the name is to do. LookUp: exactly one of resolved(), failed() and withdrawn()
  /// follows.
  [[nodiscard]] Turn ask(const std::string& name, Attempt& attempt, Instant now);
  /// The name's addresses are in libcurl's cache: those who waited, and can go on. Empty unless `attempt`
  /// looked it up.
  [[nodiscard]] std::vector<Attempt*> resolved(const std::string& name, const Attempt& attempt, Instant now);
  /// Those who waited, and share the failure: each looking it up again would end no other way, only later.
  [[nodiscard]] std::vector<Attempt*> failed(const std::string& name, const Attempt& attempt);
  /// The attempt is given up. If it looked the name up, the one that does so in its place, or null when
  /// nobody waits.
  [[nodiscard]] Attempt* withdrawn(const std::string& name, Attempt& attempt);

 private:
  static constexpr Nanoseconds kLifetime = 300 * kSecond;

  struct Name {
    Instant fresh_until = 0;
    const Attempt* resolving = nullptr;
    std::vector<Attempt*> waiting;
  };
  std::unordered_map<std::string, Name> names_;
};

}  // namespace nest::http
