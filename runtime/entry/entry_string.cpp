// Text.

#include "runtime/entry/entry.h"
#include "runtime/values/number_text.h"
#include "runtime/values/render.h"

using namespace nest;

namespace {

template <typename T>
nest_status give_number(UserTask& task, const std::expected<T, NumberError>& number, std::string_view source,
                        std::string_view type, T* out) {
  if (number) {
    *out = *number;
    return NEST_OK;
  }
  const bool too_large = number.error() == NumberError::OutOfRange;
  return task.fail(
      fails(task.arena, "\"{}\" is {} {}", excerpt(source), too_large ? "too large for" : "not", type)
          .error());
}

}  // namespace

extern "C" {

nest_status nest_render(nest_user* user, const nest_template* text, const nest_value* values,
                        nest_str* out) noexcept {
  UserTask& task = UserTask::from(user);
  return entry::give(task, render(*text, values, task.arena), out);
}

int32_t nest_string_equal(const char* left, uint64_t left_size, const char* right,
                          uint64_t right_size) noexcept {
  return entry::text(left, left_size) == entry::text(right, right_size) ? 1 : 0;
}

int32_t nest_string_compare(const char* left, uint64_t left_size, const char* right,
                            uint64_t right_size) noexcept {
  return entry::text(left, left_size).compare(entry::text(right, right_size));
}

int64_t nest_string_length(const char* data, uint64_t size) noexcept {
  return code_points(entry::text(data, size));
}

int32_t nest_string_contains(const char* text, uint64_t text_size, const char* part,
                             uint64_t part_size) noexcept {
  return entry::text(text, text_size).contains(entry::text(part, part_size)) ? 1 : 0;
}

nest_status nest_find(nest_user* user, const char* data, uint64_t size, uint32_t pattern, const char* given,
                      uint64_t given_size, nest_str* out) noexcept {
  UserTask& task = UserTask::from(user);
  const std::string_view text = entry::text(data, size);
  const auto found = pattern == NEST_NONE
                         ? task.patterns->find(text, entry::text(given, given_size), task.arena)
                         : task.patterns->find(text, pattern, task.arena);
  return entry::give(task, found, out);
}

nest_status nest_find_all(nest_user* user, const char* data, uint64_t size, uint32_t pattern,
                          const char* given, uint64_t given_size, nest_list* out) noexcept {
  UserTask& task = UserTask::from(user);
  const std::string_view text = entry::text(data, size);
  const auto found = pattern == NEST_NONE
                         ? task.patterns->find_all(text, entry::text(given, given_size), task.arena)
                         : task.patterns->find_all(text, pattern, task.arena);
  return entry::give(task, found, out);
}

nest_status nest_string_to_int(nest_user* user, const char* data, uint64_t size, int64_t* out) noexcept {
  const std::string_view source = entry::text(data, size);
  return give_number(UserTask::from(user), parse_int(source), source, "an int", out);
}

nest_status nest_string_to_float(nest_user* user, const char* data, uint64_t size, double* out) noexcept {
  const std::string_view source = entry::text(data, size);
  return give_number(UserTask::from(user), parse_float(source), source, "a float", out);
}

}  // extern "C"
