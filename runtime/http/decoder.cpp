#include "runtime/http/decoder.h"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

#include <array>
#include <limits>
#include <span>

#include "runtime/http/body_text.h"
#include "runtime/http/text.h"

namespace nest::http {
namespace {

/// zlib: the largest window, and a gzip wrapping.
constexpr int kGzip = MAX_WBITS + 16;

enum class Verdict : std::uint8_t { Done, Corrupt, TooLarge };
enum class Coding : std::uint8_t { Identity, Gzip, Deflate, Brotli, Zstd, Unknown };

Coding coding_of(std::string_view name) {
  if (name.empty() || same_text(name, "identity")) return Coding::Identity;
  if (same_text(name, "gzip") || same_text(name, "x-gzip")) return Coding::Gzip;
  if (same_text(name, "deflate")) return Coding::Deflate;
  if (same_text(name, "br")) return Coding::Brotli;
  if (same_text(name, "zstd")) return Coding::Zstd;
  return Coding::Unknown;
}

uInt narrow(std::size_t size) {
  return static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
}

struct BrotliFree {
  void operator()(BrotliDecoderState* state) const { BrotliDecoderDestroyInstance(state); }
};

Verdict decode_brotli(std::string_view in, BodyText& out) {
  const std::unique_ptr<BrotliDecoderState, BrotliFree> state(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
  if (!state) return Verdict::Corrupt;
  const auto* next = reinterpret_cast<const std::uint8_t*>(in.data());
  std::size_t left = in.size();
  for (;;) {
    const std::span<char> space = out.space();
    if (space.empty()) return Verdict::TooLarge;
    auto* write = reinterpret_cast<std::uint8_t*>(space.data());
    std::size_t room = space.size();
    const auto result = BrotliDecoderDecompressStream(state.get(), &left, &next, &room, &write, nullptr);
    out.commit(space.size() - room);
    if (result == BROTLI_DECODER_RESULT_SUCCESS) return left == 0 ? Verdict::Done : Verdict::Corrupt;
    if (result != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) return Verdict::Corrupt;
  }
}

}  // namespace

struct Decoder::State {
  z_stream zlib{};
  bool zlib_ready = false;
  ZSTD_DCtx* zstd = nullptr;

  Verdict inflate_as(int window_bits, std::string_view in, BodyText& out);
  Verdict unzstd(std::string_view in, BodyText& out);
  Verdict run(Coding coding, std::string_view in, BodyText& out);
};

/// One stream, or several gzip members one after another.
Verdict Decoder::State::inflate_as(int window_bits, std::string_view in, BodyText& out) {
  const int ready = zlib_ready ? inflateReset2(&zlib, window_bits) : inflateInit2(&zlib, window_bits);
  if (ready != Z_OK) return Verdict::Corrupt;
  zlib_ready = true;
  // zlib does not write through next_in; its type is only older than const.
  zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
  zlib.avail_in = narrow(in.size());
  for (;;) {
    const std::span<char> space = out.space();
    if (space.empty()) return Verdict::TooLarge;
    zlib.next_out = reinterpret_cast<Bytef*>(space.data());
    zlib.avail_out = narrow(space.size());
    const uInt room = zlib.avail_out;
    const int result = inflate(&zlib, Z_NO_FLUSH);
    out.commit(room - zlib.avail_out);
    if (result == Z_STREAM_END) {
      // Another gzip member may follow; anything else behind the end is padding, which gzip too ignores.
      const bool more =
          window_bits == kGzip && zlib.avail_in > 1 && zlib.next_in[0] == 0x1f && zlib.next_in[1] == 0x8b;
      if (!more) return Verdict::Done;
      if (inflateReset(&zlib) != Z_OK) return Verdict::Corrupt;
    } else if (result != Z_OK || (zlib.avail_in == 0 && zlib.avail_out > 0)) {
      return Verdict::Corrupt;
    }
  }
}

Verdict Decoder::State::unzstd(std::string_view in, BodyText& out) {
  if (zstd == nullptr) zstd = ZSTD_createDCtx();
  if (zstd == nullptr) return Verdict::Corrupt;
  ZSTD_DCtx_reset(zstd, ZSTD_reset_session_only);
  ZSTD_inBuffer input{in.data(), in.size(), 0};
  for (;;) {
    const std::span<char> space = out.space();
    if (space.empty()) return Verdict::TooLarge;
    ZSTD_outBuffer output{space.data(), space.size(), 0};
    const std::size_t result = ZSTD_decompressStream(zstd, &output, &input);
    out.commit(output.pos);
    if (ZSTD_isError(result) != 0) return Verdict::Corrupt;
    if (input.pos == input.size && output.pos < output.size) {
      return result == 0 ? Verdict::Done : Verdict::Corrupt;
    }
  }
}

Verdict Decoder::State::run(Coding coding, std::string_view in, BodyText& out) {
  switch (coding) {
    case Coding::Gzip:
      return inflate_as(kGzip, in, out);
    case Coding::Deflate: {
      // Half of the servers send what the RFC says (zlib), the other half the bare stream. The first byte of
      // a zlib header tells: method 8, and a check sum over two bytes.
      const bool wrapped =
          in.size() >= 2 && (in[0] & 0x0f) == 8 &&
          (static_cast<unsigned char>(in[0]) * 256 + static_cast<unsigned char>(in[1])) % 31 == 0;
      return inflate_as(wrapped ? MAX_WBITS : -MAX_WBITS, in, out);
    }
    case Coding::Brotli:
      return decode_brotli(in, out);
    case Coding::Zstd:
      return unzstd(in, out);
    default:
      return Verdict::Corrupt;
  }
}

Decoder::Decoder() : state_(std::make_unique<State>()) {}

Decoder::~Decoder() {
  if (state_->zlib_ready) inflateEnd(&state_->zlib);
  ZSTD_freeDCtx(state_->zstd);
}

DecodedBody Decoder::decode(std::string_view encodings, std::string_view body, Arena& arena,
                            std::uint64_t limit) {
  std::array<Coding, 4> codings{};
  std::size_t count = 0;
  while (!encodings.empty()) {
    const Coding coding = coding_of(take_item(encodings, ','));
    if (coding == Coding::Identity) continue;
    if (coding == Coding::Unknown) return {TransportError::None, {}, body};
    if (count == codings.size()) return {TransportError::Decoding, "more than four content codings", {}};
    codings[count++] = coding;
  }
  while (count > 0 && !body.empty()) {
    BodyText out;
    // One byte more than allowed: a body of exactly the limit still has room to say that it ends.
    out.begin(arena, body.size() * 4, limit + 1);
    switch (state_->run(codings[--count], body, out)) {
      case Verdict::Done:
        break;
      case Verdict::Corrupt:
        return {TransportError::Decoding, "corrupt or cut off", {}};
      case Verdict::TooLarge:
        return {TransportError::BodyTooLarge, "once decompressed", {}};
    }
    body = out.finish();
    if (body.size() > limit) return {TransportError::BodyTooLarge, "once decompressed", {}};
  }
  return {TransportError::None, {}, body};
}

}  // namespace nest::http
