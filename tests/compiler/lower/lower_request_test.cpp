#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/compiler/lower/compiled.h"
#include "tests/support/hir_build.h"

namespace nest::test {
namespace {

using namespace build;
using testing::ElementsAre;

ExpressionPtr status_is(std::int64_t status) {
  return compare(field(0, hir::ResponseField::Status, Type::Int), BinaryOperator::Equal, number(status));
}

/// `env("X") == "yes"`, which fails when X is unset.
ExpressionPtr environment_says_yes(std::uint32_t at) {
  return compare(call(Type::String, hir::Builtin::Environment, at, text("X")), BinaryOperator::Equal,
                 text("yes"), at);
}

/// A task whose first local is the response of request 0, with the checks named a, b, c, …
hir::Program with_request(hir::Request request, hir::Block body) {
  hir::Program made = program({Type::Response}, std::move(body));
  made.requests.push_back(std::move(request));
  for (const char* name : {"a", "b", "c"}) {
    made.checks.push_back({.text = name, .span = span(0), .row = hir::RowId(0)});
  }
  return made;
}

TEST(LowerRequest, sends_waits_and_finishes) {
  const Compiled compiled(with_request(get(pieces("/")), block(request(0, 0), log(text("after")))));
  FakeAbi abi;
  abi.start(compiled.task());
  EXPECT_FALSE(abi.ended());
  EXPECT_THAT(abi.log(), ElementsAre("nest_http_start GET /"));
  abi.resume();
  EXPECT_EQ(abi.context().outcome, NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_http_start GET /", "nest_http_finish", "nest_log after"));
}

TEST(LowerRequest, numbers_its_holes_over_url_headers_and_body) {
  hir::Request made = get(pieces("/p/", hole(text("a b"), Encoding::Percent), "/", hole(number(7))));
  made.method = hir::Method::Put;
  made.headers = pieces("X: ", hole(context(hir::ContextField::UserId), Encoding::Header), "\r\n");
  made.body_kind = hir::BodyKind::Json;
  made.body = pieces("{\"user\":", hole(context(hir::ContextField::UserIteration), Encoding::Json),
                     ",\"ok\":", hole(truth(true), Encoding::Json),
                     ",\"name\":", hole(text("x"), Encoding::Json), "}");
  const Compiled compiled(with_request(std::move(made), block(request(0, 0))));
  FakeAbi abi;
  abi.context().user_id = 41;
  abi.context().iteration = 42;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_EQ(abi.log().front(),
            "nest_http_start PUT /p/a%20b/7 [X: 41\r\n] {\"user\":42,\"ok\":true,\"name\":\"x\"}");
}

TEST(LowerRequest, hands_over_its_table_entry_whole) {
  hir::Request made = get(pieces("/"), 25);
  made.max_redirects = 3;
  made.compressed = true;
  made.http = hir::HttpVersion::Http2;
  made.wants_body = true;
  made.has_status_condition = true;
  made.row = hir::RowId(0);
  const Compiled compiled(with_request(std::move(made), block(request(0, 0))));
  const nest_request* seen = nullptr;
  FakeAbi abi;
  abi.on_http_start = [&](const nest_request* given) { seen = given; };
  abi.start(compiled.task());
  ASSERT_NE(seen, nullptr);
  EXPECT_EQ(seen->max_redirects, 3);
  EXPECT_EQ(seen->flags, NEST_COMPRESSED | NEST_WANTS_BODY | NEST_HAS_STATUS_CONDITION | NEST_HTTP_2);
  EXPECT_EQ(seen->row, 0U);
  EXPECT_EQ(compiled.image().sites[seen->site].line, 3U);
}

TEST(LowerRequest, the_timeout_is_evaluated_when_there_is_one) {
  hir::RequestStatement node;
  node.timeout = duration(5'000);
  const Compiled compiled(with_request(get(pieces("/")), block(statement(std::move(node)))));
  FakeAbi abi;
  abi.start(compiled.task());
  EXPECT_THAT(abi.log(), ElementsAre("nest_http_start GET / timeout 5000"));
}

TEST(LowerRequest, one_that_does_not_start_abandons_without_waiting) {
  const Compiled compiled(with_request(get(pieces("/"), 44), block(request(0, 0), log(text("never")))));
  FakeAbi abi;
  abi.reply("nest_http_start", {.status = NEST_FAILED});
  abi.start(compiled.task());
  EXPECT_EQ(abi.context().outcome, NEST_ABANDONED);
  EXPECT_EQ(compiled.image().sites[abi.failure_site()].line, 5U);
  EXPECT_THAT(abi.log(), ElementsAre("nest_http_start GET /"));
}

TEST(LowerRequest, a_hole_that_fails_sends_nothing) {
  const Compiled compiled(
      with_request(get(pieces("/", hole(call(Type::String, hir::Builtin::Environment, 61, text("X"))))),
                   block(request(0, 0))));
  FakeAbi abi;
  abi.start(compiled.task());
  EXPECT_EQ(abi.context().outcome, NEST_ABANDONED);
  EXPECT_EQ(abi.calls("nest_http_start"), 0);
  EXPECT_EQ(compiled.image().sites[abi.failure_site()].line, 7U);
}

TEST(LowerRequest, checks_come_before_the_sample_and_all_are_counted) {
  const Compiled compiled(with_request(
      get(pieces("/")), block(request(0, 0, condition(0, status_is(200)), condition(1, status_is(201)),
                                      condition(2, status_is(200))),
                              log(text("after")))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_http_start GET /", "nest_check 0 1", "nest_check 1 0",
                                     "nest_check 2 1", "nest_http_finish", "nest_log after"));
}

TEST(LowerRequest, a_failed_requirement_abandons_after_the_sample) {
  const Compiled compiled(with_request(
      get(pieces("/")), block(request(0, 0, condition(0, status_is(201), true), condition(1, status_is(200))),
                              log(text("never")))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(abi.failure(), "required 0");
  EXPECT_THAT(abi.log(),
              ElementsAre("nest_http_start GET /", "nest_check 0 0", "nest_check 1 1", "nest_http_finish"));
}

TEST(LowerRequest, of_two_failed_requirements_the_first_is_described) {
  const Compiled compiled(with_request(
      get(pieces("/")),
      block(request(0, 0, condition(0, status_is(201), true), condition(1, status_is(202), true)))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(abi.failure(), "required 0");
}

TEST(LowerRequest, a_requirement_that_cannot_be_evaluated_stays_described_as_such) {
  const Compiled compiled(
      with_request(get(pieces("/")), block(request(0, 0, condition(0, environment_says_yes(33), true)))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(abi.failure(), "nest_env");
  EXPECT_EQ(compiled.image().sites[abi.failure_site()].line, 4U);
  EXPECT_THAT(abi.log(),
              ElementsAre("nest_http_start GET /", "nest_env X", "nest_check 0 0", "nest_http_finish"));
}

TEST(LowerRequest, an_expectation_that_cannot_be_evaluated_is_false_and_forgiven) {
  const Compiled compiled(with_request(
      get(pieces("/")), block(request(0, 0, condition(0, environment_says_yes(33))), log(text("after")))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_EQ(abi.failure(), "");
  EXPECT_THAT(abi.log(), ElementsAre("nest_http_start GET /", "nest_env X", "nest_forgive", "nest_check 0 0",
                                     "nest_http_finish", "nest_log after"));
}

TEST(LowerRequest, forgiving_an_expectation_does_not_lose_a_requirement_before_it) {
  const Compiled compiled(
      with_request(get(pieces("/")), block(request(0, 0, condition(0, environment_says_yes(33), true),
                                                   condition(1, environment_says_yes(44))))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(abi.failure(), "required 0");
}

TEST(LowerRequest, the_response_can_be_read_after_the_next_suspension) {
  const Compiled compiled(with_request(
      get(pieces("/")), block(request(0, 0), sleep(1), show(field(0, hir::ResponseField::Status, Type::Int)),
                              log(field(0, hir::ResponseField::Body, Type::String)),
                              show(field(0, hir::ResponseField::Size, Type::Int)),
                              show(field(0, hir::ResponseField::Ok, Type::Bool)),
                              show(field(0, hir::ResponseField::Time, Type::Duration)),
                              log(field(0, hir::ResponseField::Url, Type::String)))));
  FakeAbi abi;
  abi.respond(404, "gone");
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_http_start GET /", "nest_http_finish", "nest_sleep 1",
                                     "nest_log =404", "nest_log gone", "nest_log =4", "nest_log =false",
                                     "nest_log =1000000ns", "nest_log http://host/"));
}

TEST(LowerRequest, holes_and_the_response_cost_the_frame_nothing) {
  const Compiled compiled(
      with_request(get(pieces("/", hole(call(Type::Int, hir::Builtin::Random, 0, number(1), number(9))), "/",
                              hole(call(Type::Int, hir::Builtin::Random, 0, number(1), number(9))))),
                   block(request(0, 0, condition(0, status_is(200))),
                         request(0, 0, condition(1, status_is(200), true)), request(0, 0))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_LE(abi.frame_size(), 32U);
}

TEST(LowerRequest, a_header_of_the_response_is_asked_for_by_name) {
  const Compiled compiled(with_request(
      get(pieces("/")),
      block(request(0, 0),
            log(expression(Type::String, hir::ResponseHeader{local(0, Type::Response), text("ETag")})))));
  FakeAbi abi;
  abi.reply("nest_response_header", {.text = "v1"});
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_http_start GET /", "nest_http_finish",
                                     "nest_response_header 200 ETag", "nest_log v1"));
}

hir::Statement parallel(hir::Block requests) { return statement(hir::Parallel{std::move(requests)}); }

TEST(LowerRequest, those_of_a_parallel_are_started_together_and_judged_in_order) {
  hir::Program program =
      with_request(get(pieces("/a/", hole(call(Type::Int, hir::Builtin::Random, 0, number(1), number(9))))),
                   block(parallel(block(request(0, 0, condition(0, status_is(200))), request(1, 1)))));
  program.requests.push_back(get(pieces("/b")));
  program.functions[0].locals.push_back({.name = "", .type = Type::Response});
  const Compiled compiled(program);
  FakeAbi abi;
  abi.respond(404);
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_EQ(abi.suspensions(), 1);
  EXPECT_THAT(abi.log(), ElementsAre("nest_parallel_begin", "nest_http_start GET /a/1",
                                     "nest_http_start GET /b", "nest_parallel_wait", "nest_parallel_select 0",
                                     "nest_check 0 0", "nest_http_finish", "nest_parallel_select 1",
                                     "nest_http_finish", "nest_parallel_end"));
}

TEST(LowerRequest, a_requirement_in_a_parallel_abandons_when_all_are_recorded) {
  hir::Program program =
      with_request(get(pieces("/a")),
                   block(parallel(block(request(0, 0, condition(1, status_is(200), true)), request(1, 1))),
                         log(text("never"))));
  program.requests.push_back(get(pieces("/b")));
  program.functions[0].locals.push_back({.name = "", .type = Type::Response});
  const Compiled compiled(program);
  FakeAbi abi;
  abi.respond(500);
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(abi.failure(), "required 1");
  EXPECT_EQ(abi.calls("nest_http_finish"), 2);
}

TEST(LowerRequest, a_parallel_that_could_not_start_all_abandons) {
  const Compiled compiled(
      with_request(get(pieces("/a")), block(parallel(block(request(0, 0))), log(text("never")))));
  FakeAbi abi;
  abi.reply("nest_parallel_end", {.status = NEST_FAILED});
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(abi.failure(), "nest_parallel_end");
}

TEST(LowerRequest, a_body_is_searched_by_a_pattern_of_the_program_or_a_computed_one) {
  const auto find = [](std::variant<hir::PatternId, ExpressionPtr> pattern) {
    return log(expression(Type::String, hir::ResponseFind{local(0, Type::Response), std::move(pattern)}, 25));
  };
  hir::Program program =
      with_request(get(pieces("/")), block(request(0, 0), find(hir::PatternId(1)), find(text("a+"))));
  program.patterns = {"x", "id=(.)"};
  const Compiled compiled(program);
  ASSERT_EQ(compiled.image().pattern_count, 2U);
  const nest_str pattern = compiled.image().patterns[1];
  EXPECT_EQ(std::string_view(pattern.data, pattern.size), "id=(.)");
  FakeAbi abi;
  abi.respond(200, "some id=7");
  abi.reply("nest_find", {.text = "7"});
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(abi.failure(), "nest_find");
  EXPECT_THAT(abi.log(), ElementsAre("nest_http_start GET /", "nest_http_finish", "nest_find some id=7 1",
                                     "nest_log 7", "nest_find some id=7 a+"));
}

TEST(LowerRequest, all_matches_in_a_body_are_a_list) {
  const auto count = [](std::variant<hir::PatternId, ExpressionPtr> pattern) {
    auto all = expression(Type::list_of(Type::String),
                          hir::ResponseFind{local(0, Type::Response), std::move(pattern), true}, 25);
    std::vector<ExpressionPtr> arguments;
    arguments.push_back(std::move(all));
    return show(expression(Type::Int, hir::BuiltinCall{hir::Builtin::Length, std::move(arguments)}));
  };
  hir::Program program =
      with_request(get(pieces("/")), block(request(0, 0), count(hir::PatternId(0)), count(text("a+"))));
  program.patterns = {"id=(.)"};
  const Compiled compiled(program);
  FakeAbi abi;
  abi.respond(200, "id=7 id=8");
  abi.reply("nest_find_all", {.text = "[7,8]"});
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(abi.failure(), "nest_find_all");
  EXPECT_THAT(abi.log(), ElementsAre("nest_http_start GET /", "nest_http_finish", "nest_find_all id=7 id=8 0",
                                     "nest_log =2", "nest_find_all id=7 id=8 a+"));
}

TEST(LowerCheck, an_expectation_counts_and_the_task_goes_on) {
  const Compiled compiled(
      with_request(get(pieces("/")), block(check(0, truth(false)), check(1, environment_says_yes(5)),
                                           check(2, truth(true)), log(text("after")))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_check 0 0", "nest_env X", "nest_forgive", "nest_check 1 0",
                                     "nest_check 2 1", "nest_log after"));
}

TEST(LowerCheck, a_requirement_abandons_and_names_itself) {
  const Compiled compiled(
      with_request(get(pieces("/")), block(check(1, truth(false), true), log(text("never")))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(abi.failure(), "required 1");
}

TEST(LowerCheck, a_requirement_that_fails_on_the_way_keeps_that_failure) {
  const Compiled compiled(with_request(get(pieces("/")), block(check(1, environment_says_yes(25), true))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(abi.failure(), "nest_env");
  EXPECT_EQ(abi.calls("nest_forgive"), 0);
  EXPECT_THAT(abi.log(), ElementsAre("nest_env X", "nest_check 1 0"));
}

}  // namespace
}  // namespace nest::test
