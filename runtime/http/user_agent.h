#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "runtime/http/connection.h"
#include "runtime/http/cookie_jar.h"

namespace nest::http {

class Flight;

/// What one virtual user's HTTP keeps between requests: idle connections, cookies, TLS tickets. Nothing of it
/// is shared with another user, as no two people share a browser.
class UserAgent final : public ConnectionOwner {
 public:
  /// Idle connections kept open, whatever the number of origins a scenario visits.
  static constexpr std::size_t kMaxIdle = 8;

  UserAgent() = default;
  UserAgent(const UserAgent&) = delete;
  UserAgent& operator=(const UserAgent&) = delete;
  ~UserAgent() = default;

  /// An idle connection to the origin, no longer kept here; or null.
  [[nodiscard]] std::unique_ptr<Connection> take(const Origin& origin);
  /// Keeps it for the next request.
  void keep(std::unique_ptr<Connection> connection);
  /// Closes it in good order, and keeps its TLS ticket.
  void retire(std::unique_ptr<Connection> connection);

  [[nodiscard]] TlsSession take_session(const Origin& origin);

  /// Null until a server has set a cookie: most scenarios have none.
  [[nodiscard]] CookieJar* cookies() { return jar_.get(); }
  [[nodiscard]] CookieJar& make_cookies();

  /// The exchange in flight, or null.
  [[nodiscard]] Flight* flight() const { return flight_; }
  void set_flight(Flight* flight) { flight_ = flight; }

  void connection_ready(Connection& connection, std::uint32_t events) override;

 private:
  struct Ticket {
    OriginPtr origin;
    TlsSession session;
  };

  std::vector<std::unique_ptr<Connection>> idle_;  // the longest unused first
  std::unique_ptr<std::vector<Ticket>> tickets_;
  std::unique_ptr<CookieJar> jar_;
  Flight* flight_ = nullptr;
};

}  // namespace nest::http
