#pragma once

#include <cstddef>
#include <cstdint>

namespace nest::hir {

// Indexes into the tables of a Program (or of a Function, for LocalId). Strong types: none converts to
// another.
enum class TasksetId : std::uint32_t {};
enum class TaskId : std::uint32_t {};
enum class FunctionId : std::uint32_t {};
enum class RequestId : std::uint32_t {};
enum class RowId : std::uint32_t {};
enum class CheckId : std::uint32_t {};
enum class ServiceId : std::uint32_t {};
enum class GlobalId : std::uint32_t {};
enum class SharedId : std::uint32_t {};
enum class PatternId : std::uint32_t {};
enum class TransactionId : std::uint32_t {};
enum class MetricId : std::uint32_t {};
enum class DataId : std::uint32_t {};
enum class StateId : std::uint32_t {};
enum class LocalId : std::uint32_t {};

template <typename Id>
[[nodiscard]] constexpr std::size_t index(Id id) {
  return static_cast<std::size_t>(id);
}

}  // namespace nest::hir
