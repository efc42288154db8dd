#pragma once

#include <string>
#include <string_view>

#include "examples/shop/store.h"

namespace shop {

/// A request as the routes see it.
struct Call {
  std::string_view method;
  std::string_view target;         // path and query
  std::string_view authorization;  // the header's value
  std::string_view body;
};

/// An answer: `json` empty means no body.
struct Answer {
  unsigned status = 200;
  std::string json;
};

/// What the shop answers. Safe to call from several threads; never throws on hostile input.
[[nodiscard]] Answer answer(Store& store, const Call& call);

}  // namespace shop
