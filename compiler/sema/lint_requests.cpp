// Rows that say nothing, and requests that leave the host of the run.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/project/glob.h"
#include "compiler/sema/lints.h"

namespace nest::sema {
namespace {

/// Where a URL leads: lower case, without the port when it is the scheme's own.
struct Authority {
  std::string host;
  std::string with_port;
};

// Of a URL whose host is all in this text, else none.
std::optional<Authority> authority_of(std::string_view url, bool is_whole) {
  std::string_view default_port;
  for (const auto& [scheme, port] : {std::pair{"http://", "80"}, std::pair{"https://", "443"}}) {
    if (!url.starts_with(scheme)) continue;
    url.remove_prefix(std::string_view(scheme).size());
    default_port = port;
  }
  const std::size_t end = url.find_first_of("/?#");
  if (default_port.empty() || (end == std::string_view::npos && !is_whole)) return std::nullopt;
  std::string text(url.substr(0, end));
  text.erase(0, text.find('@') == std::string::npos ? 0 : text.find('@') + 1);
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const std::size_t colon = text.rfind(':');
  const bool has_port = colon != std::string::npos && text.find(']', colon) == std::string::npos;
  Authority result{text.substr(0, has_port ? colon : std::string::npos), text};
  if (has_port && std::string_view(text).substr(colon + 1) == default_port) result.with_port = result.host;
  return result;
}

std::optional<Authority> authority_of(const hir::Template& url) {
  if (url.parts.empty()) return std::nullopt;
  const auto* text = std::get_if<std::string>(&url.parts.front());
  return text == nullptr ? std::nullopt : authority_of(*text, url.parts.size() == 1);
}

bool is_allowed(const Authority& target, const HostRules& rules) {
  const auto own = authority_of(rules.host, true);
  if (own && own->with_port == target.with_port) return true;
  return std::ranges::any_of(rules.allowed, [&](const std::string& glob) {
    return glob_matches(glob, target.host) || glob_matches(glob, target.with_port);
  });
}

// Nothing in it but holes.
bool says_nothing(std::string_view row) {
  return row.starts_with("{}") && std::ranges::none_of(row, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
         });
}

}  // namespace

void lint_requests(Analysis& analysis, const HostRules& rules) {
  const bool knows_hosts = !rules.host.empty() || !rules.allowed.empty();
  for (const hir::Request& request : analysis.program.requests) {
    if (says_nothing(analysis.program.rows[hir::index(request.row)].name)) {
      analysis.emitter.emit(DiagnosticCode::NamelessRow, request.span)
          .help("its URL is nothing but a value: give it a name, `{{ name \"next page\" }}`");
    }
    const auto target = knows_hosts ? authority_of(request.url) : std::nullopt;
    if (!target || is_allowed(*target, rules)) continue;
    analysis.emitter.emit(DiagnosticCode::OtherHost, request.span, target->with_port)
        .help("a path alone, `\"/…\"`, goes to the run's host; to allow this one: `--allow-host {}`",
              target->host);
  }
}

}  // namespace nest::sema
