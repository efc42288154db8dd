#include "examples/shop/session.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <memory>
#include <optional>
#include <utility>

#include "examples/shop/routes.h"

namespace shop {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr std::uint64_t kMostBody = 1024 * 1024;
constexpr std::uint32_t kMostHead = 16 * 1024;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(asio::ip::tcp::socket socket, Store& store, FaultInjector& faults)
      : socket_(std::move(socket)), timer_(socket_.get_executor()), store_(&store), faults_(&faults) {}

  void read() {
    parser_.emplace();
    parser_->body_limit(kMostBody);
    parser_->header_limit(kMostHead);
    http::async_read(
        socket_, buffer_, *parser_,
        [self = shared_from_this()](beast::error_code failure, std::size_t) { self->received(failure); });
  }

 private:
  void received(beast::error_code failure) {
    if (failure == http::error::end_of_stream || failure == asio::error::connection_reset) return close();
    if (failure) return refuse();
    respond();
    const auto wait = faults_->delay();
    if (wait.count() == 0) return write();
    timer_.expires_after(wait);
    timer_.async_wait([self = shared_from_this()](beast::error_code stopped) {
      if (!stopped) self->write();
    });
  }

  void respond() {
    const auto& request = parser_->get();
    const Call call{view(request.method_string()), view(request.target()),
                    view(request[http::field::authorization]), request.body()};
    const Answer result = faults_->fails() ? Answer{503, R"({"error":"try again"})"} : answer(*store_, call);
    response_ = {http::int_to_status(result.status), request.version()};
    response_.keep_alive(request.keep_alive());
    response_.set(http::field::server, "nest-demo-shop");
    if (!result.json.empty()) response_.set(http::field::content_type, "application/json");
    response_.body() = result.json;
    if (result.status != 204) response_.content_length(result.json.size());
    if (request.method() == http::verb::head) response_.body().clear();
  }

  /// The request was no HTTP, or too large: say so once, then close.
  void refuse() {
    response_ = {http::status::bad_request, 11};
    response_.keep_alive(false);
    response_.prepare_payload();
    write();
  }

  void write() {
    // The serializer is told to leave the body out after HEAD, whose Content-Length is that of GET.
    serializer_.emplace(response_);
    http::async_write(socket_, *serializer_,
                      [self = shared_from_this()](beast::error_code failure, std::size_t) {
                        if (failure) return;
                        if (self->response_.keep_alive()) return self->read();
                        self->close();
                      });
  }

  void close() {
    beast::error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  }

  asio::ip::tcp::socket socket_;
  asio::steady_timer timer_;
  Store* store_;
  FaultInjector* faults_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  http::response<http::string_body> response_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
};

}  // namespace

void serve(asio::ip::tcp::socket socket, Store& store, FaultInjector& faults) {
  std::make_shared<Session>(std::move(socket), store, faults)->read();
}

}  // namespace shop
