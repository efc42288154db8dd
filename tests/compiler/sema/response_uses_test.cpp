#include "compiler/sema/response_uses.h"

#include <gtest/gtest.h>

namespace nest::sema {
namespace {

hir::LocalId local(std::uint32_t id) { return static_cast<hir::LocalId>(id); }
hir::RequestId request(std::uint32_t id) { return static_cast<hir::RequestId>(id); }

TEST(ResponseUses, tells_bodies_headers_and_urls_apart) {
  ResponseUses uses;
  for (std::uint32_t i = 0; i < 4; ++i) uses.add_request(request(i), local(i));
  uses.add_use(local(0), hir::ResponseField::Json);
  uses.add_header_use(local(1));
  uses.add_use(local(2), hir::ResponseField::Url);
  uses.add_use(local(3), hir::ResponseField::Status);
  std::vector<hir::Request> requests(4);
  uses.complete(requests);
  EXPECT_TRUE(requests[0].wants_body && !requests[0].wants_headers && !requests[0].wants_url);
  EXPECT_TRUE(!requests[1].wants_body && requests[1].wants_headers && !requests[1].wants_url);
  EXPECT_TRUE(!requests[2].wants_body && !requests[2].wants_headers && requests[2].wants_url);
  EXPECT_TRUE(!requests[3].wants_body && !requests[3].wants_headers && !requests[3].wants_url);
}

TEST(ResponseUses, follows_assignments_whichever_comes_first) {
  ResponseUses uses;
  uses.add_request(request(0), local(0));
  uses.add_request(request(1), local(5));
  uses.add_use(local(2), hir::ResponseField::Body);
  uses.join(local(0), local(1));
  uses.join(local(1), local(2));
  uses.join(local(2), local(0));  // round again
  uses.add_header_use(local(0));
  std::vector<hir::Request> requests(2);
  uses.complete(requests);
  EXPECT_TRUE(requests[0].wants_body);
  EXPECT_TRUE(requests[0].wants_headers);
  EXPECT_FALSE(requests[1].wants_body);
}

}  // namespace
}  // namespace nest::sema
