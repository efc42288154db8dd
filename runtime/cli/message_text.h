#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "runtime/http/exchange.h"

namespace nest {

/// How `nest try` shows messages: lines that begin with "> " for what was sent and "< " for what came,
/// secrets masked, nothing that could control a terminal. Bodies up to `body_limit` bytes; the rest is
/// counted.

[[nodiscard]] std::string sent_text(std::string_view url, std::string_view head, std::string_view body,
                                    std::size_t body_limit);
[[nodiscard]] std::string received_text(std::string_view head, std::string_view body,
                                        const http::ExchangeResult& result, std::size_t body_limit);

}  // namespace nest
