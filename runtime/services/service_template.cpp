#include "runtime/services/service_template.h"

#include <fmt/format.h>

#include "runtime/values/text.h"

namespace nest {

std::expected<std::string, std::string> fill_in(std::string_view text, const PlaceholderValue& value) {
  std::string filled;
  while (!text.empty()) {
    const std::size_t brace = std::min(text.find_first_of("{}"), text.size());
    filled += text.substr(0, brace);
    text.remove_prefix(brace);
    if (text.empty()) break;
    if (text.starts_with("{{") || text.starts_with("}}")) {
      filled += text.front();
      text.remove_prefix(2);
      continue;
    }
    const std::size_t end = text.find('}');
    if (text.front() == '}' || end == std::string_view::npos) {
      return std::unexpected(fmt::format("`{0}` stands alone in `{1}`; a brace is written `{0}{0}`",
                                         text.front(), excerpt(text, 40)));
    }
    const std::string_view placeholder = text.substr(1, end - 1);
    const auto found = value(placeholder);
    if (!found) {
      return std::unexpected(fmt::format("`{{{}}}` is no placeholder; a brace is written `{{{{` or `}}}}`",
                                         excerpt(placeholder, 40)));
    }
    filled += *found;
    text.remove_prefix(end + 1);
  }
  return filled;
}

std::string escape_braces(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '{' || c == '}') escaped += c;
    escaped += c;
  }
  return escaped;
}

bool uses_placeholder(std::string_view text, std::string_view placeholder) {
  bool used = false;
  [[maybe_unused]] const auto filled = fill_in(text, [&](std::string_view name) {
    used = used || name == placeholder;
    return std::optional<std::string>("");
  });
  return used;
}

}  // namespace nest
