#include "runtime/http/body_reader.h"

#include <algorithm>

#include "runtime/http/text.h"

namespace nest::http {

void BodyReader::begin(const ResponseHead& head, bool is_head_request) {
  remaining_ = 0;
  extra_ = 0;
  const bool no_body = head.status < 200 || head.status == 204 || head.status == 304 || is_head_request;
  if (no_body) {
    state_ = State::Done;
  } else if (head.chunked) {
    state_ = State::ChunkSizeFirst;
  } else if (head.content_length < 0 || head.unframed) {
    state_ = State::UntilClose;
  } else {
    remaining_ = static_cast<std::uint64_t>(head.content_length);
    state_ = remaining_ == 0 ? State::Done : State::Length;
  }
}

std::string_view BodyReader::take(std::string_view& input) {
  while (!input.empty()) {
    switch (state_) {
      case State::Done:
      case State::Failed:
        return {};
      case State::UntilClose: {
        const std::string_view piece = input;
        input = {};
        return piece;
      }
      case State::Length:
      case State::ChunkData: {
        const std::string_view piece = input.substr(0, std::min<std::uint64_t>(remaining_, input.size()));
        input.remove_prefix(piece.size());
        remaining_ -= piece.size();
        if (remaining_ == 0) state_ = state_ == State::Length ? State::Done : State::ChunkDataCr;
        return piece;
      }
      default:
        state_ = framing(input.front());
        input.remove_prefix(1);
    }
  }
  return {};
}

BodyReader::State BodyReader::chunk_size(char c) {
  const int digit = hex_value(c);
  if (digit >= 0) {
    // A size past 2^60 is no size but an attempt at an overflow.
    if (remaining_ >> 56 != 0) return State::Failed;
    remaining_ = remaining_ * 16 + static_cast<std::uint64_t>(digit);
    return State::ChunkSize;
  }
  if (state_ == State::ChunkSizeFirst) return State::Failed;
  return after_blank(c);
}

/// Some servers pad the size with blanks.
BodyReader::State BodyReader::after_blank(char c) {
  if (c == '\r') return State::ChunkSizeLf;
  if (c == ';') return State::ChunkExtension;
  return (c == ' ' || c == '\t') && ++extra_ <= kMaxExtra ? State::ChunkSizeBlank : State::Failed;
}

BodyReader::State BodyReader::framing(char c) {
  switch (state_) {
    case State::ChunkSizeFirst:
      remaining_ = 0;
      return chunk_size(c);
    case State::ChunkSize:
      return chunk_size(c);
    case State::ChunkSizeBlank:
      return after_blank(c);
    case State::ChunkExtension:
      if (c == '\r') return State::ChunkSizeLf;
      return c == '\n' || c == '\0' || ++extra_ > kMaxExtra ? State::Failed : State::ChunkExtension;
    case State::ChunkSizeLf:
      return c == '\n' ? after_size() : State::Failed;
    case State::ChunkDataCr:
      return c == '\r' ? State::ChunkDataLf : State::Failed;
    case State::ChunkDataLf:
      return c == '\n' ? State::ChunkSizeFirst : State::Failed;
    case State::TrailerStart:
      if (c == '\r') return State::LastLf;
      [[fallthrough]];
    case State::TrailerLine:
      if (c == '\r') return State::TrailerLineLf;
      return c == '\n' || c == '\0' || ++extra_ > kMaxExtra ? State::Failed : State::TrailerLine;
    case State::TrailerLineLf:
      return c == '\n' ? State::TrailerStart : State::Failed;
    case State::LastLf:
      return c == '\n' ? State::Done : State::Failed;
    default:
      return State::Failed;
  }
}

}  // namespace nest::http
