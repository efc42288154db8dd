#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/metrics/histogram.h"

namespace nest {

/// HdrHistogram's "V2 compressed" form in base64, as its logs hold it: a histogram of nanoseconds with unit 1
/// and 3 significant digits, whose buckets are exactly ours. Counts as ZigZag LEB128-64b9B, runs of zeros as
/// negative numbers, deflated.
/// Source: HdrHistogram's AbstractHistogram.java (encodeIntoCompressedByteBuffer), ZigZagEncoding.java.
[[nodiscard]] std::string hdr_base64(const Histogram& histogram);

/// The buckets of a text that hdr_base64() wrote, those that are not empty. The text is not trusted: an error
/// says what is wrong with it.
[[nodiscard]] std::expected<std::vector<Histogram::BucketCount>, std::string> buckets_of_hdr_base64(
    std::string_view text);

}  // namespace nest
