#include "compiler/config/replace_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <functional>
#include <iterator>

#include "compiler/config/edit.h"
#include "compiler/diagnostics/collecting_sink.h"
#include "tests/compiler/project/temporary_folder.h"

namespace nest::config {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t entries_of(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

mode_t mode_of(const fs::path& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

TEST(ReplaceFile, puts_the_new_content_in_the_place_of_the_old) {
  const TemporaryFolder folder;
  const fs::path path = folder.write("nest.toml", "old");
  ASSERT_TRUE(replace_file(path, "new", nullptr));
  EXPECT_EQ(content_of(path), "new");
  EXPECT_EQ(entries_of(folder.path()), 1U);
}

TEST(ReplaceFile, keeps_the_permissions) {
  const TemporaryFolder folder;
  const fs::path path = folder.write("nest.toml", "old");
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  ASSERT_TRUE(replace_file(path, "new", nullptr));
  EXPECT_EQ(mode_of(path), 0640U);
}

TEST(ReplaceFile, makes_a_new_file_as_the_umask_says) {
  const TemporaryFolder folder;
  const mode_t before = ::umask(027);
  EXPECT_TRUE(replace_file(folder.path() / "nest.toml", "new", nullptr));
  ::umask(before);
  EXPECT_EQ(mode_of(folder.path() / "nest.toml"), 0640U);
}

TEST(ReplaceFile, follows_a_link_and_leaves_it_a_link) {
  const TemporaryFolder folder;
  const fs::path target = folder.write("shared/real.toml", "old");
  fs::create_symlink("shared/real.toml", folder.path() / "nest.toml");
  ASSERT_TRUE(replace_file(folder.path() / "nest.toml", "new", nullptr));
  EXPECT_TRUE(fs::is_symlink(folder.path() / "nest.toml"));
  EXPECT_EQ(content_of(target), "new");

  fs::create_symlink("circle", folder.path() / "circle");
  EXPECT_THAT(replace_file(folder.path() / "circle", "new", nullptr).error().message, HasSubstr("links"));
}

TEST(ReplaceFile, does_not_touch_what_is_not_what_was_expected) {
  const TemporaryFolder folder;
  const fs::path path = folder.write("nest.toml", "theirs");
  const std::optional<std::string> ours = "ours";
  const auto changed = replace_file(path, "new", &ours);
  ASSERT_FALSE(changed);
  EXPECT_TRUE(changed.error().differs);
  EXPECT_EQ(changed.error().message,
            "`" + path.string() + "` was changed by something else after it was read");

  const std::optional<std::string> nothing;
  EXPECT_TRUE(replace_file(path, "new", &nothing).error().differs);
  EXPECT_EQ(content_of(path), "theirs");

  fs::remove(path);
  EXPECT_THAT(replace_file(path, "new", &ours).error().message, HasSubstr("was removed"));
  EXPECT_TRUE(replace_file(path, "new", &nothing));
  EXPECT_EQ(entries_of(folder.path()), 1U);
}

TEST(ReplaceFile, refuses_folders_and_devices) {
  const TemporaryFolder folder;
  EXPECT_THAT(replace_file(folder.path(), "new", nullptr).error().message, HasSubstr("it is a folder"));
  EXPECT_THAT(replace_file("/dev/null", "new", nullptr).error().message, HasSubstr("no regular file"));
  EXPECT_THAT(replace_file(folder.path() / "missing" / "nest.toml", "new", nullptr).error().message,
              HasSubstr("No such file"));
}

/// Runs `what` in a process without root's rights, and gives the message that it returns.
std::string as_nobody(const std::function<std::string()>& what) {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(1);
    const std::string text = what();
    const bool written = ::write(ends[1], text.data(), text.size()) >= 0;
    ::_exit(written ? 0 : 1);
  }
  ::close(ends[1]);
  std::string text(1000, '\0');
  const ssize_t got = ::read(ends[0], text.data(), text.size());
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  return text;
}

TEST(ReplaceFile, says_that_a_folder_cannot_be_written_to) {
  const TemporaryFolder folder;
  const fs::path path = folder.write("nest.toml", "old");
  ASSERT_EQ(::chmod(folder.path().c_str(), 0555), 0);
  const std::string message = as_nobody([&] { return replace_file(path, "new", nullptr).error().message; });
  EXPECT_THAT(message, HasSubstr("no file can be made in its folder `" + folder.path().string() + "`"));
  EXPECT_THAT(message, HasSubstr("Permission denied"));
  EXPECT_EQ(content_of(path), "old");
  ::chmod(folder.path().c_str(), 0755);
}

TEST(ReplaceFile, leaves_the_old_content_on_a_full_disk) {
  const TemporaryFolder folder;
  if (::mount("none", folder.path().c_str(), "tmpfs", 0, "size=16k") != 0)
    GTEST_SKIP() << "mounting is not allowed";
  const fs::path path = folder.write("nest.toml", "old");
  const auto replaced = replace_file(path, std::string(100'000, 'x'), nullptr);
  EXPECT_EQ(content_of(path), "old");
  EXPECT_EQ(entries_of(folder.path()), 1U);
  ::umount(folder.path().c_str());
  ASSERT_FALSE(replaced);
  EXPECT_FALSE(replaced.error().differs);
  EXPECT_THAT(replaced.error().message, HasSubstr("No space left"));
}

/// The same without a mount: a process may write files of 4 kB.
TEST(ReplaceFile, leaves_the_old_content_when_the_new_one_cannot_be_written) {
  const TemporaryFolder folder;
  ASSERT_EQ(::chmod(folder.path().c_str(), 0777), 0);
  const fs::path path = folder.write("nest.toml", "old");
  ASSERT_EQ(::chmod(path.c_str(), 0666), 0);
  const std::string message = as_nobody([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{4096, 4096};
    ::setrlimit(RLIMIT_FSIZE, &small);
    return replace_file(path, std::string(100'000, 'x'), nullptr).error().message;
  });
  EXPECT_THAT(message, HasSubstr("File too large"));
  EXPECT_EQ(content_of(path), "old");
  EXPECT_EQ(entries_of(folder.path()), 1U);
}

/// Replaces the file in a process of its own, which is killed before its system call number `calls`. Whether
/// it was; not: it came to its end before. Nothing: processes cannot be traced here.
std::optional<bool> killed_before(int calls, const fs::path& path, const std::string& content) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(2);
    ::raise(SIGSTOP);
    ::_exit(replace_file(path, content, nullptr) ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!WIFSTOPPED(status)) return std::nullopt;
  // Each call stops twice: before and after.
  for (int stops = 0; stops <= calls && WIFSTOPPED(status); ++stops) {
    ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
    ::waitpid(child, &status, 0);
  }
  if (!WIFSTOPPED(status)) return false;
  ::kill(child, SIGKILL);
  ::waitpid(child, &status, 0);
  return true;
}

TEST(ReplaceFile, leaves_a_whole_file_whenever_its_process_is_killed) {
  const std::string old_content = "old\n";
  const std::string new_content(300'000, 'n');
  int before = 0;
  int after = 0;
  for (int calls = 0;; ++calls) {
    const TemporaryFolder folder;
    const fs::path path = folder.write("nest.toml", old_content);
    const auto killed = killed_before(calls, path, new_content);
    if (!killed) GTEST_SKIP() << "processes cannot be traced here";
    if (!*killed) break;
    ++(content_of(path) == old_content ? before : after);
    for (const auto& entry : fs::directory_iterator(folder.path())) {
      const std::string content = content_of(entry.path());
      EXPECT_TRUE(content == old_content || content == new_content)
          << entry.path() << " is half a file after a kill at stop " << calls;
    }
  }
  EXPECT_GT(before, 10);
  EXPECT_GT(after, 0);
}

struct Editing {
  SourceSet sources;
  CollectingSink sink;
  Emitter emitter{sink};
  std::optional<Edit> open(const fs::path& path) { return Edit::open(path, sources, emitter); }
};

TEST(EditSave, writes_the_file_and_can_go_on) {
  const TemporaryFolder folder;
  const fs::path path = folder.write("nest.toml", "\xEF\xBB\xBFusers = 1 # c\n");
  Editing editing;
  auto edit = editing.open(path);
  ASSERT_TRUE(edit && edit->set({"users"}, std::int64_t{2}));
  EXPECT_TRUE(edit->changed());
  ASSERT_TRUE(edit->save());
  EXPECT_FALSE(edit->changed());
  EXPECT_EQ(content_of(path), "\xEF\xBB\xBFusers = 2 # c\n");
  ASSERT_TRUE(edit->set({"users"}, std::int64_t{3}));
  ASSERT_TRUE(edit->save());
  EXPECT_EQ(content_of(path), "\xEF\xBB\xBFusers = 3 # c\n");
}

TEST(EditSave, makes_a_file_that_was_not_there) {
  const TemporaryFolder folder;
  Editing editing;
  auto edit = editing.open(folder.path() / "nest.toml");
  ASSERT_TRUE(edit && edit->set({"users"}, std::int64_t{2}));
  folder.write("nest.toml", "users = 7\n");
  EXPECT_EQ(edit->save().error().kind, SaveFault::Kind::Changed);
  EXPECT_EQ(content_of(folder.path() / "nest.toml"), "users = 7\n");
  ASSERT_TRUE(edit->save_as(folder.path() / "other.toml", Overwrite::No));
  EXPECT_EQ(content_of(folder.path() / "other.toml"), "users = 2\n");
}

TEST(EditSave, never_writes_over_what_somebody_else_wrote) {
  const TemporaryFolder folder;
  const fs::path path = folder.write("nest.toml", "users = 1\n");
  Editing editing;
  auto edit = editing.open(path);
  ASSERT_TRUE(edit && edit->set({"users"}, std::int64_t{2}));
  folder.write("nest.toml", "users = 1\nthreads = 8\n");
  const auto saved = edit->save();
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().kind, SaveFault::Kind::Changed);
  EXPECT_EQ(content_of(path), "users = 1\nthreads = 8\n");

  folder.write("other.toml", "theirs = 1\n");
  EXPECT_EQ(edit->save_as(folder.path() / "other.toml", Overwrite::No).error().kind, SaveFault::Kind::Exists);
  EXPECT_TRUE(edit->save_as(folder.path() / "other.toml", Overwrite::Yes));
  EXPECT_EQ(content_of(folder.path() / "other.toml"), "users = 2\n");
}

}  // namespace
}  // namespace nest::config
