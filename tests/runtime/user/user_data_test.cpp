#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "runtime/data/data_tables.h"
#include "runtime/data/local_rows.h"
#include "tests/runtime/user/user_fixture.h"

// Users and the rows of data: docs/language.md, "Data".
namespace nest::test {
namespace {

/// co_await next_row(user): as compiled code does it; notes the row's number.
struct next_row {
  nest_user* user;
  nest_status status = NEST_OK;
  std::int64_t row = -1;

  bool await_ready() {
    status = UserTask::from(user).actions->next_row(0, row);
    return status != NEST_PENDING;
  }
  void await_suspend(std::coroutine_handle<>) {}
  nest_status await_resume() {
    if (status == NEST_PENDING) status = UserTask::from(user).actions->awaited_row(row);
    if (status == NEST_OK) journal += std::to_string(row);
    return status;
  }
};

std::int32_t outcome_of(nest_status status, std::int32_t well) {
  if (status == NEST_ENDS) return NEST_STOP;
  return status == NEST_OK ? well : NEST_ABANDONED;
}

Code takes(nest_user* user) { co_return outcome_of(co_await next_row{user}, NEST_DONE); }
Code takes_and_stops(nest_user* user) { co_return outcome_of(co_await next_row{user}, NEST_STOP); }
Code takes_and_sleeps(nest_user* user) {
  co_await next_row{user};
  co_await sleeping(user, 10 * kSecond);
  co_return NEST_STOP;
}
Code takes_and_releases(nest_user* user) {
  std::int64_t row = 0;
  if (UserTask::from(user).actions->next_row(0, row) != NEST_OK) co_return NEST_ABANDONED;
  journal += std::to_string(row);
  EXPECT_EQ(UserTask::from(user).actions->release_rows(0, row), NEST_OK);
  EXPECT_EQ(UserTask::from(user).actions->release_rows(0, row), NEST_FAILED);
  EXPECT_EQ(UserTask::from(user).failure.message,
            "this user does not have row 1 of `codes`: it was given back");
  co_return NEST_STOP;
}

/// A file of lines; outlives the users.
struct OneFile {
  OneFile()
      : path(std::filesystem::temp_directory_path() / fmt::format("nest-user-data-{}.txt", ::getpid())) {}
  ~OneFile() { std::filesystem::remove(path); }

  std::filesystem::path path;
  DataTables tables;
  std::unique_ptr<LocalRows> rows;
};

struct UserData : OneFile, UserTest {
  /// One taskset, whose state or whose task takes a row.
  void prepare(std::uint32_t policy, std::uint32_t when_exhausted, int lines, nest_entry init,
               nest_entry task, Nanoseconds wait = 100 * kSecond) {
    std::ofstream out(path);
    for (int i = 0; i < lines; ++i) out << "line\n";
    out.close();
    sample.data("codes", path.string(), policy, when_exhausted);
    sample.taskset({.name = "Shop",
                    .wait = {NEST_WAIT_FIXED, wait, 0, nullptr, nullptr},
                    .init = init,
                    .on_stop = note<'P'>});
    sample.task(0, "task", task);
    const nest_program& program = sample.image();
    auto loaded = DataTables::load(program);
    ASSERT_TRUE(loaded) << loaded.error();
    tables = std::move(*loaded);
    rows = std::make_unique<LocalRows>(std::span(program.data, 1), tables.rows(), 1);
    host.data = &tables;
    host.rows = rows.get();
  }
  void turn() { loop.turn(clock.now()); }
};

TEST_F(UserData, has_a_row_as_long_as_it_is_in_the_taskset_that_took_it) {
  prepare(NEST_DATA_UNIQUE, NEST_EXHAUSTED_FAIL, 2, entry<takes>, note<'t', NEST_INTERRUPT_WAIT>);
  start(0);
  start(1);
  EXPECT_EQ(journal, "0tP1tP");
  journal.clear();
  run_until(clock.now() + 101 * kSecond);  // both come back: what was given back first is taken first
  EXPECT_EQ(journal, "0tP1tP");
}

TEST_F(UserData, fails_where_no_row_is_free) {
  prepare(NEST_DATA_UNIQUE, NEST_EXHAUSTED_FAIL, 1, entry<takes>, note<'t'>);
  start(0);
  User& second = start(1);
  EXPECT_EQ(journal, "0t");
  EXPECT_FALSE(second.ended());
  EXPECT_EQ(take().task_failure_count(), 1U);
}

TEST_F(UserData, waits_for_a_row_and_is_served_in_turn) {
  prepare(NEST_DATA_UNIQUE, NEST_EXHAUSTED_WAIT, 1, entry<takes>, entry<takes_and_stops>);
  User& first = start(0);  // takes the only row, and waits for a second in its task
  User& second = start(1);
  EXPECT_EQ(journal, "0");
  first.stop();
  turn();
  EXPECT_EQ(journal, "0P0");
  second.stop();
  EXPECT_EQ(journal, "0P0P");
}

TEST_F(UserData, gives_a_row_back_that_reached_it_when_it_had_ended) {
  prepare(NEST_DATA_UNIQUE, NEST_EXHAUSTED_WAIT, 1, nullptr, entry<takes_and_sleeps>);
  User& first = start(0);
  User& second = start(1);
  start(2);
  EXPECT_EQ(journal, "0");
  first.abort();   // the row is on its way to the second
  second.abort();  // which ends before it hears of it
  turn();
  EXPECT_EQ(journal, "00");
}

TEST_F(UserData, gives_rows_back_however_it_ends) {
  prepare(NEST_DATA_UNIQUE, NEST_EXHAUSTED_FAIL, 1, entry<takes>, entry<takes_and_sleeps>);
  const auto is_free = [&] {
    User& user = make(9);
    std::int64_t row = 0;
    const bool free = user.next_row(0, row) == NEST_OK;
    if (free) {
      EXPECT_EQ(user.release_rows(0, -1), NEST_OK);
    }
    return free;
  };
  start(0).finish();  // in its task: goes on to its end
  EXPECT_FALSE(is_free());
  run_until(clock.now() + 11 * kSecond);
  EXPECT_TRUE(is_free());
  start(1).stop();
  EXPECT_TRUE(is_free());
  start(2).abort();
  EXPECT_TRUE(is_free());
}

TEST_F(UserData, gives_a_row_back_when_it_is_told_to_and_once_only) {
  prepare(NEST_DATA_UNIQUE, NEST_EXHAUSTED_FAIL, 1, nullptr, entry<takes_and_releases>);
  start(0);
  start(1);
  EXPECT_EQ(journal, "0P0P");
}

TEST_F(UserData, stops_where_no_row_is_left_with_every_on_stop) {
  sample.user.on_stop = note<'9'>;
  prepare(NEST_DATA_ONCE, NEST_EXHAUSTED_STOP_USER, 2, nullptr, entry<takes>, 0);
  User& user = start();
  EXPECT_TRUE(user.ended());
  EXPECT_EQ(journal, "01P9");
  EXPECT_TRUE(exhausted.empty());
  EXPECT_EQ(take().task_failure_count(), 0U);
}

TEST_F(UserData, ends_the_run_where_no_row_is_left) {
  prepare(NEST_DATA_SEQUENTIAL, NEST_EXHAUSTED_STOP_RUN, 2, nullptr, entry<takes>, 0);
  User& user = start();
  EXPECT_TRUE(user.ended());
  EXPECT_EQ(journal, "01P");
  EXPECT_EQ(exhausted, std::vector<std::uint32_t>{0});
}

TEST_F(UserData, draws_random_rows_from_its_own_chance) {
  prepare(NEST_DATA_RANDOM, NEST_EXHAUSTED_FAIL, 5, nullptr, entry<takes>, kSecond);
  const auto rows_of = [&](std::uint64_t number) {
    journal.clear();
    User& user = start(number);
    run_until(clock.now() + 30 * kSecond);
    user.abort();
    return journal;
  };
  const std::string third = rows_of(3);
  EXPECT_EQ(rows_of(3), third);
  EXPECT_NE(rows_of(4), third);
  EXPECT_GE(third.size(), 30U);
  for (const char row : third) EXPECT_TRUE(row >= '0' && row <= '4') << row;
}

}  // namespace
}  // namespace nest::test
