#include "runtime/share/share_calls.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "runtime/shared/local_store.h"
#include "tests/runtime/shared/fake_caller.h"

namespace nest::test {
namespace {

nest_str str(std::string_view text) { return {text.data(), text.size()}; }
constexpr nest_str kNone{};

struct ShareCallsTest : testing::Test {
  ShareAnswer post(std::string_view target, std::string_view body = {}) {
    return std::get<ShareAnswer>(calls.call("POST", target, body, caller));
  }
  ShareAnswer get(std::string_view target) {
    return std::get<ShareAnswer>(calls.call("GET", target, {}, caller));
  }

  const std::array<nest_shared, 8> objects = {{
      {NEST_SHARED_COUNTER, NEST_INT, str("ids"), str("shop/a.ids"), kNone, 0, 0},
      {NEST_SHARED_QUEUE, NEST_STRING, str("orders"), str("shop/a.orders"), kNone, 0, 0},
      {NEST_SHARED_MAP, NEST_FLOAT, str("prices"), str("shop/a.prices"), kNone, 0, 0},
      {NEST_SHARED_QUEUE, NEST_JSON, str("events"), str("shop/a.events"), kNone, 0, 0},
      {NEST_SHARED_QUEUE, NEST_DURATION, str("waits"), str("shop/a.waits"), kNone, 0, 0},
      {NEST_SHARED_QUEUE, NEST_BOOL, str("flags"), str("shop/a.flags"), kNone, 0, 0},
      {NEST_SHARED_COUNTER, NEST_INT, str("twice"), str("shop/a.twice"), kNone, 0, 0},
      {NEST_SHARED_COUNTER, NEST_INT, str("twice"), str("shop/b.twice"), kNone, 0, 0},
  }};
  LocalStore store{objects};
  ShareCalls calls{objects, store};
  FakeCaller caller;
};

TEST_F(ShareCallsTest, lists_and_describes) {
  EXPECT_EQ(post("/v1/shared/ids/next").json, R"({"value":1})");
  EXPECT_EQ(get("/v1/shared/ids").json, R"({"name":"shop/a.ids","kind":"counter","type":"int","value":1})");
  EXPECT_EQ(get("/v1/shared/shop/a.orders").json,
            R"({"name":"shop/a.orders","kind":"queue","type":"string","size":0})");
  const ShareAnswer all = get("/v1/shared");
  EXPECT_TRUE(all.json.starts_with(R"({"objects":[{"name":"shop/a.ids",)")) << all.json;
  EXPECT_NE(all.json.find("shop/b.twice"), std::string::npos);
}

TEST_F(ShareCallsTest, counts) {
  EXPECT_EQ(post("/v1/shared/ids/next", "{}").json, R"({"value":1})");
  EXPECT_EQ(post("/v1/shared/ids/add", R"({"amount":9223372036854775800})").json,
            R"({"value":9223372036854775801})");
  EXPECT_EQ(post("/v1/shared/ids/add", R"({"amount":9223372036854775800})").status, 409U);
  EXPECT_EQ(post("/v1/shared/ids/add").status, 400U);
  EXPECT_EQ(post("/v1/shared/ids/add", R"({"amount":1.5})").status, 400U);
}

TEST_F(ShareCallsTest, puts_and_takes) {
  EXPECT_EQ(post("/v1/shared/orders/put", R"({"value":"a \"b\" é"})").json, R"({"put":1})");
  EXPECT_EQ(post("/v1/shared/orders/put", R"({"values":["c","d"]})").json, R"({"put":2})");
  EXPECT_EQ(post("/v1/shared/orders/take").json, R"({"value":"a \"b\" é"})");
  EXPECT_EQ(post("/v1/shared/orders/take").json, R"({"value":"c"})");
  EXPECT_EQ(post("/v1/shared/orders/take").json, R"({"value":"d"})");
  auto waiting = calls.call("POST", "/v1/shared/orders/take", R"({"within":2.5})", caller);
  const ShareWait& wait = std::get<ShareWait>(waiting);
  EXPECT_EQ(wait.within, 2'500'000'000);
  EXPECT_EQ(post("/v1/shared/orders/put", R"({"value":"e"})").status, 200U);
  EXPECT_EQ(caller.wakeup->calls(), 1);
  EXPECT_EQ(ShareCalls::answer(*wait.object, wait.method, *wait.operation->result()).json,
            R"({"value":"e"})");
}

TEST_F(ShareCallsTest, waits_a_minute_at_most) {
  auto waiting = calls.call("POST", "/v1/shared/orders/take", R"({"within":1000000})", caller);
  EXPECT_EQ(std::get<ShareWait>(waiting).within, 60 * kSecond);
}

TEST_F(ShareCallsTest, keeps_by_key) {
  EXPECT_EQ(post("/v1/shared/prices/get", R"({"key":"tea"})").status, 404U);
  EXPECT_EQ(post("/v1/shared/prices/set", R"({"key":"tea","value":2})").status, 200U);
  EXPECT_EQ(post("/v1/shared/prices/get", R"({"key":"tea"})").json, R"({"value":2})");
  EXPECT_EQ(post("/v1/shared/prices/remove", R"({"key":"tea"})").json, R"({"removed":true})");
  EXPECT_EQ(post("/v1/shared/prices/remove", R"({"key":"tea"})").json, R"({"removed":false})");
  EXPECT_EQ(post("/v1/shared/prices/set", R"({"key":"tea"})").status, 400U);
  EXPECT_EQ(post("/v1/shared/prices/set", R"({"value":1})").status, 400U);
}

TEST_F(ShareCallsTest, carries_every_type) {
  EXPECT_EQ(post("/v1/shared/events/put", R"({"value": {"a": [1, null, "x"]}})").status, 200U);
  EXPECT_EQ(post("/v1/shared/events/take").json, R"({"value":{"a":[1,null,"x"]}})");
  EXPECT_EQ(post("/v1/shared/waits/put", R"({"value":1.5})").status, 200U);
  EXPECT_EQ(post("/v1/shared/waits/take").json, R"({"value":1.5})");
  EXPECT_EQ(post("/v1/shared/flags/put", R"({"values":[true,false]})").status, 200U);
  EXPECT_EQ(post("/v1/shared/flags/take").json, R"({"value":true})");
  EXPECT_EQ(post("/v1/shared/flags/take").json, R"({"value":false})");
}

TEST_F(ShareCallsTest, shows_broken_texts_as_texts) {
  nest_value broken{NEST_JSON, {}};
  broken.as.s = str("{\"a\": ");
  static_cast<void>(store.begin({3, NEST_SHARED_PUT, {&broken, 1}}, caller));
  EXPECT_EQ(post("/v1/shared/events/take").json, R"({"value":"{\"a\": "})");
  broken.as.s = str("a\xff");
  static_cast<void>(store.begin({1, NEST_SHARED_PUT, {&broken, 1}}, caller));
  EXPECT_EQ(post("/v1/shared/orders/take").json, "{\"value\":\"a\xEF\xBF\xBD\"}");
}

TEST_F(ShareCallsTest, refuses_what_it_does_not_know) {
  EXPECT_EQ(get("/").status, 404U);
  EXPECT_EQ(get("/v1/sharedx").status, 404U);
  EXPECT_EQ(get("/v1/shared/nothing").status, 404U);
  EXPECT_EQ(get("/v1/shared/twice").status, 404U);  // of two
  EXPECT_EQ(get("/v1/shared/shop/b.twice").status, 200U);
  EXPECT_EQ(post("/v1/shared").status, 405U);
  EXPECT_EQ(post("/v1/shared/ids").status, 404U);
  EXPECT_EQ(post("/v1/shared/ids/take").status, 404U);
  EXPECT_EQ(post("/v1/shared/orders/try_take").status, 404U);
  EXPECT_EQ(std::get<ShareAnswer>(calls.call("DELETE", "/v1/shared/ids", {}, caller)).status, 405U);
}

TEST_F(ShareCallsTest, refuses_bodies_that_say_something_else) {
  for (const char* wrong :
       {"x", "[]", "1", "{", R"({"value":1})", R"({"value":null})", R"({"value":["a"]})", R"({"values":"a"})",
        R"({"values":["a",1]})", R"({"valu":"a"})", R"({"key":"a"})", "{}", R"({"value":"a","value":"b"})"}) {
    EXPECT_EQ(post("/v1/shared/orders/put", wrong).status, 400U) << wrong;
  }
  EXPECT_EQ(post("/v1/shared/orders/take", R"({"within":-1})").status, 400U);
  EXPECT_EQ(post("/v1/shared/orders/take", R"({"within":1e300})").status, 400U);
  EXPECT_EQ(get("/v1/shared/orders").json.find("\"size\":0") != std::string::npos, true);
  const std::string deep = R"({"value":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}";
  EXPECT_EQ(post("/v1/shared/events/put", deep).status, 400U);
}

}  // namespace
}  // namespace nest::test
