#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "runtime/http/transport_error.h"
#include "runtime/values/arena.h"

namespace nest::http {

/// A body as it was meant, or why not: Decoding or BodyTooLarge.
struct DecodedBody {
  TransportError error = TransportError::None;
  std::string_view detail;  ///< static text
  std::string_view body;
};

/// Undoes Content-Encoding: gzip, deflate (with and without the zlib wrapping), br, zstd, and up to four of
/// them on top of each other. Output stands in the arena and is bounded, so a small body cannot unfold into
/// all of memory. One a worker: the decompressors' own memory is kept between bodies where the library lets
/// it be.
class Decoder {
 public:
  Decoder();
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  ~Decoder();

  /// `encodings` is the header's value. An encoding that we do not know (and never asked for) leaves the body
  /// as it is.
  [[nodiscard]] DecodedBody decode(std::string_view encodings, std::string_view body, Arena& arena,
                                   std::uint64_t limit);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// What we ask for: the value of Accept-Encoding.
inline constexpr std::string_view kAcceptedCodings = "gzip, deflate, br, zstd";

}  // namespace nest::http
