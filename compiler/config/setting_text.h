#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "compiler/config/settings.h"

namespace nest::config {

/// A value that was written as plain text, in a variable or behind a flag: names are separated by commas,
/// words by blanks, a switch is 1, true, yes or 0, false, no. The error says what the setting takes: "a whole
/// number between 1 and 1024".
[[nodiscard]] std::expected<Value, std::string> parse_setting(const KeyInfo& key, std::string_view text);

/// The largest weight of a taskset.
inline constexpr std::uint32_t kMostWeight = 1'000'000;
/// A taskset's weight. The error says what one is: "a whole number between 0 and 1000000".
[[nodiscard]] std::expected<std::uint32_t, std::string> parse_weight(std::string_view text);

/// What a setting takes, in words.
[[nodiscard]] std::string wanted_text(const KeyInfo& key);

/// Whether the choice is one of the key's.
[[nodiscard]] bool is_choice(const KeyInfo& key, std::string_view text);

/// A name that a .nest file can use: a letter or `_`, then letters, digits and `_`.
[[nodiscard]] bool is_identifier(std::string_view text);

}  // namespace nest::config
