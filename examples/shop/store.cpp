#include "examples/shop/store.h"

#include <fmt/format.h>

#include <array>

namespace shop {

std::optional<Product> find_product(std::int64_t id) {
  if (id < 1 || id > kProductCount) return std::nullopt;
  static constexpr std::array<std::string_view, 8> kThings = {"lamp",  "chair", "kettle", "notebook",
                                                              "brush", "clock", "basket", "ladder"};
  static constexpr std::array<std::string_view, 5> kLooks = {"red", "oak", "steel", "small", "folding"};
  const auto n = static_cast<std::size_t>(id);
  return Product{id, fmt::format("{} {} {}", kLooks[n % kLooks.size()], kThings[n % kThings.size()], id),
                 199 + (id * 37) % 9800};
}

std::optional<std::string> Store::login(std::string_view name, std::string_view password) {
  if (name.empty() || password == "wrong") return std::nullopt;
  const std::lock_guard lock(mutex_);
  // A demo's token needs to be unique, not secret; the multiplication only makes it look like one.
  std::string token = fmt::format("{:016x}", ++logins_ * 0x9e3779b97f4a7c15ULL);
  if (order_of_login_.size() < kMaxSessions) {
    order_of_login_.push_back(token);
  } else {
    sessions_.erase(order_of_login_[ring_]);
    order_of_login_[ring_] = token;
    ring_ = (ring_ + 1) % kMaxSessions;
  }
  sessions_.emplace(token, Session{std::string(name), {}});
  return token;
}

bool Store::logout(std::string_view token) {
  const std::lock_guard lock(mutex_);
  return sessions_.erase(std::string(token)) > 0;
}

bool Store::knows(std::string_view token) const {
  const std::lock_guard lock(mutex_);
  return sessions_.contains(std::string(token));
}

bool Store::add_to_cart(std::string_view token, CartLine line) {
  const std::lock_guard lock(mutex_);
  const auto session = sessions_.find(std::string(token));
  if (session == sessions_.end() || session->second.cart.size() >= kMaxCartLines) return false;
  session->second.cart.push_back(line);
  return true;
}

std::vector<CartLine> Store::cart(std::string_view token) const {
  const std::lock_guard lock(mutex_);
  const auto session = sessions_.find(std::string(token));
  return session == sessions_.end() ? std::vector<CartLine>{} : session->second.cart;
}

void Store::empty_cart(std::string_view token) {
  const std::lock_guard lock(mutex_);
  const auto session = sessions_.find(std::string(token));
  if (session != sessions_.end()) session->second.cart.clear();
}

std::int64_t Store::next_order() {
  const std::lock_guard lock(mutex_);
  return ++orders_;
}

std::int64_t Store::next_ticket() {
  const std::lock_guard lock(mutex_);
  return ++tickets_;
}

}  // namespace shop
