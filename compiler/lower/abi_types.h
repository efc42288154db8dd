#pragma once

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include <llvm/IR/DerivedTypes.h>
#include <llvm/IR/LLVMContext.h>

#include "runtime/abi/nest_program.h"

namespace nest::lowering {

/// The members of a shared struct in their order, as member pointers. The LLVM type, the indexes of fields
/// and the check of the layout all come from this one list.
template <typename Struct>
inline constexpr std::nullptr_t kMembers = nullptr;

template <>
inline constexpr std::tuple kMembers<nest_str>{&nest_str::data, &nest_str::size};
template <>
inline constexpr std::tuple kMembers<nest_part>{&nest_part::encoding, &nest_part::hole, &nest_part::text};
template <>
inline constexpr std::tuple kMembers<nest_template>{&nest_template::parts, &nest_template::part_count};
template <>
inline constexpr std::tuple kMembers<nest_step>{&nest_step::kind, &nest_step::hole, &nest_step::index,
                                                &nest_step::key};
template <>
inline constexpr std::tuple kMembers<nest_path>{&nest_path::steps, &nest_path::step_count, &nest_path::text};
template <>
inline constexpr std::tuple kMembers<nest_response>{
    &nest_response::status,   &nest_response::time, &nest_response::size,    &nest_response::ok,
    &nest_response::reserved, &nest_response::body, &nest_response::headers, &nest_response::url};
template <>
inline constexpr std::tuple kMembers<nest_list>{&nest_list::items, &nest_list::count};
template <>
inline constexpr std::tuple kMembers<nest_context>{
    &nest_context::state,       &nest_context::user_state, &nest_context::outcome, &nest_context::site,
    &nest_context::loop_budget, &nest_context::response,   &nest_context::user_id, &nest_context::iteration};
template <>
inline constexpr std::tuple kMembers<nest_site>{&nest_site::file, &nest_site::line, &nest_site::column};
template <>
inline constexpr std::tuple kMembers<nest_row>{&nest_row::method, &nest_row::reserved, &nest_row::name};
template <>
inline constexpr std::tuple kMembers<nest_check_info>{&nest_check_info::text, &nest_check_info::site,
                                                      &nest_check_info::row};
template <>
inline constexpr std::tuple kMembers<nest_request>{
    &nest_request::method,    &nest_request::row,           &nest_request::flags,
    &nest_request::body_kind, &nest_request::max_redirects, &nest_request::site,
    &nest_request::url,       &nest_request::headers,       &nest_request::body};
template <>
inline constexpr std::tuple kMembers<nest_wait>{&nest_wait::kind, &nest_wait::a, &nest_wait::b,
                                                &nest_wait::a_value, &nest_wait::b_value};
template <>
inline constexpr std::tuple kMembers<nest_global>{
    &nest_global::kind,     &nest_global::type, &nest_global::name,    &nest_global::full_name,
    &nest_global::doc,      &nest_global::site, &nest_global::service, &nest_global::has_default,
    &nest_global::reserved, &nest_global::value};
template <>
inline constexpr std::tuple kMembers<nest_service_variable>{&nest_service_variable::name,
                                                            &nest_service_variable::value};
template <>
inline constexpr std::tuple kMembers<nest_service>{
    &nest_service::name,        &nest_service::full_name,   &nest_service::doc,
    &nest_service::site,        &nest_service::ready,       &nest_service::command,
    &nest_service::folder,      &nest_service::environment, &nest_service::environment_count,
    &nest_service::ready_text,  &nest_service::within,      &nest_service::after,
    &nest_service::after_count, &nest_service::on_failure,  &nest_service::reserved,
    &nest_service::grace};
template <>
inline constexpr std::tuple kMembers<nest_transition>{&nest_transition::pick, &nest_transition::weight};
template <>
inline constexpr std::tuple kMembers<nest_task>{&nest_task::name, &nest_task::full_name, &nest_task::doc,
                                                &nest_task::run,  &nest_task::site,      &nest_task::taskset,
                                                &nest_task::tags, &nest_task::tag_count};
template <>
inline constexpr std::tuple kMembers<nest_pick>{&nest_pick::kind, &nest_pick::index, &nest_pick::weight,
                                                &nest_pick::transition_count, &nest_pick::transitions};
template <>
inline constexpr std::tuple kMembers<nest_taskset>{
    &nest_taskset::name,       &nest_taskset::full_name,    &nest_taskset::doc,        &nest_taskset::weight,
    &nest_taskset::parent,     &nest_taskset::site,         &nest_taskset::order,      &nest_taskset::wait,
    &nest_taskset::init,       &nest_taskset::on_start,     &nest_taskset::on_stop,    &nest_taskset::picks,
    &nest_taskset::pick_count, &nest_taskset::state_offset, &nest_taskset::state_size, &nest_taskset::owned,
    &nest_taskset::owned_count};
template <>
inline constexpr std::tuple kMembers<nest_user_block>{
    &nest_user_block::init,       &nest_user_block::on_start, &nest_user_block::on_stop,
    &nest_user_block::state_size, &nest_user_block::owned,    &nest_user_block::owned_count};
template <>
inline constexpr std::tuple kMembers<nest_shared>{
    &nest_shared::kind, &nest_shared::element, &nest_shared::name,    &nest_shared::full_name,
    &nest_shared::doc,  &nest_shared::site,    &nest_shared::reserved};
template <>
inline constexpr std::tuple kMembers<nest_transaction>{&nest_transaction::name, &nest_transaction::site,
                                                       &nest_transaction::reserved};
template <>
inline constexpr std::tuple kMembers<nest_metric>{
    &nest_metric::kind, &nest_metric::element, &nest_metric::name,    &nest_metric::full_name,
    &nest_metric::doc,  &nest_metric::site,    &nest_metric::reserved};
template <>
inline constexpr std::tuple kMembers<nest_claim>{&nest_claim::taskset, &nest_claim::rows};
template <>
inline constexpr std::tuple kMembers<nest_data>{
    &nest_data::name,    &nest_data::full_name,    &nest_data::doc,       &nest_data::site,
    &nest_data::format,  &nest_data::policy,       &nest_data::exhausted, &nest_data::path,
    &nest_data::columns, &nest_data::column_count, &nest_data::claims,    &nest_data::claim_count};
template <>
inline constexpr std::tuple kMembers<nest_amount>{&nest_amount::value, &nest_amount::global};
template <>
inline constexpr std::tuple kMembers<nest_plan_step>{&nest_plan_step::name, &nest_plan_step::from,
                                                     &nest_plan_step::to,   &nest_plan_step::length,
                                                     &nest_plan_step::site, &nest_plan_step::reserved};
template <>
inline constexpr std::tuple kMembers<nest_plan_weight>{&nest_plan_weight::taskset, &nest_plan_weight::weight};
template <>
inline constexpr std::tuple kMembers<nest_limit>{
    &nest_limit::text, &nest_limit::site,      &nest_limit::metric,     &nest_limit::percentile,
    &nest_limit::rows, &nest_limit::row_count, &nest_limit::comparison, &nest_limit::part,
    &nest_limit::step, &nest_limit::aborts,    &nest_limit::bound,      &nest_limit::window};
template <>
inline constexpr std::tuple kMembers<nest_plan>{
    &nest_plan::name,         &nest_plan::full_name, &nest_plan::doc,        &nest_plan::site,
    &nest_plan::kind,         &nest_plan::steps,     &nest_plan::step_count, &nest_plan::weights,
    &nest_plan::weight_count, &nest_plan::max_users, &nest_plan::iterations, &nest_plan::limits,
    &nest_plan::limit_count};
template <>
inline constexpr std::tuple kMembers<nest_program>{
    &nest_program::abi_version,   &nest_program::reserved,
    &nest_program::state_size,    &nest_program::files,
    &nest_program::file_count,    &nest_program::sites,
    &nest_program::site_count,    &nest_program::rows,
    &nest_program::row_count,     &nest_program::checks,
    &nest_program::check_count,   &nest_program::tasksets,
    &nest_program::taskset_count, &nest_program::tasks,
    &nest_program::task_count,    &nest_program::user,
    &nest_program::setup,         &nest_program::teardown,
    &nest_program::globals,       &nest_program::global_count,
    &nest_program::services,      &nest_program::service_count,
    &nest_program::shared,        &nest_program::shared_count,
    &nest_program::patterns,      &nest_program::pattern_count,
    &nest_program::data,          &nest_program::data_count,
    &nest_program::plans,         &nest_program::plan_count,
    &nest_program::transactions,  &nest_program::transaction_count,
    &nest_program::metrics,       &nest_program::metric_count};

template <typename MemberPointer>
struct Member;
template <typename Struct, typename Type>
struct Member<Type Struct::*> {
  using type = Type;
  using Owner = Struct;
};
template <typename MemberPointer>
using MemberType = typename Member<std::remove_cvref_t<MemberPointer>>::type;

/// Walks the members of a struct by the C rules. Gives where `kMember` stands, or the struct's size for none.
template <typename Struct, auto kMember = nullptr>
consteval std::size_t place_members() {
  std::size_t end = 0;
  std::size_t found = ~std::size_t{0};
  const auto align = [&end](std::size_t alignment) { end = (end + alignment - 1) / alignment * alignment; };
  const auto place = [&](auto member) {
    using Type = MemberType<decltype(member)>;
    align(alignof(Type));
    if constexpr (std::is_same_v<decltype(member), std::remove_cv_t<decltype(kMember)>>) {
      if (member == kMember) found = end;
    }
    end += sizeof(Type);  // NOLINT(bugprone-sizeof-expression): of a pointer member, its own size
  };
  std::apply([&](auto... members) { (place(members), ...); }, kMembers<Struct>);
  align(alignof(Struct));
  return std::is_null_pointer_v<std::remove_cv_t<decltype(kMember)>> ? end : found;
}

/// offsetof for a member pointer.
template <auto kMember>
consteval std::size_t offset_of() {
  return place_members<typename Member<std::remove_cv_t<decltype(kMember)>>::Owner, kMember>();
}
// The order of kMembers is the struct's own: spot checks where neighbours have the same type.
static_assert(offset_of<&nest_context::site>() == offsetof(nest_context, site));
static_assert(offset_of<&nest_context::outcome>() == offsetof(nest_context, outcome));
static_assert(offset_of<&nest_context::loop_budget>() == offsetof(nest_context, loop_budget));
static_assert(offset_of<&nest_context::user_id>() == offsetof(nest_context, user_id));
static_assert(offset_of<&nest_context::iteration>() == offsetof(nest_context, iteration));
static_assert(offset_of<&nest_context::state>() == offsetof(nest_context, state));
static_assert(offset_of<&nest_response::size>() == offsetof(nest_response, size));
static_assert(offset_of<&nest_response::body>() == offsetof(nest_response, body));
static_assert(offset_of<&nest_response::url>() == offsetof(nest_response, url));

/// LLVM's view of the types of the ABI: one StructType for each shared struct, made when first asked for.
class AbiTypes {
 public:
  explicit AbiTypes(llvm::LLVMContext& context) : context_(context) {}

  /// The LLVM type of a C type that the ABI uses: integers, double, pointers, void, and the structs above.
  template <typename Type>
  [[nodiscard]] llvm::Type* of() {
    if constexpr (std::is_void_v<Type>) {
      return llvm::Type::getVoidTy(context_);
    } else if constexpr (std::is_pointer_v<Type>) {
      return llvm::PointerType::getUnqual(context_);
    } else if constexpr (std::is_same_v<Type, double>) {
      return llvm::Type::getDoubleTy(context_);
    } else if constexpr (std::is_integral_v<Type>) {
      return llvm::Type::getIntNTy(context_, sizeof(Type) * 8);
    } else {
      return structure<std::remove_cv_t<Type>>();
    }
  }

  template <typename Struct>
  [[nodiscard]] llvm::StructType* structure() {
    llvm::StructType*& type = structures_[key<Struct>()];
    if (type == nullptr) {
      std::vector<llvm::Type*> fields;
      if constexpr (std::is_same_v<Struct, nest_value>) {
        // The union is as large as its largest member; the smaller ones are stored at its start.
        fields = {of<std::uint64_t>(), of<nest_str>()};
        static_assert(sizeof(nest_value) == sizeof(std::uint64_t) + sizeof(nest_str));
        static_assert(offsetof(nest_value, as) == sizeof(std::uint64_t));
      } else {
        static_assert(place_members<Struct>() == sizeof(Struct), "a member is missing in kMembers");
        std::apply([&](auto... members) { (fields.push_back(of<MemberType<decltype(members)>>()), ...); },
                   kMembers<Struct>);
      }
      llvm::StructType* made = llvm::StructType::create(context_, fields);
      structures_[key<Struct>()] = made;
      return made;
    }
    return type;
  }

  [[nodiscard]] llvm::LLVMContext& context() const { return context_; }

 private:
  template <typename Struct>
  static const void* key() {
    static const char unique = 0;
    return &unique;
  }

  llvm::LLVMContext& context_;
  std::unordered_map<const void*, llvm::StructType*> structures_;
};

}  // namespace nest::lowering
