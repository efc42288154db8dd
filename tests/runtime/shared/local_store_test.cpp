#include "runtime/shared/local_store.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/runtime/shared/fake_caller.h"

namespace nest::test {
namespace {

nest_str str(std::string_view text) { return {text.data(), text.size()}; }
nest_value number(std::int64_t value) {
  nest_value made{NEST_INT, {}};
  made.as.i = value;
  return made;
}
nest_value text(std::string_view value) {
  nest_value made{NEST_STRING, {}};
  made.as.s = str(value);
  return made;
}

struct LocalStoreTest : testing::Test {
  enum Object : std::uint32_t { Ids, Orders, Stock };

  SharedAnswer begin(Object object, std::uint32_t method, std::vector<nest_value> arguments = {}) {
    return store.begin({object, method, arguments}, caller);
  }
  SharedResult call(Object object, std::uint32_t method, std::vector<nest_value> arguments = {}) {
    return now(begin(object, method, std::move(arguments)));
  }

  const std::array<nest_shared, 3> objects = {{
      {NEST_SHARED_COUNTER, NEST_INT, str("ids"), str("shop.ids"), {}, 0, 0},
      {NEST_SHARED_QUEUE, NEST_STRING, str("orders"), str("shop.orders"), {}, 0, 0},
      {NEST_SHARED_MAP, NEST_FLOAT, str("stock"), str("shop.stock"), {}, 0, 0},
  }};
  LocalStore store{objects};
  FakeCaller caller;
};

TEST_F(LocalStoreTest, counts_and_gives_the_new_value) {
  EXPECT_EQ(number_of(call(Ids, NEST_SHARED_VALUE)), 0);
  EXPECT_EQ(number_of(call(Ids, NEST_SHARED_NEXT)), 1);
  EXPECT_EQ(number_of(call(Ids, NEST_SHARED_NEXT)), 2);
  EXPECT_EQ(number_of(call(Ids, NEST_SHARED_ADD, {number(-12)})), -10);
  EXPECT_EQ(number_of(call(Ids, NEST_SHARED_VALUE)), -10);
}

TEST_F(LocalStoreTest, leaves_a_counter_as_it_is_when_it_would_overflow) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(number_of(call(Ids, NEST_SHARED_ADD, {number(kMost)})), kMost);
  const SharedResult refused = call(Ids, NEST_SHARED_NEXT);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, NEST_FAILED);
  EXPECT_EQ(refused.error().message,
            "counter `ids` stands at 9223372036854775807: 1 more does not fit the 64 bits of an int");
  EXPECT_EQ(number_of(call(Ids, NEST_SHARED_VALUE)), kMost);
}

TEST_F(LocalStoreTest, puts_and_takes_at_once_or_later) {
  EXPECT_TRUE(call(Orders, NEST_SHARED_PUT, {text("a")}).has_value());
  EXPECT_EQ(number_of(call(Orders, NEST_SHARED_SIZE)), 1);
  EXPECT_EQ(text_of(call(Orders, NEST_SHARED_TRY_TAKE)), "a");
  const PendingPtr pending = later(begin(Orders, NEST_SHARED_TAKE));
  EXPECT_TRUE(call(Orders, NEST_SHARED_PUT, {text("b")}).has_value());
  EXPECT_EQ(caller.wakeup->calls(), 1);
  EXPECT_EQ(text_of(*pending->result()), "b");
}

TEST_F(LocalStoreTest, keeps_values_by_key) {
  nest_value half{NEST_FLOAT, {}};
  half.as.f = 0.5;
  const SharedResult nothing = call(Stock, NEST_SHARED_GET, {text("tea")});
  ASSERT_FALSE(nothing.has_value());
  EXPECT_EQ(nothing.error().kind, NEST_MISSING);
  EXPECT_EQ(nothing.error().message, "map `stock` has no \"tea\"");
  EXPECT_TRUE(call(Stock, NEST_SHARED_SET, {text("tea"), half}).has_value());
  half.as.f = 1.5;
  EXPECT_TRUE(call(Stock, NEST_SHARED_SET, {text("tea"), half}).has_value());
  EXPECT_EQ(std::get<double>(*call(Stock, NEST_SHARED_GET, {text("tea")})), 1.5);
  EXPECT_EQ(number_of(call(Stock, NEST_SHARED_SIZE)), 1);
  EXPECT_EQ(number_of(call(Stock, NEST_SHARED_REMOVE, {text("tea")})), 1);
  EXPECT_EQ(number_of(call(Stock, NEST_SHARED_REMOVE, {text("tea")})), 0);
  EXPECT_EQ(number_of(call(Stock, NEST_SHARED_SIZE)), 0);
}

TEST_F(LocalStoreTest, bounds_what_a_map_holds) {
  SharedMap map("small", 200);
  EXPECT_TRUE(map.set("a", std::string(100, 'x')).has_value());
  const SharedResult refused = map.set("b", std::string(100, 'x'));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, NEST_FAILED);
  EXPECT_TRUE(map.set("a", std::string(110, 'x')).has_value());
  EXPECT_TRUE(map.remove("a"));
  EXPECT_TRUE(map.set("b", std::string(100, 'x')).has_value());
}

TEST_F(LocalStoreTest, counts_right_among_threads) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([this] {
      FakeCaller mine;
      for (int i = 0; i < 2000; ++i) {
        EXPECT_TRUE(now(store.begin({Ids, NEST_SHARED_NEXT, {}}, mine)).has_value());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(number_of(call(Ids, NEST_SHARED_VALUE)), 8000);
}

}  // namespace
}  // namespace nest::test
