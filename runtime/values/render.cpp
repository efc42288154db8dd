#include "runtime/values/render.h"

#include <cmath>
#include <cstring>
#include <span>

#include "runtime/values/encode.h"
#include "runtime/values/json_reader.h"
#include "runtime/values/json_value.h"
#include "runtime/values/list.h"
#include "runtime/values/number_text.h"
#include "runtime/values/text.h"

namespace nest {
namespace {

constexpr std::size_t kLongestNumber = 32;

/// As a JSON array; percent-encoding takes three times that at most, base64 a third more.
std::size_t room_for_list(const nest_list& list, std::uint32_t encoding) {
  std::size_t room = 2;
  for (const nest_value& item : items_of(list)) {
    room += item.kind == NEST_STRING ? json_string_size(view_of(item.as.s)) + 1
                                     : (item.kind == NEST_JSON ? item.as.s.size : kLongestNumber + 2) + 1;
  }
  if (encoding == NEST_PART_BASE64) return base64_size(room);
  return encoding == NEST_PART_PERCENT || encoding == NEST_PART_FORM ? 3 * room : room;
}

/// At least as many bytes as the part will take; exact for texts.
std::size_t room_for(const nest_part& part, const nest_value* values) {
  if (part.encoding == NEST_PART_TEXT) return part.text.size;
  const nest_value& value = values[part.hole];
  if (value.kind == NEST_LIST) return room_for_list(value.as.l, part.encoding);
  const bool is_text = value.kind == NEST_STRING || value.kind == NEST_JSON;
  const std::size_t plain = is_text ? value.as.s.size : kLongestNumber;
  switch (part.encoding) {
    case NEST_PART_PERCENT:
    case NEST_PART_FORM:
      if (value.kind != NEST_STRING) return 3 * plain;
      return percent_size(view_of(value.as.s), part.encoding == NEST_PART_FORM);
    case NEST_PART_JSON:
      return value.kind == NEST_STRING ? json_string_size(view_of(value.as.s)) : plain + 2;
    case NEST_PART_BASE64:
      return base64_size(plain);
    default:
      return plain;
  }
}

/// Written so that it becomes vector code.
bool breaks_header(std::string_view text) {
  unsigned found = 0;
  for (const char c : text)
    found |= static_cast<unsigned>(c == '\r') | static_cast<unsigned>(c == '\n') |
             static_cast<unsigned>(c == '\0');
  return found != 0;
}

class Renderer {
 public:
  Renderer(char* out, Arena& arena) : out_(out), arena_(arena) {}

  [[nodiscard]] char* end() const { return out_; }

  Result<void> part(const nest_part& part, const nest_value* values) {
    if (part.encoding == NEST_PART_TEXT) return write(view_of(part.text));
    if (part.encoding == NEST_PART_JSON) return json(values[part.hole]);
    const nest_value& value = values[part.hole];
    switch (value.kind) {
      case NEST_INT:
        return encoded(part.encoding, NumberText::of_int(value.as.i).view());
      case NEST_FLOAT:
        return encoded(part.encoding, NumberText::of_float(value.as.f).view());
      case NEST_DURATION:
        return encoded(part.encoding, NumberText::of_duration(value.as.i).view());
      case NEST_BOOL:
        return encoded(part.encoding, value.as.i != 0 ? "true" : "false");
      case NEST_STRING:
        return encoded(part.encoding, view_of(value.as.s));
      case NEST_LIST:
        return list_as_text(part.encoding, value);
      default:
        return json_as_text(part.encoding, view_of(value.as.s));
    }
  }

 private:
  Result<void> write(std::string_view text) {
    if (!text.empty()) std::memcpy(out_, text.data(), text.size());
    out_ += text.size();
    return {};
  }

  Result<void> encoded(std::uint32_t encoding, std::string_view text) {
    if (encoding == NEST_PART_PERCENT || encoding == NEST_PART_FORM) {
      out_ = write_percent(text, encoding == NEST_PART_FORM, out_);
      return {};
    }
    if (encoding == NEST_PART_BASE64) {
      out_ = write_base64(text, out_);
      return {};
    }
    if (encoding == NEST_PART_HEADER && breaks_header(text)) {
      return fails(arena_, "a header cannot hold line breaks or NUL: {}", excerpt(text));
    }
    return write(text);
  }

  Result<void> json_as_text(std::uint32_t encoding, std::string_view value) {
    const std::string_view text = json_text(value);
    const JsonKind kind = json_kind(text);
    if (kind == JsonKind::Broken) return not_json(value, simdjson::TAPE_ERROR, arena_);
    return encoded(encoding, kind == JsonKind::String ? decode_json_string(text) : text);
  }

  Result<void> json(const nest_value& value) {
    switch (value.kind) {
      case NEST_INT:
        return write(NumberText::of_int(value.as.i).view());
      case NEST_FLOAT:
        if (!std::isfinite(value.as.f)) {
          return fails(arena_, "JSON has no number for {}", NumberText::of_float(value.as.f).view());
        }
        return write(NumberText::of_float(value.as.f).view());
      case NEST_DURATION:
        return quoted(NumberText::of_duration(value.as.i).view());
      case NEST_BOOL:
        return write(value.as.i != 0 ? "true" : "false");
      case NEST_STRING:
        return quoted(view_of(value.as.s));
      case NEST_LIST:
        return array(value.as.l);
      default:
        break;
    }
    const std::string_view text = json_text(view_of(value.as.s));
    if (json_kind(text) == JsonKind::Broken) return not_json(text, simdjson::TAPE_ERROR, arena_);
    return write(text);
  }

  Result<void> array(const nest_list& list) {
    *out_++ = '[';
    for (std::size_t i = 0; i < list.count; ++i) {
      if (i > 0) *out_++ = ',';
      if (auto written = json(list.items[i]); !written) return written;
    }
    *out_++ = ']';
    return {};
  }

  /// A list reads as JSON everywhere.
  Result<void> list_as_text(std::uint32_t encoding, const nest_value& list) {
    if (encoding == NEST_PART_PLAIN) return json(list);
    static constexpr nest_part kWhole{.encoding = NEST_PART_JSON, .hole = 0, .text = {nullptr, 0}};
    const Result<std::string_view> text = render({&kWhole, 1}, &list, arena_);
    if (!text) return Failure(text.error());
    return encoded(encoding, *text);
  }

  Result<void> quoted(std::string_view text) {
    out_ = write_json_string(text, out_);
    return {};
  }

  char* out_;
  Arena& arena_;
};

}  // namespace

Result<std::string_view> render(const nest_template& text, const nest_value* values, Arena& arena) {
  const std::span<const nest_part> parts(text.parts, text.part_count);
  std::size_t room = 0;
  for (const nest_part& part : parts) room += room_for(part, values);
  char* out = arena.try_text(room);
  if (out == nullptr) return fails_for_space();
  Renderer renderer(out, arena);
  for (const nest_part& part : parts) {
    if (auto written = renderer.part(part, values); !written) return Failure(written.error());
  }
  const auto size = static_cast<std::size_t>(renderer.end() - out);
  arena.shrink(out, size);
  return std::string_view(out, size);
}

}  // namespace nest
