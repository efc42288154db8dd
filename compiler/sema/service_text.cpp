#include "compiler/sema/service_text.h"

#include <fmt/format.h>

#include <utility>

#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/template_builder.h"

namespace nest::sema {
namespace {

using hir::Type;

// The name in `env("NAME")`; null for anything else.
const std::string* environment_name(const hir::Expression& value) {
  const auto* call = std::get_if<hir::BuiltinCall>(&value.node);
  if (call == nullptr || call->builtin != hir::Builtin::Environment) return nullptr;
  return constant_value<std::string>(*call->arguments.front());
}

hir::GlobalId add_environment(Analysis& analysis, Span span, std::string name, const std::string* fallback) {
  hir::Global global;
  global.kind = hir::GlobalKind::Environment;
  global.type = Type::String;
  global.name = std::move(name);
  global.span = span;
  global.value = {fallback == nullptr ? std::string() : *fallback};
  global.has_default = fallback != nullptr;
  analysis.program.globals.push_back(std::move(global));
  return static_cast<hir::GlobalId>(analysis.program.globals.size() - 1);
}

// The run value that a hole holds.
std::optional<hir::GlobalId> run_value(Analysis& analysis, const hir::Expression& value) {
  if (const auto* global = std::get_if<hir::GlobalReference>(&value.node)) return global->global;
  if (const std::string* name = environment_name(value)) {
    return add_environment(analysis, value.span, *name, nullptr);
  }
  if (const auto* choice = std::get_if<hir::Coalesce>(&value.node)) {
    const std::string* name = environment_name(*choice->left);
    const auto* fallback = constant_value<std::string>(*choice->right);
    if (name != nullptr && fallback != nullptr) return add_environment(analysis, value.span, *name, fallback);
  }
  return std::nullopt;
}

// False when the hole holds what a service cannot know.
bool add_hole(Analysis& analysis, const hir::Expression& value, TemplateBuilder& out) {
  if (const auto* number = constant_value<double>(value)) {
    out.add_text(fmt::format("{}", *number));
    return true;
  }
  const auto global = run_value(analysis, value);
  if (!global) {
    analysis.emitter.emit(DiagnosticCode::ServiceTextHole, value.span)
        .help(
            "constants, params and `env(\"NAME\")` are, and `port` and `url` of this service and of those it "
            "is "
            "`after`");
    return false;
  }
  const Type type = analysis.program.globals[hir::index(*global)].type;
  out.add_hole(hir::Encoding::Plain, build(type, value.span, hir::GlobalReference{*global}));
  return true;
}

}  // namespace

std::optional<hir::Template> check_service_text(Analysis& analysis, const Scope& own,
                                                const ast::Expression& text) {
  FunctionChecker nowhere(analysis, hir::FunctionKind::StateInit, &own);
  auto value = check_value(nowhere, text);
  if (value != nullptr && value->type == Type::Json) value = coerce(nowhere, std::move(value), Type::String);
  if (value == nullptr) return std::nullopt;
  if (value->type != Type::String) value = render_value(std::move(value));
  TemplateBuilder out;
  if (const auto* constant = constant_value<std::string>(*value)) {
    out.add_text(*constant);
    return out.take();
  }
  const auto* render = std::get_if<hir::Render>(&value->node);
  if (render == nullptr) return add_hole(analysis, *value, out) ? std::optional(out.take()) : std::nullopt;
  bool known = true;
  for (const hir::TemplatePart& part : render->text.parts) {
    if (const auto* constant = std::get_if<std::string>(&part)) {
      out.add_text(*constant);
    } else {
      known &= add_hole(analysis, *std::get<hir::Hole>(part).value, out);
    }
  }
  return known ? std::optional(out.take()) : std::nullopt;
}

}  // namespace nest::sema
