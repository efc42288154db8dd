#include "runtime/services/service_template.h"

#include <gtest/gtest.h>

#include <string>

namespace nest {
namespace {

std::optional<std::string> value(std::string_view placeholder) {
  if (placeholder == "port") return "8080";
  if (placeholder == "db.url") return "http://127.0.0.1:1";
  return std::nullopt;
}

TEST(ServiceTemplate, puts_values_in_place_of_placeholders) {
  EXPECT_EQ(fill_in("serve --port {port} --db {db.url}", value), "serve --port 8080 --db http://127.0.0.1:1");
  EXPECT_EQ(fill_in("", value), "");
  EXPECT_EQ(fill_in("{port}{port}", value), "80808080");
}

TEST(ServiceTemplate, takes_doubled_braces_as_braces) {
  EXPECT_EQ(fill_in("awk '{{print $1}}' ${{HOME}} {{{port}}}", value), "awk '{print $1}' ${HOME} {8080}");
}

TEST(ServiceTemplate, refuses_what_is_no_placeholder) {
  const auto unknown = fill_in("serve {prot}", value);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error(), "`{prot}` is no placeholder; a brace is written `{{` or `}}`");
  EXPECT_EQ(fill_in("a { b", value).error(), "`{` stands alone in `{ b`; a brace is written `{{`");
  EXPECT_EQ(fill_in("a } b", value).error(), "`}` stands alone in `} b`; a brace is written `}}`");
}

TEST(ServiceTemplate, gives_escaped_text_back) {
  const std::string text = "{port} }{ {{x}} plain";
  EXPECT_EQ(fill_in(escape_braces(text), value), text);
}

TEST(ServiceTemplate, knows_which_placeholders_are_used) {
  EXPECT_TRUE(uses_placeholder("serve {port}", "port"));
  EXPECT_FALSE(uses_placeholder("serve {{port}} {db.port}", "port"));
}

}  // namespace
}  // namespace nest
