#include "runtime/cli/services_of.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <string_view>

#include "runtime/cli/running_services.h"
#include "runtime/services/start_plan.h"
#include "runtime/values/text.h"

namespace nest {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

nest_part words(std::string_view text) {
  nest_part part{};
  part.encoding = NEST_PART_TEXT;
  part.text = str_of(text);
  return part;
}

nest_part hole(std::uint32_t global) {
  nest_part part{};
  part.encoding = NEST_PART_PLAIN;
  part.hole = global;
  return part;
}

template <std::size_t kCount>
nest_template text_of(const std::array<nest_part, kCount>& parts) {
  return {parts.data(), kCount};
}

// The services `db`, and `web` after it; globals: the param `level`, db's url and
// port, web's port, the url of `mail`, which only the configuration has.
class ServicesOfAProgram : public testing::Test {
 protected:
  ServicesOfAProgram() {
    declare_globals();
    declare_services();
    program_.files = &file_;
    program_.file_count = 1;
    program_.sites = &site_;
    program_.site_count = 1;
    program_.globals = globals_.data();
    program_.global_count = globals_.size();
    program_.services = services_.data();
    program_.service_count = services_.size();
  }

  void declare_globals() {
    const auto declare = [this](std::size_t at, std::uint32_t kind, std::uint32_t type, std::string_view name,
                                std::uint32_t service) {
      globals_[at].kind = kind;
      globals_[at].type = type;
      globals_[at].name = str_of(name);
      globals_[at].service = service;
      globals_[at].value = &slots_[at];
      slots_[at].kind = type;
    };
    declare(0, NEST_GLOBAL_PARAM, NEST_STRING, "level", NEST_NONE);
    slots_[0].as.s = str_of("{x}");
    declare(1, NEST_GLOBAL_SERVICE_URL, NEST_STRING, "db", 0);
    declare(2, NEST_GLOBAL_SERVICE_PORT, NEST_INT, "db", 0);
    declare(3, NEST_GLOBAL_SERVICE_PORT, NEST_INT, "web", 1);
    declare(4, NEST_GLOBAL_SERVICE_URL, NEST_STRING, "mail", NEST_NONE);
  }

  void declare_services() {
    const auto declare = [this](std::size_t at, std::string_view name,
                                std::string_view full_name) -> nest_service& {
      services_[at].name = str_of(name);
      services_[at].full_name = str_of(full_name);
      services_[at].folder = str_of("shop/{services}");
      services_[at].within = -1;
      services_[at].grace = -1;
      return services_[at];
    };
    declare(0, "db", "shop.db").command = text_of(db_command_);
    nest_service& web = declare(1, "web", "shop.web");
    web.command = text_of(web_command_);
    web.environment = &variable_;
    web.environment_count = 1;
    web.ready = NEST_READY_LINE;
    web.ready_text = text_of(ready_);
    web.within = 7 * kSecond;
    web.grace = 0;
    web.after = after_.data();
    web.after_count = after_.size();
    web.on_failure = NEST_ON_FAILURE_RESTART;
  }

  std::string file_text_ = "shop.nest";
  nest_str file_ = str_of(file_text_);
  nest_site site_{0, 3, 1};
  std::array<nest_part, 2> db_command_ = {words("db {a} --port "), hole(2)};
  std::array<nest_part, 5> web_command_ = {words("web "), hole(3), words(" "), hole(1), hole(0)};
  std::array<nest_part, 1> ready_ = {words("up")};
  std::array<nest_part, 2> value_parts_ = {words("mail at "), hole(4)};
  nest_service_variable variable_{str_of("MAIL"), text_of(value_parts_)};
  std::array<nest_str, 2> after_ = {str_of("db"), str_of("mail")};
  std::array<nest_global, 5> globals_{};
  std::array<nest_value, 5> slots_{};
  std::array<nest_service, 2> services_{};
  nest_program program_{};
};

TEST_F(ServicesOfAProgram, become_specs) {
  ServiceSpec mail;
  mail.name = "mail";
  mail.command = "mail";
  const DeclaredServices services = services_of(program_, {mail});
  ASSERT_EQ(services.specs.size(), 3u);
  EXPECT_THAT(services.of_program, ElementsAre(1, 2));
  const ServiceSpec& db = services.specs[1];
  EXPECT_EQ(db.name, "db");
  EXPECT_EQ(db.command, "db {{a}} --port {port}") << "its own address; braces of the text are none of ours";
  EXPECT_EQ(db.folder, "shop/{{services}}");
  EXPECT_EQ(db.ready.by, ReadyBy::Start);
  EXPECT_EQ(db.within, 30 * kSecond);
  EXPECT_EQ(db.grace, 5 * kSecond);
  EXPECT_EQ(db.on_failure, OnFailure::StopRun);
  EXPECT_EQ(db.declared_at, "shop.nest:3:1");
  const ServiceSpec& web = services.specs[2];
  EXPECT_EQ(web.command, "web {port} {db.url}{{x}}");
  EXPECT_THAT(web.environment, ElementsAre(Pair("MAIL", "mail at {mail.url}")));
  EXPECT_EQ(web.ready.by, ReadyBy::Line);
  EXPECT_EQ(web.ready.text, "up");
  EXPECT_EQ(web.within, 7 * kSecond);
  EXPECT_EQ(web.grace, 0);
  EXPECT_THAT(web.after, ElementsAre("db", "mail"));
  EXPECT_EQ(web.on_failure, OnFailure::Restart);
  EXPECT_TRUE(plan_start(services.specs)) << plan_start(services.specs).error();
}

TEST_F(ServicesOfAProgram, give_way_to_those_of_the_configuration) {
  ServiceSpec db;
  db.name = "db";
  db.command = "other {port}";
  const DeclaredServices services = services_of(program_, {db});
  ASSERT_EQ(services.specs.size(), 2u);
  EXPECT_EQ(services.specs[0].command, "other {port}");
  EXPECT_THAT(services.of_program, ElementsAre(0, 1));
}

TEST_F(ServicesOfAProgram, are_listed_before_a_run) {
  const std::string text = services_text(services_of(program_, {}));
  EXPECT_THAT(text, HasSubstr("Services to start\n  db: db {a} --port {port}\n"));
  EXPECT_THAT(text, HasSubstr("  web (after db, mail): web {port} {db.url}"));
  EXPECT_THAT(services_text({}), IsEmpty());
}

TEST_F(ServicesOfAProgram, are_listed_without_what_the_environment_holds) {
  globals_[0].kind = NEST_GLOBAL_ENVIRONMENT;
  globals_[0].name = str_of("PASSWORD");
  slots_[0].as.s = str_of("secret");
  const DeclaredServices services = services_of(program_, {});
  EXPECT_EQ(services.specs[1].command, "web {port} {db.url}secret");
  EXPECT_THAT(services_text(services), HasSubstr("web {port} {db.url}{env(\"PASSWORD\")}\n"));
}

TEST_F(ServicesOfAProgram, read_their_addresses) {
  ServiceSpec mail;
  mail.name = "mail";
  const DeclaredServices services = services_of(program_, {mail});
  RunValues values(program_);
  set_addresses(program_, services, {{"mail", 1, "http://m"}, {"db", 2, "http://d"}, {"web", 3, "http://w"}},
                values);
  EXPECT_EQ(view_of(slots_[1].as.s), "http://d");
  EXPECT_EQ(slots_[2].as.i, 2);
  EXPECT_EQ(slots_[3].as.i, 3);
  EXPECT_EQ(view_of(slots_[4].as.s), "http://m");
  EXPECT_EQ(view_of(slots_[0].as.s), "{x}") << "a param is none";
}

TEST_F(ServicesOfAProgram, may_run_already) {
  const DeclaredServices services = services_of(program_, {});
  unsetenv("NEST_DB_URL");
  EXPECT_EQ(running_services(program_, services).error(),
            "with --no-services, say where service `db` is: NEST_DB_URL=http://HOST:PORT");
  setenv("NEST_DB_URL", "there", 1);
  EXPECT_THAT(running_services(program_, services).error(), HasSubstr("NEST_DB_URL=there: "));
  setenv("NEST_DB_URL", "http://db.test:70/", 1);
  setenv("NEST_WEB_URL", "https://web.test", 1);
  const auto running = running_services(program_, services);
  ASSERT_TRUE(running) << running.error();
  EXPECT_EQ(running->at(0).url, "http://db.test:70");
  EXPECT_EQ(running->at(0).port, 70);
  EXPECT_EQ(running->at(1).port, 443);
  unsetenv("NEST_WEB_URL");
  program_.global_count = 3;
  EXPECT_TRUE(running_services(program_, services)) << "nobody asks for web's address";
  unsetenv("NEST_DB_URL");
}

}  // namespace
}  // namespace nest
