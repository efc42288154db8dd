#include "runtime/http/address_book.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <utility>

#include "runtime/http/text.h"
#include "runtime/http/url.h"

namespace nest::http {
namespace {

/// The address as CURLOPT_RESOLVE wants it, or nothing when it is none.
std::optional<std::string> checked_address(std::string_view text) {
  const bool bracketed = text.starts_with('[') && text.ends_with(']');
  std::string bare(bracketed ? text.substr(1, text.size() - 2) : text);
  std::array<unsigned char, sizeof(in6_addr)> unused{};
  if (inet_pton(AF_INET6, bare.c_str(), unused.data()) == 1) return "[" + bare + "]";
  if (!bracketed && inet_pton(AF_INET, bare.c_str(), unused.data()) == 1) return bare;
  return std::nullopt;
}

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port >= 1 && port <= 65535;
}

std::vector<std::string> look_up(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* list = nullptr;
  if (getaddrinfo(host.c_str(), nullptr, &hints, &list) != 0) return {};
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owned(list, &freeaddrinfo);
  std::vector<std::string> found;
  for (const addrinfo* entry = list; entry != nullptr; entry = entry->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    if (getnameinfo(entry->ai_addr, entry->ai_addrlen, text.data(), text.size(), nullptr, 0,
                    NI_NUMERICHOST) != 0) {
      continue;
    }
    const auto address = checked_address(text.data());
    if (address && std::ranges::find(found, *address) == found.end()) found.push_back(*address);
  }
  return found;
}

}  // namespace

std::expected<AddressBook::Entry, std::string> AddressBook::parse(std::string_view text) {
  const auto refused = [text] {
    return std::unexpected("'" + std::string(text) +
                           "' is no HOST:PORT:ADDRESS, as in shop.test:443:10.0.0.5");
  };
  Entry entry;
  const std::size_t host_end = text.starts_with('[') ? text.find("]:") : text.find(':');
  if (host_end == std::string_view::npos) return refused();
  const bool bracketed = text.starts_with('[');
  for (const char c : text.substr(bracketed ? 1 : 0, bracketed ? host_end - 1 : host_end))
    entry.host += to_lower(c);
  std::string_view rest = text.substr(host_end + (bracketed ? 2 : 1));
  const std::size_t port_end = rest.find(':');
  if (entry.host.empty() || port_end == std::string_view::npos) return refused();
  entry.port = rest.substr(0, port_end);
  rest.remove_prefix(port_end + 1);
  while (!rest.empty()) {
    const auto address = checked_address(take_item(rest, ','));
    if (!address) return refused();
    entry.addresses.push_back(*address);
  }
  if (!is_port(entry.port) || entry.addresses.empty()) return refused();
  return entry;
}

AddressBook::AddressBook(const Settings& settings) : rotates_(settings.dns == DnsPolicy::RoundRobin) {
  for (const std::string& text : settings.resolve) {
    if (auto entry = parse(text))
      entries_.insert_or_assign(entry->host + ':' + entry->port, std::move(*entry));
  }
  if (rotates_ && !settings.host.empty()) add_host(settings.host);
}

void AddressBook::add_host(const std::string& host_url) {
  const auto url = parse_url(host_url);
  if (!url || url->ipv6) return;
  Entry entry;
  for (const char c : url->host) entry.host += to_lower(c);
  entry.port = std::to_string(url->port);
  const std::string key = entry.host + ':' + entry.port;
  if (entries_.contains(key) || checked_address(entry.host)) return;
  entry.addresses = look_up(entry.host);
  if (!entry.addresses.empty()) entries_.emplace(key, std::move(entry));
}

std::size_t AddressBook::rotated(std::string_view url) const {
  const auto parsed = parse_url(url);
  if (!parsed || !rotates_) return 1;
  std::string key;
  for (const char c : parsed->host) key += to_lower(c);
  const auto found = entries_.find(key + ':' + std::to_string(parsed->port));
  return found == entries_.end() ? 1 : found->second.addresses.size();
}

std::string AddressBook::key_of(const Origin& origin) {
  return origin.host + ':' + std::to_string(origin.port);
}

std::string AddressBook::next(const Origin& origin) {
  const auto found = entries_.find(key_of(origin));
  if (found == entries_.end()) return {};
  Entry& entry = found->second;
  const std::string& address = entry.addresses[entry.next];
  if (rotates_) entry.next = (entry.next + 1) % entry.addresses.size();
  // In the form in which libcurl was given the host.
  const std::string host = origin.ipv6 ? "[" + origin.host + "]" : origin.host;
  return host + ':' + entry.port + ':' + address;
}

}  // namespace nest::http
