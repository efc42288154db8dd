#pragma once

#include <cstdint>
#include <optional>

#include "compiler/ast/declarations.h"
#include "compiler/ast/requests.h"
#include "compiler/hir/expression.h"
#include "compiler/hir/program.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {

// Items of a request that are no part of its text, each with its checks. Null or none: it was wrong.

[[nodiscard]] hir::ExpressionPtr check_timeout(FunctionChecker& f, const ast::TimeoutItem& item);
[[nodiscard]] std::optional<std::int32_t> check_redirects(FunctionChecker& f, const ast::RedirectsItem& item);
[[nodiscard]] std::optional<hir::HttpVersion> check_http(FunctionChecker& f, const ast::HttpItem& item);
/// Of type String; a constant one begins like a URL and does not end in `/`.
[[nodiscard]] hir::ExpressionPtr check_host(FunctionChecker& f, const ast::Host& host);

}  // namespace nest::sema
