#include "runtime/http/redirect.h"

#include <gtest/gtest.h>

#include "runtime/abi/nest_program.h"

namespace nest::http {
namespace {

TEST(Redirect, is_one_of_five) {
  for (int status = 100; status < 600; ++status) {
    const bool expected = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    EXPECT_EQ(is_redirect(status), expected) << status;
  }
}

TEST(Redirect, turns_post_into_get_as_browsers_do) {
  EXPECT_EQ(redirected_method(301, NEST_POST), NEST_GET);
  EXPECT_EQ(redirected_method(302, NEST_POST), NEST_GET);
  EXPECT_EQ(redirected_method(303, NEST_POST), NEST_GET);
  EXPECT_EQ(redirected_method(307, NEST_POST), NEST_POST);
  EXPECT_EQ(redirected_method(308, NEST_POST), NEST_POST);
}

TEST(Redirect, keeps_other_methods_but_for_see_other) {
  for (const std::uint32_t method : {NEST_GET, NEST_PUT, NEST_PATCH, NEST_DELETE, NEST_HEAD, NEST_OPTIONS}) {
    for (const int status : {301, 302, 307, 308}) EXPECT_EQ(redirected_method(status, method), method);
    EXPECT_EQ(redirected_method(303, method), method == NEST_HEAD ? method : std::uint32_t{NEST_GET});
  }
}

}  // namespace
}  // namespace nest::http
