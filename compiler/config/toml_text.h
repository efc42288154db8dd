#pragma once

#include <span>
#include <string>
#include <string_view>

#include "compiler/config/edit.h"

namespace nest::config {

/// How values and keys are written in TOML.

/// `3`, `2.0`, `true`, `"a \"text\""`, `["a", "b"]`. A double must be finite.
[[nodiscard]] std::string toml_value(const EditValue& value);
/// A text in double quotes, on one line.
[[nodiscard]] std::string toml_string(std::string_view text);
/// `users`, or `"shop/shopper.Shopper"` where quotes are needed; more parts are joined by dots.
[[nodiscard]] std::string toml_key(std::span<const std::string> parts);

}  // namespace nest::config
