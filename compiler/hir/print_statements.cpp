#include "compiler/hir/overloaded.h"
#include "compiler/hir/text_printer.h"

namespace nest::hir {
namespace {

std::string_view kind_name(FunctionKind kind) {
  switch (kind) {
    case FunctionKind::StateInit:
      return "state";
    case FunctionKind::OnStart:
      return "on_start";
    case FunctionKind::OnStop:
      return "on_stop";
    case FunctionKind::Task:
      return "task";
    case FunctionKind::Function:
      return "fn";
    case FunctionKind::Once:
      return "once";
  }
  return "?";
}

std::string_view leave_name(LeaveKind kind) {
  switch (kind) {
    case LeaveKind::Return:
      return "return";
    case LeaveKind::Interrupt:
      return "interrupt";
    case LeaveKind::InterruptWait:
      return "interrupt wait";
    case LeaveKind::Stop:
      return "stop";
  }
  return "?";
}

std::string_view rewinds_text(bool rewinds) { return rewinds ? " rewinds" : ""; }

}  // namespace

void TextPrinter::function(const Function& function) {
  function_ = &function;
  line("function {} ({}){}{}", function.symbol, kind_name(function.kind),
       function.result == Type::Void ? "" : fmt::format(" -> {}", name(function.result)),
       function.suspends && function.kind == FunctionKind::Function ? " suspends" : "");
  ++depth_;
  for (std::size_t i = 0; i < function.locals.size(); ++i) {
    line("{} {}: {}", i < function.parameters ? "parameter" : "local", local(static_cast<LocalId>(i)),
         name(function.locals[i].type));
  }
  block(function.body);
  --depth_;
  function_ = nullptr;
}

void TextPrinter::block(const Block& block) {
  for (const Statement& each : block) statement(each);
}

void TextPrinter::nested(const Block& block) {
  ++depth_;
  this->block(block);
  --depth_;
}

void TextPrinter::statement(const Statement& statement) {
  std::visit(Overloaded{
                 [&](const SetLocal& n) { line("{} = {}", local(n.local), expression(n.value)); },
                 [&](const SetState& n) { line("{} = {}", state(n.state), expression(n.value)); },
                 [&](const Check& n) { check(n); },
                 [&](const RequestStatement& n) { perform(n); },
                 [&](const Evaluate& n) { line("evaluate {}", expression(n.value)); },
                 [&](const If& n) {
                   line("if {}{}", expression(n.condition),
                        n.likelihood ? fmt::format(" likely {}", *n.likelihood) : "");
                   nested(n.then);
                   if (n.otherwise.empty()) return;
                   line("else");
                   nested(n.otherwise);
                 },
                 [&](const While& n) {
                   line("while {}{}", expression(n.condition), rewinds_text(n.rewinds));
                   nested(n.body);
                 },
                 [&](const ForRange& n) {
                   line("for {} in {}..{}{}", local(n.variable), expression(n.first), expression(n.last),
                        rewinds_text(n.rewinds));
                   nested(n.body);
                 },
                 [&](const ForEach& n) {
                   line("for {} in {}{}", local(n.variable), expression(n.list), rewinds_text(n.rewinds));
                   nested(n.body);
                 },
                 [&](const Repeat& n) {
                   line("repeat {}{}", expression(n.count), rewinds_text(n.rewinds));
                   nested(n.body);
                 },
                 [&](const Break&) { line("break"); },
                 [&](const Continue&) { line("continue"); },
                 [&](const Sleep& n) { line("sleep {}", expression(n.duration)); },
                 [&](const Log& n) { line("log {}", expression(n.message)); },
                 [&](const Fail& n) { line("fail {}", expression(n.message)); },
                 [&](const Parallel& n) {
                   line("parallel");
                   nested(n.requests);
                 },
                 [&](const Transaction& n) {
                   line("transaction {}", quoted(program_.transactions[index(n.transaction)].name));
                   nested(n.body);
                 },
                 [&](const Measure& n) {
                   line("measure {} {}", program_.metrics[index(n.metric)].full_name, expression(n.value));
                 },
                 [&](const Leave& n) {
                   line("{}{}", leave_name(n.kind), n.value == nullptr ? "" : " " + expression(n.value));
                 },
                 [&](const Release& n) {
                   line("release {}{}", data_name(n.data),
                        n.row == nullptr ? "" : "[" + expression(n.row) + "]");
                 },
             },
             statement.node);
}

void TextPrinter::check(const Check& check) {
  line("{} {}: {}", check.require ? "require" : "expect", index(check.check), expression(check.condition));
}

void TextPrinter::perform(const RequestStatement& request) {
  const std::string timeout = request.timeout == nullptr ? "" : " timeout " + expression(request.timeout);
  line("{} = request {}{}", local(request.result), index(request.request), timeout);
  ++depth_;
  for (const Check& each : request.checks) check(each);
  --depth_;
}

}  // namespace nest::hir
