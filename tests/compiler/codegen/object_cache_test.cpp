#include "compiler/codegen/object_cache.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "compiler/codegen/object_key.h"

namespace nest {
namespace {

namespace fs = std::filesystem;

/// A folder for caches, gone with the test.
class ObjectCacheFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "nest-cache-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    root_ = name;
  }
  void TearDown() override { fs::remove_all(root_); }

  fs::path root_;
};

std::string key_of(std::string_view part) {
  ObjectKey key;
  key.add(part);
  return key.text();
}

mode_t mode_of(const fs::path& path) {
  struct stat status{};
  EXPECT_EQ(::stat(path.c_str(), &status), 0);
  return status.st_mode & 07777U;
}

TEST_F(ObjectCacheFolder, gives_back_what_was_stored_and_keeps_it_to_its_user) {
  const auto cache = ObjectCache::open(root_ / "a" / "nest");
  ASSERT_TRUE(cache);
  EXPECT_FALSE(cache->find(key_of("x")));
  const std::string object(100'000, 'o');
  ASSERT_TRUE(cache->store(key_of("x"), object));
  EXPECT_EQ(cache->find(key_of("x")), object);
  EXPECT_FALSE(cache->find(key_of("y")));
  EXPECT_EQ(mode_of(root_ / "a" / "nest"), 0700U);
  EXPECT_EQ(mode_of(cache->path_of(key_of("x"))), 0600U);
  EXPECT_EQ(ObjectCache::open(root_ / "a" / "nest")->find(key_of("x")), object);
}

TEST_F(ObjectCacheFolder, takes_a_damaged_file_for_none_and_removes_it) {
  const auto cache = ObjectCache::open(root_ / "nest");
  const std::string key = key_of("x");
  const fs::path path = cache->path_of(key);
  const auto damage = [&](auto&& how) {
    ASSERT_TRUE(cache->store(key, "the machine code"));
    how();
    EXPECT_FALSE(cache->find(key));
    EXPECT_FALSE(fs::exists(path));
  };
  const auto flip = [&](std::streamoff at) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(at);
    const int byte = file.get();
    file.seekp(at);
    file.put(static_cast<char>(byte ^ 1));
  };
  for (std::streamoff at = 0; at < static_cast<std::streamoff>(fs::file_size([&] {
                                EXPECT_TRUE(cache->store(key, "the machine code"));
                                return path;
                              }()));
       at += 5)
    damage([&] { flip(at); });
  damage([&] { fs::resize_file(path, fs::file_size(path) - 1); });
  damage([&] { fs::resize_file(path, 0); });
  damage([&] { std::ofstream(path, std::ios::app) << "more"; });
  // The code of something else, under this name.
  ASSERT_TRUE(cache->store(key_of("y"), "other machine code"));
  damage([&] { fs::copy_file(cache->path_of(key_of("y")), path, fs::copy_options::overwrite_existing); });
}

TEST_F(ObjectCacheFolder, trusts_nothing_that_others_may_write) {
  const auto cache = ObjectCache::open(root_ / "nest");
  ASSERT_TRUE(cache->store(key_of("x"), "code"));
  fs::permissions(cache->path_of(key_of("x")), fs::perms::others_write, fs::perm_options::add);
  EXPECT_FALSE(cache->find(key_of("x")));
  ASSERT_TRUE(cache->store(key_of("x"), "code"));
  fs::rename(cache->path_of(key_of("x")), root_ / "elsewhere");
  fs::create_symlink(root_ / "elsewhere", cache->path_of(key_of("x")));
  EXPECT_FALSE(cache->find(key_of("x")));
  fs::permissions(root_ / "nest", fs::perms::group_write, fs::perm_options::add);
  EXPECT_FALSE(ObjectCache::open(root_ / "nest"));
}

TEST_F(ObjectCacheFolder, is_none_where_there_can_be_none) {
  std::ofstream(root_ / "file") << "in the way";
  EXPECT_FALSE(ObjectCache::open(root_ / "file"));
  EXPECT_FALSE(ObjectCache::open(root_ / "file" / "nest"));
  EXPECT_FALSE(ObjectCache::open("relative/nest"));
  EXPECT_FALSE(ObjectCache::open("/proc/nest"));
  const auto cache = ObjectCache::open(root_ / "nest");
  fs::remove_all(root_ / "nest");
  EXPECT_FALSE(cache->store(key_of("x"), "code"));
  EXPECT_FALSE(cache->find(key_of("x")));
}

TEST_F(ObjectCacheFolder, lets_go_of_what_was_not_used_for_longest) {
  const auto cache = ObjectCache::open(root_ / "nest", 3500);
  const std::string object(1000, 'o');
  const auto age = [&](const char* name, int hours) {
    fs::last_write_time(cache->path_of(key_of(name)),
                        fs::file_time_type::clock::now() - std::chrono::hours(hours));
  };
  for (const char* name : {"a", "b", "c"}) ASSERT_TRUE(cache->store(key_of(name), object));
  age("a", 3);
  age("b", 2);
  age("c", 1);
  EXPECT_TRUE(cache->find(key_of("a")));  // used just now
  ASSERT_TRUE(cache->store(key_of("d"), object));
  EXPECT_FALSE(fs::exists(cache->path_of(key_of("b"))));
  for (const char* name : {"a", "c", "d"}) EXPECT_TRUE(fs::exists(cache->path_of(key_of(name)))) << name;
}

TEST_F(ObjectCacheFolder, clears_up_after_writers_that_died) {
  const auto cache = ObjectCache::open(root_ / "nest");
  std::ofstream(root_ / "nest" / ".tmp-dead") << "half";
  std::ofstream(root_ / "nest" / ".tmp-alive") << "half";
  fs::last_write_time(root_ / "nest" / ".tmp-dead", fs::file_time_type::clock::now() - std::chrono::hours(2));
  ASSERT_TRUE(cache->store(key_of("x"), "code"));
  EXPECT_FALSE(fs::exists(root_ / "nest" / ".tmp-dead"));
  EXPECT_TRUE(fs::exists(root_ / "nest" / ".tmp-alive"));
}

TEST_F(ObjectCacheFolder, never_shows_a_reader_half_of_what_writers_write) {
  const std::string key = key_of("x");
  std::atomic<bool> wrong = false;
  std::vector<std::thread> threads;
  for (int id = 0; id < 4; ++id) {
    threads.emplace_back([&, id] {
      const auto cache = ObjectCache::open(root_ / "nest");
      for (int i = 0; i < 100; ++i) {
        cache->store(key, std::string(20'000, static_cast<char>('a' + id)));
        const auto found = cache->find(key);
        if (!found || found->size() != 20'000 ||
            found->find_first_not_of(found->front()) != std::string::npos)
          wrong = true;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_FALSE(wrong);
  EXPECT_EQ(std::distance(fs::directory_iterator(root_ / "nest"), fs::directory_iterator()), 1);
}

TEST(ObjectKey, tells_apart_what_differs_in_any_part) {
  const auto text = [](std::initializer_list<std::string_view> parts) {
    ObjectKey key;
    for (const std::string_view part : parts) key.add(part);
    return key.text();
  };
  EXPECT_EQ(text({"ab", "c"}), text({"ab", "c"}));
  EXPECT_NE(text({"ab", "c"}), text({"a", "bc"}));
  EXPECT_NE(text({"ab"}), text({"ab", ""}));
  EXPECT_EQ(text({}).size(), 64U);
  ObjectKey key;
  const std::string before = key.text();
  ASSERT_TRUE(key.add_compiler());
  EXPECT_NE(key.text(), before);
}

}  // namespace
}  // namespace nest
