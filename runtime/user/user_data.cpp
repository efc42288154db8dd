// The rows of data: which one is next, and whose it is until when.

#include <algorithm>
#include <utility>

#include "runtime/data/data_tables.h"
#include "runtime/data/row_store.h"
#include "runtime/user/user.h"
#include "runtime/values/text.h"

namespace nest {

const DataTable& User::table(std::uint32_t data) const { return host_->data->table(data); }

nest_status User::next_row(std::uint32_t data, std::int64_t& row) {
  if (host_->program->data[data].policy == NEST_DATA_RANDOM) {
    row = static_cast<std::int64_t>(task_.random.below(table(data).rows()));
    return NEST_OK;
  }
  Asking asking(*host_->loop, *this);
  SharedAnswer answer = host_->rows->next(data, asking);
  if (const auto* result = std::get_if<SharedResult>(&answer)) return give_row(data, *result, row);
  shared_wait_ = asking.begin_wait(data, answer);
  return NEST_PENDING;
}

// Nothing but its end resumes a user that waits for a row.
nest_status User::awaited_row(std::int64_t& row) {
  const auto wait = std::move(shared_wait_);
  return give_row(wait->object, *wait->operation->result(), row);
}

nest_status User::give_row(std::uint32_t data, const SharedResult& result, std::int64_t& row) {
  if (!result) return no_row_left(data, result.error().message);
  row = std::get<std::int64_t>(*result);
  if (host_->program->data[data].policy == NEST_DATA_UNIQUE) {
    claims_.push_back({data, static_cast<std::uint32_t>(open_.size()), static_cast<std::uint64_t>(row)});
  }
  return NEST_OK;
}

nest_status User::no_row_left(std::uint32_t data, std::string_view why) {
  switch (host_->program->data[data].exhausted) {
    case NEST_EXHAUSTED_STOP_RUN:
      host_->events->data_exhausted(data);
      return NEST_ENDS;
    case NEST_EXHAUSTED_STOP_USER:
      return NEST_ENDS;
    default:
      return task_.fail(fails(task_.arena, "{}", why).error());
  }
}

nest_status User::release_rows(std::uint32_t data, std::int64_t row) {
  const auto kept = std::ranges::remove_if(claims_, [&](const Claim& claim) {
    if (claim.data != data || (row >= 0 && claim.row != static_cast<std::uint64_t>(row))) return false;
    host_->rows->give_back(data, claim.row);
    return true;
  });
  const bool none = kept.empty();
  claims_.erase(kept.begin(), kept.end());
  if (!none || row < 0) return NEST_OK;
  return task_.fail(fails(task_.arena, "this user does not have row {} of `{}`: it was given back", row + 1,
                          view_of(host_->program->data[data].name))
                        .error());
}

// Those of the taskset at this depth and below; 0: all.
void User::give_back_rows(std::size_t depth) {
  for (; !claims_.empty() && claims_.back().depth >= depth; claims_.pop_back()) {
    host_->rows->give_back(claims_.back().data, claims_.back().row);
  }
}

}  // namespace nest
