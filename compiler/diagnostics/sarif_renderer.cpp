#include "compiler/diagnostics/sarif_renderer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "compiler/diagnostics/diagnostic_pages.h"
#include "compiler/diagnostics/json_text.h"

namespace nest {
namespace {

using Json = std::string;  // of one value

Json joined(const std::vector<Json>& values) { return fmt::format("[{}]", fmt::join(values, ",")); }

std::string_view level(Severity severity) { return severity == Severity::Error ? "error" : "warning"; }

// What RFC 3986 lets stand in a path; everything else is percent-encoded.
std::string encoded_path(std::string_view path) {
  constexpr std::string_view kPlain = "-._~!$&'()*+,;=:@/";
  std::string out;
  for (const char c : path) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

// A path as it was given is relative to where the program was started. A `:` in its first part would end a
// scheme.
Json artifact(std::string_view path) {
  if (path.starts_with('/')) return fmt::format(R"({{"uri":{}}})", json_text("file://" + encoded_path(path)));
  while (path.starts_with("./")) path.remove_prefix(2);
  std::string uri = encoded_path(path);
  if (uri.find(':') < uri.find('/')) uri.insert(0, "./");
  return fmt::format(R"({{"uri":{},"uriBaseId":"%SRCROOT%"}})", json_text(uri));
}

Json region(Span span, const SourceFile& file) {
  const LineColumn begin = file.position(span.begin);
  const LineColumn end = file.position(span.end());
  return fmt::format(
      R"({{"startLine":{},"startColumn":{},"endLine":{},"endColumn":{},"byteOffset":{},"byteLength":{}}})",
      begin.line, begin.column, end.line, end.column, span.begin, span.length);
}

Json physical_location(Span span, const SourceSet& sources) {
  const SourceFile& file = sources.file(span.file);
  return fmt::format(R"("physicalLocation":{{"artifactLocation":{},"region":{}}})", artifact(file.path()),
                     region(span, file));
}

Json message(const Diagnostic& diagnostic) {
  std::string text = diagnostic.message;
  if (!diagnostic.help.empty()) text += "\n" + diagnostic.help;
  return fmt::format(R"({{"text":{}}})", json_text(text));
}

Json result(const Diagnostic& diagnostic, std::size_t rule, const SourceSet& sources) {
  Json out = fmt::format(R"({{"ruleId":"{}","ruleIndex":{},"level":"{}","message":{})",
                         info(diagnostic.code).code, rule, level(diagnostic.severity), message(diagnostic));
  if (diagnostic.span)
    out += fmt::format(R"(,"locations":[{{{}}}])", physical_location(*diagnostic.span, sources));
  std::vector<Json> related;
  for (const DiagnosticNote& note : diagnostic.notes) {
    related.push_back(fmt::format(R"({{"id":{},"message":{{"text":{}}},{}}})", related.size() + 1,
                                  json_text(note.message), physical_location(note.span, sources)));
  }
  if (!related.empty()) out += fmt::format(R"(,"relatedLocations":{})", joined(related));
  if (diagnostic.allowed) {
    out += fmt::format(R"(,"suppressions":[{{"kind":"inSource","justification":{}}}])",
                       json_text(*diagnostic.allowed));
  }
  return out + "}";
}

// The first line of a page is `# N0201: unknown name`.
std::string_view title_of(std::string_view page) {
  const std::string_view line = page.substr(0, page.find('\n'));
  return line.substr(std::min(line.find(": "), line.size() - 2) + 2);
}

Json rule(DiagnosticCode code, const SarifTool& tool) {
  const DiagnosticInfo& row = info(code);
  const std::string_view page = diagnostic_page(row.code);
  const std::string_view title = page.empty() ? row.name : title_of(page);
  Json out = fmt::format(
      R"({{"id":"{}","name":"{}","shortDescription":{{"text":{}}},"defaultConfiguration":{{"level":"{}"}})",
      row.code, row.name, json_text(title), level(row.severity));
  if (!page.empty()) out += fmt::format(R"(,"help":{{"text":{0},"markdown":{0}}})", json_text(page));
  if (!tool.docs_url.empty())
    out += fmt::format(R"(,"helpUri":{})",
                       json_text(fmt::format("{}/diagnostics/{}.md", tool.docs_url, row.code)));
  return out + "}";
}

}  // namespace

std::string render_sarif(std::span<const Diagnostic> diagnostics, const SourceSet& sources,
                         const SarifTool& tool) {
  std::vector<DiagnosticCode> codes;
  for (const Diagnostic& diagnostic : diagnostics) codes.push_back(diagnostic.code);
  std::ranges::sort(codes);
  const auto twins = std::ranges::unique(codes);
  codes.erase(twins.begin(), twins.end());

  std::vector<Json> rules;
  for (const DiagnosticCode code : codes) rules.push_back(rule(code, tool));
  std::vector<Json> results;
  for (const Diagnostic& diagnostic : diagnostics) {
    const auto place = std::ranges::lower_bound(codes, diagnostic.code);
    results.push_back(result(diagnostic, static_cast<std::size_t>(place - codes.begin()), sources));
  }
  return fmt::format(
      R"({{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{{)"
      R"("tool":{{"driver":{{"name":"nestc","version":{},"rules":{}}}}},)"
      R"("columnKind":"unicodeCodePoints","results":{}}}]}})"
      "\n",
      json_text(tool.version), joined(rules), joined(results));
}

}  // namespace nest
