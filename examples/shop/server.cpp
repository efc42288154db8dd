#include "examples/shop/server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>
#include <vector>

#include "examples/shop/session.h"
#include "examples/shop/store.h"

namespace shop {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

/// One thread: its own loop, its own listening socket on the shared port (the kernel spreads the
/// connections).
struct Thread {
  explicit Thread(const Faults& wanted, std::chrono::steady_clock::time_point start)
      : faults(wanted, start) {}

  asio::io_context context{1};
  tcp::acceptor acceptor{context};
  asio::steady_timer pause{context};
  FaultInjector faults;

  void listen(const tcp::endpoint& where) {
    using reuse_port = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
    acceptor.open(where.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    acceptor.set_option(reuse_port(true));
    acceptor.bind(where);
    acceptor.listen(4096);
  }

  void accept(Store& store) {
    acceptor.async_accept([this, &store](boost::system::error_code failure, tcp::socket socket) {
      if (failure == asio::error::operation_aborted) return;
      if (failure) return accept_later(store);  // out of descriptors, most likely
      boost::system::error_code ignored;
      socket.set_option(tcp::no_delay(true), ignored);
      serve(std::move(socket), store, faults);
      accept(store);
    });
  }

  void accept_later(Store& store) {
    pause.expires_after(std::chrono::milliseconds(50));
    pause.async_wait([this, &store](boost::system::error_code stopped) {
      if (!stopped) accept(store);
    });
  }
};

}  // namespace

struct Server::Parts {
  Store store;
  std::vector<std::unique_ptr<Thread>> threads;
};

Server::Server(const ServerOptions& options) : parts_(std::make_unique<Parts>()) {
  const auto start = std::chrono::steady_clock::now();
  tcp::endpoint where(asio::ip::make_address(options.address), options.port);
  for (unsigned i = 0; i < options.threads; ++i) {
    auto thread = std::make_unique<Thread>(options.faults, start);
    thread->listen(where);
    where.port(thread->acceptor.local_endpoint().port());
    thread->accept(parts_->store);
    parts_->threads.push_back(std::move(thread));
  }
}

Server::~Server() = default;

std::uint16_t Server::port() const { return parts_->threads.front()->acceptor.local_endpoint().port(); }

void Server::run() {
  auto& first = *parts_->threads.front();
  asio::signal_set signals(first.context, SIGINT, SIGTERM);
  signals.async_wait([this](boost::system::error_code, int) {
    for (const auto& thread : parts_->threads) thread->context.stop();
  });
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < parts_->threads.size(); ++i) {
    others.emplace_back([&thread = *parts_->threads[i]] { thread.context.run(); });
  }
  first.context.run();
}

}  // namespace shop
