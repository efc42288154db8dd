#include "compiler/diagnostics/sorted_sink.h"

#include <gtest/gtest.h>

namespace nest {
namespace {

Diagnostic finding(std::optional<Span> span, std::string message, Severity severity = Severity::Error) {
  return {DiagnosticCode::UnexpectedToken, severity, span, std::move(message), {}, {}};
}

TEST(SortedSink, orders_by_file_then_place_and_puts_the_placeless_first) {
  SortedSink sink;
  sink.report(finding(Span{FileId{1}, 0, 1}, "d"));
  sink.report(finding(Span{FileId{0}, 9, 1}, "c"));
  sink.report(finding(Span{FileId{0}, 2, 1}, "b"));
  sink.report(finding(std::nullopt, "a"));
  std::string order;
  for (const Diagnostic& diagnostic : sink.sorted()) order += diagnostic.message;
  EXPECT_EQ(order, "abcd");
}

TEST(SortedSink, keeps_the_order_of_findings_of_one_place) {
  SortedSink sink;
  for (const char* message : {"1", "2", "3", "4"}) sink.report(finding(Span{FileId{0}, 5, 1}, message));
  std::string order;
  for (const Diagnostic& diagnostic : sink.sorted()) order += diagnostic.message;
  EXPECT_EQ(order, "1234");
}

TEST(SortedSink, counts_by_severity) {
  SortedSink sink;
  sink.report(finding(std::nullopt, "a"));
  sink.report(finding(std::nullopt, "b", Severity::Warning));
  sink.report(finding(std::nullopt, "c", Severity::Warning));
  EXPECT_EQ(sink.errors(), 1U);
  EXPECT_EQ(sink.warnings(), 2U);
}

}  // namespace
}  // namespace nest
