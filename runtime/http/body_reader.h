#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/http/response_head.h"

namespace nest::http {

/// Finds the end of a response's body (RFC 9112 6 and 7) and takes its framing off. Bytes go through it in
/// pieces of any size; it keeps none of them.
class BodyReader {
 public:
  /// Prepares for the body of this answer to this request; a head without a body is done() at once.
  void begin(const ResponseHead& head, bool is_head_request);

  [[nodiscard]] bool done() const { return state_ == State::Done; }
  [[nodiscard]] bool failed() const { return state_ == State::Failed; }
  /// Whether the peer may end the body by closing: no length was stated.
  [[nodiscard]] bool ends_with_connection() const { return state_ == State::UntilClose; }
  /// Bytes of body still to come, as far as that is known (a stated length, the rest of a chunk); else 0.
  [[nodiscard]] std::uint64_t known_remaining() const {
    return state_ == State::Length || state_ == State::ChunkData ? remaining_ : 0;
  }

  /// Takes the next stretch of body off the front of `input`; empty when only framing was there. To be called
  /// while there is input and the body is neither done nor failed; what is left in `input` then lies behind
  /// the body.
  [[nodiscard]] std::string_view take(std::string_view& input);

 private:
  enum class State : std::uint8_t {
    Done,
    Failed,
    Length,
    UntilClose,
    ChunkSizeFirst,  // at least one digit
    ChunkSize,
    ChunkSizeBlank,
    ChunkExtension,
    ChunkSizeLf,
    ChunkData,
    ChunkDataCr,
    ChunkDataLf,
    TrailerStart,
    TrailerLine,
    TrailerLineLf,
    LastLf,
  };
  /// Extensions of one chunk, and all trailers: nobody needs more, and a peer must not feed us for ever.
  static constexpr std::uint64_t kMaxExtra = 64 * 1024;

  State framing(char c);
  State chunk_size(char c);
  State after_blank(char c);
  State after_size() const { return remaining_ == 0 ? State::TrailerStart : State::ChunkData; }

  State state_ = State::Done;
  std::uint64_t remaining_ = 0;
  std::uint64_t extra_ = 0;
};

}  // namespace nest::http
