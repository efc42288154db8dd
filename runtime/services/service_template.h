#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace nest {

/// The value of what stands between the braces ("port", "db.url"); nothing when there is no such placeholder.
using PlaceholderValue = std::function<std::optional<std::string>(std::string_view placeholder)>;

/// `text` with its placeholders replaced and `{{` and `}}` made braces. The error is a message: an unknown
/// placeholder, a brace that stands alone.
[[nodiscard]] std::expected<std::string, std::string> fill_in(std::string_view text,
                                                              const PlaceholderValue& value);

/// `text` such that fill_in() gives it back: every brace doubled.
[[nodiscard]] std::string escape_braces(std::string_view text);

/// Whether `{placeholder}` stands in `text`.
[[nodiscard]] bool uses_placeholder(std::string_view text, std::string_view placeholder);

}  // namespace nest
