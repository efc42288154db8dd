#include "examples/shop/routes.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>

namespace shop {
namespace {

constexpr std::int64_t kMostOnAPage = 100;

Answer error(unsigned status, std::string_view what) {
  return {status, fmt::format(R"({{"error":"{}"}})", what)};
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The number of a query parameter, or the fallback when it is absent. Nothing when it is no number.
std::optional<std::int64_t> query_number(std::string_view query, std::string_view key,
                                         std::int64_t fallback) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == key)
      return number(pair.substr(equals + 1));
  }
  return fallback;
}

/// One thread's parser: simdjson keeps its buffers between documents.
simdjson::dom::parser& json_parser() {
  thread_local simdjson::dom::parser parser;
  return parser;
}

std::optional<std::string_view> token_of(const Store& store, const Call& call) {
  constexpr std::string_view kScheme = "Bearer ";
  if (!call.authorization.starts_with(kScheme)) return std::nullopt;
  const std::string_view token = call.authorization.substr(kScheme.size());
  if (!store.knows(token)) return std::nullopt;
  return token;
}

void write_product(std::string& out, const Product& product) {
  fmt::format_to(std::back_inserter(out), R"({{"id":{},"name":"{}","price":{}.{:02}}})", product.id,
                 product.name, product.price_cents / 100, product.price_cents % 100);
}

Answer list_products(std::string_view query) {
  const auto page = query_number(query, "page", 1);
  const auto limit = query_number(query, "limit", 20);
  if (!page || !limit || *page < 1 || *limit < 1)
    return error(400, "page and limit are whole numbers from 1");
  const std::int64_t size = std::min(*limit, kMostOnAPage);
  const std::int64_t pages = (kProductCount + size - 1) / size;
  std::string json = fmt::format(R"({{"page":{},"pages":{},"items":[)", *page, pages);
  if (*page <= pages) {
    const std::int64_t first = (*page - 1) * size + 1;
    const std::int64_t last = std::min(first + size - 1, kProductCount);
    for (std::int64_t id = first; id <= last; ++id) {
      if (id > first) json += ',';
      write_product(json, *find_product(id));
    }
  }
  json += "]}";
  return {200, std::move(json)};
}

Answer show_product(std::string_view id) {
  const auto value = number(id);
  const auto product = value ? find_product(*value) : std::nullopt;
  if (!product) return error(404, "no such product");
  std::string json;
  write_product(json, *product);
  return {200, std::move(json)};
}

Answer login(Store& store, std::string_view body) {
  simdjson::dom::element json;
  std::string_view name;
  std::string_view password;
  if (json_parser().parse(body.data(), body.size()).get(json) != simdjson::SUCCESS ||
      json["name"].get(name) != simdjson::SUCCESS || json["password"].get(password) != simdjson::SUCCESS) {
    return error(400, "send a JSON object with name and password");
  }
  const auto token = store.login(name, password);
  if (!token) return error(401, "wrong name or password");
  return {200, fmt::format(R"({{"token":"{}"}})", *token)};
}

std::optional<CartLine> read_line(std::string_view body) {
  simdjson::dom::element json;
  CartLine line;
  if (json_parser().parse(body.data(), body.size()).get(json) != simdjson::SUCCESS ||
      json["item"].get(line.item) != simdjson::SUCCESS ||
      json["quantity"].get(line.quantity) != simdjson::SUCCESS || line.quantity < 1 ||
      !find_product(line.item)) {
    return std::nullopt;
  }
  return line;
}

Answer show_cart(const Store& store, std::string_view token) {
  std::string json = R"({"lines":[)";
  bool first = true;
  for (const CartLine& line : store.cart(token)) {
    if (!first) json += ',';
    first = false;
    fmt::format_to(std::back_inserter(json), R"({{"item":{},"quantity":{}}})", line.item, line.quantity);
  }
  json += "]}";
  return {200, std::move(json)};
}

Answer cart(Store& store, const Call& call, std::string_view token) {
  if (call.method == "GET") return show_cart(store, token);
  if (call.method == "DELETE") {
    store.empty_cart(token);
    return {204, {}};
  }
  if (call.method != "POST") return error(405, "GET, POST or DELETE");
  const auto line = read_line(call.body);
  if (!line) return error(422, "send an item of the catalogue and a quantity");
  if (!store.add_to_cart(token, *line)) return error(409, "the cart is full");
  return show_cart(store, token);
}

Answer order(Store& store, const Call& call) {
  if (call.method != "POST") return error(405, "POST");
  const auto line = read_line(call.body);
  if (!line) return error(422, "send an item of the catalogue and a quantity");
  return {201, fmt::format(R"({{"id":"order-{}","item":{},"quantity":{}}})", store.next_order(), line->item,
                           line->quantity)};
}

/// What only a logged-in customer may ask for.
Answer private_answer(Store& store, const Call& call, std::string_view path) {
  const auto token = token_of(store, call);
  if (!token) return error(401, "log in first");
  if (path == "/cart") return cart(store, call, *token);
  if (path == "/orders") return order(store, call);
  store.logout(*token);
  return {204, {}};
}

}  // namespace

Answer answer(Store& store, const Call& call) {
  const std::size_t mark = std::min(call.target.find('?'), call.target.size());
  const std::string_view path = call.target.substr(0, mark);
  const std::string_view query = call.target.substr(std::min(mark + 1, call.target.size()));
  const bool reads = call.method == "GET" || call.method == "HEAD";
  constexpr std::string_view kProduct = "/products/";

  if (path == "/health" && reads) return {200, R"({"status":"ok"})"};
  if (path == "/products" && reads) return list_products(query);
  if (path.starts_with(kProduct) && reads) return show_product(path.substr(kProduct.size()));
  if (path == "/login") return call.method == "POST" ? login(store, call.body) : error(405, "POST");
  if (path == "/cart" || path == "/orders" || path == "/logout") return private_answer(store, call, path);
  if (path == "/tickets") {
    if (call.method != "POST") return error(405, "POST");
    return {201, fmt::format(R"({{"id":"ticket-{}"}})", store.next_ticket())};
  }
  return error(404, "no such page");
}

}  // namespace shop
