#include "compiler/syntax/tree_builder.h"

namespace nest::syntax {

ast::File TreeBuilder::file(NestParser::FileContext& node) {
  ast::File file;
  file.id = file_;
  for (auto* const child : node.importDeclaration()) file.imports.push_back(import_declaration(*child));
  for (NestParser::ConstantContext* child : node.constant()) file.constants.push_back(constant(*child));
  for (NestParser::ParamContext* child : node.param()) file.params.push_back(param(*child));
  for (auto* const child : node.sharedDeclaration()) file.shared.push_back(shared(*child));
  for (auto* const child : node.metricDeclaration()) file.metrics.push_back(metric(*child));
  for (NestParser::DataContext* child : node.data()) file.data.push_back(data(*child));
  for (NestParser::ServiceContext* child : node.service()) file.services.push_back(service(*child));
  for (auto* const child : node.functionDeclaration()) file.functions.push_back(function(*child));
  for (NestParser::TasksetContext* child : node.taskset()) file.tasksets.push_back(taskset(*child));
  for (NestParser::UserBlockContext* child : node.userBlock()) file.users.push_back(user_block(*child));
  for (NestParser::OnceBlockContext* child : node.onceBlock())
    (child->KwSetup() != nullptr ? file.setups : file.teardowns)
        .push_back({span(*child), block(*child->block())});
  for (NestParser::PlanContext* child : node.plan()) file.plans.push_back(plan(*child));
  return file;
}

std::unique_ptr<ast::Taskset> TreeBuilder::taskset(NestParser::TasksetContext& node) {
  auto result = std::make_unique<ast::Taskset>();
  result->span = span(node);
  result->doc = doc_above(node);
  result->name = name(*node.word());
  for (NestParser::TasksetMemberContext* child : node.tasksetMember()) taskset_member(*child, *result);
  return result;
}

void TreeBuilder::taskset_member(NestParser::TasksetMemberContext& node, ast::Taskset& into) {
  if (auto* const task_node = node.task()) {
    into.members.push_back({ast::MemberKind::Task, into.tasks.size()});
    into.tasks.push_back(task(*task_node));
  } else if (auto* const nested = node.taskset()) {
    into.members.push_back({ast::MemberKind::Taskset, into.nested.size()});
    into.nested.push_back(taskset(*nested));
  } else if (auto* const defaults_node = node.defaults()) {
    into.defaults.push_back(defaults(*defaults_node));
  } else if (auto* const host = node.hostMember()) {
    into.hosts.push_back({span(*host), expression(*host->expression())});
  } else if (auto* const included = node.include()) {
    into.members.push_back({ast::MemberKind::Include, into.includes.size()});
    into.includes.push_back(include(*included));
  } else if (auto* const state = node.variable()) {
    into.state.push_back(variable(*state));
  } else if (auto* const hook_node = node.hook()) {
    hook(*hook_node, into.on_start, into.on_stop);
  } else if (auto* const weight = node.weightMember()) {
    into.weights.push_back({span(*weight), expression(*weight->expression())});
  } else if (auto* const wait_node = node.waitMember()) {
    into.waits.push_back(wait(*wait_node));
  } else if (auto* const tags_node = node.tags()) {
    tags(*tags_node, into.tags);
  } else if (auto* const word = node.sequentialMember()) {
    sequential(*word, into);
  }
}

void TreeBuilder::sequential(NestParser::SequentialMemberContext& node, ast::Taskset& into) {
  into.sequential = true;
  into.sequential_span = span(node);
}

ast::UserBlock TreeBuilder::user_block(NestParser::UserBlockContext& node) {
  ast::UserBlock result;
  result.span = span(node);
  for (NestParser::UserMemberContext* child : node.userMember()) user_member(*child, result);
  return result;
}

void TreeBuilder::user_member(NestParser::UserMemberContext& node, ast::UserBlock& into) {
  if (auto* const state = node.variable()) {
    into.state.push_back(variable(*state));
  } else if (auto* const hook_node = node.hook()) {
    hook(*hook_node, into.on_start, into.on_stop);
  } else if (auto* const wait_node = node.waitMember()) {
    into.waits.push_back(wait(*wait_node));
  } else if (auto* const defaults_node = node.defaults()) {
    into.defaults.push_back(defaults(*defaults_node));
  }
}

ast::Defaults TreeBuilder::defaults(NestParser::DefaultsContext& node) {
  ast::Defaults result;
  result.span = span(node);
  for (NestParser::RequestItemContext* child : node.requestItems()->requestItem())
    result.items.push_back(request_item(*child));
  return result;
}

void TreeBuilder::tags(NestParser::TagsContext& node, std::vector<ast::Name>& into) {
  for (NestParser::WordContext* tag : node.word()) into.push_back(name(*tag));
}

void TreeBuilder::hook(NestParser::HookContext& node, std::vector<ast::Hook>& starts,
                       std::vector<ast::Hook>& stops) {
  ast::Hook result{span(node), block(*node.block())};
  (node.KwOnStart() != nullptr ? starts : stops).push_back(std::move(result));
}

ast::Task TreeBuilder::task(NestParser::TaskContext& node) {
  ast::Task result;
  result.span = span(node);
  result.doc = doc_above(node);
  result.name = name(*node.word());
  if (auto* const weight = node.expression()) result.weight = expression(*weight);
  if (auto* const followers = node.transitions()) {
    for (auto* const child : followers->transition()) result.transitions.push_back(transition(*child));
  }
  NestParser::TaskBodyContext& body = *node.taskBody();
  if (auto* const tags_node = body.tags()) tags(*tags_node, result.tags);
  result.body.span = span(body);
  for (NestParser::StatementContext* child : body.statement())
    result.body.statements.push_back(statement(*child));
  return result;
}

ast::Transition TreeBuilder::transition(NestParser::TransitionContext& node) {
  ast::Transition result{name(*node.word()), nullptr};
  if (auto* const weight = node.expression()) result.weight = expression(*weight);
  return result;
}

}  // namespace nest::syntax
