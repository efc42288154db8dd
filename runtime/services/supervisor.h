#pragma once

#include <condition_variable>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "runtime/loop/event_loop.h"
#include "runtime/services/process_tree.h"
#include "runtime/services/service.h"
#include "runtime/services/service_spec.h"
#include "runtime/services/start_plan.h"

namespace nest {

struct SupervisorOptions {
  std::string log_folder = "nest-logs";  ///< NAME.log of each service; made when it is not there
  /// A line, or several, for people: a service is ready, has ended, is started again. On a thread of the
  /// supervisor.
  std::function<void(const std::string&)> say = [](const std::string&) {};
  /// A service has ended, and its policy is that the run does too. Same thread.
  std::function<void()> end_run = [] {};
};

/// The services of a run: starts them, each when those that it comes after are ready, watches them, stops
/// them in the opposite order. Their events are taken by a thread of its own; each service is held by a
/// guardian process, so that none outlives nest, however nest ends. Its functions are called by one thread.
class Supervisor final : private ServiceEvents {
 public:
  /// Checks the declarations, opens the logs, takes the ports, and forks the guardians; starts no service
  /// yet. To be called before nest starts threads. The error is a message.
  [[nodiscard]] static std::expected<std::unique_ptr<Supervisor>, std::string> create(
      std::vector<ServiceSpec> specs, SupervisorOptions options);
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;
  /// Stops what runs.
  ~Supervisor();

  enum class StartEnd : std::uint8_t {
    Ready,
    Failed,     ///< the reason has been said
    Cancelled,  ///< `cancel` became readable
  };
  /// Blocks until all services are ready; after any other end all of them are stopped. `cancel`: a descriptor
  /// that becomes readable when the user wants it to end, or -1; `take_note` makes it unreadable again, so
  /// that a second wish ends what is left without a grace time.
  [[nodiscard]] StartEnd start(int cancel = -1, const std::function<void()>& take_note = [] {});

  /// Stops all services and blocks until they are over. When `hurry`, a descriptor or -1, becomes readable,
  /// what is left is killed at once.
  void stop(int hurry = -1);

  /// Where the services are; final once start() has returned Ready.
  [[nodiscard]] std::vector<ServiceAddress> addresses() const;
  /// What has been said about services that ended during the run, the first line of each.
  [[nodiscard]] std::vector<std::string> losses() const;
  /// Whether one of them ended the run.
  [[nodiscard]] bool has_ended_run() const;

 private:
  enum class Phase : std::uint8_t { Starting, Ready, Stopping, Stopped };

  Supervisor(std::vector<ServiceSpec> specs, StartPlan plan, SupervisorOptions options);

  [[nodiscard]] FilledLaunch filled_launch(const Service& service) override;
  void service_ready(Service& service) override;
  void service_failed(Service& service, const std::string& why) override;
  void service_lost(Service& service, const std::string& why, bool ends_the_run) override;
  void service_stopped(Service& service) override;
  void guardian_lost() override;
  void say(const std::string& line) override { options_.say(line); }

  void run_loop();
  void start_possible();
  void begin_stop(bool at_once);
  void stop_possible();
  void enter(Phase phase);
  [[nodiscard]] Phase phase() const;
  /// Until `done` holds for the phase; -1 or a descriptor that ends the waiting. Whether it was `done`.
  bool wait(const std::function<bool(Phase)>& done, int interruption);

  std::vector<ServiceSpec> specs_;
  StartPlan plan_;
  SupervisorOptions options_;
  SteadyClock clock_;
  EventLoop loop_;
  std::vector<ProcessId> bystanders_;  // what was below nest before its guardians were
  std::vector<std::unique_ptr<Service>> services_;
  std::thread thread_;

  // Of the thread.
  std::vector<bool> started_;
  std::vector<bool> ready_;
  std::vector<bool> told_to_stop_;
  bool at_once_ = false;
  bool quit_ = false;

  Descriptor changed_;  // eventfd: the phase has changed
  mutable std::mutex mutex_;
  Phase phase_ = Phase::Starting;
  bool start_failed_ = false;
  bool has_ended_run_ = false;
  std::vector<std::string> losses_;
};

}  // namespace nest
