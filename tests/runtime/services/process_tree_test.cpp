#include "runtime/services/process_tree.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

namespace nest {
namespace {

bool holds(const std::vector<ProcessId>& tree, pid_t pid) {
  return std::any_of(tree.begin(), tree.end(),
                     [pid](const ProcessId& process) { return process.pid == pid; });
}

// A child that has a child; their numbers.
std::pair<pid_t, pid_t> family() {
  int ends[2];
  if (pipe(ends) != 0) return {};
  const pid_t child = fork();
  if (child == 0) {
    const pid_t grandchild = fork();
    if (grandchild == 0) {
      for (;;) pause();
    }
    [[maybe_unused]] const auto told = write(ends[1], &grandchild, sizeof grandchild);
    for (;;) pause();
  }
  pid_t grandchild = 0;
  [[maybe_unused]] const auto heard = read(ends[0], &grandchild, sizeof grandchild);
  close(ends[0]);
  close(ends[1]);
  return {child, grandchild};
}

TEST(ProcessTree, finds_everything_below_and_nothing_beside) {
  const auto [child, grandchild] = family();
  const auto mine = descendants_of(getpid());
  EXPECT_TRUE(holds(mine, child));
  EXPECT_TRUE(holds(mine, grandchild));
  EXPECT_FALSE(holds(mine, getpid()));
  EXPECT_FALSE(holds(mine, getppid()));
  const auto childs = descendants_of(child);
  ASSERT_EQ(childs.size(), 1u);
  EXPECT_EQ(childs[0].pid, grandchild);
  kill(grandchild, SIGKILL);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_FALSE(holds(descendants_of(getpid()), child));
}

TEST(ProcessTree, signals_this_process_and_no_other_of_its_number) {
  const pid_t child = fork();
  if (child == 0) {
    for (;;) pause();
  }
  const auto mine = descendants_of(getpid());
  const auto found =
      std::find_if(mine.begin(), mine.end(), [&](const auto& process) { return process.pid == child; });
  ASSERT_NE(found, mine.end());
  ProcessId older = *found;
  --older.start_time;
  EXPECT_FALSE(send_signal(older, SIGKILL));
  EXPECT_EQ(waitpid(child, nullptr, WNOHANG), 0) << "it lives";
  EXPECT_TRUE(send_signal(*found, SIGKILL));
  EXPECT_EQ(waitpid(child, nullptr, 0), child);
  EXPECT_FALSE(send_signal(*found, SIGKILL));
}

}  // namespace
}  // namespace nest
