#pragma once

#include <functional>
#include <string>

#include "runtime/report/report_sink.h"
#include "runtime/run/stop_request.h"

namespace nest {

/// Tells whoever pressed Ctrl-C that it was heard: users may go on for as long as their `on_stop`s take.
class StopNotice final : public ReportSink {
 public:
  /// `show` takes a line without its end. The request outlives this.
  StopNotice(const StopRequest& request, std::function<void(const std::string&)> show)
      : request_(&request), show_(std::move(show)) {}

  void second(const RunSecond& second) override;
  void finished(const RunSummary&) override {}
  [[nodiscard]] std::string error() const override { return {}; }

 private:
  const StopRequest* request_;
  std::function<void(const std::string&)> show_;
  bool shown_ = false;
};

}  // namespace nest
