#include "runtime/http/lane.h"

namespace nest::http {
namespace {

std::string user_agent_of(const Settings& settings) {
  return settings.user_agent.empty() ? std::string("nest/" NEST_VERSION) : settings.user_agent;
}

}  // namespace

Lane::Lane(const Settings& given, EventLoop& event_loop)
    : settings(given),
      loop(event_loop),
      origins(user_agent_of(given), choose_proxy(given)),
      connector(given, event_loop),
      buffer(std::make_unique_for_overwrite<char[]>(kBufferSize)) {
  if (given.host.empty()) {
    host_fault = "no host to put the path after";
    return;
  }
  const auto url = parse_url(given.host);
  if (!url) {
    host_fault = url.error();
    return;
  }
  host = origins.intern(*url);
  host_userinfo = url->userinfo;
  const std::string_view path = url->target.substr(0, url->target.find('?'));
  if (!path.empty() && path != "/") append_target(host_path, path);
  while (host_path.ends_with('/')) host_path.pop_back();
}

Flight& Lane::take_flight() {
  if (free_flights_.empty()) {
    flights_.push_back(std::make_unique<Flight>(*this));
    free_flights_.reserve(flights_.size());
    return *flights_.back();
  }
  Flight& flight = *free_flights_.back();
  free_flights_.pop_back();
  return flight;
}

TlsContext& Lane::tls() {
  if (!tls_) tls_.emplace(settings);
  return *tls_;
}

}  // namespace nest::http
