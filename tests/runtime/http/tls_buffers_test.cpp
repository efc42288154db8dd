#include "runtime/http/tls_buffers.h"

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/http/tls.h"
#include "tests/runtime/http/test_certificate.h"

namespace nest::http {
namespace {

/// TLS streams without a socket: what they have in common with real ones is their buffers.
struct TlsBuffersOfStreams : ::testing::Test {
  TlsContext context{Settings{}};
  Origin origin;
  std::vector<std::unique_ptr<TlsStream>> streams;

  void SetUp() override { origin.host = "localhost"; }

  void add(std::size_t count, Instant now) {
    for (std::size_t i = 0; i < count; ++i) {
      streams.push_back(std::make_unique<TlsStream>(context, -1, origin, nullptr, false));
      streams.back()->use(now);
      EXPECT_NE(streams.back()->handshake().kind, IoResult::Kind::Done);
    }
  }
};

TEST_F(TlsBuffersOfStreams, are_left_to_those_used_last) {
  add(3, 0);
  EXPECT_EQ(context.buffers().count(), 3U);
  add(TlsBuffers::kMost, 0);
  EXPECT_EQ(context.buffers().count(), TlsBuffers::kMost);
}

TEST_F(TlsBuffersOfStreams, are_taken_from_those_that_have_not_been_used_for_long) {
  add(10, 0);
  streams[3]->use(TlsBuffers::kKept);
  EXPECT_EQ(context.buffers().count(), 10U);
  streams[4]->use(TlsBuffers::kKept + 1);  // two go
  EXPECT_EQ(context.buffers().count(), 8U);
  for (int i = 0; i < 10; ++i) streams[i % 2 == 0 ? 3 : 4]->use(TlsBuffers::kKept + 1);
  EXPECT_EQ(context.buffers().count(), 2U);
}

TEST_F(TlsBuffersOfStreams, are_counted_once_a_stream) {
  add(2, 0);
  streams[0]->use(1);
  streams[1]->use(1);
  streams[1]->use(1);
  EXPECT_EQ(context.buffers().count(), 2U);
}

TEST_F(TlsBuffersOfStreams, go_with_a_stream_wherever_it_stands) {
  add(5, 0);
  for (const std::size_t gone : {2U, 0U, 4U}) streams[gone].reset();
  EXPECT_EQ(context.buffers().count(), 2U);
  streams.clear();
  EXPECT_EQ(context.buffers().count(), 0U);
  add(TlsBuffers::kMost + 1, 0);
  streams.front().reset();  // has lost its buffers already
  EXPECT_EQ(context.buffers().count(), TlsBuffers::kMost);
}

/// A server's end of TLS, whose bytes go to the client's socket in the pieces that a test wants.
class PiecewiseServer {
 public:
  PiecewiseServer() : context_(certificate_.server_context()), ssl_(SSL_new(context_)) {
    std::array<int, 2> ends{};
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
    client_ = ends[0];
    server_ = ends[1];
    SSL_set_bio(ssl_, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_accept_state(ssl_);
  }
  PiecewiseServer(const PiecewiseServer&) = delete;
  PiecewiseServer& operator=(const PiecewiseServer&) = delete;
  ~PiecewiseServer() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
    close(client_);
    close(server_);
  }

  int client() const { return client_; }
  const std::string& authority() const { return certificate_.file(); }

  /// Takes in what the client has sent, and goes on with the handshake.
  void shake_hands() {
    take_in();
    SSL_do_handshake(ssl_);
  }
  std::string record_of(std::string_view text) {
    send(ready_bytes());  // tickets
    EXPECT_GT(SSL_write(ssl_, text.data(), static_cast<int>(text.size())), 0);
    return ready_bytes();
  }
  std::string ready_bytes() {
    std::string bytes(64 * 1024, '\0');
    const int size = BIO_read(SSL_get_wbio(ssl_), bytes.data(), static_cast<int>(bytes.size()));
    bytes.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return bytes;
  }
  void send(std::string_view bytes) const {
    EXPECT_EQ(write(server_, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }

 private:
  void take_in() {
    std::array<char, 16 * 1024> bytes{};
    const ssize_t size = read(server_, bytes.data(), bytes.size());
    if (size > 0) BIO_write(SSL_get_rbio(ssl_), bytes.data(), static_cast<int>(size));
  }

  testing::TestCertificate certificate_{"DNS:localhost"};
  SSL_CTX* context_;
  SSL* ssl_;
  int client_ = -1;
  int server_ = -1;
};

// OpenSSL before 3.0.14 would have read on from memory that was given back (CVE-2024-4741).
TEST(TlsBuffers, taken_in_the_middle_of_anything_lose_no_byte) {
  PiecewiseServer server;
  Settings settings;
  settings.cacert = server.authority();
  TlsContext context(settings);
  ASSERT_EQ(context.fault(), "");
  Origin origin;
  origin.host = "localhost";
  TlsStream other(context, -1, origin, nullptr, false);
  Instant now = 0;
  // So much later that the stream's buffers are taken, whatever it is in the middle of.
  const auto let_it_rest = [&] {
    now += 2 * TlsBuffers::kKept;
    other.use(now);
  };
  TlsStream stream(context, server.client(), origin, nullptr, false);
  IoResult shaken{.kind = IoResult::Kind::Blocked};
  for (int round = 0; round < 20 && shaken.kind == IoResult::Kind::Blocked; ++round) {
    stream.use(now);
    shaken = stream.handshake();
    let_it_rest();
    server.shake_hands();
    for (const char byte : server.ready_bytes()) {
      server.send({&byte, 1});
      stream.use(now);
      if (shaken.kind == IoResult::Kind::Blocked) shaken = stream.handshake();
      let_it_rest();
    }
  }
  ASSERT_EQ(shaken.kind, IoResult::Kind::Done) << stream.detail();
  server.shake_hands();
  const std::string sent(3000, 'x');
  std::string received;
  std::array<char, 100> part{};
  for (const char byte : server.record_of(sent)) {
    server.send({&byte, 1});
    for (;;) {
      stream.use(now);
      const IoResult result = stream.read(part.data(), part.size());
      let_it_rest();
      if (result.kind != IoResult::Kind::Done) {
        ASSERT_EQ(result.kind, IoResult::Kind::Blocked) << stream.detail();
        break;
      }
      received.append(part.data(), result.bytes);
    }
  }
  EXPECT_TRUE(received == sent) << received.size();
}

}  // namespace
}  // namespace nest::http
