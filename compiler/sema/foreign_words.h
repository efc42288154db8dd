#pragma once

#include <string_view>

namespace nest::sema {

/// What somebody who writes a word of Locust, k6 or their languages is looking for in nest; empty when the
/// word is none of theirs.
[[nodiscard]] std::string_view foreign_word_hint(std::string_view word);

/// The same for a field of a response: `status_code`, `text`.
[[nodiscard]] std::string_view foreign_field_hint(std::string_view word);

}  // namespace nest::sema
