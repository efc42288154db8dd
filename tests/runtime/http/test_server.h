#pragma once

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace nest::http::testing {

/// One accepted connection, from the server's side, with blocking calls: a script says every byte and every
/// pause.
class Peer {
 public:
  Peer(int fd, int number_from_0, SSL_CTX* tls) : number(number_from_0), fd_(fd) {
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (tls == nullptr) return;
    ssl_ = SSL_new(tls);
    SSL_set_fd(ssl_, fd);
    if (SSL_accept(ssl_) != 1) broken_ = true;
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  ~Peer() { close(); }

  const int number;  ///< of the connection, from 0

  /// Head and body of the next request; empty when the client has closed.
  std::string request() {
    std::size_t end = 0;
    while ((end = input_.find("\r\n\r\n")) == std::string::npos) {
      if (!fill()) return {};
    }
    std::size_t size = end + 4;
    if (const auto at = input_.find("Content-Length: "); at != std::string::npos && at < end) {
      size += static_cast<std::size_t>(std::atoll(input_.c_str() + at + 16));
    }
    while (input_.size() < size) {
      if (!fill()) return {};
    }
    std::string whole = input_.substr(0, size);
    input_.erase(0, size);
    return whole;
  }

  /// Exactly so many bytes, or fewer when the client has closed.
  std::string read(std::size_t size) {
    while (input_.size() < size && fill()) {
    }
    std::string bytes = input_.substr(0, size);
    input_.erase(0, bytes.size());
    return bytes;
  }

  /// Whatever has come, at least one byte; empty when the client has closed.
  std::string some() {
    if (input_.empty() && !fill()) return {};
    return std::exchange(input_, {});
  }

  void send(std::string_view bytes) {
    while (!bytes.empty() && !broken_) {
      const ssize_t sent = ssl_ != nullptr ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                                           : ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  /// Byte by byte, each in a segment (or TLS record) of its own.
  void trickle(std::string_view bytes) {
    for (const char& byte : bytes) {
      send({&byte, 1});
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
  }

  void pause(int milliseconds) { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); }

  /// Closes this side alone, as one does who has read all: no RST follows.
  void end_output() { shutdown(fd_, SHUT_WR); }

  /// Until the client closes.
  void wait_for_close() {
    while (fill()) {
    }
  }

  /// Closes with a RST instead of a FIN.
  void reset() {
    const linger hard{1, 0};
    setsockopt(fd_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    if (ssl_ != nullptr) SSL_set_quiet_shutdown(ssl_, 1);
    close();
  }

  void close() {
    if (ssl_ != nullptr) {
      if (!broken_) SSL_shutdown(ssl_);
      SSL_free(std::exchange(ssl_, nullptr));
    }
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }

  SSL* ssl() { return ssl_; }
  int fd() const { return fd_; }
  bool broken() const { return broken_; }

 private:
  bool fill() {
    char buffer[16384];
    if (fd_ < 0 || broken_) return false;
    const ssize_t got =
        ssl_ != nullptr ? SSL_read(ssl_, buffer, sizeof buffer) : recv(fd_, buffer, sizeof buffer, 0);
    if (got <= 0) return false;
    input_.append(buffer, static_cast<std::size_t>(got));
    return true;
  }

  int fd_;
  SSL* ssl_ = nullptr;
  bool broken_ = false;
  std::string input_;
};

/// What the scripts of a server heard, for the test to read while they still run. Declare it before the
/// server: what a script uses has to outlive the server, whose end waits for the scripts.
class Heard {
 public:
  void add(std::string text) {
    const std::lock_guard lock(mutex_);
    texts_.push_back(std::move(text));
  }

  /// In the order in which they came.
  std::vector<std::string> all() const {
    const std::lock_guard lock(mutex_);
    return texts_;
  }

  /// The newest one; empty when there is none.
  std::string last() const {
    const std::lock_guard lock(mutex_);
    return texts_.empty() ? std::string() : texts_.back();
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> texts_;
};

/// Listens on a port of 127.0.0.1 and runs a script for each connection, in a thread of its own.
class ScriptedServer {
 public:
  using Script = std::function<void(Peer&)>;

  explicit ScriptedServer(Script script, SSL_CTX* tls = nullptr, int backlog = 512)
      : script_(std::move(script)), tls_(tls), listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (bind(listener_, generic, size) != 0 || listen(listener_, backlog) != 0 ||
        getsockname(listener_, generic, &size) != 0) {
      throw std::runtime_error("no test server");
    }
    port_ = ntohs(address.sin_port);
    if (script_) acceptor_ = std::thread([this] { accept_all(); });
  }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  ~ScriptedServer() {
    stopping_ = true;
    shutdown(listener_, SHUT_RDWR);
    if (acceptor_.joinable()) acceptor_.join();
    {
      const std::lock_guard lock(mutex_);
      for (const int fd : open_) shutdown(fd, SHUT_RDWR);
    }
    for (std::thread& thread : threads_) thread.join();
    close(listener_);
  }

  int port() const { return port_; }
  std::string authority() const { return "127.0.0.1:" + std::to_string(port_); }
  std::string url() const { return (tls_ != nullptr ? "https://" : "http://") + authority(); }
  int connections() const { return connections_; }
  /// Stops listening: from now on connections are refused.
  void refuse() {
    stopping_ = true;
    shutdown(listener_, SHUT_RDWR);
    if (acceptor_.joinable()) acceptor_.join();
    close(std::exchange(listener_, -1));
  }

 private:
  void accept_all() {
    for (;;) {
      const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (stopping_) {
        if (fd >= 0) close(fd);
        return;
      }
      if (fd < 0) continue;
      const std::lock_guard lock(mutex_);
      open_.push_back(fd);
      const int number = connections_++;
      threads_.emplace_back([this, fd, number] {
        // OpenSSL writes with write(). Only here: the client has to do without.
        sigset_t pipe;
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
        Peer peer(fd, number, tls_);
        script_(peer);
        const std::lock_guard inner(mutex_);
        std::erase(open_, fd);
        peer.close();
      });
    }
  }

  Script script_;
  SSL_CTX* tls_;
  int listener_;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> connections_ = 0;
  std::mutex mutex_;
  std::vector<int> open_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

/// A script that gives the same answer to every request on every connection.
inline ScriptedServer::Script always(std::string answer) {
  return [answer = std::move(answer)](Peer& peer) {
    while (!peer.request().empty()) peer.send(answer);
  };
}

}  // namespace nest::http::testing
