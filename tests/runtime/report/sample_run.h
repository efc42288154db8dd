#pragma once

#include <array>
#include <cstring>
#include <string_view>

#include "runtime/abi/nest_program.h"
#include "runtime/metrics/recorder.h"
#include "runtime/report/report_sink.h"

namespace nest {

inline nest_str text_of(std::string_view text) { return {text.data(), text.size()}; }

/// A program of two rows, two checks and three tasksets (one nested), and a run of it.
class SampleRun {
 public:
  SampleRun() : recorder(program()), total(program()) {}

  const nest_program& program() {
    if (program_.files == nullptr) fill();
    return program_;
  }

  /// Everything recorded so far joins the total.
  const Statistics& take() {
    total.merge(recorder.take());
    return total;
  }

  RunSummary summary(Nanoseconds elapsed = 10 * kSecond) {
    return {program(), take(), elapsed, 5, 42, "http://localhost:8080", false, {}};
  }

 private:
  void fill() {
    rows_[0] = {NEST_GET, 0, text_of("/products?page={}")};
    rows_[1] = {NEST_POST, 0, text_of("/orders, \"quoted\"")};
    sites_[0] = {0, 12, 5};
    sites_[1] = {0, 20, 9};
    checks_[0] = {text_of("status == 200"), 0, 0};
    checks_[1] = {text_of("time < 500ms"), 1, 1};
    const std::array names = {"Shopper", "Admin", "Support"};
    const std::array full_names = {"shop/shopper.Shopper", "admin.Admin", "shop/shopper.Shopper.Support"};
    for (std::size_t i = 0; i < 3; ++i) {
      tasksets_[i].name = text_of(names[i]);
      tasksets_[i].full_name = text_of(full_names[i]);
      tasksets_[i].parent = i == 2 ? 0 : NEST_NONE;
    }
    tasksets_[0].doc = text_of("Someone who browses.\nAnd more about it.");
    program_.files = &file_;
    program_.file_count = 1;
    program_.sites = sites_.data();
    program_.site_count = sites_.size();
    program_.rows = rows_.data();
    program_.row_count = rows_.size();
    program_.checks = checks_.data();
    program_.check_count = checks_.size();
    program_.tasksets = tasksets_.data();
    program_.taskset_count = tasksets_.size();
  }

  nest_str file_ = text_of("shop/shopper.nest");
  std::array<nest_row, 2> rows_{};
  std::array<nest_site, 2> sites_{};
  std::array<nest_check_info, 2> checks_{};
  std::array<nest_taskset, 3> tasksets_{};
  nest_program program_{};

 public:
  Recorder recorder;
  Statistics total;
};

}  // namespace nest
