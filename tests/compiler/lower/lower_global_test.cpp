#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/compiler/lower/compiled.h"
#include "tests/support/hir_build.h"

namespace nest::test {
namespace {

using namespace build;
using testing::ElementsAre;

std::string_view text_of(nest_str text) { return {text.data, text.size}; }

ExpressionPtr global(std::uint32_t id, Type type) {
  return expression(type, hir::GlobalReference{hir::GlobalId(id)});
}

hir::Global param(const char* name, Type type, hir::Constant value) {
  hir::Global made;
  made.type = type;
  made.name = name;
  made.full_name = std::string("file.") + name;
  made.doc = "What it is.";
  made.span = span(25);
  made.value = std::move(value);
  return made;
}

hir::Program shows_each() {
  hir::Program made =
      program({}, block(show(global(0, Type::Int)), show(global(1, Type::Float)), show(global(2, Type::Bool)),
                        show(global(3, Type::Duration)), show(global(4, Type::String))));
  made.globals.push_back(param("count", Type::Int, {std::int64_t{20}}));
  made.globals.push_back(param("speed", Type::Float, {0.5}));
  made.globals.push_back(param("strict", Type::Bool, {true}));
  made.globals.push_back(param("think", Type::Duration, {std::int64_t{1'500'000'000}}));
  made.globals.push_back(param("greeting", Type::String, {std::string("hello")}));
  made.tasksets[0].wait = {
      .kind = hir::WaitKind::Fixed, .a = 7, .b = 0, .a_global = hir::GlobalId(3), .b_global = {}};
  return made;
}

TEST(LowerGlobal, holds_its_default_until_it_is_written) {
  const Compiled compiled(shows_each());
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_log =20", "nest_log =0.500000", "nest_log =true",
                                     "nest_log =1500000000ns", "nest_log =hello"));
}

TEST(LowerGlobal, code_reads_what_was_written_into_the_table) {
  const Compiled compiled(shows_each());
  const nest_global* globals = compiled.image().globals;
  globals[0].value->as.i = -1;
  globals[1].value->as.f = 2.25;
  globals[2].value->as.i = 0;
  globals[3].value->as.i = 1000;
  const std::string kept = "other" + std::string(NEST_PADDING, '\0');
  globals[4].value->as.s = {kept.data(), 5};
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_log =-1", "nest_log =2.250000", "nest_log =false",
                                     "nest_log =1000ns", "nest_log =other"));
}

TEST(LowerGlobal, the_table_says_what_each_is) {
  const Compiled compiled(shows_each());
  ASSERT_EQ(compiled.image().global_count, 5U);
  const nest_global& greeting = compiled.image().globals[4];
  EXPECT_EQ(greeting.kind, static_cast<std::uint32_t>(NEST_GLOBAL_PARAM));
  EXPECT_EQ(greeting.type, static_cast<std::uint32_t>(NEST_STRING));
  EXPECT_EQ(text_of(greeting.name), "greeting");
  EXPECT_EQ(text_of(greeting.full_name), "file.greeting");
  EXPECT_EQ(text_of(greeting.doc), "What it is.");
  EXPECT_EQ(compiled.image().sites[greeting.site].line, 3U);
  EXPECT_EQ(greeting.value->kind, static_cast<std::uint64_t>(NEST_STRING));
  EXPECT_EQ(compiled.image().tasksets[0].wait.a_value, compiled.image().globals[3].value);
  EXPECT_EQ(compiled.image().tasksets[0].wait.b_value, nullptr);
}

TEST(LowerService, the_table_says_what_was_declared) {
  hir::Program made = program({}, {});
  hir::Global port = param("port", Type::Int, {std::int64_t{0}});
  port.kind = hir::GlobalKind::ServicePort;
  port.service = hir::ServiceId(0);
  port.has_default = false;
  made.globals.push_back(param("mode", Type::String, {std::string("prod")}));
  made.globals.push_back(std::move(port));
  hir::Service& service = made.services.emplace_back();
  service.name = "web";
  service.full_name = "file.web";
  service.span = span(35);
  service.command = pieces("run ", hole(global(1, Type::Int)), " now");
  service.folder = "tasksets";
  service.environment.push_back({.name = "MODE", .value = pieces(hole(global(0, Type::String)))});
  service.ready = hir::ReadyKind::Http;
  service.ready_text = pieces("/health");
  service.within = 5;
  service.after = {"db", "cache"};
  service.on_failure = hir::FailureKind::Restart;
  const Compiled compiled(made);

  ASSERT_EQ(compiled.image().service_count, 1U);
  const nest_service& found = compiled.image().services[0];
  EXPECT_EQ(text_of(found.name), "web");
  EXPECT_EQ(text_of(found.full_name), "file.web");
  EXPECT_EQ(compiled.image().sites[found.site].line, 4U);
  ASSERT_EQ(found.command.part_count, 3U);
  EXPECT_EQ(text_of(found.command.parts[0].text), "run ");
  EXPECT_EQ(found.command.parts[1].encoding, static_cast<std::uint32_t>(NEST_PART_PLAIN));
  EXPECT_EQ(found.command.parts[1].hole, 1U);
  EXPECT_EQ(text_of(found.command.parts[2].text), " now");
  EXPECT_EQ(text_of(found.folder), "tasksets");
  ASSERT_EQ(found.environment_count, 1U);
  EXPECT_EQ(text_of(found.environment[0].name), "MODE");
  EXPECT_EQ(found.environment[0].value.parts[0].hole, 0U);
  EXPECT_EQ(found.ready, static_cast<std::uint32_t>(NEST_READY_HTTP));
  EXPECT_EQ(text_of(found.ready_text.parts[0].text), "/health");
  EXPECT_EQ(found.within, 5);
  ASSERT_EQ(found.after_count, 2U);
  EXPECT_EQ(text_of(found.after[1]), "cache");
  EXPECT_EQ(found.on_failure, static_cast<std::uint32_t>(NEST_ON_FAILURE_RESTART));
  EXPECT_EQ(found.grace, -1);
  EXPECT_EQ(compiled.image().globals[1].service, 0U);
  EXPECT_EQ(compiled.image().globals[1].has_default, 0U);
  EXPECT_EQ(compiled.image().globals[0].service, NEST_NONE);
}

}  // namespace
}  // namespace nest::test
