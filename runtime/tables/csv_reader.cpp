#include "runtime/tables/csv_reader.h"

#include <cstring>

namespace nest {

std::size_t undouble_quotes(std::string_view text, char* out) {
  char* to = out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    *to++ = text[i];
    if (text[i] == '"') ++i;
  }
  return static_cast<std::size_t>(to - out);
}

std::string undouble_quotes(std::string_view text) {
  std::string value(text.size(), '\0');
  value.resize(undouble_quotes(text, value.data()));
  return value;
}

CsvEnd CsvReader::next(CsvField& field) {
  const char* const begin = at_;
  if (begin != end_ && *begin == '"') return quoted(field);
  const char* at = begin;
  while (at != end_ && *at != ',' && *at != '\n' && *at != '"') ++at;
  field = {{begin, static_cast<std::size_t>(at - begin)}, false};
  if (at == end_) return ends_record(at);
  if (*at == ',') {
    at_ = at + 1;
    return CsvEnd::Field;
  }
  if (*at == '"') {
    return broken(at, "a quote inside a value; put the whole value in quotes and double the one inside");
  }
  if (field.text.ends_with('\r')) field.text.remove_suffix(1);
  return ends_record(at + 1);
}

CsvEnd CsvReader::quoted(CsvField& field) {
  const char* const begin = at_ + 1;
  field.has_doubled_quotes = false;
  const char* at = begin;
  for (;; at += 2) {
    at = static_cast<const char*>(std::memchr(at, '"', static_cast<std::size_t>(end_ - at)));
    if (at == nullptr) {
      is_unclosed_ = true;
      return broken(begin - 1, "the quote that begins here is never closed");
    }
    if (at + 1 == end_ || at[1] != '"') break;
    field.has_doubled_quotes = true;
  }
  field.text = {begin, static_cast<std::size_t>(at - begin)};
  const char* const after = at + 1;
  if (after == end_) return ends_record(after);
  if (*after == ',') {
    at_ = after + 1;
    return CsvEnd::Field;
  }
  if (*after == '\n') return ends_record(after + 1);
  if (*after == '\r' && (after + 1 == end_ || after[1] == '\n')) {
    return ends_record(after + 1 == end_ ? end_ : after + 2);
  }
  return broken(after, "text behind the closing quote of a value; double a quote that belongs to the value");
}

CsvEnd CsvReader::ends_record(const char* next) {
  at_ = next;
  return CsvEnd::Record;
}

CsvEnd CsvReader::broken(const char* where, std::string_view why) {
  at_ = where;
  fault_ = why;
  return CsvEnd::Broken;
}

}  // namespace nest
