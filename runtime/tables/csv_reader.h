#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nest {

/// A value of a CSV file as it stands there, without the quotes around it.
struct CsvField {
  std::string_view text;
  bool has_doubled_quotes = false;  ///< then each `""` in the text stands for one `"`
};

/// The value itself, where quotes are doubled: written to `out`, which has room for the whole text. Gives its
/// size.
std::size_t undouble_quotes(std::string_view text, char* out);
[[nodiscard]] std::string undouble_quotes(std::string_view text);

/// What came behind a value.
enum class CsvEnd { Field, Record, Broken };

/// Reads the values of a CSV text by RFC 4180, one after another: commas, values in quotes that hold commas,
/// line ends and doubled quotes, lines that end with CR LF or LF, the last with or without. Stricter than
/// many readers, because what they guess is wrong half of the time: a quote inside a value that is not
/// quoted, or text behind a closing quote, is a fault.
class CsvReader {
 public:
  CsvReader(const char* begin, const char* end) : at_(begin), end_(end) {}

  /// No record begins here any more.
  [[nodiscard]] bool is_at_end() const { return at_ == end_; }
  [[nodiscard]] const char* position() const { return at_; }
  /// The next value of the record.
  [[nodiscard]] CsvEnd next(CsvField& field);
  /// Why the last one was Broken; position() is then where.
  [[nodiscard]] std::string_view fault() const { return fault_; }
  /// Whether more text could have mended it: a quote was not closed.
  [[nodiscard]] bool is_unclosed() const { return is_unclosed_; }

 private:
  CsvEnd quoted(CsvField& field);
  CsvEnd ends_record(const char* next);
  CsvEnd broken(const char* where, std::string_view why);

  const char* at_;
  const char* end_;
  std::string_view fault_;
  bool is_unclosed_ = false;
};

}  // namespace nest
