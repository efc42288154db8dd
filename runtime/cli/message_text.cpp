#include "runtime/cli/message_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/report/format.h"
#include "runtime/secrets/masking.h"

namespace nest {

namespace {

// Each line of `text` after the mark, made safe for a terminal; the blank line that ends a head is left out.
std::string marked_lines(std::string_view mark, std::string_view text) {
  std::string result;
  text = text.substr(0, text.find_last_not_of("\r\n") + 1);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    result += fmt::format("{}{}{}\n", mark, line.empty() ? "" : " ", one_line(line));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

bool is_text(std::string_view body) {
  return std::none_of(body.begin(), body.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != '\n' && c != '\r' && c != '\t';
  });
}

std::string body_text(std::string_view mark, std::string_view body, std::size_t limit) {
  if (body.empty()) return {};
  if (!is_text(body.substr(0, limit)))
    return fmt::format("{}\n{} ({}, not text)\n", mark, mark, bytes_text(body.size()));
  // Masked as a whole: a cut must not leave half of a secret behind.
  const std::string masked = mask_body(body);
  std::string text =
      fmt::format("{}\n{}", mark, marked_lines(mark, std::string_view(masked).substr(0, limit)));
  if (masked.size() > limit)
    text += fmt::format("{} … and {} more\n", mark, bytes_text(masked.size() - limit));
  return text;
}

}  // namespace

std::string sent_text(std::string_view url, std::string_view head, std::string_view body,
                      std::size_t body_limit) {
  return fmt::format("\n> to {}\n{}{}", one_line(mask_url(url)), marked_lines(">", mask_head(head)),
                     body_text(">", body, body_limit));
}

std::string received_text(std::string_view head, std::string_view body, const http::ExchangeResult& result,
                          std::size_t body_limit) {
  std::string text = fmt::format("< after {}\n", duration_text(result.time));
  text += marked_lines("<", mask_head(head)) + body_text("<", body, body_limit);
  if (result.error != http::TransportError::None) {
    text += fmt::format("! {}{}{}\n", http::describe(result.error), result.error_detail.empty() ? "" : ": ",
                        one_line(result.error_detail));
  }
  return text;
}

}  // namespace nest
