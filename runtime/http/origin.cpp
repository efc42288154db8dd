#include "runtime/http/origin.h"

#include <algorithm>

#include "runtime/http/text.h"

namespace nest::http {
namespace {

bool is_ipv4(std::string_view host) {
  return !host.empty() && is_digit(host.back()) &&
         std::ranges::all_of(host, [](char c) { return is_digit(c) || c == '.'; }) &&
         std::ranges::count(host, '.') == 3;
}

}  // namespace

OriginPtr OriginTable::intern(const Url& url) {
  key_.assign(url.https ? "https://" : "http://");
  if (url.ipv6) key_ += '[';
  for (const char c : url.host) key_ += to_lower(c);
  if (url.ipv6) key_ += ']';
  const std::size_t authority = url.https ? 8 : 7;
  if (url.port != (url.https ? 443 : 80)) (key_ += ':') += std::to_string(url.port);
  if (const auto found = origins_.find(key_); found != origins_.end()) return found->second;
  drop_unused();
  auto origin = std::make_shared<Origin>();
  origin->https = url.https;
  origin->ipv6 = url.ipv6;
  origin->is_address = url.ipv6 || is_ipv4(url.host);
  origin->port = url.port;
  for (const char c : url.host) origin->host += to_lower(c);
  origin->authority = key_.substr(authority);
  origin->url = key_;
  origin->route = choose_route(proxy_, url.https, origin->host, key_);
  origin->default_lines =
      "Host: " + origin->authority + "\r\nUser-Agent: " + user_agent_ + "\r\nAccept: */*\r\n";
  return origins_.emplace(key_, std::move(origin)).first->second;
}

/// A scenario that makes up host names must not fill the memory with them.
void OriginTable::drop_unused() {
  if (origins_.size() < next_sweep_) return;
  std::erase_if(origins_, [](const auto& entry) { return entry.second.use_count() == 1; });
  next_sweep_ = std::max<std::size_t>(256, origins_.size() * 2);
}

}  // namespace nest::http
