#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "runtime/loop/alarm.h"
#include "runtime/loop/event_loop.h"
#include "runtime/services/fill_launch.h"
#include "runtime/services/guardian_link.h"
#include "runtime/services/line_search.h"
#include "runtime/services/port_reservation.h"
#include "runtime/services/readiness_probe.h"
#include "runtime/services/service_log.h"
#include "runtime/services/service_spec.h"

namespace nest {

class Service;

/// Told how a service fares, on its loop's thread. Texts are messages for people.
class ServiceEvents {
 public:
  /// Its texts with today's addresses: asked before each start, because its port may have changed.
  [[nodiscard]] virtual FilledLaunch filled_launch(const Service& service) = 0;
  /// For the first time.
  virtual void service_ready(Service& service) = 0;
  /// It will never be ready; nothing of it lives any more.
  virtual void service_failed(Service& service, const std::string& why) = 0;
  /// It was ready, and is not there any more; `ends_the_run`: because of its policy.
  virtual void service_lost(Service& service, const std::string& why, bool ends_the_run) = 0;
  /// It was told to stop, and is over.
  virtual void service_stopped(Service& service) = 0;
  /// Its guardian process is gone: what the service left behind is nobody's now.
  virtual void guardian_lost() = 0;
  /// Something that people should know, and nothing follows from.
  virtual void say(const std::string& line) = 0;

 protected:
  ~ServiceEvents() = default;
};

/// One service, from its start to its end: launches it through its guardian, waits until it is ready, watches
/// it, starts it again if that is its policy. All on its loop's thread; nothing here waits.
class Service {
 public:
  /// Restarts after which a service is given up; a minute of service lets it start from zero again.
  static constexpr int kMostRestarts = 5;

  /// `spec` outlives it.
  Service(std::size_t index, const ServiceSpec& spec, GuardianLink link, ServiceLog log,
          PortReservation port);
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  ~Service();

  /// Both outlive it. Before anything else; 0, or an errno.
  [[nodiscard]] int attach(EventLoop& loop, ServiceEvents& events);
  void start();
  /// Answered by service_stopped(), also when it was never started; a second time it can only shorten the
  /// grace.
  void stop(Nanoseconds grace);

  [[nodiscard]] std::size_t index() const { return index_; }
  [[nodiscard]] const ServiceSpec& spec() const { return *spec_; }
  [[nodiscard]] std::uint16_t port() const { return port_.port(); }
  [[nodiscard]] const ServiceLog& log() const { return log_; }
  [[nodiscard]] pid_t guardian() const { return link_.process(); }
  [[nodiscard]] bool is_over() const { return state_ == State::Over; }

 private:
  enum class State : std::uint8_t {
    Waiting,       // for those before it
    GettingReady,  // launched
    Ready,
    Ending,    // it has failed, and what is left of it is ended
    Pausing,   // before it is started again
    Stopping,  // told to
    Over,
  };
  // How its descriptors come back to it.
  class Events final : public IoHandler {
   public:
    using Told = void (Service::*)();
    Events(Service& service, Told told) : service_(&service), told_(told) {}
    void ready(std::uint32_t) override { (service_->*told_)(); }

   private:
    Service* service_;
    Told told_;
  };

  void take_guardian_events();
  void take(const GuardianEvent& event);
  void take_end(const GuardianEvent& event);
  void take_output();
  void read_output(bool look_for_line);
  void drop_output();

  [[nodiscard]] std::optional<std::string> launch();
  void await_readiness();
  void stop_waiting();
  void become_ready();
  void run_out_of_time();
  void fail(const std::string& why);
  void fail_to_start(std::string why);
  void lose(std::string why);
  void end_rest(void (Service::*then)());
  void report_failed_start();
  void pause();
  void become_over();
  void lose_guardian();

  [[nodiscard]] std::string title() const;
  [[nodiscard]] std::string with_last_lines(std::string what);
  [[nodiscard]] std::string readiness_text() const;

  std::size_t index_;
  const ServiceSpec* spec_;
  GuardianLink link_;
  ServiceLog log_;
  PortReservation port_;
  EventLoop* loop_ = nullptr;
  ServiceEvents* events_ = nullptr;

  State state_ = State::Waiting;
  bool was_ready_ = false;
  int restarts_ = 0;      // since it was ready for long
  int stolen_ports_ = 0;  // taken by others between its choice and its use
  Instant launched_at_ = 0;
  Instant ready_at_ = 0;
  FilledLaunch filled_;
  std::string why_;                    // of a failed start
  void (Service::*then_)() = nullptr;  // when its rest is ended

  Descriptor output_;
  std::optional<LineSearch> search_;
  std::unique_ptr<ReadinessProbe> probe_;
  Events guardian_events_{*this, &Service::take_guardian_events};
  Events output_events_{*this, &Service::take_output};
  Alarm settled_{[this] { become_ready(); }};
  Alarm limit_{[this] { run_out_of_time(); }};
  Alarm pause_{[this] { start(); }};
  Alarm patience_{[this] { lose_guardian(); }};
};

}  // namespace nest
