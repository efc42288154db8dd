#include "runtime/share/share_session.h"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "runtime/share/share_json.h"
#include "runtime/share/share_options.h"
#include "runtime/share/share_server.h"

namespace nest {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr std::chrono::seconds kIdle{60};  // for a request to come, and for an answer to be taken

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

/// `localhost` or an address: what no page on the web can pretend to be (DNS rebinding).
bool is_plain_host(std::string_view host) {
  if (const std::size_t colon = host.rfind(':'); colon != std::string_view::npos && !host.ends_with(']')) {
    host = host.substr(0, colon);
  }
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host == "localhost") return true;
  beast::error_code failure;
  static_cast<void>(asio::ip::make_address(std::string(host), failure));
  return !failure;
}

class Session final : public std::enable_shared_from_this<Session>, public SharedCaller {
 public:
  Session(tcp::socket socket, ShareService& service)
      : stream_(std::move(socket)), timer_(stream_.get_executor()), service_(&service) {
    ++service_->connections;
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() { --service_->connections; }

  void run() {
    if (service_->connections > ShareServer::kMostConnections) {
      refuse(503, "too many connections");
      return;
    }
    read();
  }

  std::shared_ptr<Wakeup> make_wakeup() override {
    return std::make_shared<SessionWakeup>(stream_.get_executor(), weak_from_this());
  }

 private:
  /// Brings the word to the server's thread.
  class SessionWakeup final : public Wakeup {
   public:
    SessionWakeup(beast::tcp_stream::executor_type executor, std::weak_ptr<Session> session)
        : executor_(std::move(executor)), session_(std::move(session)) {}
    void wake() override {
      asio::post(executor_, [session = session_] {
        if (const auto alive = session.lock()) alive->look();
      });
    }

   private:
    beast::tcp_stream::executor_type executor_;
    std::weak_ptr<Session> session_;
  };

  void read() {
    parser_.emplace();
    parser_->body_limit(ShareServer::kMostBody);
    parser_->header_limit(ShareServer::kMostHead);
    stream_.expires_after(kIdle);
    http::async_read(
        stream_, buffer_, *parser_,
        [self = shared_from_this()](beast::error_code failure, std::size_t) { self->received(failure); });
  }

  void received(beast::error_code failure) {
    if (failure == http::error::body_limit) return refuse(413, "the body is larger than 1 MiB");
    if (failure == http::error::header_limit) return refuse(431, "the head is larger than 8 KiB");
    if (failure.category() == http::make_error_code(http::error::bad_method).category()) {
      if (failure == http::error::end_of_stream || failure == http::error::partial_message) return;
      return refuse(400, "this is no HTTP/1.1 request");
    }
    if (failure) return;  // gone, or too slow
    if (const auto refused = check()) {
      write(*refused);
      return;
    }
    const auto& request = parser_->get();
    auto outcome =
        service_->calls.call(view(request.method_string()), view(request.target()), request.body(), *this);
    if (const auto* answer = std::get_if<ShareAnswer>(&outcome)) {
      write(*answer);
    } else {
      wait(std::get<ShareWait>(std::move(outcome)));
    }
  }

  /// Who may ask, and how.
  std::optional<ShareAnswer> check() {
    const auto& request = parser_->get();
    const auto refusal = [](unsigned status, std::string_view why) {
      return ShareAnswer{status, error_json(why)};
    };
    if (!service_->token.empty()) {
      constexpr std::string_view kScheme = "Bearer ";
      const std::string_view given = view(request[http::field::authorization]);
      const bool known =
          given.starts_with(kScheme) && is_token(given.substr(kScheme.size()), service_->token);
      if (!known) return refusal(401, "send the token of this run: Authorization: Bearer TOKEN");
    } else if (request.find(http::field::origin) != request.end() ||
               !is_plain_host(view(request[http::field::host]))) {
      return refusal(403, "pages in a browser may not do this");
    }
    const std::string_view type = view(request[http::field::content_type]);
    if (!request.body().empty() && !type.starts_with("application/json")) {
      return refusal(415, "the body is JSON: Content-Type: application/json");
    }
    return std::nullopt;
  }

  // A long poll: until there is a value, the time is over, or the other side is gone.
  void wait(ShareWait wait) {
    waiting_ = std::move(wait);
    stream_.expires_never();
    timer_.expires_after(std::chrono::nanoseconds(waiting_->within));
    timer_.async_wait([self = shared_from_this()](beast::error_code) { self->finish_wait(); });
    stream_.socket().async_wait(tcp::socket::wait_read,
                                [self = shared_from_this()](beast::error_code failure) {
                                  if (failure != asio::error::operation_aborted) self->notice_input();
                                });
    look();
  }

  /// While a value is waited for, nobody has anything to say: it is the end, or a request that came too
  /// early.
  void notice_input() {
    if (!waiting_) return;
    char first = 0;
    beast::error_code failure;
    failure = stream_.socket().non_blocking(true, failure);
    const std::size_t size =
        stream_.socket().receive(asio::buffer(&first, 1), tcp::socket::message_peek, failure);
    if (size > 0) return;  // read when its turn comes
    waiting_.reset();      // what came in this moment goes back to its queue
    timer_.cancel();
  }

  /// Woken: is it there?
  void look() {
    if (!waiting_) return;
    if (const auto result = waiting_->operation->result()) {
      answer_ = ShareCalls::answer(*waiting_->object, waiting_->method, *result);
      timer_.cancel();  // which finishes
    }
  }

  void finish_wait() {
    beast::error_code ignored;
    ignored = stream_.socket().cancel(ignored);
    if (!waiting_) return;
    look();
    waiting_.reset();
    write(answer_ ? *std::exchange(answer_, std::nullopt) : ShareAnswer{204, {}});
  }

  void refuse(unsigned status, std::string_view why) {
    closing_ = true;
    write({status, error_json(why)});
  }

  void write(const ShareAnswer& answer) {
    if (parser_ && parser_->get().method() == http::verb::head) closing_ = true;  // its answer has a body
    const bool keep = !closing_ && parser_ && parser_->get().keep_alive();
    response_ = {http::int_to_status(answer.status), 11};
    response_.keep_alive(keep);
    if (!answer.json.empty()) response_.set(http::field::content_type, "application/json");
    if (answer.status == 401) response_.set(http::field::www_authenticate, "Bearer");
    response_.body() = answer.json;
    if (answer.status != 204) response_.prepare_payload();
    stream_.expires_after(kIdle);
    http::async_write(stream_, response_,
                      [self = shared_from_this(), keep](beast::error_code failure, std::size_t) {
                        if (failure) return;
                        if (keep) return self->read();
                        beast::error_code ignored;
                        ignored = self->stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
                      });
  }

  beast::tcp_stream stream_;
  asio::steady_timer timer_;
  ShareService* service_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  http::response<http::string_body> response_;
  std::optional<ShareWait> waiting_;
  std::optional<ShareAnswer> answer_;
  bool closing_ = false;
};

}  // namespace

void serve_share(tcp::socket socket, ShareService& service) {
  std::make_shared<Session>(std::move(socket), service)->run();
}

}  // namespace nest
