#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/user/user.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_exchange.h"
#include "tests/support/sample_programs.h"

namespace nest::test {

/// What the code of a sample program did, a letter an event. Tests of users run on one thread.
inline std::string journal;

/// An entry that notes a letter and ends.
template <char Mark, std::int32_t Outcome = NEST_DONE>
Code noting(nest_user* user) {
  journal += Mark;
  if (Outcome == NEST_ABANDONED) describe_failure(user, "it went wrong");
  co_return Outcome;
}
template <char Mark, std::int32_t Outcome = NEST_DONE>
inline constexpr nest_entry note = entry<noting<Mark, Outcome>>;

/// Users on a worker's parts, with a clock moved by hand and a fake server.
class UserTest : public testing::Test, public UserEvents {
 protected:
  UserTest() { journal.clear(); }

  /// Makes and starts a user; the program must be complete.
  User& start(std::uint64_t number = 0) {
    make(number);
    users_.back()->start();
    return *users_.back();
  }
  User& make(std::uint64_t number = 0) {
    if (!tables_) {
      program_ = &sample.image();
      auto built = PickTables::build(*program_, tags);
      EXPECT_TRUE(built.has_value()) << built.error();
      tables_ = std::make_unique<PickTables>(std::move(*built));
      recorder_ = std::make_unique<Recorder>(*program_);
      host.program = program_;
      host.picks = tables_.get();
      host.loop = &loop;
      host.recorder = recorder_.get();
      host.chunks = &chunks_;
      host.exchanges = &exchanges_;
      host.events = this;
      host.seed = seed;
    }
    users_.push_back(std::make_unique<User>(host, number));
    return *users_.back();
  }
  /// Lets time pass, timer by timer; at most `turns` turns.
  void run_until(Instant time, int turns = 1'000'000) {
    for (; turns > 0 && loop.next_due() <= time; --turns) {
      clock.set(std::max(clock.now(), loop.next_due()));
      loop.turn(clock.now());
    }
    clock.set(std::max(clock.now(), time));
  }
  Statistics take() { return recorder_->take(); }

  void user_ended(User& user) override {
    EXPECT_TRUE(user.ended());
    ended.push_back(user.number());
  }
  void log(std::uint64_t, std::uint32_t, std::string_view text) override { logged.emplace_back(text); }

  void data_exhausted(std::uint32_t data) override { exhausted.push_back(data); }

  FakeClock clock{kSecond};
  EventLoop loop{clock};
  FakeServer server;
  SampleProgram sample;
  TagFilter tags;
  UserHost host;
  std::uint64_t seed = 1;
  std::vector<std::uint64_t> ended;
  std::vector<std::string> logged;
  std::vector<std::uint32_t> exhausted;

 private:
  ChunkPool chunks_;
  FakeExchangeFactory exchanges_{loop, server};
  const nest_program* program_ = nullptr;
  std::unique_ptr<PickTables> tables_;
  std::unique_ptr<Recorder> recorder_;
  std::vector<std::unique_ptr<User>> users_;  // last: they use all of the above
};

}  // namespace nest::test
