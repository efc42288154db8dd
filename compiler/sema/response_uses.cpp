#include "compiler/sema/response_uses.h"

namespace nest::sema {
namespace {

ResponseNeeds both(const ResponseNeeds& a, const ResponseNeeds& b) {
  return {a.body || b.body, a.headers || b.headers, a.url || b.url};
}

}  // namespace

void ResponseUses::add_request(hir::RequestId request, hir::LocalId result) {
  results_.push_back({request, result});
}

void ResponseUses::join(hir::LocalId a, hir::LocalId b) {
  const std::size_t into = root(hir::index(a));
  const std::size_t from = root(hir::index(b));
  if (into == from) return;
  groups_[from].parent = into;
  groups_[into].needs = both(groups_[into].needs, groups_[from].needs);
}

void ResponseUses::add_use(hir::LocalId local, hir::ResponseField field) {
  if (field == hir::ResponseField::Body || field == hir::ResponseField::Json) group(local).needs.body = true;
  if (field == hir::ResponseField::Url) group(local).needs.url = true;
}

void ResponseUses::add_header_use(hir::LocalId local) { group(local).needs.headers = true; }

void ResponseUses::add_needs(hir::LocalId local, const ResponseNeeds& needs) {
  group(local).needs = both(group(local).needs, needs);
}

std::vector<hir::RequestId> ResponseUses::sources(hir::LocalId local) {
  std::vector<hir::RequestId> found;
  for (const Result& result : results_) {
    if (joined(result.local, local)) found.push_back(result.request);
  }
  return found;
}

void ResponseUses::complete(std::vector<hir::Request>& requests) {
  for (const Result& result : results_) {
    const ResponseNeeds& uses = group(result.local).needs;
    hir::Request& request = requests[hir::index(result.request)];
    request.wants_body |= uses.body;
    request.wants_headers |= uses.headers;
    request.wants_url |= uses.url;
  }
}

std::size_t ResponseUses::root(std::size_t local) {
  while (groups_.size() <= local) groups_.push_back({groups_.size()});
  while (groups_[local].parent != local) local = groups_[local].parent;
  return local;
}

ResponseUses::Group& ResponseUses::group(hir::LocalId local) { return groups_[root(hir::index(local))]; }

}  // namespace nest::sema
