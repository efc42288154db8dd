#include "runtime/share/share_server.h"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>
#include <chrono>
#include <thread>
#include <utility>

#include "runtime/share/share_session.h"

namespace nest {

namespace asio = boost::asio;
using asio::ip::tcp;

struct ShareServer::Parts {
  Parts(std::span<const nest_shared> objects, SharedStore& store, std::string token)
      : service{ShareCalls(objects, store), std::move(token)} {}

  // Before what uses it: connections that go with the loop are counted there.
  ShareService service;
  asio::io_context context{1};
  tcp::acceptor acceptor{context};
  asio::steady_timer pause{context};
  std::thread thread;

  void accept() {
    acceptor.async_accept([this](boost::system::error_code failure, tcp::socket socket) {
      if (failure == asio::error::operation_aborted) return;
      if (failure) return accept_later();  // out of descriptors, most likely
      boost::system::error_code slow;      // and no more than that
      slow = socket.set_option(tcp::no_delay(true), slow);
      serve_share(std::move(socket), service);
      accept();
    });
  }

  void accept_later() {
    pause.expires_after(std::chrono::milliseconds(50));
    pause.async_wait([this](boost::system::error_code stopped) {
      if (!stopped) accept();
    });
  }
};

std::expected<std::unique_ptr<ShareServer>, std::string> ShareServer::start(
    const ShareOptions& options, std::span<const nest_shared> objects, SharedStore& store) {
  try {
    auto parts = std::make_unique<Parts>(objects, store, options.token);
    const tcp::endpoint where(asio::ip::make_address(options.address), options.port);
    parts->acceptor.open(where.protocol());
    parts->acceptor.set_option(tcp::acceptor::reuse_address(true));
    parts->acceptor.bind(where);
    parts->acceptor.listen();
    parts->accept();
    parts->thread = std::thread([&context = parts->context] { context.run(); });
    return std::unique_ptr<ShareServer>(new ShareServer(std::move(parts)));
  } catch (const boost::system::system_error& error) {
    return std::unexpected(fmt::format("--share: cannot listen on {} port {}: {}", options.address,
                                       options.port, error.code().message()));
  }
}

ShareServer::ShareServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

ShareServer::~ShareServer() {
  parts_->context.stop();
  parts_->thread.join();
}

std::uint16_t ShareServer::port() const { return parts_->acceptor.local_endpoint().port(); }

std::string ShareServer::url() const {
  const tcp::endpoint where = parts_->acceptor.local_endpoint();
  const std::string address = where.address().to_string();
  return fmt::format(fmt::runtime(where.address().is_v6() ? "http://[{}]:{}" : "http://{}:{}"), address,
                     where.port());
}

}  // namespace nest
