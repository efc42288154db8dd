#include "runtime/http/tls_buffers.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "runtime/http/tls.h"

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

}  // namespace
}  // namespace nest::http
