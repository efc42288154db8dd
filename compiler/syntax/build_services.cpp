#include "compiler/syntax/tree_builder.h"

namespace nest::syntax {
namespace {

ast::ServiceFailure failure(NestParser::FailureFormContext& node) {
  if (node.KwRestart() != nullptr) return {ast::FailureKind::Restart};
  return {node.KwGo() != nullptr ? ast::FailureKind::GoOn : ast::FailureKind::StopRun};
}

}  // namespace

ast::Service TreeBuilder::service(NestParser::ServiceContext& node) {
  ast::Service result{span(node), doc_above(node), name(*node.identifier()), {}};
  for (NestParser::ServiceMemberContext* child : node.serviceMember()) {
    result.members.push_back(service_member(*child));
  }
  return result;
}

ast::ServiceMember TreeBuilder::service_member(NestParser::ServiceMemberContext& node) {
  const Span place = span(node);
  if (auto* const run = as<NestParser::ServiceRunContext>(node)) {
    return {place, ast::ServiceRun{expression(*run->expression())}};
  }
  if (auto* const folder = as<NestParser::ServiceFolderContext>(node)) {
    return {place, ast::ServiceFolder{expression(*folder->expression())}};
  }
  if (auto* const environment = as<NestParser::ServiceEnvironmentContext>(node)) {
    return {place, ast::ServiceEnvironment{fields(*environment->fields())}};
  }
  if (auto* const ready = as<NestParser::ServiceReadyContext>(node)) {
    return {place, service_ready(*ready)};
  }
  if (auto* const after = as<NestParser::ServiceAfterContext>(node)) {
    ast::ServiceAfter result;
    for (NestParser::IdentifierContext* child : after->identifier()) result.names.push_back(name(*child));
    return {place, std::move(result)};
  }
  if (auto* const failing = as<NestParser::ServiceFailureContext>(node)) {
    return {place, failure(*failing->failureForm())};
  }
  auto& grace = static_cast<NestParser::ServiceGraceContext&>(node);
  return {place, ast::ServiceGrace{expression(*grace.expression())}};
}

ast::ServiceReady TreeBuilder::service_ready(NestParser::ServiceReadyContext& node) {
  NestParser::ReadyFormContext& form = *node.readyForm();
  ast::ServiceReady result;
  result.kind = ast::ReadyKind::Line;
  if (form.KwHttp() != nullptr) result.kind = ast::ReadyKind::Http;
  if (form.KwTcp() != nullptr) result.kind = ast::ReadyKind::Tcp;
  if (auto* const text = form.expression()) result.text = expression(*text);
  if (auto* const within = node.expression()) result.within = expression(*within);
  return result;
}

}  // namespace nest::syntax
