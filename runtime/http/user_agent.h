#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/http/connection.h"
#include "runtime/http/cookie_jar.h"
#include "runtime/http/digest_sessions.h"

namespace nest::http {

class Flight;
class H2Connection;
class Lane;
class UserAgent;

/// Destroys a connection, in the place that its user has for one or on the heap.
struct ConnectionDeleter {
  UserAgent* place = nullptr;  ///< whose place it stands in; null: the heap
  void operator()(Connection* connection) const;
};
using ConnectionPtr = std::unique_ptr<Connection, ConnectionDeleter>;

/// What one virtual user's HTTP keeps between requests: idle connections, cookies, TLS tickets. Nothing of it
/// is shared with another user, as no two people share a browser.
class UserAgent final : public ConnectionOwner {
 public:
  /// Idle connections kept open, whatever the number of origins a scenario visits.
  static constexpr std::size_t kMaxIdle = 32;

  UserAgent();
  UserAgent(const UserAgent&) = delete;
  UserAgent& operator=(const UserAgent&) = delete;
  ~UserAgent();

  /// A connection for a socket, which it takes over. A user's first stands inside the user: most have no
  /// other, and small objects strewn over the heap between libcurl's short-lived ones would pin its pages.
  [[nodiscard]] ConnectionPtr make_connection(EventLoop& loop, int fd, const OriginPtr& origin);

  /// An idle connection to the origin, no longer kept here; or null.
  [[nodiscard]] ConnectionPtr take(const Origin& origin);
  /// Keeps it for the next request.
  void keep(ConnectionPtr connection);
  /// Closes it in good order, and keeps its TLS ticket.
  void retire(ConnectionPtr connection);

  /// The connection that speaks HTTP/2 to the origin; a new one, about to open, when there is none that takes
  /// requests. It stays with the agent.
  [[nodiscard]] H2Connection& h2_connection(Lane& lane, const OriginPtr& origin);
  /// Closes it, and forgets it; the reference may be good no longer.
  void remove(H2Connection& connection);
  /// Whether the origin has turned out to speak HTTP/1.1 only; and that it has.
  [[nodiscard]] bool speaks_http1(const Origin& origin) const;
  void note_http1(const OriginPtr& origin);

  [[nodiscard]] TlsSession take_session(const Origin& origin);

  /// Null until a server has set a cookie: most scenarios have none.
  [[nodiscard]] CookieJar* cookies() { return jar_.get(); }
  [[nodiscard]] CookieJar& make_cookies();

  [[nodiscard]] DigestSessions& digests() {
    if (digests_ == nullptr) digests_ = std::make_unique<DigestSessions>();
    return *digests_;
  }

  /// One of the exchanges in flight, or null.
  [[nodiscard]] Flight* flight() const { return flights_; }
  void add_flight(Flight& flight);
  void remove_flight(Flight& flight);

  void connection_ready(Connection& connection, std::uint32_t events) override;
  void connection_received(Connection& connection, const Arrival& arrival) override;
  void connection_left_unsent(Connection& connection, std::string_view rest, int error) override;

 private:
  struct Ticket {
    OriginPtr origin;
    TlsSession session;
  };

  /// What only some users have.
  struct More {
    std::vector<ConnectionPtr> idle;  // the longest unused first
    std::vector<std::shared_ptr<H2Connection>> h2;
    std::vector<OriginPtr> http1_only;
  };

  friend struct ConnectionDeleter;

  [[nodiscard]] Flight* flight_of(const Connection& connection) const;
  void drop_idle(const Connection& connection);

  [[nodiscard]] More& more();

  alignas(Connection) std::byte place_[sizeof(Connection)];
  bool place_taken_ = false;
  ConnectionPtr idle_;  // the one used last
  std::unique_ptr<More> more_;
  std::unique_ptr<std::vector<Ticket>> tickets_;
  std::unique_ptr<CookieJar> jar_;
  std::unique_ptr<DigestSessions> digests_;  // none for most
  Flight* flights_ = nullptr;  // linked by Flight::next_of_user: mostly one, several in a `parallel`
};

}  // namespace nest::http
