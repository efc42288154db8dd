#include "runtime/run/once.h"

#include <fmt/format.h>

#include <sys/epoll.h>

#include "runtime/loop/alarm.h"
#include "runtime/loop/event_loop.h"
#include "runtime/metrics/recorder.h"
#include "runtime/report/format.h"
#include "runtime/time/clock.h"
#include "runtime/user/user.h"
#include "runtime/values/patterns.h"

namespace nest {
namespace {

/// The life of the one user.
class OnceLife final : private UserEvents, private IoHandler {
 public:
  OnceLife(const nest_program& program, const PickTables& picks, const RunOptions& options,
           const OnceStores& stores, const ExchangeMaker& exchanges, const RunObservers& observers,
           const Once& once)
      : loop_(clock_),
        recorder_(program),
        patterns_({program.patterns, program.pattern_count}),
        exchanges_(exchanges(loop_, 0)),
        observers_(&observers) {
    host_.program = &program;
    host_.picks = &picks;
    host_.loop = &loop_;
    host_.recorder = &recorder_;
    host_.chunks = &chunks_;
    host_.exchanges = exchanges_.get();
    host_.events = this;
    host_.patterns = &patterns_;
    host_.shared = stores.shared;
    host_.data = stores.data;
    host_.rows = stores.rows;
    host_.trace = options.trace;
    host_.once = once.entry;
    host_.seed = options.seed;
    presses_before_ = presses();
  }

  /// True: it came to its end by itself.
  bool live(const Once& once) {
    User user(host_, once.number);
    user_ = &user;
    if (observers_->stop != nullptr)
      static_cast<void>(loop_.add(observers_->stop->descriptor(), EPOLLIN, *this));
    if (once.longest > 0) loop_.schedule(limit_, loop_.now() + once.longest);
    user.start();
    while (!ended_) loop_.turn(TimerWheel::kNever);
    loop_.cancel(limit_);
    if (observers_->stop != nullptr) loop_.remove(observers_->stop->descriptor());
    return !cut_off_;
  }

  [[nodiscard]] Statistics counted() { return recorder_.take(); }
  [[nodiscard]] bool timed_out() const { return timed_out_; }
  /// The data that had no row left where the run ends then, if one had.
  [[nodiscard]] std::optional<std::uint32_t> exhausted() const { return exhausted_; }

 private:
  [[nodiscard]] int presses() const { return observers_->stop == nullptr ? 0 : observers_->stop->presses(); }

  void ready(std::uint32_t) override {
    observers_->stop->take_note();
    if (presses() > presses_before_) cut_off();
  }

  void cut_off() {
    if (ended_) return;
    cut_off_ = true;
    user_->stop();
  }

  void user_ended(User&) override { ended_ = true; }
  void data_exhausted(std::uint32_t data) override { exhausted_ = data; }
  void log(std::uint64_t user, std::uint32_t site, std::string_view text) override {
    if (observers_->log) observers_->log(user, site, text);
  }

  SteadyClock clock_;
  EventLoop loop_;
  ChunkPool chunks_;
  Recorder recorder_;
  Patterns patterns_;
  std::unique_ptr<http::ExchangeFactory> exchanges_;
  UserHost host_;
  const RunObservers* observers_;
  User* user_ = nullptr;
  int presses_before_ = 0;
  bool ended_ = false;
  bool cut_off_ = false;
  bool timed_out_ = false;
  std::optional<std::uint32_t> exhausted_;
  Alarm limit_{[this] {
    timed_out_ = true;
    cut_off();
  }};
};

std::string first_failure(const nest_program& program, const Statistics& counted) {
  for (const auto& [site, messages] : counted.task_failures) {
    for (const auto& [message, count] : messages.seen())
      return fmt::format("failed at {}: {}", site_text(program, site), one_line(message));
  }
  return "failed";
}

}  // namespace

OnceRunner::OnceRunner(const nest_program& program, const PickTables& picks, const RunOptions& options,
                       OnceStores stores, const ExchangeMaker& exchanges, const RunObservers& observers)
    : program_(&program),
      picks_(&picks),
      options_(&options),
      stores_(stores),
      exchanges_(&exchanges),
      observers_(&observers) {}

std::optional<std::string> OnceRunner::run(const Once& once, Statistics& counted) {
  if (once.entry == nullptr) return std::nullopt;
  OnceLife life(*program_, *picks_, *options_, stores_, *exchanges_, *observers_, once);
  if (options_->trace != nullptr) options_->trace->once_started(once.word);
  const bool ended = life.live(once);
  counted = life.counted();
  if (!ended) {
    return life.timed_out() ? fmt::format("{} took longer than {}", once.word, duration_text(once.longest))
                            : fmt::format("{} was interrupted", once.word);
  }
  if (const auto data = life.exhausted())
    return fmt::format("{} found no row left of `{}`", once.word, one_line(view(program_->data[*data].name)));
  if (counted.task_failure_count() == 0) return std::nullopt;
  return fmt::format("{} {}", once.word, first_failure(*program_, counted));
}

}  // namespace nest
