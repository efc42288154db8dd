#pragma once

#include <string>
#include <string_view>

namespace nest::lowering {

/// The symbol of a function's coroutine: `nest:` and the HIR symbol, which is unique and never empty
/// (`nest:shop/shopper.Shopper.buy`). The colon keeps scenarios apart from every name that C or LLVM could
/// want.
[[nodiscard]] inline std::string mangle(std::string_view symbol) { return "nest:" + std::string(symbol); }

}  // namespace nest::lowering
