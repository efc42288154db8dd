#pragma once

#include <deque>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/shared/shared_store.h"
#include "runtime/time/clock.h"

namespace nest {

/// What the body of a call holds, by its members; each is there only if the body has it. Texts are owned.
struct ShareBody {
  std::vector<nest_value> values;  ///< of `value`, or of each of `values`, as the object's elements
  bool is_batch = false;           ///< `values`
  bool has_value = false;
  bool has_key = false;
  nest_value key{};
  bool has_amount = false;
  nest_value amount{};
  Nanoseconds within = 0;

  std::deque<std::string> texts;
};

/// Reads a JSON object (an empty body is an empty one). `element`: NEST_INT … NEST_JSON. The error says what
/// is wrong, for who sent it.
[[nodiscard]] std::expected<ShareBody, std::string> read_share_body(std::string_view body,
                                                                    std::uint32_t element);

/// A value as JSON: durations in seconds, JSON as it is.
[[nodiscard]] std::string share_json(const SharedValue& value, std::uint32_t kind);
/// A text as a JSON string; bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string json_text_of(std::string_view text);
/// `{"error": …}`.
[[nodiscard]] std::string error_json(std::string_view message);

}  // namespace nest
