#include "runtime/http/user_agent.h"

#include <algorithm>

#include "runtime/http/flight.h"

namespace nest::http {

std::unique_ptr<Connection> UserAgent::take(const Origin& origin) {
  for (std::size_t i = idle_.size(); i-- > 0;) {
    if (idle_[i]->origin().get() != &origin) continue;
    std::unique_ptr<Connection> connection = std::move(idle_[i]);
    idle_.erase(idle_.begin() + static_cast<std::ptrdiff_t>(i));
    return connection;
  }
  return nullptr;
}

void UserAgent::keep(std::unique_ptr<Connection> connection) {
  if (idle_.size() == kMaxIdle) {
    std::unique_ptr<Connection> oldest = std::move(idle_.front());
    idle_.erase(idle_.begin());
    retire(std::move(oldest));
  }
  idle_.push_back(std::move(connection));
}

void UserAgent::retire(std::unique_ptr<Connection> connection) {
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

void UserAgent::connection_ready(Connection& connection, std::uint32_t events) {
  if (flight_ != nullptr && flight_->holds(connection)) {
    flight_->ready(events);
    return;
  }
  if (connection.survives_idle_event()) return;
  const auto found = std::ranges::find_if(idle_, [&](const auto& idle) { return idle.get() == &connection; });
  if (found == idle_.end()) return;
  std::unique_ptr<Connection> closed = std::move(*found);
  idle_.erase(found);
  retire(std::move(closed));
}

}  // namespace nest::http
