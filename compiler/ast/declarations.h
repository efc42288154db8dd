#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/ast/name.h"
#include "compiler/ast/plans.h"
#include "compiler/ast/services.h"
#include "compiler/ast/statements.h"

namespace nest::ast {

/// `import "../lib/auth.nest"`, with an optional `as NAME`.
struct Import {
  Span span;
  std::string path;
  Span path_span;
  Name name;  // given, or the file's without `.nest`
};

/// `const NAME = value`.
struct Constant {
  Span span;
  std::string doc;  // the text of its `///` lines, without the slashes; empty when there are none
  Name name;
  ExpressionPtr value;
};

/// `param NAME: type = default`.
struct Param {
  Span span;
  std::string doc;
  Name name;
  TypeName type;
  ExpressionPtr value;
};

/// `shared counter NAME`, `shared queue<T> NAME`, `shared map<T> NAME`.
struct Shared {
  Span span;
  std::string doc;  // the text of its `///` lines, without the slashes; empty when there are none
  Name kind;
  std::optional<Name> element;
  Name name;
};

/// `name: type` of a function.
struct Parameter {
  Name name;
  TypeName type;
};

/// `fn NAME(a: string, b: int) -> string { … }`.
struct Function {
  Span span;
  std::string doc;  // the text of its `///` lines, without the slashes; empty when there are none
  Name name;
  std::vector<Parameter> parameters;
  std::optional<TypeName> result;  // none: it gives nothing
  Block body;
};

/// `metric counter NAME`, `metric trend NAME`, `metric gauge NAME`, `metric rate NAME`.
struct Metric {
  Span span;
  std::string doc;  // the text of its `///` lines, without the slashes; empty when there are none
  Name kind;
  Name name;
};

/// `data NAME = SOURCE(path) POLICY when exhausted WORDS`.
struct Data {
  Span span;
  std::string doc;
  Name name;
  Name source;
  ExpressionPtr path;
  std::optional<Name> policy;
  std::optional<Name> exhausted;  // `stop user`: both words, with one blank
};

/// `wait none`, `wait 2s`, `wait 1s..5s`, `wait exponential(3s)`, `wait normal(3s, 1s)`, `wait pace 10s`,
/// `wait rate 0.5/s`. `first` and `second` are filled as the kind needs.
enum class WaitKind : std::uint8_t { None, Fixed, Uniform, Exponential, Normal, Pace, Rate };
struct Wait {
  Span span;
  WaitKind kind{};
  ExpressionPtr first;
  ExpressionPtr second;
};

/// `weight N`. The value is any expression to the grammar; sema wants a whole number ≥ 0.
struct Weight {
  Span span;
  ExpressionPtr value;
};

/// `on_start { … }` or `on_stop { … }`.
struct Hook {
  Span span;
  Block body;
};

/// One follower of a Markov task: `-> name: weight`.
struct Transition {
  Name target;
  ExpressionPtr weight;  // null: 1
};

struct Task {
  Span span;
  std::string doc;  // the text of its `///` lines, without the slashes; empty when there are none
  Name name;
  ExpressionPtr weight;  // null: 1
  std::vector<Transition> transitions;
  std::vector<Name> tags;
  Block body;
};

struct Taskset;

/// `defaults { header "X": e  timeout 5s }`: which items are allowed is a matter of sema.
struct Defaults {
  Span span;
  std::vector<RequestItem> items;
};

/// `host "http://…"`.
struct Host {
  Span span;
  ExpressionPtr value;
};

/// `include NAME`, `include module.NAME`: a taskset that is declared elsewhere, nested here.
struct Include {
  Span span;
  std::optional<Name> module;
  Name name;
};

/// A taskset's members are kept by kind; `tasks`, `nested` and `includes` carry their order in `members`,
/// because sequential tasksets run them as written.
enum class MemberKind : std::uint8_t { Task, Taskset, Include };
struct MemberReference {
  MemberKind kind{};
  std::size_t index = 0;
};

struct Taskset {
  Span span;  // from `taskset` to the closing brace
  std::string doc;
  Name name;
  bool sequential = false;
  Span sequential_span;
  std::vector<Weight> weights;  // more than one is an error that sema reports
  std::vector<Wait> waits;
  std::vector<Name> tags;
  std::vector<Defaults> defaults;  // more than one of these is an error, too
  std::vector<Host> hosts;
  std::vector<Statement> state;  // Variable statements only
  std::vector<Hook> on_start;
  std::vector<Hook> on_stop;
  std::vector<Task> tasks;
  std::vector<std::unique_ptr<Taskset>> nested;
  std::vector<Include> includes;
  std::vector<MemberReference> members;
  std::vector<Span> gaps;  // as File::gaps: members
};

/// `user { … }`: what belongs to the virtual user rather than to one taskset.
struct UserBlock {
  Span span;
  std::vector<Wait> waits;
  std::vector<Defaults> defaults;
  std::vector<Statement> state;
  std::vector<Hook> on_start;
  std::vector<Hook> on_stop;
  std::vector<Span> gaps;  // as File::gaps: members
};

struct File {
  FileId id{};
  std::vector<Import> imports;
  std::vector<Constant> constants;
  std::vector<Param> params;
  std::vector<Shared> shared;
  std::vector<Metric> metrics;
  std::vector<Data> data;
  std::vector<Service> services;
  std::vector<Function> functions;
  std::vector<std::unique_ptr<Taskset>> tasksets;
  std::vector<Hook> setups;  // as users
  std::vector<Hook> teardowns;
  std::vector<Plan> plans;
  std::vector<UserBlock> users;  // more than one in a project is an error that sema reports
  std::vector<Span> directives;  // the comments `// nestc: …`, as they stand
  std::vector<Span> gaps;        // declarations that are left out, because there are syntax errors in them
  // What stands between the braces of tasks, hooks and functions that are here with an empty block, for the
  // same reason.
  std::vector<Span> unread_bodies;
};

}  // namespace nest::ast
