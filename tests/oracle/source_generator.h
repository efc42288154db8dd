#pragma once

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace nest::oracle {

enum class Kind { Int, Float, Bool, String, Duration, Json };
constexpr std::array<std::string_view, 6> kKindNames = {"int", "float", "bool", "string", "duration", "json"};

struct Function {
  std::string name;
  struct Parameter {
    Kind kind;
    bool is_optional;
  };
  std::vector<Parameter> parameters;
  std::optional<Kind> result;  // none: it gives nothing
  bool waits;
  bool gives_optional = false;
};

struct Variable {
  std::string name;
  Kind kind;
  bool is_mutable;
  bool is_list = false;      // of that kind
  bool is_optional = false;  // and nothing says that it is there
  int known_in =
      -1;  // it may be missing elsewhere; here, so many loops deep, something says that it is there
};

/// Makes one program: draws from the seed decide everything, so each draw that is added changes the programs
/// of all seeds. It keeps account of what is in scope, so that programs are right, save for what the checker
/// is to find.
class SourceGenerator {
 public:
  explicit SourceGenerator(std::uint64_t seed) : random_(seed) {}

  std::string source();

 private:
  int range(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  bool chance(int percent) { return range(1, 100) <= percent; }
  Kind kind() { return static_cast<Kind>(range(0, 5)); }
  template <std::size_t N>
  std::string pick(const std::array<const char*, N>& from) {
    return from[static_cast<std::size_t>(range(0, static_cast<int>(N) - 1))];
  }
  std::string fresh(std::string_view stem) { return fmt::format("{}{}", stem, next_++); }

  /// A counter, and a queue and a map of the same type.
  std::string shared_objects();
  std::string metrics();
  std::string measure();

  /// Three files, each with a policy that never lets a user wait.
  std::string data();
  std::string data_statement();
  std::string row() { return rows_[static_cast<std::size_t>(range(0, static_cast<int>(rows_.size()) - 1))]; }

  std::string data_text();
  std::string data_json();
  std::string shared_statement();
  std::string key();
  std::string shared_number();

  /// Missing now and then, whether or not it is caught.
  std::string shared_element(Kind k);

  /// A `const` or a `param` of the file.
  std::string value();

  /// Its state is read and written as user.NAME everywhere.
  std::string user_block();
  std::string once(const char* name);
  std::string attributes();

  /// Calls those that were made before it.
  std::string function();
  static std::string_view name_of(Kind k) { return kKindNames[static_cast<std::size_t>(k)]; }

  /// A function with that result; one that waits only where the call stands alone.
  const Function* function_for(std::optional<Kind> result, bool alone, bool optional = false);
  std::string call(const Function& function);
  std::string call_statement();
  std::string returned(const Function& function);

  /// What a `T?` may be given: there, missing now and then, `null`, or another one.
  std::string optional_value(Kind k, int depth);

  /// A variable that may be missing.
  std::string optional(Kind k, bool is_list = false);
  std::string optional_declaration();

  /// What an optional is used as, wherever a T is wanted.
  std::string caught(Kind k, int depth);
  std::string question(int depth);

  /// A statement behind or in which a variable is known to be there. As long as it is known it is
  /// assigned nothing that may be missing; the user's, which functions may set, are left out.
  std::string narrowing(int depth);
  std::string leaving();
  std::string taskset(const std::string& name, int depth);
  std::string block(int depth);
  std::string statement(int depth);

  /// Whether something may wait here; then it does.
  bool waiting();
  std::string declaration();
  std::string list_declaration(const std::string& name, Kind k, bool is_mutable);
  std::string assignment();
  std::string bound_request();
  std::string parallel();
  std::string request();
  std::string items(bool body);

  /// A condition on the request's own answer.
  std::string condition();
  std::string rare();
  std::string loop(int depth);
  std::string variable(Kind k, bool is_list = false);
  std::string response();
  std::string expression(Kind k, int depth);

  /// Out of a list: missing now and then, whether or not it is caught.
  std::string element(Kind k, int depth);
  std::string list(Kind k, int depth);
  std::string literal(Kind k);
  std::string whole_number(int depth);
  std::string smaller_or_larger(Kind k, int depth);
  std::string real_number(int depth);
  std::string truth(int depth);
  std::string text(int depth);

  /// Patterns with a group, without, with one that may take no part, and computed ones, right and wrong.
  std::string pattern(int depth);
  std::string found(const std::string& r, int depth);
  std::string text_function(int depth);
  std::string duration(int depth);
  std::string json(int depth);

  std::mt19937_64 random_;
  std::vector<Variable> variables_;
  std::vector<std::string> responses_;
  int next_ = 0;
  std::optional<Kind> shared_kind_;  // of what the shared objects hold; none: there are none
  std::vector<Function> functions_;
  Function* in_function_ = nullptr;  // whose body is being made
  bool may_wait_ = true;
  bool has_metrics_ = false;
  bool takes_durations_ = false;  // the trend and the gauge
  bool has_data_ = false;
  bool people_are_unique_ = false;
  std::vector<std::string> rows_;  // variables that hold rows of people
  int in_loop_ = 0;
  bool in_hook_ = false;
};

}  // namespace nest::oracle
