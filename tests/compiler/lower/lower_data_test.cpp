#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/compiler/lower/compiled.h"
#include "tests/support/hir_build.h"

namespace nest::test {
namespace {

using namespace build;
using testing::ElementsAre;

ExpressionPtr next(std::uint32_t data) { return expression(Type::Row, hir::DataNext{hir::DataId(data)}, 25); }
ExpressionPtr column_of(std::uint32_t data, ExpressionPtr row, std::uint32_t column,
                        Type type = Type::String) {
  return expression(type, hir::DataField{hir::DataId(data), std::move(row), column}, 25);
}
hir::Statement release(std::uint32_t data, ExpressionPtr row) {
  return statement(hir::Release{hir::DataId(data), std::move(row)}, 25);
}

/// 0: a CSV file that is claimed, 1: lines that end the user, 2: JSON.
hir::Program with_data(std::vector<Type> locals, hir::Block body) {
  hir::Program made = program(std::move(locals), std::move(body));
  made.data.push_back({.format = hir::DataFormat::Csv,
                       .policy = hir::DataPolicy::Unique,
                       .exhausted = hir::Exhausted::Wait,
                       .name = "users",
                       .full_name = "file.users",
                       .doc = "Accounts.",
                       .span = span(25),
                       .path = "data/users.csv",
                       .columns = {"name", "e-mail"},
                       .claims = {{std::nullopt, 1}, {hir::TasksetId(0), 2}}});
  made.data.push_back({.format = hir::DataFormat::Lines,
                       .policy = hir::DataPolicy::Once,
                       .exhausted = hir::Exhausted::StopUser,
                       .name = "codes",
                       .full_name = "file.codes",
                       .doc = "",
                       .span = span(25),
                       .path = "codes.txt",
                       .columns = {},
                       .claims = {}});
  made.data.push_back({.format = hir::DataFormat::Json,
                       .policy = hir::DataPolicy::Random,
                       .exhausted = hir::Exhausted::Wrap,
                       .name = "items",
                       .full_name = "file.items",
                       .doc = "",
                       .span = span(25),
                       .path = "items.json",
                       .columns = {"id"},
                       .claims = {}});
  return made;
}

TEST(LowerData, reads_the_columns_of_a_row_that_a_variable_keeps) {
  const Compiled compiled(
      with_data({Type::Row}, block(set(0, next(0)), show(column_of(0, local(0, Type::Row), 1)),
                                   show(expression(Type::Int, hir::DataSize{hir::DataId(2)})))));
  FakeAbi abi;
  abi.reply("nest_data_next", {.number = 12});
  abi.reply("nest_data_field", {.text = "ann@shop.test"});
  abi.reply("nest_data_size", {.number = 3});
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_data_next 0", "nest_data_field 0 12 1", "nest_log =ann@shop.test",
                                     "nest_data_size 2", "nest_log =3"));
  EXPECT_EQ(abi.suspensions(), 0);
}

TEST(LowerData, waits_for_a_row_that_is_pending) {
  const Compiled compiled(with_data({}, block(show(column_of(1, next(1), 0)))));
  FakeAbi abi;
  abi.reply("nest_data_next", {.status = NEST_PENDING});
  abi.reply("nest_data_awaited", {.number = 4});
  abi.reply("nest_data_field", {.text = "x"});
  abi.start(compiled.task());
  EXPECT_FALSE(abi.ended());
  abi.resume();
  EXPECT_TRUE(abi.ended());
  EXPECT_THAT(abi.log(),
              ElementsAre("nest_data_next 1", "nest_data_awaited", "nest_data_field 1 4 0", "nest_log =x"));
}

TEST(LowerData, ends_the_user_where_no_row_is_left_at_once_or_later) {
  const Compiled compiled(with_data({}, block(show(column_of(1, next(1), 0)))));
  FakeAbi at_once;
  at_once.reply("nest_data_next", {.status = NEST_ENDS});
  EXPECT_EQ(at_once.run(compiled.task()), NEST_STOP);
  EXPECT_THAT(at_once.log(), ElementsAre("nest_data_next 1"));
  FakeAbi later;
  later.reply("nest_data_next", {.status = NEST_PENDING});
  later.reply("nest_data_awaited", {.status = NEST_ENDS});
  EXPECT_EQ(later.run(compiled.task()), NEST_STOP);
}

TEST(LowerData, abandons_the_task_where_no_row_is_left_and_that_is_a_failure) {
  const Compiled compiled(with_data({}, block(show(column_of(0, next(0), 0)))));
  FakeAbi abi;
  abi.reply("nest_data_next", {.status = NEST_FAILED});
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(abi.failure(), "nest_data_next");
}

TEST(LowerData, gives_rows_back) {
  const Compiled compiled(
      with_data({Type::Row}, block(set(0, next(0)), release(0, local(0, Type::Row)), release(0, nullptr))));
  FakeAbi abi;
  abi.reply("nest_data_next", {.number = 5});
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_data_next 0", "nest_data_release 0 5", "nest_data_release 0 -1"));
}

TEST(LowerData, is_in_the_image) {
  const Compiled compiled(with_data({}, {}));
  const nest_program& image = compiled.image();
  ASSERT_EQ(image.data_count, 3U);
  const nest_data& users = image.data[0];
  const auto view = [](const nest_str& text) { return std::string_view(text.data, text.size); };
  EXPECT_EQ(view(users.name), "users");
  EXPECT_EQ(view(users.full_name), "file.users");
  EXPECT_EQ(view(users.doc), "Accounts.");
  EXPECT_EQ(view(users.path), "data/users.csv");
  EXPECT_EQ(users.policy, std::uint32_t{NEST_DATA_UNIQUE});
  EXPECT_EQ(users.exhausted, std::uint32_t{NEST_EXHAUSTED_WAIT});
  ASSERT_EQ(users.column_count, 2U);
  EXPECT_EQ(view(users.columns[1]), "e-mail");
  ASSERT_EQ(users.claim_count, 2U);
  EXPECT_EQ(users.claims[0].taskset, NEST_NONE);
  EXPECT_EQ(users.claims[1].taskset, 0U);
  EXPECT_EQ(users.claims[1].rows, 2U);
  EXPECT_EQ(image.data[1].format, std::uint32_t{NEST_DATA_LINES});
  EXPECT_EQ(image.data[2].policy, std::uint32_t{NEST_DATA_RANDOM});
}

}  // namespace
}  // namespace nest::test
