#include "compiler/sema/check_library.h"

#include <algorithm>
#include <array>
#include <utility>

#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_list.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/fold_library.h"
#include "compiler/sema/signature.h"

namespace nest::sema {
namespace {

using hir::Type;
using Arguments = std::vector<hir::ExpressionPtr>;
using Candidates = std::vector<const Signature*>;

/// How far arguments are from what a row takes.
enum class Fit : std::uint8_t { Exact, Converted, None };

bool is_list_of_what(const TypePattern& wanted) { return wanted.with(Type::Int) == Type::List; }

// What `T` has to be, by the first argument that says it; json is a list of json where a list is wanted.
// Void: nothing says it.
Type element_of(const Signature& signature, const Arguments& arguments) {
  Type element;
  for (std::size_t i = 0; i < arguments.size() && element == Type::Void; ++i) {
    const Type type = arguments[i]->type;
    if (signature.parameters[i].kind == TypePattern::Kind::Element) element = type;
    if (signature.parameters[i].kind != TypePattern::Kind::ListOfElement) continue;
    if (type == Type::List) element = type.element();
    if (type == Type::Json) element = Type::Json;
  }
  return element;
}

Fit fit_of(const TypePattern& wanted, Type element, Type type) {
  const Type exact = wanted.with(element);
  if (exact == type) return Fit::Exact;
  if (type == Type::Int && exact == Type::Float) return Fit::Converted;
  if (exact == Type::List && type == Type::List && type.element() == Type::Void) return Fit::Converted;
  if (exact == Type::List && type == Type::Json && exact.element() == Type::Json) return Fit::Converted;
  return Fit::None;
}

Fit fit_of(const Signature& signature, const Arguments& arguments) {
  const Type element = element_of(signature, arguments);
  Fit worst = Fit::Exact;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    worst = std::max(worst, fit_of(signature.parameters[i], element, arguments[i]->type));
  }
  return worst;
}

// The signature as a help, or several.
std::string written(const Candidates& candidates) {
  std::string text;
  for (const Signature* signature : candidates) {
    text += text.empty() ? "`" : ", `";
    text += signature->text;
    text += '`';
  }
  return text;
}

const Signature* report_count(FunctionChecker& f, const Candidates& all, std::string_view name,
                              std::size_t count, Span span) {
  f.emitter
      .emit(DiagnosticCode::ArgumentCount, span, name, argument_count(all.front()->parameters.size()), count)
      .help("{}", written(all));
  return nullptr;
}

// Of several rows none fits: the first argument that fits nowhere is what is wrong, or the first.
const Signature* report_types(FunctionChecker& f, const Candidates& candidates, const Arguments& arguments) {
  const hir::Expression* wrong = arguments.front().get();
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const bool somewhere = std::ranges::any_of(candidates, [&](const Signature* signature) {
      return fit_of(signature->parameters[i], Type::Void, arguments[i]->type) != Fit::None;
    });
    if (somewhere) continue;
    wrong = arguments[i].get();
    break;
  }
  if (wrong->type == Type::Json) {
    report_json(f, *wrong, candidates.front()->parameters.front().with(Type::Json));
    return nullptr;
  }
  f.emitter
      .emit(DiagnosticCode::ArgumentTypes, wrong->span, candidates.front()->name, with_article(wrong->type))
      .help("{}", written(candidates));
  return nullptr;
}

// The row that is meant; of one row alone it is not asked yet whether it fits.
const Signature* choose(FunctionChecker& f, std::string_view name, const Arguments& arguments, Span span) {
  const Candidates all = signatures_of(name);
  Candidates candidates = all;
  std::erase_if(candidates, [&](const Signature* row) { return row->parameters.size() != arguments.size(); });
  if (candidates.empty()) return report_count(f, all, name, arguments.size(), span);
  if (candidates.size() == 1) return candidates.front();
  for (const Fit wanted : {Fit::Exact, Fit::Converted}) {
    const auto found = std::ranges::find_if(
        candidates, [&](const Signature* row) { return fit_of(*row, arguments) == wanted; });
    if (found != candidates.end()) return *found;
  }
  return report_types(f, candidates, arguments);
}

// False, and reported, when the call makes no sense for elements of this type.
bool suits_element(FunctionChecker& f, const Signature& signature, Type element, const Arguments& arguments) {
  if (element == Type::Void) {
    for (const hir::ExpressionPtr& argument : arguments) {
      if (is_empty_list(f, *argument)) return false;
    }
    return true;
  }
  const bool compares = signature.name == "contains" || signature.name == "==";
  if (element != Type::Json || !compares) return true;
  f.emitter.emit(DiagnosticCode::ArgumentTypes, arguments.front()->span, signature.name, "a list<json>")
      .help("say what its elements are: `… as list<string>`");
  return false;
}

hir::ExpressionPtr fit(FunctionChecker& f, const TypePattern& wanted, Type element,
                       hir::ExpressionPtr argument) {
  const Type type = wanted.with(element);
  if (argument->type == Type::Json && type == Type::list_of(Type::Json))
    return convert(std::move(argument), type);
  return coerce(f, std::move(argument), type);
}

}  // namespace

hir::ExpressionPtr check_library_call(FunctionChecker& f, std::string_view name, Arguments arguments,
                                      Span span) {
  const Signature* signature = choose(f, name, arguments, span);
  if (signature == nullptr) return nullptr;
  const Type element = element_of(*signature, arguments);
  if (!suits_element(f, *signature, element, arguments)) return nullptr;
  const bool is_generic = std::ranges::any_of(signature->parameters, [](const TypePattern& pattern) {
    return pattern.kind == TypePattern::Kind::ListOfElement;
  });
  if (is_generic && !hir::can_be_element(element)) {
    const auto wrong =
        std::ranges::find_if(signature->parameters, is_list_of_what) - signature->parameters.begin();
    const hir::Expression& argument = *arguments[static_cast<std::size_t>(wrong)];
    f.emitter.emit(DiagnosticCode::ArgumentTypes, argument.span, name, with_article(argument.type))
        .help("`{}`", signature->text);
    return nullptr;
  }
  bool wrong = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    arguments[i] = fit(f, signature->parameters[i], element, std::move(arguments[i]));
    wrong |= arguments[i] == nullptr;
  }
  if (wrong) return nullptr;
  // The signature's name: the one that was written goes with the tree.
  hir::LibraryCall call{signature->number, signature->name, signature->function->may_be_missing,
                        std::move(arguments)};
  return fold_library_call(f, *signature, signature->result.with(element), std::move(call), span);
}

bool can_be_folded(std::string_view name) {
  constexpr std::array<std::string_view, 6> kOthers = {"int", "float",       "string",
                                                       "len", "json_encode", "file"};
  if (std::ranges::find(kOthers, name) != kOthers.end()) return true;
  const Candidates found = signatures_of(name);
  return !found.empty() && found.front()->function->needs == library::Needs::Nothing;
}

std::string argument_count(std::size_t count) {
  constexpr std::array<std::string_view, 4> kWords = {"no", "one", "two", "three"};
  const std::string number = count < kWords.size() ? std::string(kWords[count]) : std::to_string(count);
  return number + (count == 1 ? " argument" : " arguments");
}

}  // namespace nest::sema
