#pragma once

#include <string>
#include <string_view>

namespace nest {

/// Whether a host is certainly this machine's or this network's: a loopback, private (RFC 1918, RFC 4193) or
/// link-local address, `localhost`, or a name below .localhost, .local or .test. Nothing is looked up: of any
/// other name it is not known.
[[nodiscard]] bool is_own_host(std::string_view host);

/// Whether it is this machine: `localhost`, a name below it, a loopback address, or an address of one of its
/// interfaces. Nothing is looked up.
[[nodiscard]] bool is_this_machine(std::string_view host);

/// "shop.example.com is not known to be yours", for a run against a URL whose host is not is_own_host();
/// empty otherwise, and for what is no URL.
[[nodiscard]] std::string foreign_host_remark(std::string_view url);

}  // namespace nest
