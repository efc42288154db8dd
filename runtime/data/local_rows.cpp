#include "runtime/data/local_rows.h"

#include <fmt/format.h>

#include <string>

#include "runtime/data/row_permutation.h"
#include "runtime/values/text.h"

namespace nest {
namespace {

// FNV-1a: what a name adds to the seed.
std::uint64_t hash_of(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

SharedResult none_left(const nest_data& data, std::uint64_t rows, std::string_view what) {
  const std::string_view all = rows == 1 ? "its only row" : "all of its rows";
  return std::unexpected(SharedFailure{
      NEST_MISSING, fmt::format("no row of `{}` is left: {} ({}) {}", view_of(data.name), all, rows, what)});
}

}  // namespace

LocalRows::LocalRows(std::span<const nest_data> data, std::span<const std::uint64_t> rows,
                     std::uint64_t seed) {
  for (std::size_t i = 0; i < data.size(); ++i) {
    auto source = std::make_unique<Source>();
    source->data = &data[i];
    source->rows = rows[i];
    source->key = seed ^ hash_of(view_of(data[i].full_name));
    if (data[i].policy == NEST_DATA_UNIQUE) source->pool = std::make_unique<RowPool>(rows[i]);
    sources_.push_back(std::move(source));
  }
}

SharedAnswer LocalRows::next(std::uint32_t data, SharedCaller& caller) {
  Source& source = *sources_[data];
  return source.pool != nullptr ? claim(source, caller) : take(source);
}

void LocalRows::give_back(std::uint32_t data, std::uint64_t row) { sources_[data]->pool->give_back(row); }

SharedAnswer LocalRows::claim(Source& source, SharedCaller& caller) {
  if (source.data->exhausted == NEST_EXHAUSTED_WAIT) return source.pool->claim(caller);
  if (const auto row = source.pool->try_claim()) return SharedResult(static_cast<std::int64_t>(*row));
  return none_left(*source.data, source.rows, source.rows == 1 ? "is claimed" : "are claimed");
}

SharedResult LocalRows::take(Source& source) {
  const std::uint64_t place = source.taken.fetch_add(1, std::memory_order_relaxed);
  if (place >= source.rows && source.data->exhausted != NEST_EXHAUSTED_WRAP) {
    return none_left(*source.data, source.rows, source.rows == 1 ? "has been used" : "have been used");
  }
  const std::uint64_t pass = place / source.rows;
  const std::uint64_t in_pass = place % source.rows;
  if (source.data->policy != NEST_DATA_SHUFFLE) return static_cast<std::int64_t>(in_pass);
  return static_cast<std::int64_t>(permuted_row(source.key, pass, in_pass, source.rows));
}

}  // namespace nest
