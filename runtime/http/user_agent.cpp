#include "runtime/http/user_agent.h"

#include <algorithm>
#include <new>
#include <utility>

#include "runtime/http/flight.h"

namespace nest::http {

void ConnectionDeleter::operator()(Connection* connection) const {
  if (place == nullptr) {
    delete connection;
    return;
  }
  connection->~Connection();
  place->place_taken_ = false;
}

ConnectionPtr UserAgent::make_connection(EventLoop& loop, int fd, const OriginPtr& origin) {
  if (place_taken_) return ConnectionPtr(new Connection(loop, fd, origin, *this));
  place_taken_ = true;
  return {new (place_) Connection(loop, fd, origin, *this), ConnectionDeleter{this}};
}

ConnectionPtr UserAgent::take(const Origin& origin) {
  if (idle_ != nullptr && idle_->origin().get() == &origin) return std::move(idle_);
  if (more_idle_ == nullptr) return nullptr;
  const auto found =
      std::ranges::find_if(*more_idle_, [&](const auto& idle) { return idle->origin().get() == &origin; });
  if (found == more_idle_->end()) return nullptr;
  ConnectionPtr connection = std::move(*found);
  more_idle_->erase(found);
  return connection;
}

void UserAgent::keep(ConnectionPtr connection) {
  if (idle_ != nullptr) {
    std::vector<ConnectionPtr>& others = more();
    if (others.size() + 1 == kMaxIdle) {
      ConnectionPtr oldest = std::move(others.front());
      others.erase(others.begin());
      retire(std::move(oldest));
    }
    others.push_back(std::move(idle_));
  }
  idle_ = std::move(connection);
  idle_->rest();
}

void UserAgent::retire(ConnectionPtr connection) {
  TlsStream* const tls = connection->tls();
  if (tls == nullptr) return;
  TlsSession session = tls->close();
  if (session == nullptr) return;
  if (tickets_ == nullptr) tickets_ = std::make_unique<std::vector<Ticket>>();
  std::erase_if(*tickets_, [&](const Ticket& ticket) { return ticket.origin == connection->origin(); });
  if (tickets_->size() == kMaxIdle) tickets_->erase(tickets_->begin());
  tickets_->push_back({connection->origin(), std::move(session)});
}

TlsSession UserAgent::take_session(const Origin& origin) {
  if (tickets_ == nullptr) return nullptr;
  const auto found =
      std::ranges::find_if(*tickets_, [&](const Ticket& ticket) { return ticket.origin.get() == &origin; });
  if (found == tickets_->end()) return nullptr;
  TlsSession session = std::move(found->session);
  tickets_->erase(found);
  return session;
}

CookieJar& UserAgent::make_cookies() {
  if (jar_ == nullptr) jar_ = std::make_unique<CookieJar>();
  return *jar_;
}

void UserAgent::add_flight(Flight& flight) { flight.next_of_user = std::exchange(flights_, &flight); }

void UserAgent::remove_flight(Flight& flight) {
  Flight** link = &flights_;
  while (*link != &flight) link = &(*link)->next_of_user;
  *link = std::exchange(flight.next_of_user, nullptr);
}

Flight* UserAgent::flight_of(const Connection& connection) const {
  Flight* flight = flights_;
  while (flight != nullptr && !flight->holds(connection)) flight = flight->next_of_user;
  return flight;
}

void UserAgent::connection_ready(Connection& connection, std::uint32_t events) {
  if (Flight* const flight = flight_of(connection)) {
    flight->ready(events);
  } else if (!connection.survives_idle_event()) {
    drop_idle(connection);
  }
}

void UserAgent::connection_received(Connection& connection, const Arrival& arrival) {
  if (Flight* const flight = flight_of(connection)) {
    flight->received(arrival);
  } else {
    drop_idle(connection);
  }
}

void UserAgent::connection_left_unsent(Connection& connection, std::string_view rest, int error) {
  if (Flight* const flight = flight_of(connection)) flight->left_unsent(rest, error);
}

void UserAgent::drop_idle(const Connection& connection) {
  ConnectionPtr closed;
  if (idle_.get() == &connection) {
    closed = std::move(idle_);
  } else {
    const auto found =
        std::ranges::find_if(more(), [&](const auto& idle) { return idle.get() == &connection; });
    if (found == more().end()) return;
    closed = std::move(*found);
    more().erase(found);
  }
  retire(std::move(closed));
}

}  // namespace nest::http
