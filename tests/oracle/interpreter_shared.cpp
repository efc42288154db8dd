// What users share, for one user alone: nothing ever comes into a queue while it waits.

#include <fmt/format.h>

#include <limits>

#include "runtime/values/number_text.h"
#include "runtime/values/text.h"
#include "tests/oracle/interpreter.h"

namespace nest::oracle {

using hir::SharedMethod;

Interpreter::Value Interpreter::node(const hir::SharedCall& call, const hir::Expression& whole) {
  std::vector<Value> arguments;
  for (const hir::ExpressionPtr& argument : call.arguments) arguments.push_back(value(*argument));
  const std::string& name = program_->shared[hir::index(call.object)].name;
  std::int64_t& counter = counters_[call.object];
  std::deque<Value>& queue = queues_[call.object];
  std::map<std::string, Value>& map = maps_[call.object];
  const auto missing = [&](std::string message) -> Failure {
    return {NEST_MISSING, std::move(message), whole.span};
  };
  const auto add = [&](std::int64_t amount) {
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
    if (amount > 0 ? counter > kMost - amount : counter < kLeast - amount) {
      throw Failure{NEST_FAILED,
                    fmt::format("counter `{}` stands at {}: {} more does not fit the 64 bits of an int", name,
                                counter, amount),
                    whole.span};
    }
    return counter += amount;
  };
  switch (call.method) {
    case SharedMethod::Next:
      return add(1);
    case SharedMethod::Add:
      return add(std::get<std::int64_t>(arguments[0]));
    case SharedMethod::Value:
      return counter;
    case SharedMethod::Put:
      queue.push_back(arguments[0]);
      return {};
    case SharedMethod::Take:
    case SharedMethod::TryTake: {
      if (queue.empty() && call.method == SharedMethod::TryTake)
        throw missing(fmt::format("queue `{}` is empty", name));
      if (queue.empty()) {
        // For ever is -1 to the one that plays the compiled side, where nobody else ever puts anything
        // either.
        const auto within =
            NumberText::of_duration(arguments.empty() ? -1 : std::get<std::int64_t>(arguments[0]));
        throw missing(fmt::format("nothing came into queue `{}` within {}", name, within.view()));
      }
      Value first = queue.front();
      queue.pop_front();
      return first;
    }
    case SharedMethod::Size: {
      const bool is_map = program_->shared[hir::index(call.object)].kind == hir::SharedKind::Map;
      return static_cast<std::int64_t>(is_map ? map.size() : queue.size());
    }
    case SharedMethod::Get: {
      const std::string& key = std::get<std::string>(arguments[0]);
      const auto found = map.find(key);
      if (found == map.end()) throw missing(fmt::format("map `{}` has no \"{}\"", name, excerpt(key)));
      return found->second;
    }
    case SharedMethod::Set:
      map[std::get<std::string>(arguments[0])] = arguments[1];
      return {};
    case SharedMethod::Remove:
      return map.erase(std::get<std::string>(arguments[0])) > 0;
  }
  return {};
}

}  // namespace nest::oracle
