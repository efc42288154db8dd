#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "compiler/ast/expressions.h"
#include "compiler/ast/name.h"
#include "compiler/ast/requests.h"

namespace nest::ast {

/// `run "flask --port {port}"`.
struct ServiceRun {
  ExpressionPtr command;
};
/// `folder "../services"`.
struct ServiceFolder {
  ExpressionPtr folder;
};
/// `env { DB: db.url }`.
struct ServiceEnvironment {
  std::vector<Field> fields;
};
/// `ready http "/health" within 10s`, `ready tcp`, `ready line "Running on"`.
enum class ReadyKind : std::uint8_t { Http, Tcp, Line };
struct ServiceReady {
  ReadyKind kind{};
  ExpressionPtr text;    // null: tcp
  ExpressionPtr within;  // null: left out
};
/// `after db, cache`.
struct ServiceAfter {
  std::vector<Name> names;
};
/// `on failure stop run`, `on failure go on`, `on failure restart`.
enum class FailureKind : std::uint8_t { StopRun, GoOn, Restart };
struct ServiceFailure {
  FailureKind kind{};
};
/// `grace 5s`.
struct ServiceGrace {
  ExpressionPtr time;
};

struct ServiceMember {
  Span span;
  std::variant<ServiceRun, ServiceFolder, ServiceEnvironment, ServiceReady, ServiceAfter, ServiceFailure,
               ServiceGrace>
      node;
};

/// `service NAME { … }`.
struct Service {
  Span span;
  std::string doc;
  Name name;
  std::vector<ServiceMember> members;
};

}  // namespace nest::ast
