#include "runtime/results/hdr_encoding.h"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <limits>
#include <optional>
#include <stdexcept>

#include "runtime/results/base64.h"

namespace nest {
namespace {

constexpr std::uint32_t kCompressedCookie = 0x1c849314;  // V2 compressed; counts of up to 9 bytes
constexpr std::uint32_t kCookie = 0x1c849313;            // V2
constexpr std::uint32_t kDigits = 3;
constexpr std::size_t kHeadSize = 40;
constexpr std::size_t kLargestPayload = Histogram::kBuckets * 9 + kHeadSize;

void put(std::string& bytes, std::uint64_t value, int size) {
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8)
    bytes += static_cast<char>(value >> static_cast<unsigned>(shift) & 0xFFU);
}

std::uint64_t get(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

// LEB128, but a ninth byte holds 8 bits: 64 bits fit into 9 bytes.
void put_zigzag(std::string& bytes, std::int64_t number) {
  std::uint64_t value = static_cast<std::uint64_t>(number) << 1U ^ static_cast<std::uint64_t>(number >> 63);
  for (int i = 0; i < 8 && value >= 0x80; ++i, value >>= 7U)
    bytes += static_cast<char>((value & 0x7FU) | 0x80U);
  bytes += static_cast<char>(value);
}

std::optional<std::int64_t> get_zigzag(std::string_view bytes, std::size_t& at) {
  std::uint64_t value = 0;
  for (unsigned i = 0; i < 9; ++i) {
    if (at >= bytes.size()) return std::nullopt;
    const auto byte = static_cast<unsigned char>(bytes[at++]);
    const bool is_last = i == 8 || byte < 0x80;
    value |= static_cast<std::uint64_t>(i == 8 ? byte : byte & 0x7FU) << (7 * i);
    if (is_last) break;
  }
  return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
}

std::string counts_of(const Histogram& histogram) {
  std::string bytes;
  const std::size_t end = histogram.count() == 0 ? 0 : Histogram::bucket_of(histogram.max()) + 1;
  std::int64_t zeros = 0;
  for (std::size_t bucket = 0; bucket < end; ++bucket) {
    const std::uint64_t count = histogram.bucket_count(bucket);
    if (count == 0) {
      ++zeros;
      continue;
    }
    // A single zero is itself; more of them are their number, negative.
    if (zeros > 0) put_zigzag(bytes, zeros == 1 ? 0 : -zeros);
    zeros = 0;
    put_zigzag(bytes, static_cast<std::int64_t>(count));
  }
  return bytes;
}

std::string deflated(const std::string& bytes) {
  uLongf size = compressBound(bytes.size());
  std::string result(size, '\0');
  const int status = compress(reinterpret_cast<Bytef*>(result.data()), &size,
                              reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  if (status != Z_OK) throw std::bad_alloc();  // nothing else can go wrong in a buffer of compressBound()
  result.resize(size);
  return result;
}

std::optional<std::string> inflated(std::string_view bytes) {
  std::string result(kLargestPayload, '\0');
  uLongf size = result.size();
  const int status = uncompress(reinterpret_cast<Bytef*>(result.data()), &size,
                                reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  if (status != Z_OK) return std::nullopt;
  result.resize(size);
  return result;
}

std::unexpected<std::string> broken(const char* why) { return std::unexpected(std::string(why)); }

}  // namespace

std::string hdr_base64(const Histogram& histogram) {
  const std::string counts = counts_of(histogram);
  std::string payload;
  put(payload, kCookie, 4);
  put(payload, counts.size(), 4);
  put(payload, 0, 4);  // normalizing index offset
  put(payload, kDigits, 4);
  put(payload, 1, 8);  // lowest discernible value
  put(payload, static_cast<std::uint64_t>(Histogram::kLongest), 8);
  put(payload, std::bit_cast<std::uint64_t>(1.0), 8);  // integer to double conversion
  payload += counts;
  const std::string compressed = deflated(payload);
  std::string bytes;
  put(bytes, kCompressedCookie, 4);
  put(bytes, compressed.size(), 4);
  return base64_text(bytes + compressed);
}

std::expected<std::vector<Histogram::BucketCount>, std::string> buckets_of_hdr_base64(std::string_view text) {
  const auto bytes = bytes_of_base64(text);
  if (!bytes) return broken("is no base64");
  if (bytes->size() < 8 || get(*bytes, 0, 4) != kCompressedCookie || get(*bytes, 4, 4) != bytes->size() - 8)
    return broken("is no compressed histogram");
  const auto payload = inflated(std::string_view(*bytes).substr(8));
  if (!payload || payload->size() < kHeadSize) return broken("cannot be decompressed");
  if (get(*payload, 0, 4) != kCookie || get(*payload, 4, 4) != payload->size() - kHeadSize ||
      get(*payload, 12, 4) != kDigits || get(*payload, 16, 8) != 1)
    return broken("has another layout");
  std::vector<Histogram::BucketCount> buckets;
  std::size_t bucket = 0;
  for (std::size_t at = kHeadSize; at < payload->size();) {
    const auto count = get_zigzag(*payload, at);
    if (!count || *count == std::numeric_limits<std::int64_t>::min()) return broken("has a broken count");
    if (*count > 0 && bucket < Histogram::kBuckets)
      buckets.emplace_back(bucket, static_cast<std::uint64_t>(*count));
    bucket += *count < 0 ? static_cast<std::size_t>(-*count) : 1;
    if (bucket > Histogram::kBuckets) return broken("has too many counts");
  }
  return buckets;
}

}  // namespace nest
