#include <vector>

#include "compiler/lower/lowering.h"

namespace nest::lowering {
namespace {

std::uint32_t flags_of(const hir::Request& request) {
  std::uint32_t flags = 0;
  if (request.wants_body) flags |= NEST_WANTS_BODY;
  if (request.wants_headers) flags |= NEST_WANTS_HEADERS;
  if (request.wants_url) flags |= NEST_WANTS_URL;
  if (request.has_status_condition) flags |= NEST_HAS_STATUS_CONDITION;
  if (request.compressed) flags |= NEST_COMPRESSED;
  if (request.http == hir::HttpVersion::Http1) flags |= NEST_HTTP_1;
  if (request.http == hir::HttpVersion::Http2) flags |= NEST_HTTP_2;
  return flags;
}

llvm::Constant* request_constant(FunctionLowering& function, const hir::Request& request,
                                 std::vector<const hir::Expression*>& holes) {
  ConstantPool& constants = function.constants();
  llvm::Constant* url = template_constant(function, request.url, holes);
  llvm::Constant* headers = template_constant(function, request.headers, holes);
  llvm::Constant* body = template_constant(function, request.body, holes);
  return constants.global(
      constants.structure<nest_request>(
          {constants.u32(static_cast<std::uint32_t>(request.method)),
           constants.u32(static_cast<std::uint32_t>(request.row)), constants.u32(flags_of(request)),
           constants.u32(static_cast<std::uint32_t>(request.body_kind)),
           constants.i32(request.max_redirects.value_or(-1)),
           constants.u32(function.program().sites.index(request.span)), url, headers, body}),
      "request");
}

/// A request with all that it sends, evaluated.
struct Prepared {
  Span span;
  llvm::Constant* request = nullptr;
  std::vector<Typed> values = {};
  llvm::Value* timeout = nullptr;
};

Prepared prepare(FunctionLowering& function, const hir::RequestStatement& statement) {
  const hir::Request& request = function.program().program.requests[hir::index(statement.request)];
  std::vector<const hir::Expression*> holes;
  Prepared prepared{.span = request.span, .request = request_constant(function, request, holes)};
  prepared.values = lower_holes(function, holes);
  prepared.timeout = statement.timeout != nullptr
                         ? lower_expression(function, *statement.timeout).first
                         : function.builder().getInt64(static_cast<std::uint64_t>(-1));
  return prepared;
}

/// The status.
llvm::Value* start(FunctionLowering& function, const Prepared& prepared) {
  function.at(prepared.span);
  llvm::Value* array = function.begin_values(prepared.values);
  llvm::Value* started =
      function.call(AbiFunction::nest_http_start, {prepared.request, array, prepared.timeout});
  function.end_values(prepared.values);
  return started;
}

void keep_response(FunctionLowering& function, const hir::RequestStatement& statement) {
  llvm::IRBuilder<>& builder = function.builder();
  function.store_local(
      statement.result,
      {.first = builder.CreateLoad(builder.getPtrTy(), function.context_field<&nest_context::response>())});
}

/// Sends it and waits for the response.
void send(FunctionLowering& function, const hir::RequestStatement& statement) {
  function.test(start(function, prepare(function, statement)));
  function.suspend();
  keep_response(function, statement);
}

/// A `require` of the request and whether it holds.
struct Requirement {
  const hir::Check* check = nullptr;
  llvm::Value* holds = nullptr;  // i1
};

/// What came of a request's conditions.
struct Verdict {
  std::vector<Requirement> requirements;
  /// An i1: the evaluation of a requirement failed, and nothing has been forgiven since.
  llvm::Value* described = nullptr;
};

/// Evaluates every condition of a request, on top of what came of those before it.
void evaluate_checks(FunctionLowering& function, const hir::RequestStatement& statement, Verdict& verdict) {
  llvm::IRBuilder<>& builder = function.builder();
  for (const hir::Check& check : statement.checks) {
    const Condition result = lower_condition(function, *check.condition, !check.require);
    // A requirement that could not be evaluated stays described; an expectation was forgiven, with all before
    // it.
    verdict.described = check.require
                            ? builder.CreateOr(verdict.described, result.failed)
                            : builder.CreateAnd(verdict.described, builder.CreateNot(result.failed));
    function.call(AbiFunction::nest_check, {builder.getInt32(static_cast<std::uint32_t>(check.check)),
                                            builder.CreateZExt(result.holds, builder.getInt32Ty())});
    if (check.require) verdict.requirements.push_back({.check = &check, .holds = result.holds});
  }
}

void abandon_unless(FunctionLowering& function, const Requirement& requirement, llvm::Value* described) {
  llvm::IRBuilder<>& builder = function.builder();
  llvm::BasicBlock* failed = function.new_block("required");
  llvm::BasicBlock* describe = function.new_block("describe");
  llvm::BasicBlock* on = function.new_block("on");
  builder.CreateCondBr(requirement.holds, on, failed);
  function.enter(failed);
  builder.CreateCondBr(described, function.abandon(), describe);
  function.enter(describe);
  function.at(requirement.check->condition->span);
  llvm::Value* number = builder.getInt32(static_cast<std::uint32_t>(requirement.check->check));
  function.fail(function.call(AbiFunction::nest_fail_required, {number}));
  function.enter(on);
}

}  // namespace

void lower_request(FunctionLowering& function, const hir::RequestStatement& statement) {
  send(function, statement);
  Verdict verdict{.requirements = {}, .described = function.builder().getFalse()};
  evaluate_checks(function, statement, verdict);
  // Recorded before anything abandons the task: the exchange did happen.
  function.call(AbiFunction::nest_http_finish, {});
  for (const Requirement& requirement : verdict.requirements) {
    abandon_unless(function, requirement, verdict.described);
  }
}

void lower_parallel(FunctionLowering& function, const hir::Parallel& parallel) {
  llvm::IRBuilder<>& builder = function.builder();
  std::vector<const hir::RequestStatement*> statements;
  std::vector<Prepared> prepared;
  for (const hir::Statement& each : parallel.requests) {
    statements.push_back(&std::get<hir::RequestStatement>(each.node));
    prepared.push_back(prepare(function, *statements.back()));
  }
  function.call(AbiFunction::nest_parallel_begin, {});
  for (std::size_t i = 0; i < statements.size(); ++i) {
    start(function, prepared[i]);  // what could not be started shows at the end
    keep_response(function, *statements[i]);
  }
  function.call(AbiFunction::nest_parallel_wait, {});
  function.suspend();
  Verdict verdict{.requirements = {}, .described = builder.getFalse()};
  for (std::size_t i = 0; i < statements.size(); ++i) {
    function.call(AbiFunction::nest_parallel_select, {builder.getInt32(static_cast<std::uint32_t>(i))});
    evaluate_checks(function, *statements[i], verdict);
    function.call(AbiFunction::nest_http_finish, {});
  }
  // With every request recorded.
  function.test(function.call(AbiFunction::nest_parallel_end, {}));
  for (const Requirement& requirement : verdict.requirements) {
    abandon_unless(function, requirement, verdict.described);
  }
}

Value lower_response_value(FunctionLowering& function, const hir::ResponseValue& value) {
  llvm::IRBuilder<>& builder = function.builder();
  llvm::Value* response = lower_expression(function, *value.response).first;
  const auto number = [&](std::size_t offset) {
    return Value{builder.CreateLoad(builder.getInt64Ty(), function.at_offset(response, offset))};
  };
  const auto text = [&](std::size_t offset) {
    return function.load_text(function.at_offset(response, offset));
  };
  switch (value.field) {
    case hir::ResponseField::Status:
      return number(offset_of<&nest_response::status>());
    case hir::ResponseField::Time:
      return number(offset_of<&nest_response::time>());
    case hir::ResponseField::Size:
      return number(offset_of<&nest_response::size>());
    case hir::ResponseField::Body:
    case hir::ResponseField::Json:
      return text(offset_of<&nest_response::body>());
    case hir::ResponseField::Url:
      return text(offset_of<&nest_response::url>());
    case hir::ResponseField::Ok:
      break;
  }
  llvm::Value* ok =
      builder.CreateLoad(builder.getInt32Ty(), function.at_offset(response, offset_of<&nest_response::ok>()));
  return {builder.CreateICmpNE(ok, builder.getInt32(0))};
}

Value lower_response_header(FunctionLowering& function, const hir::Expression& whole,
                            const hir::ResponseHeader& header) {
  llvm::Value* response = lower_expression(function, *header.response).first;
  const Value name = lower_expression(function, *header.name);
  return function.call_for(Out::Text, AbiFunction::nest_response_header, {response, name.first, name.second},
                           whole.span);
}

Value lower_response_find(FunctionLowering& function, const hir::Expression& whole,
                          const hir::ResponseFind& find) {
  llvm::IRBuilder<>& builder = function.builder();
  llvm::Value* response = lower_expression(function, *find.response).first;
  const Value body = function.load_text(function.at_offset(response, offset_of<&nest_response::body>()));
  llvm::Value* number = builder.getInt32(NEST_NONE);
  Value given{function.constants().null(), builder.getInt64(0)};
  if (const auto* known = std::get_if<hir::PatternId>(&find.pattern)) {
    number = builder.getInt32(static_cast<std::uint32_t>(*known));
  } else {
    given = lower_expression(function, *std::get<hir::ExpressionPtr>(find.pattern));
  }
  return function.call_for(Out::Text, find.all ? AbiFunction::nest_find_all : AbiFunction::nest_find,
                           {body.first, body.second, number, given.first, given.second}, whole.span);
}

}  // namespace nest::lowering
