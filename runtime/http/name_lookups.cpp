#include "runtime/http/name_lookups.h"

#include <utility>

namespace nest::http {

NameLookups::Turn NameLookups::ask(const std::string& name, Attempt& attempt, Instant now) {
  Name& known = names_[name];
  if (known.resolving != nullptr) {
    known.waiting.push_back(&attempt);
    return Turn::Wait;
  }
  if (now < known.fresh_until) return Turn::UseCached;
  known.resolving = &attempt;
  return Turn::LookUp;
}

std::vector<NameLookups::Attempt*> NameLookups::resolved(const std::string& name, const Attempt& attempt,
                                                         Instant now) {
  const auto found = names_.find(name);
  if (found == names_.end() || found->second.resolving != &attempt) return {};
  found->second.resolving = nullptr;
  found->second.fresh_until = now + kLifetime;
  return std::exchange(found->second.waiting, {});
}

std::vector<NameLookups::Attempt*> NameLookups::failed(const std::string& name, const Attempt& attempt) {
  const auto found = names_.find(name);
  if (found == names_.end() || found->second.resolving != &attempt) return {};
  std::vector<Attempt*> waiting = std::move(found->second.waiting);
  names_.erase(found);
  return waiting;
}

NameLookups::Attempt* NameLookups::withdrawn(const std::string& name, Attempt& attempt) {
  const auto found = names_.find(name);
  if (found == names_.end()) return nullptr;
  Name& known = found->second;
  std::erase(known.waiting, &attempt);
  if (known.resolving != &attempt) return nullptr;
  if (known.waiting.empty()) {
    names_.erase(found);
    return nullptr;
  }
  Attempt* const next = known.waiting.front();
  known.waiting.erase(known.waiting.begin());
  known.resolving = next;
  return next;
}

}  // namespace nest::http
