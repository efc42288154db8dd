#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shop {

/// One product of the fixed catalogue; ids are 1…kProductCount.
struct Product {
  std::int64_t id = 0;
  std::string name;
  std::int64_t price_cents = 0;
};
inline constexpr std::int64_t kProductCount = 1000;

/// The product of an id, made from it: the catalogue needs no memory. Nothing outside 1…kProductCount.
[[nodiscard]] std::optional<Product> find_product(std::int64_t id);

struct CartLine {
  std::int64_t item = 0;
  std::int64_t quantity = 0;
};

/// What the shop remembers: who is logged in, their carts, the number of the next order. Shared by all
/// threads. Bounded: beyond kMaxSessions the oldest session is logged out, a cart holds kMaxCartLines.
class Store {
 public:
  static constexpr std::size_t kMaxSessions = 200'000;
  static constexpr std::size_t kMaxCartLines = 100;

  /// A new session's token. Any name with a password that is not "wrong" may enter.
  [[nodiscard]] std::optional<std::string> login(std::string_view name, std::string_view password);
  /// Whether the token was logged in.
  bool logout(std::string_view token);
  [[nodiscard]] bool knows(std::string_view token) const;

  /// False when the token is unknown or the cart is full.
  bool add_to_cart(std::string_view token, CartLine line);
  [[nodiscard]] std::vector<CartLine> cart(std::string_view token) const;
  void empty_cart(std::string_view token);

  [[nodiscard]] std::int64_t next_order();
  [[nodiscard]] std::int64_t next_ticket();

 private:
  struct Session {
    std::string name;
    std::vector<CartLine> cart;
  };
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Session> sessions_;
  std::vector<std::string> order_of_login_;  // a ring of tokens, oldest at ring_
  std::size_t ring_ = 0;
  std::uint64_t logins_ = 0;
  std::int64_t orders_ = 0;
  std::int64_t tickets_ = 0;
};

}  // namespace shop
