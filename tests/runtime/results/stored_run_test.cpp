#include "runtime/results/stored_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "runtime/report/final_report.h"
#include "runtime/report/json.h"
#include "runtime/results/results_folder.h"
#include "runtime/results/source_files.h"
#include "tests/compiler/project/temporary_folder.h"
#include "tests/runtime/report/sample_run.h"

namespace nest {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

std::string text_of_file(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void fill(SampleRun& run) {
  for (int i = 1; i <= 1000; ++i) {
    run.recorder.request_started();
    run.recorder.request({0, false, i * kMillisecond, i * kMillisecond, 1000, "", true, false});
  }
  run.recorder.request_started();
  run.recorder.request({1, true, 2 * kSecond, 2 * kSecond, 0, "status 503", false, true});
  run.recorder.check(0, true);
  run.recorder.check(1, false);
  run.recorder.task_failure(1, "no `id`, found {\"token\": \"abcdef\"}");
  run.recorder.taskset_entered(0);
  for (int i = 0; i < 3; ++i) run.recorder.arrival_begun();
  run.recorder.arrival_dropped();
  for (int i = 0; i < 2; ++i) run.recorder.visit_finished();
  run.recorder.visit_cut_off();
}

RunSummary eventful(SampleRun& run) {
  RunSummary summary = run.summary();
  summary.interrupted = true;
  summary.losses = {"accounts ended"};
  summary.left_out = {"broken.nest"};
  summary.setup.requests_started = 2;
  summary.setup.rows.emplace_back().requests = 2;
  summary.setup.rows[0].failures = 1;
  summary.teardown.task_failures[0].add("no answer", 1);
  DelayCounts delays;
  delays.add(3 * kMillisecond, 98);
  delays.add(90 * kMillisecond, 7);
  summary.workers.push_back({10 * kSecond, kSecond, 5, 10, 100, 2, 0, delays});
  return summary;
}

struct Stored {
  TemporaryFolder folder;

  std::unique_ptr<ResultsFolder> create(RunFacts facts = {}) {
    auto made = ResultsFolder::create((folder.path() / "out").string(), std::move(facts));
    EXPECT_TRUE(made.has_value()) << made.error();
    return std::move(*made);
  }
};

TEST(StoredRun, gives_the_same_reports_again) {
  Stored stored;
  SampleRun run;
  fill(run);
  const RunSummary summary = eventful(run);
  const auto results = stored.create();
  results->finished(summary);
  results->conclude({});
  ASSERT_EQ(results->error(), "");
  const auto again = StoredRun::read(results->path());
  ASSERT_TRUE(again.has_value()) << again.error();
  EXPECT_TRUE((*again)->is_finished());
  // What was recorded by hand above holds a secret, which runs mask before they record it.
  EXPECT_EQ(final_report((*again)->summary(), 0), text_of_file(results->path() + "/report.txt"));
  EXPECT_THAT(final_report((*again)->summary(), 0), HasSubstr("\"token\": \"***\""));
  EXPECT_THAT(final_report((*again)->summary(), 0),
              HasSubstr("setup: 2 requests, 1 failed\n  teardown: 0 requests"));
  EXPECT_EQ((*again)->summary().teardown.task_failure_count(), 1U);
  EXPECT_EQ((*again)->summary().total.rows[0].response_time, run.total.rows[0].response_time);
  EXPECT_EQ((*again)->summary().total.rows[1].failed_time, run.total.rows[1].failed_time);
}

TEST(StoredRun, a_run_that_goes_on_is_there_as_unfinished) {
  Stored stored;
  SampleRun run;
  fill(run);
  const Statistics& total = run.take();
  const auto results = stored.create();
  results->second({run.program(), kSecond, kSecond, 3, total, total});
  EXPECT_THAT(results->path(), EndsWith(".unfinished"));
  const auto again = StoredRun::read(results->path());
  ASSERT_TRUE(again.has_value()) << again.error();
  EXPECT_FALSE((*again)->is_finished());
  EXPECT_EQ((*again)->summary().total.all_rows().requests, 1001U);
  EXPECT_THAT(text_of_file(results->path() + "/seconds.csv"), HasSubstr("\n1.000,1.000,3,1001,1,"));
}

TEST(StoredRun, says_what_is_wrong_with_a_folder) {
  Stored stored;
  const auto results = stored.create();
  EXPECT_THAT(StoredRun::read("nowhere").error(), HasSubstr("nowhere/results.json cannot be read"));
  EXPECT_THAT(StoredRun::read(results->path()).error(), HasSubstr("holds no measurements"));
  SampleRun run;
  fill(run);
  results->finished(run.summary());
  std::ofstream(results->path() + "/histograms.hlog")
      << "Tag=response:GET%20/products?page={},0,1,2,HISTFAAA\n";
  EXPECT_THAT(StoredRun::read(results->path()).error(), HasSubstr("histograms.hlog the histogram in line 1"));
  std::ofstream(results->path() + "/histograms.hlog") << "";
  EXPECT_THAT(StoredRun::read(results->path()).error(), HasSubstr("do not agree"));
  for (const char* text : {"", "[]", "{}", "{\"kind\": 1}", "{\"kind\": \"nest results\", \"format\": 99}"}) {
    std::ofstream(results->path() + "/results.json") << text;
    EXPECT_FALSE(StoredRun::read(results->path()).has_value()) << text;
  }
}

TEST(ResultsFolder, folders_of_one_second_do_not_clash) {
  Stored stored;
  SampleRun run;
  std::set<std::string> paths;
  for (int i = 0; i < 5; ++i) {
    RunFacts facts;
    facts.name = "a/b c";
    const auto results = stored.create(facts);
    results->finished(run.summary());
    results->conclude({});
    EXPECT_EQ(results->error(), "");
    EXPECT_THAT(results->path(), HasSubstr("-a_b_c"));
    EXPECT_TRUE(fs::exists(results->path()));
    paths.insert(results->path());
  }
  EXPECT_EQ(paths.size(), 5U);
}

TEST(ResultsFolder, says_why_it_cannot_be_made) {
  TemporaryFolder folder;
  folder.write("file");
  const auto results = ResultsFolder::create((folder.path() / "file").string(), {});
  ASSERT_FALSE(results.has_value());
  EXPECT_THAT(results.error(), HasSubstr("file cannot be made: "));
}

TEST(ResultsFolder, keeps_the_first_error_and_its_mark) {
  Stored stored;
  SampleRun run;
  const auto results = stored.create();
  fs::create_directory(results->path() + "/results.json.new");
  results->finished(run.summary());
  results->conclude({});
  EXPECT_THAT(results->error(), HasSubstr("results.json could not be written: Is a directory"));
  EXPECT_THAT(results->path(), EndsWith(".unfinished"));
}

TEST(ResultsFolder, secrets_do_not_reach_it) {
  Stored stored;
  SampleRun run;
  const fs::path log = stored.folder.write("db.log", "listening\nAuthorization: Bearer hunter22hunter22\n");
  RunFacts facts;
  facts.command = {
      "nest", "run", "--set", "password=hunter22", "--share-token", "hunter22", "http://a:hunter22@h"};
  facts.sources = {{"../a.nest", "// http://me:hunter22@host\n"}};
  facts.settings = {{"token", "hunter22", "--set token=hunter22"}};
  facts.params = {{"shop.password", "hunter22", ""}};
  facts.host = "http://me:hunter22@host";
  const auto results = stored.create(facts);
  RunSummary summary = run.summary();
  summary.host = facts.host;
  results->finished(summary);
  results->conclude({log.string()});
  ASSERT_EQ(results->error(), "");
  EXPECT_THAT(text_of_file(results->path() + "/logs/db.log"), HasSubstr("listening"));
  EXPECT_THAT(text_of_file(results->path() + "/_sources/__/a.nest"), HasSubstr("http://me:***@host"));
  for (const auto& entry : fs::recursive_directory_iterator(results->path())) {
    if (entry.is_regular_file()) {
      EXPECT_THAT(text_of_file(entry.path()), Not(HasSubstr("hunter22"))) << entry.path();
    }
  }
}

TEST(SourceFiles, stay_below_their_folder_and_apart) {
  EXPECT_THAT(stored_names({{"a.nest", ""}, {"/a.nest", ""}, {"../../x/./a.nest", ""}}),
              ElementsAre("_sources/a.nest", "_sources/a.nest-2", "_sources/__/__/x/a.nest"));
}

}  // namespace
}  // namespace nest
