#include "runtime/http/user_agent.h"

#include <algorithm>
#include <new>
#include <utility>

#include "runtime/http/flight.h"
#include "runtime/http/h2_connection.h"

namespace nest::http {

void ConnectionDeleter::operator()(Connection* connection) const {
  if (place == nullptr) {
    delete connection;
    return;
  }
  connection->~Connection();
  place->place_taken_ = false;
}

UserAgent::UserAgent() = default;

UserAgent::~UserAgent() {
  if (more_ == nullptr) return;
  for (const auto& connection : more_->h2) connection->close();  // which may be held by its own call
}

UserAgent::More& UserAgent::more() {
  if (more_ == nullptr) more_ = std::make_unique<More>();
  return *more_;
}

ConnectionPtr UserAgent::make_connection(EventLoop& loop, int fd, const OriginPtr& origin) {
  if (place_taken_) return ConnectionPtr(new Connection(loop, fd, origin, *this));
  place_taken_ = true;
  return {new (place_) Connection(loop, fd, origin, *this), ConnectionDeleter{this}};
}

ConnectionPtr UserAgent::take(const Origin& origin) {
  if (idle_ != nullptr && idle_->origin().get() == &origin) return std::move(idle_);
  if (more_ == nullptr) return nullptr;
  const auto found =
      std::ranges::find_if(more_->idle, [&](const auto& idle) { return idle->origin().get() == &origin; });
  if (found == more_->idle.end()) return nullptr;
  ConnectionPtr connection = std::move(*found);
  more_->idle.erase(found);
  return connection;
}

void UserAgent::keep(ConnectionPtr connection) {
  if (idle_ != nullptr) {
    std::vector<ConnectionPtr>& others = more().idle;
    if (others.size() + 1 == kMaxIdle) {
      ConnectionPtr oldest = std::move(others.front());
      others.erase(others.begin());
      retire(std::move(oldest));
    }
    others.push_back(std::move(idle_));
  }
  idle_ = std::move(connection);
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

H2Connection& UserAgent::h2_connection(Lane& lane, const OriginPtr& origin) {
  std::vector<std::shared_ptr<H2Connection>>& all = more().h2;
  const auto found = std::ranges::find_if(
      all, [&](const auto& each) { return each->origin() == origin && each->is_usable(); });
  if (found != all.end()) return **found;
  if (all.size() >= kMaxIdle) {
    const auto idle = std::ranges::find_if(all, &H2Connection::is_idle);
    if (idle != all.end()) remove(**idle);
  }
  all.push_back(std::make_shared<H2Connection>(lane, *this, origin));
  all.back()->open();
  return *all.back();
}

void UserAgent::remove(H2Connection& connection) {
  std::vector<std::shared_ptr<H2Connection>>& all = more().h2;
  const auto found = std::ranges::find_if(all, [&](const auto& each) { return each.get() == &connection; });
  if (found == all.end()) return;
  const std::shared_ptr<H2Connection> removed = std::move(*found);
  all.erase(found);
  removed->close();
}

bool UserAgent::speaks_http1(const Origin& origin) const {
  return more_ != nullptr &&
         std::ranges::any_of(more_->http1_only, [&](const auto& each) { return each.get() == &origin; });
}

void UserAgent::note_http1(const OriginPtr& origin) {
  if (speaks_http1(*origin)) return;
  std::vector<OriginPtr>& known = more().http1_only;
  if (known.size() == kMaxIdle) known.erase(known.begin());
  known.push_back(origin);
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
    std::vector<ConnectionPtr>& others = more().idle;
    const auto found =
        std::ranges::find_if(others, [&](const auto& idle) { return idle.get() == &connection; });
    if (found == others.end()) return;
    closed = std::move(*found);
    others.erase(found);
  }
  retire(std::move(closed));
}

}  // namespace nest::http
