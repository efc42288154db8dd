#include "compiler/sema/request_options.h"

#include <string_view>

#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/conversion.h"

namespace nest::sema {
namespace {

using hir::Type;

bool starts_like_a_host(std::string_view text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (text.starts_with(scheme) && text.size() > scheme.size()) return true;
  }
  return false;
}

}  // namespace

hir::ExpressionPtr check_timeout(FunctionChecker& f, const ast::TimeoutItem& item) {
  auto timeout = check_as(f, *item.value, Type::Duration);
  if (timeout == nullptr) return nullptr;
  const auto* constant = constant_value<std::int64_t>(*timeout);
  if (constant != nullptr && *constant <= 0) f.emitter.emit(DiagnosticCode::BadTimeout, item.value->span);
  return timeout;
}

std::optional<std::int32_t> check_redirects(FunctionChecker& f, const ast::RedirectsItem& item) {
  constexpr std::int64_t kMost = 100;
  auto value = check_as(f, *item.value, Type::Int);
  if (value == nullptr) return std::nullopt;
  const auto* count = constant_value<std::int64_t>(*value);
  if (count == nullptr || *count < 0 || *count > kMost) {
    f.emitter.emit(DiagnosticCode::BadRedirects, item.value->span).help("`redirects 0` follows none");
    return std::nullopt;
  }
  return static_cast<std::int32_t>(*count);
}

std::optional<hir::HttpVersion> check_http(FunctionChecker& f, const ast::HttpItem& item) {
  constexpr std::int64_t kSecond = 2;
  constexpr double kFirst = 1.1;
  const auto value = check_expression(f, *item.version);
  if (value == nullptr) return std::nullopt;
  const auto* whole = constant_value<std::int64_t>(*value);
  const auto* fraction = constant_value<double>(*value);
  if (whole != nullptr && value->type == Type::Int && *whole == kSecond) return hir::HttpVersion::Http2;
  if (fraction != nullptr && *fraction == kFirst) return hir::HttpVersion::Http1;
  f.emitter.emit(DiagnosticCode::BadHttpVersion, item.version->span);
  return std::nullopt;
}

hir::ExpressionPtr check_host(FunctionChecker& f, const ast::Host& host) {
  auto value = coerce(f, check_expression(f, *host.value), Type::String);
  if (value == nullptr) return nullptr;
  auto* constant = std::get_if<hir::Constant>(&value->node);
  if (constant == nullptr) return value;
  auto& text = std::get<std::string>(constant->value);
  if (!starts_like_a_host(text)) {
    f.emitter.emit(DiagnosticCode::BadHost, host.value->span);
    return nullptr;
  }
  while (text.ends_with('/')) text.pop_back();
  return value;
}

}  // namespace nest::sema
