#pragma once

#include <functional>

#include "compiler/hir/expression.h"
#include "compiler/hir/statement.h"

namespace nest::hir {

/// Goes through what a piece of a program consists of, one level at a time. A new node has its parts named
/// here once; whoever looks for something in a program builds on these.

/// Each expression directly inside another, in the order of evaluation.
void for_each_operand(const Expression& expression, const std::function<void(const Expression&)>& visit);
/// An expression, and then all inside it at any depth.
void for_each_part(const Expression& expression, const std::function<void(const Expression&)>& visit);

/// Each expression that the statement itself evaluates: of a loop its head, not its body. The URL, headers
/// and body of a request are Program::requests', not the statement's.
void for_each_expression(const Statement& statement, const std::function<void(const Expression&)>& visit);
/// Each block directly inside a statement.
void for_each_block(const Statement& statement, const std::function<void(const Block&)>& visit);
/// Each statement of a block, and then those inside it at any depth.
void for_each_statement(const Block& block, const std::function<void(const Statement&)>& visit);

/// Each hole of a template.
void for_each_hole(const Template& text, const std::function<void(const Expression&)>& visit);

}  // namespace nest::hir
