#include "runtime/run/limit_judge.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "runtime/report/format.h"

namespace nest {
namespace {

// Workers deliver a little after each second: how far a delivery may stand over the edge of a step.
constexpr Nanoseconds kTolerance = 250 * kMillisecond;

LimitOutcome::Unit unit_of(std::uint32_t metric) {
  switch (metric) {
    case NEST_LIMIT_ERRORS:
    case NEST_LIMIT_CHECKS:
    case NEST_LIMIT_DROPPED:
      return LimitOutcome::Unit::Share;
    case NEST_LIMIT_REQUESTS:
      return LimitOutcome::Unit::Rate;
    default:
      return LimitOutcome::Unit::Time;
  }
}

bool wants_less(const nest_limit& limit) {
  return limit.comparison == NEST_LIMIT_LESS || limit.comparison == NEST_LIMIT_LESS_EQUAL;
}

RowStatistics rows_of(const nest_limit& limit, const Statistics& part) {
  if (limit.row_count == 0) return part.all_rows();
  RowStatistics sum;
  for (const std::uint32_t row : std::span(limit.rows, limit.row_count)) sum.merge(part.rows[row]);
  return sum;
}

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

double amount_of(const nest_amount& amount) {
  if (amount.global == nullptr) return amount.value;
  return amount.global->kind == NEST_FLOAT ? amount.global->as.f : static_cast<double>(amount.global->as.i);
}

bool holds(const nest_limit& limit, double value) {
  double bound = amount_of(limit.bound);
  // A param's number of percent, for one.
  if (limit.bound.global != nullptr && unit_of(limit.metric) == LimitOutcome::Unit::Share) bound /= 100;
  switch (limit.comparison) {
    case NEST_LIMIT_LESS:
      return value < bound;
    case NEST_LIMIT_LESS_EQUAL:
      return value <= bound;
    case NEST_LIMIT_GREATER:
      return value > bound;
    default:
      return value >= bound;
  }
}

LimitJudge::LimitJudge(const nest_program& program, const nest_plan& plan, StepTimes steps)
    : program_(&program), steps_(std::move(steps)) {
  has_steady_ = std::ranges::any_of(steps_, [](const StepTime& step) { return !step.is_ramp; });
  for (const nest_limit& limit : std::span(plan.limits, plan.limit_count)) {
    Watch& watch = watches_.emplace_back();
    watch.limit = &limit;
    watch.total = Statistics(program);
    watch.worst.text = std::string(limit.text.data, limit.text.size);
    watch.worst.place = site_text(program, limit.site);
    watch.worst.unit = unit_of(limit.metric);
  }
}

bool LimitJudge::looks_at(const nest_limit& limit, Nanoseconds begin, Nanoseconds end) const {
  if (limit.part == NEST_LIMIT_OF_STEADY && !has_steady_) return end - kTolerance <= steps_.back().end;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const StepTime& step = steps_[i];
    if (begin + kTolerance < step.begin || end - kTolerance > step.end) continue;
    if (limit.part == NEST_LIMIT_OF_STEADY) return !step.is_ramp;
    return limit.part == NEST_LIMIT_OF_RAMPS ? step.is_ramp : limit.step == i;
  }
  return false;
}

bool LimitJudge::second(Nanoseconds begin, Nanoseconds end, const Statistics& delta) {
  bool ends = false;
  for (Watch& watch : watches_) {
    if (!looks_at(*watch.limit, begin, end)) continue;
    if (watch.limit->window == 0) {
      watch.total.merge(delta);
      watch.seconds += end - begin;
      watch.seen_until = end;
      continue;
    }
    if (begin > watch.seen_until + kTolerance) watch.window.clear();  // a stretch has no holes
    watch.window.push_back(delta);
    watch.seen_until = end;
    const auto length = static_cast<std::size_t>(std::max<Nanoseconds>(1, watch.limit->window / kSecond));
    if (watch.window.size() > length) watch.window.pop_front();
    if (watch.window.size() < length) continue;
    judge_window(watch, end);
    if (watch.limit->aborts != 0 && watch.worst.state == LimitOutcome::State::Broken) {
      ends = true;
      watch.worst.ended_run = true;
    }
  }
  return ends;
}

void LimitJudge::judge_window(Watch& watch, Nanoseconds at) {
  Statistics stretch(*program_);
  for (const Statistics& each : watch.window) stretch.merge(each);
  judge(watch, read(*watch.limit, stretch, static_cast<Nanoseconds>(watch.window.size()) * kSecond), at);
}

// Broken stays broken; among readings of the same kind the worse one is kept.
void LimitJudge::judge(Watch& watch, const Reading& reading, Nanoseconds at) {
  watch.was_judged = true;
  if (!reading.has_samples) return;
  LimitOutcome& worst = watch.worst;
  const bool is_first = worst.state == LimitOutcome::State::NoSamples;
  const bool is_worse = wants_less(*watch.limit) ? reading.value > worst.value : reading.value < worst.value;
  if (!is_first && !is_worse) return;
  worst.value = reading.value;
  worst.at = at;
  worst.state = holds(*watch.limit, reading.value) ? LimitOutcome::State::Met : LimitOutcome::State::Broken;
}

std::vector<LimitOutcome> LimitJudge::outcomes() {
  std::vector<LimitOutcome> all;
  for (Watch& watch : watches_) {
    if (watch.limit->window == 0) {
      judge(watch, read(*watch.limit, watch.total, watch.seconds), watch.seen_until);
    } else if (!watch.was_judged && !watch.window.empty()) {
      judge_window(watch, watch.seen_until);  // the part was shorter than the window
    }
    all.push_back(std::move(watch.worst));
  }
  return all;
}

LimitJudge::Reading LimitJudge::read(const nest_limit& limit, const Statistics& part,
                                     Nanoseconds time) const {
  if (limit.metric == NEST_LIMIT_CHECKS) {
    const CheckStatistics checks = part.all_checks();
    return {share(checks.passed, checks.passed + checks.failed), checks.passed + checks.failed > 0};
  }
  if (limit.metric == NEST_LIMIT_DROPPED) {
    const std::uint64_t arrivals = part.arrivals_begun + part.arrivals_dropped;
    return {share(part.arrivals_dropped, arrivals), arrivals > 0};
  }
  const RowStatistics rows = rows_of(limit, part);
  const bool any = rows.requests > 0;
  const Histogram& times = rows.response_time;
  switch (limit.metric) {
    case NEST_LIMIT_PERCENTILE:
      return {static_cast<double>(times.percentile(limit.percentile)), any};
    case NEST_LIMIT_AVERAGE:
      return {times.average(), any};
    case NEST_LIMIT_MINIMUM:
      return {static_cast<double>(times.min()), any};
    case NEST_LIMIT_MAXIMUM:
      return {static_cast<double>(times.max()), any};
    case NEST_LIMIT_ERRORS:
      return {share(rows.failures, rows.requests), any};
    case NEST_LIMIT_REQUESTS:
      return {time <= 0 ? 0 : static_cast<double>(rows.requests) / (static_cast<double>(time) / 1e9),
              time > 0};
    default:
      return {};
  }
}

}  // namespace nest
