#pragma once

#include <vector>

#include "compiler/hir/program.h"

namespace nest::sema {

/// What is read of a response.
struct ResponseNeeds {
  bool body = false;
  bool headers = false;
  bool url = false;
};

/// What the responses of one function are for. A request keeps only what may be asked of its response: all
/// uses of any variable that the response may get into count, wherever they stand. (Steensgaard's
/// unification, for one function: variables that are assigned to each other form a group.)
class ResponseUses {
 public:
  /// The request's response is put into `result`.
  void add_request(hir::RequestId request, hir::LocalId result);
  /// A response may get from one variable into the other.
  void join(hir::LocalId a, hir::LocalId b);
  /// A field or a header of the response in `local` is read.
  void add_use(hir::LocalId local, hir::ResponseField field);
  void add_header_use(hir::LocalId local);

  /// All that a function does with a response that it is given.
  void add_needs(hir::LocalId local, const ResponseNeeds& needs);

  [[nodiscard]] ResponseNeeds needs(hir::LocalId local) { return group(local).needs; }
  /// The requests whose responses may get into `local`.
  [[nodiscard]] std::vector<hir::RequestId> sources(hir::LocalId local);
  [[nodiscard]] bool joined(hir::LocalId a, hir::LocalId b) {
    return root(hir::index(a)) == root(hir::index(b));
  }

  /// Adds to wants_body, wants_headers and wants_url of the requests added here. A response that goes from
  /// one function to another is added in each.
  void complete(std::vector<hir::Request>& requests);

 private:
  struct Group {
    std::size_t parent;
    ResponseNeeds needs = {};
  };
  struct Result {
    hir::RequestId request;
    hir::LocalId local;
  };
  std::size_t root(std::size_t local);
  Group& group(hir::LocalId local);

  std::vector<Group> groups_;  // by local
  std::vector<Result> results_;
};

}  // namespace nest::sema
