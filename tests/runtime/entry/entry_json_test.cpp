#include <gtest/gtest.h>

#include "tests/runtime/entry/fake_user.h"

namespace nest {
namespace {

class EntryJsonTest : public testing::Test {
 protected:
  nest_str json(std::string_view text) { return fake.task.arena.copy(text); }

  FakeUser fake;
  nest_str out{};
};

TEST_F(EntryJsonTest, walks_a_path) {
  const nest_str body = json(R"({"items":[{"id":5}]})");
  const nest_step steps[] = {{NEST_STEP_KEY, 0, 0, str_of("items")},
                             {NEST_STEP_INDEX_HOLE, 0, 0, {}},
                             {NEST_STEP_KEY, 0, 0, str_of("id")}};
  const nest_path path{steps, 3, str_of(".items[n].id")};
  nest_value hole{NEST_INT, {}};
  EXPECT_EQ(nest_json_get(fake.user(), body.data, body.size, &path, &hole, &out), NEST_OK);
  EXPECT_EQ(view_of(out), "5");
  EXPECT_GE(out.data, body.data);  // a slice, not a copy
  EXPECT_LT(out.data, body.data + body.size);
  hole.as.i = 3;
  fake.task.context.site = 8;
  EXPECT_EQ(nest_json_get(fake.user(), body.data, body.size, &path, &hole, &out), NEST_MISSING);
  EXPECT_EQ(fake.failure(), "no `.items[3].id` in the body: {\"items\":[{\"id\":5}]}");
  EXPECT_EQ(fake.task.failure.site, 8u);
  EXPECT_EQ(fake.task.failure.kind, NEST_MISSING);
}

TEST_F(EntryJsonTest, converts) {
  std::int64_t i = 0;
  double f = 0;
  std::int32_t b = 0;
  const nest_str number = json("12");
  const nest_str yes = json("true");
  const nest_str text = json(R"("a\n")");
  EXPECT_EQ(nest_json_to_int(fake.user(), number.data, number.size, &i), NEST_OK);
  EXPECT_EQ(i, 12);
  EXPECT_EQ(nest_json_to_float(fake.user(), number.data, number.size, &f), NEST_OK);
  EXPECT_EQ(f, 12.0);
  EXPECT_EQ(nest_json_to_bool(fake.user(), yes.data, yes.size, &b), NEST_OK);
  EXPECT_EQ(b, 1);
  EXPECT_EQ(nest_json_to_string(fake.user(), text.data, text.size, &out), NEST_OK);
  EXPECT_EQ(view_of(out), "a\n");
}

TEST_F(EntryJsonTest, tells_null_from_a_wrong_kind) {
  std::int64_t i = 0;
  double f = 0;
  std::int32_t b = 0;
  const nest_str null = json("null");
  const nest_str list = json("[]");
  EXPECT_EQ(nest_json_to_int(fake.user(), null.data, null.size, &i), NEST_MISSING);
  EXPECT_EQ(nest_json_to_float(fake.user(), null.data, null.size, &f), NEST_MISSING);
  EXPECT_EQ(nest_json_to_bool(fake.user(), null.data, null.size, &b), NEST_MISSING);
  EXPECT_EQ(nest_json_to_string(fake.user(), null.data, null.size, &out), NEST_MISSING);
  EXPECT_EQ(nest_json_to_int(fake.user(), list.data, list.size, &i), NEST_FAILED);
  EXPECT_EQ(nest_json_to_float(fake.user(), list.data, list.size, &f), NEST_FAILED);
  EXPECT_EQ(nest_json_to_bool(fake.user(), list.data, list.size, &b), NEST_FAILED);
  EXPECT_EQ(nest_json_to_string(fake.user(), list.data, list.size, &out), NEST_FAILED);
  EXPECT_EQ(fake.failure(), "the JSON value [] is not a string");
}

TEST_F(EntryJsonTest, asks_whether_a_value_is_there) {
  const nest_str null = json("null");
  const nest_str zero = json("0");
  EXPECT_EQ(nest_json_present(fake.user(), null.data, null.size), NEST_MISSING);
  EXPECT_EQ(nest_json_present(fake.user(), zero.data, zero.size), NEST_OK);
}

TEST_F(EntryJsonTest, measures_and_lists) {
  const nest_str list = json("[1, [2], \"c\"]");
  std::int64_t length = 0;
  EXPECT_EQ(nest_json_length(fake.user(), list.data, list.size, &length), NEST_OK);
  EXPECT_EQ(length, 3);
  nest_list elements{};
  EXPECT_EQ(nest_json_elements(fake.user(), list.data, list.size, &elements), NEST_OK);
  ASSERT_EQ(elements.count, 3u);
  EXPECT_EQ(view_of(elements.items[1].as.s), "[2]");
  const nest_str number = json("1");
  EXPECT_EQ(nest_json_length(fake.user(), number.data, number.size, &length), NEST_FAILED);
  EXPECT_EQ(nest_json_elements(fake.user(), number.data, number.size, &elements), NEST_FAILED);
}

TEST_F(EntryJsonTest, compares) {
  const nest_str five = json("5.0");
  nest_value other{NEST_INT, {}};
  other.as.i = 5;
  EXPECT_EQ(nest_json_equal(fake.user(), five.data, five.size, &other), 1);
  other.as.i = 6;
  EXPECT_EQ(nest_json_equal(fake.user(), five.data, five.size, &other), 0);
  EXPECT_EQ(fake.task.failure.kind, NEST_OK);
  const nest_str broken = json("<html>");
  EXPECT_EQ(nest_json_equal(fake.user(), broken.data, broken.size, &other), -1);
  EXPECT_EQ(fake.task.failure.kind, NEST_FAILED);
}

TEST_F(EntryJsonTest, takes_an_answer_without_a_body) {
  const nest_step step{NEST_STEP_KEY, 0, 0, str_of("a")};
  const nest_path path{&step, 1, str_of(".a")};
  EXPECT_EQ(nest_json_get(fake.user(), nullptr, 0, &path, nullptr, &out), NEST_FAILED);
  EXPECT_EQ(fake.failure(), "the body is not JSON: it is empty");
}

}  // namespace
}  // namespace nest
