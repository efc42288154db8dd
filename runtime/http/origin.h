#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/http/proxy.h"
#include "runtime/http/url.h"

namespace nest::http {

/// A scheme, host and port that requests go to, with the texts that every request to it needs.
struct Origin {
  bool https = false;
  bool is_address = false;  ///< the host is an IP address
  bool ipv6 = false;
  std::uint16_t port = 80;
  std::string host;       ///< lower case; an IPv6 address without brackets
  std::string authority;  ///< "host" or "host:port", as the Host header has it
  std::string url;        ///< "http://host:port", no slash behind it
  ProxyRoute route;
  std::string
      default_lines;  ///< Host, User-Agent, Accept: the lines of a request that overrides none of them
};
using OriginPtr = std::shared_ptr<const Origin>;

/// One object for each origin in use, so that origins compare by address. Belongs to one worker.
class OriginTable {
 public:
  explicit OriginTable(std::string user_agent, ProxyChoice proxy = {})
      : user_agent_(std::move(user_agent)), proxy_(std::move(proxy)) {}

  [[nodiscard]] OriginPtr intern(const Url& url);
  [[nodiscard]] const std::string& user_agent() const { return user_agent_; }

 private:
  void drop_unused();

  std::string user_agent_;
  ProxyChoice proxy_;
  std::string key_;  // reused
  std::unordered_map<std::string, OriginPtr> origins_;
  std::size_t next_sweep_ = 256;
};

}  // namespace nest::http
