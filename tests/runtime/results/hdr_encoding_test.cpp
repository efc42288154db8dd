#include "runtime/results/hdr_encoding.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "runtime/results/base64.h"

namespace nest {
namespace {

Histogram again(const Histogram& histogram) {
  const auto buckets = buckets_of_hdr_base64(hdr_base64(histogram));
  EXPECT_TRUE(buckets.has_value()) << buckets.error();
  return buckets ? Histogram::restored(*buckets, histogram.sum(), histogram.min(), histogram.max())
                 : Histogram();
}

TEST(HdrEncoding, keeps_every_bucket) {
  Histogram histogram;
  std::uint64_t seed = 1;
  for (int i = 0; i < 20'000; ++i) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    histogram.record(static_cast<Nanoseconds>(seed >> (22U + seed % 40)));
  }
  EXPECT_EQ(again(histogram), histogram);
}

TEST(HdrEncoding, keeps_the_ends) {
  EXPECT_EQ(again({}), Histogram());
  for (const Nanoseconds value : {Nanoseconds{0}, Nanoseconds{1}, Nanoseconds{2047}, Nanoseconds{2048},
                                  Histogram::kLongest, Histogram::kLongest * 4}) {
    Histogram histogram;
    histogram.record(value);
    EXPECT_EQ(again(histogram), histogram) << value;
  }
}

TEST(HdrEncoding, keeps_counts_of_any_size) {
  for (const std::uint64_t count : {std::uint64_t{63}, std::uint64_t{64}, std::uint64_t{1} << 20U,
                                    std::uint64_t{1} << 55U, (std::uint64_t{1} << 62U) + 12345}) {
    const Histogram::BucketCount bucket{5, count};
    const Histogram histogram = Histogram::restored({&bucket, 1}, 25, 5, 5);
    EXPECT_EQ(again(histogram).bucket_count(5), count);
  }
}

TEST(HdrEncoding, begins_as_the_format_says) {
  // "HISTFAAA" is how every log of HdrHistogram's tools begins its histograms.
  EXPECT_TRUE(hdr_base64({}).starts_with("HISTFAAA"));
}

TEST(HdrEncoding, refuses_what_is_none) {
  Histogram histogram;
  histogram.record(kSecond);
  const std::string text = hdr_base64(histogram);
  EXPECT_FALSE(buckets_of_hdr_base64("").has_value());
  EXPECT_FALSE(buckets_of_hdr_base64("no base64!").has_value());
  EXPECT_FALSE(buckets_of_hdr_base64("AAAA").has_value());
  EXPECT_FALSE(buckets_of_hdr_base64(text.substr(0, text.size() - 4)).has_value());
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string wrong = text;
    wrong[at] = wrong[at] == 'A' ? 'B' : 'A';
    const auto buckets = buckets_of_hdr_base64(wrong);  // zlib's sum finds it, or the layout's numbers do
    if (!buckets) continue;
    EXPECT_TRUE(std::ranges::all_of(*buckets, [](const auto& b) { return b.first < Histogram::kBuckets; }));
  }
}

TEST(Base64, is_that_of_rfc_4648) {
  EXPECT_EQ(base64_text(""), "");
  EXPECT_EQ(base64_text("f"), "Zg==");
  EXPECT_EQ(base64_text("fo"), "Zm8=");
  EXPECT_EQ(base64_text("foobar"), "Zm9vYmFy");
  EXPECT_EQ(bytes_of_base64("Zm8="), "fo");
  EXPECT_EQ(bytes_of_base64("Zm9vYmFy"), "foobar");
  EXPECT_EQ(bytes_of_base64("Zm9"), std::nullopt);
  EXPECT_EQ(bytes_of_base64("Zm9*"), std::nullopt);
}

}  // namespace
}  // namespace nest
