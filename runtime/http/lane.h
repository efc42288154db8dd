#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/http/connector.h"
#include "runtime/http/decoder.h"
#include "runtime/http/flight.h"
#include "runtime/http/h2_session.h"
#include "runtime/http/origin.h"
#include "runtime/http/recent_heads.h"
#include "runtime/http/settings.h"
#include "runtime/http/tls.h"
#include "runtime/loop/event_loop.h"

namespace nest::http {

/// What the wire exchanges of one worker share: buffers that are full only for the length of a call, the
/// connector, the TLS context, and flights to take and give back. So a waiting user owns none of it.
class Lane {
 public:
  static constexpr std::size_t kBufferSize = 64 * 1024;

  Lane(const Settings& settings, EventLoop& loop);

  /// The head of a request that is always the same (ExchangeRequest::constant).
  struct PreparedHead {
    const void* constant = nullptr;
    const Origin* origin = nullptr;
    std::string text;
  };
  /// Where it is kept, perhaps with another one in it.
  [[nodiscard]] PreparedHead& prepared_head(const void* constant) {
    return prepared_heads_[reinterpret_cast<std::uintptr_t>(constant) / alignof(std::max_align_t) %
                           kPreparedHeads];
  }

  [[nodiscard]] Flight& take_flight();
  void give_back(Flight& flight) { free_flights_.push_back(&flight); }

  /// Made at the first https origin.
  [[nodiscard]] TlsContext& tls();

  const Settings settings;
  EventLoop& loop;
  OriginTable origins;
  Connector connector;
  Decoder decoder;

  OriginPtr host;             ///< of the settings; null when there is none, or a faulty one
  std::string host_path;      ///< its path, without a slash at the end
  std::string host_userinfo;  ///< its "user:password"
  std::string host_fault;     ///< why there is no host

  std::string head;                ///< where request heads are put together
  std::unique_ptr<char[]> buffer;  ///< kBufferSize bytes, where answers are received
  RecentHeads recent_heads;        ///< of answers that came over HTTP/1.x
  std::string scratch;
  std::vector<H2Header> h2_headers;  ///< where a request's headers for HTTP/2 are put together
  std::string h2_output;             ///< and the frames that are to be sent

 private:
  static constexpr std::size_t kPreparedHeads = 64;
  std::array<PreparedHead, kPreparedHeads> prepared_heads_;
  std::optional<TlsContext> tls_;  // outlives the flights' connections
  std::vector<std::unique_ptr<Flight>> flights_;
  std::vector<Flight*> free_flights_;
};

}  // namespace nest::http
