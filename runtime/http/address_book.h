#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/http/origin.h"
#include "runtime/http/settings.h"

namespace nest::http {

/// Addresses that are decided by the settings and not by libcurl's lookups: what --resolve says, and with
/// DnsPolicy::RoundRobin all addresses of the run's host, looked up once when the book is made. Each
/// connection takes the next address. One a worker.
class AddressBook {
 public:
  /// Entries that parse() refuses are left out: find_fault() of the settings has said so. May block for a
  /// lookup.
  explicit AddressBook(const Settings& settings);

  /// What CURLOPT_RESOLVE wants for the next connection: "host:port:address"; empty where libcurl is to look
  /// up.
  [[nodiscard]] std::string next(const Origin& origin);
  /// How many addresses connections to the URL's host go to, one after the other; 1 where the first that
  /// answers takes all.
  [[nodiscard]] std::size_t rotated(std::string_view url) const;
  [[nodiscard]] bool knows(const Origin& origin) const { return entries_.contains(key_of(origin)); }

  struct Entry {
    std::string host;  ///< lower case, an IPv6 address without brackets
    std::string port;
    std::vector<std::string> addresses;  ///< IPv6 in brackets
    std::size_t next = 0;
  };
  /// "HOST:PORT:ADDRESS[,ADDRESS…]", as curl's --resolve; the error is for the command line.
  [[nodiscard]] static std::expected<Entry, std::string> parse(std::string_view text);

 private:
  [[nodiscard]] static std::string key_of(const Origin& origin);
  void add_host(const std::string& host_url);

  bool rotates_;
  std::map<std::string, Entry> entries_;  // by "host:port"
};

}  // namespace nest::http
