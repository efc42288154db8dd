#include "runtime/secrets/find_secrets.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "runtime/secrets/literals.h"
#include "runtime/secrets/masking.h"

namespace nest {
namespace {

// What was remembered stays so for the process: each test has values of its own.
bool is_hidden(const std::string& value) { return mask_text("x " + value + " y") == "x *** y"; }

std::vector<std::string> texts_of(std::string_view text, bool is_toml = false) {
  std::vector<std::string> texts;
  for (const Literal& literal : literals_of(text, is_toml)) texts.emplace_back(literal.text);
  return texts;
}

using Texts = std::vector<std::string>;

TEST(Literals, are_found_with_all_quotes_and_outside_comments) {
  EXPECT_EQ(texts_of(R"(let a = "b\"c" // "no"
/* "no" */ let d = 'e"f' let g = """h
"i""" )"),
            (Texts{R"(b\"c)", R"(e"f)", "h\n\"i"}));
  EXPECT_EQ(texts_of("a = \"b{c\" # it's none\nd = '''e\n'f''' ", true), (Texts{"b{c", "e\n'f"}));
}

TEST(Literals, inside_holes_are_their_own) {
  EXPECT_EQ(texts_of(R"("a {env("B", "c")} d" "e")"), (Texts{R"(a {env("B", "c")} d)", "B", "c", "e"}));
}

TEST(Literals, that_are_not_closed_end_with_the_line) {
  EXPECT_EQ(texts_of("let a = \"b {c\nlet d = 'e'"), (Texts{"b {c", "e"}));
  EXPECT_EQ(texts_of("\"a\\"), (Texts{"a\\"}));
  EXPECT_GE(texts_of(std::string(100'000, '{') + std::string(100'000, '"')).size(), 1U);
  EXPECT_GE(texts_of("\"" + std::string(100'000, '{')).size(), 1U);
}

TEST(FindSecrets, goes_by_the_name_of_a_value) {
  remember_named("shop.api_token", "named-secret-1");
  remember_named("stock", "named-plain-1");
  remember_named("Cookie", "sid=named-secret-2; theme=d");
  remember_named("AUTHORIZATION", "Bearer named-secret-3");
  for (const char* secret : {"named-secret-1", "named-secret-2", "named-secret-3"})
    EXPECT_TRUE(is_hidden(secret));
  EXPECT_FALSE(is_hidden("named-plain-1"));
}

TEST(FindSecrets, takes_short_values_for_secrets_only_as_words) {
  remember_named("password", "dem0");
  EXPECT_EQ(mask_text("dem0 nest-dem0-shop dem0x \"dem0\" /dem0/"), "*** nest-dem0-shop dem0x \"***\" /***/");
}

TEST(FindSecrets, takes_words_paths_and_short_numbers_for_none) {
  for (const char* value : {"password", "true", "/run/secrets", "$TOKEN", "abc", "3600", "0.25", "500ms"}) {
    remember_named("token", value);
    EXPECT_FALSE(is_hidden(value)) << value;
  }
}

TEST(FindSecrets, hides_the_forms_that_a_value_takes) {
  remember_named("password", "a b/c\"d&1");
  EXPECT_EQ(mask_text("GET /x/a%20b%2Fc%22d%261"), "GET /x/***");
  EXPECT_EQ(mask_text(R"({"sent": "a b/c\"d&1"})"), R"({"sent": "***"})");
}

TEST(FindSecrets, looks_into_urls) {
  remember_in_url("http://ann:url-secret-1@host/a?token=url-secret-2&b=url-plain-1#c");
  EXPECT_TRUE(is_hidden("url-secret-1"));
  EXPECT_TRUE(is_hidden("url-secret-2"));
  EXPECT_FALSE(is_hidden("url-plain-1"));
}

TEST(FindSecrets, looks_into_commands) {
  remember_in_command(
      "TOKEN=cmd-secret-1 srv --password cmd-secret-2 --api-key=cmd-secret-3 --secret 'cmd secret 4' "
      "--token --port cmd-plain-1");
  for (const char* secret : {"cmd-secret-1", "cmd-secret-2", "cmd-secret-3", "cmd secret 4"})
    EXPECT_TRUE(is_hidden(secret)) << secret;
  EXPECT_FALSE(is_hidden("cmd-plain-1"));
}

TEST(FindSecrets, looks_into_sources) {
  remember_in_source(R"(
const api_key: string = 'src-secret-1'   // "src-plain-1"
task a {
    let pw = "{env("SHOP_PASSWORD", "src-secret-2")}"
    GET "/a?password=src-secret-3&n=src-plain-2" { header "Cookie": "s=src-secret-4" auth basic("ann", "src-secret-5") }
    POST "/b" { json { name: "src-plain-3", "access_token": "src-secret-6" } }
    let c = hmac_sha256("src-secret-7", "src-plain-4")
    let d = env("NAME", "src-plain-5")
    let secret_url = "/x/{src}/src-plain-6"
})",
                     false);
  for (int i = 1; i <= 7; ++i) EXPECT_TRUE(is_hidden("src-secret-" + std::to_string(i))) << i;
  for (int i = 1; i <= 6; ++i) EXPECT_FALSE(is_hidden("src-plain-" + std::to_string(i))) << i;
}

TEST(FindSecrets, looks_into_nest_toml) {
  remember_in_source(
      "[params]\napi_token = 'toml-secret-1'\nname = \"toml-plain-1\"\n"
      "env = { DB_PASSWORD = \"toml-secret-2\", A = 'toml-plain-2' }\nsecret = \"\"\"toml-secret-3\"\"\"\n",
      true);
  for (int i = 1; i <= 3; ++i) EXPECT_TRUE(is_hidden("toml-secret-" + std::to_string(i))) << i;
  for (int i = 1; i <= 2; ++i) EXPECT_FALSE(is_hidden("toml-plain-" + std::to_string(i))) << i;
}

TEST(FindSecrets, looks_into_the_environment) {
  const std::array<const char*, 4> environment = {"SHOP_TOKEN=env-secret-1", "HOME=env-plain-1", "ODD",
                                                  nullptr};
  remember_in_environment(environment.data());
  EXPECT_TRUE(is_hidden("env-secret-1"));
  EXPECT_FALSE(is_hidden("env-plain-1"));
}

TEST(FindSecrets, survives_anything) {
  for (const char* text : {"", "\"", "'", "\"\"\"", "=", "password=", "--password", "--password '", "://",
                           "://:@", "\"{\"", "basic(\"", "env(\"PASSWORD\",", "Bearer "}) {
    remember_in_source(text, false);
    remember_in_source(text, true);
    remember_in_command(text);
    remember_in_url(text);
    remember_named(text, "x");
  }
}

}  // namespace
}  // namespace nest
