#include "compiler/sema/function_outline.h"
#include "compiler/hir/overloaded.h"

namespace nest::sema {
namespace {

/// Walks a body as it is written.
class Outliner {
 public:
  void block(const ast::Block& block) {
    for (const ast::Statement& each : block.statements) statement(each);
  }
  void items(const std::vector<ast::RequestItem>& items) {
    for (const ast::RequestItem& item : items) request_item(item);
  }
  [[nodiscard]] BodyOutline take() { return std::move(outline_); }

 private:
  void statement(const ast::Statement& statement) {
    std::visit(hir::Overloaded{
                   [&](const ast::Variable& n) { initializer(n.value); },
                   [&](const ast::Assign& n) { initializer(n.value); },
                   [&](const ast::Request& n) { request(n); },
                   [&](const ast::ExpressionStatement& n) { expression(n.value); },
                   [&](const ast::If& n) {
                     expression(n.condition);
                     block(n.then);
                     if (n.otherwise) block(*n.otherwise);
                   },
                   [&](const ast::For& n) {
                     expression(n.first);
                     expression(n.last);
                     block(n.body);
                   },
                   [&](const ast::Repeat& n) {
                     expression(n.count);
                     block(n.body);
                   },
                   [&](const ast::While& n) {
                     expression(n.condition);
                     block(n.body);
                   },
                   [&](const ast::Return& n) {
                     if (n.value) initializer(*n.value);
                   },
                   [&](const ast::Sleep& n) {
                     outline_.waits = true;
                     expression(n.duration);
                   },
                   [&](const ast::Log& n) { expression(n.message); },
                   [&](const ast::Fail& n) { expression(n.message); },
                   [&](const ast::Conditions& n) { expressions(n.conditions); },
                   [&](const ast::Release& n) { expression(n.target); },
                   [&](const ast::Parallel& n) { block(n.body); },
                   // What fails in it has to end the task, or it would stay open: so its call stands alone.
                   [&](const ast::Transaction& n) {
                     outline_.waits = true;
                     expression(n.name);
                     block(n.body);
                   },
                   [](const ast::Break&) {},
                   [](const ast::Continue&) {},
                   [](const ast::Interrupt&) {},
                   [](const ast::Stop&) {},
               },
               statement.node);
  }

  void initializer(const ast::Initializer& value) {
    if (const auto* sent = std::get_if<ast::Request>(&value)) return request(*sent);
    expression(std::get<ast::ExpressionPtr>(value));
  }

  void request(const ast::Request& request) {
    outline_.waits = true;
    expression(request.url);
    items(request.items);
  }

  void request_item(const ast::RequestItem& item) {
    std::visit(hir::Overloaded{
                   [&](const ast::HeaderItem& n) { expression(n.value); },
                   [&](const ast::QueryItem& n) { fields(n.fields); },
                   [&](const ast::FormItem& n) { fields(n.fields); },
                   [&](const ast::JsonItem& n) { expression(n.value); },
                   [&](const ast::BodyItem& n) { expression(n.value); },
                   [&](const ast::NameItem& n) { expression(n.value); },
                   [&](const ast::TimeoutItem& n) { expression(n.value); },
                   [&](const ast::RedirectsItem& n) { expression(n.value); },
                   [](const ast::CompressedItem&) {},
                   [&](const ast::HttpItem& n) { expression(n.version); },
                   [&](const ast::MultipartItem& n) { fields(n.fields); },
                   [&](const ast::AuthItem& n) { expressions(n.arguments); },
                   [&](const ast::ConditionsItem& n) { expressions(n.conditions); },
               },
               item.node);
  }

  void fields(const std::vector<ast::Field>& fields) {
    for (const ast::Field& each : fields) expression(each.value);
  }

  void expressions(const std::vector<ast::ExpressionPtr>& expressions) {
    for (const ast::ExpressionPtr& each : expressions) expression(each);
  }

  void expression(const ast::ExpressionPtr& expression) {
    if (expression == nullptr) return;
    std::visit(hir::Overloaded{
                   [&](const ast::StringLiteral& n) {
                     for (const ast::StringPart& part : n.parts) {
                       if (const auto* hole = std::get_if<ast::ExpressionPtr>(&part)) this->expression(*hole);
                     }
                   },
                   [&](const ast::Member& n) { this->expression(n.base); },
                   [&](const ast::Index& n) {
                     this->expression(n.base);
                     this->expression(n.index);
                   },
                   [&](const ast::Call& n) { call(n, expression->span); },
                   [&](const ast::Unary& n) { this->expression(n.operand); },
                   [&](const ast::Binary& n) {
                     this->expression(n.left);
                     this->expression(n.right);
                   },
                   [&](const ast::Conditional& n) {
                     this->expression(n.condition);
                     this->expression(n.then);
                     this->expression(n.otherwise);
                   },
                   [&](const ast::Cast& n) { this->expression(n.operand); },
                   [&](const ast::JsonObject& n) {
                     for (const ast::JsonMember& each : n.members) this->expression(each.value);
                   },
                   [&](const ast::JsonArray& n) { expressions(n.elements); },
                   [](const auto&) {},  // names and literals
               },
               expression->node);
  }

  void call(const ast::Call& call, Span span) {
    const auto* member = std::get_if<ast::Member>(&call.callee->node);
    outline_.waits |= member != nullptr && member->name.text == "take";
    outline_.calls.push_back({&call, span});
    expression(call.callee);
    expressions(call.arguments);
    expression(call.within);
  }

  BodyOutline outline_;
};

}  // namespace

BodyOutline outline(const ast::Block& body) {
  Outliner outliner;
  outliner.block(body);
  return outliner.take();
}

BodyOutline outline(const std::vector<ast::RequestItem>& items) {
  Outliner outliner;
  outliner.items(items);
  return outliner.take();
}

}  // namespace nest::sema
