#include "runtime/cli/run_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "compiler/diagnostics/suggestion.h"
#include "runtime/cli/duration_option.h"
#include "runtime/report/format.h"
#include "runtime/values/number_text.h"

namespace nest {
namespace {

using Refusal = std::unexpected<std::string>;

std::string_view type_name(std::uint32_t type) {
  switch (type) {
    case NEST_INT:
      return "int";
    case NEST_FLOAT:
      return "float";
    case NEST_BOOL:
      return "bool";
    case NEST_DURATION:
      return "duration";
    default:
      return "string";
  }
}

bool is_param(const nest_global& global) { return global.kind == NEST_GLOBAL_PARAM; }

bool is_named(const nest_global& global, std::string_view name) {
  const std::string_view full_name = view(global.full_name);
  if (!full_name.ends_with(name)) return false;
  if (full_name.size() == name.size()) return true;
  const char before = full_name[full_name.size() - name.size() - 1];
  return before == '.' || before == '/';
}

std::string lines_of(const std::vector<const nest_global*>& params) {
  std::string lines;
  for (const nest_global* param : params) {
    lines += fmt::format("\n  {}: {} = {}", one_line(view(param->full_name)), type_name(param->type),
                         one_line(value_text(*param->value)));
  }
  return lines;
}

std::vector<const nest_global*> all_params(const nest_program& program) {
  std::vector<const nest_global*> params;
  for (std::uint64_t i = 0; i < program.global_count; ++i) {
    if (is_param(program.globals[i])) params.push_back(&program.globals[i]);
  }
  return params;
}

std::string unknown(const std::vector<const nest_global*>& params, std::string_view name) {
  if (params.empty()) return fmt::format("there is no param {}: these tasksets declare none", one_line(name));
  std::vector<std::string_view> names;
  for (const nest_global* param : params) names.push_back(view(param->name));
  for (const nest_global* param : params) names.push_back(view(param->full_name));
  const auto near = nearest_name(name, names);
  const std::string meant = near ? fmt::format(" (did you mean {}?)", one_line(*near)) : "";
  return fmt::format("there is no param {}{}; there are:{}", one_line(name), meant, lines_of(params));
}

std::expected<const nest_global*, std::string> find_param(const nest_program& program,
                                                          std::string_view name) {
  const std::vector<const nest_global*> params = all_params(program);
  std::vector<const nest_global*> found;
  for (const nest_global* param : params) {
    if (view(param->full_name) == name) return param;  // beats those that merely end in it
    if (is_named(*param, name)) found.push_back(param);
  }
  if (found.size() == 1) return found.front();
  if (name.empty() || found.empty()) return Refusal(unknown(params, name));
  return Refusal(
      fmt::format("{} may be any of these; write more of the name:{}", one_line(name), lines_of(found)));
}

std::string refusal(const nest_global& param, std::string_view text, std::string_view why) {
  return fmt::format("param {} cannot be '{}': {}", one_line(view(param.full_name)), one_line(text), why);
}

std::string_view number_fault(NumberError error, std::string_view type) {
  if (error == NumberError::OutOfRange) return "that is more than it can hold";
  return type == "int" ? "it is a whole number, such as 20" : "it is a number, such as 0.5";
}

// What does not need memory of its own.
std::expected<nest_value, std::string> parse_scalar(const nest_global& param, std::string_view text) {
  nest_value value{};
  value.kind = param.type;
  if (param.type == NEST_INT) {
    const auto number = parse_int(text);
    if (!number) return Refusal(refusal(param, text, number_fault(number.error(), "int")));
    value.as.i = *number;
  } else if (param.type == NEST_FLOAT) {
    const auto number = parse_float(text);
    if (!number) return Refusal(refusal(param, text, number_fault(number.error(), "float")));
    value.as.f = *number;
  } else if (param.type == NEST_BOOL) {
    if (text != "true" && text != "false") return Refusal(refusal(param, text, "it is true or false"));
    value.as.i = text == "true" ? 1 : 0;
  } else {
    const auto time = parse_duration(text);
    const bool bare = text.find_first_not_of("0123456789.") == std::string_view::npos;
    if (!time || (bare && text != "0")) {
      return Refusal(refusal(param, text, "it is a span of time with its unit, such as 500ms, 2s or 1m30s"));
    }
    value.as.i = *time;
  }
  return value;
}

}  // namespace

std::string value_text(const nest_value& value) {
  switch (value.kind) {
    case NEST_INT:
      return std::string(NumberText::of_int(value.as.i).view());
    case NEST_FLOAT:
      return std::string(NumberText::of_float(value.as.f).view());
    case NEST_BOOL:
      return value.as.i != 0 ? "true" : "false";
    case NEST_DURATION:
      return std::string(NumberText::of_duration(value.as.i).view());
    default:
      return std::string(view(value.as.s));
  }
}

std::vector<ParamInfo> RunValues::params() const {
  std::vector<ParamInfo> result;
  for (const nest_global* param : all_params(*program_)) {
    result.push_back({view(param->name), view(param->full_name), type_name(param->type),
                      value_text(*param->value), view(param->doc), site_text(*program_, param->site)});
  }
  return result;
}

RunValues::Outcome RunValues::set(std::string_view name, std::string_view text) {
  const auto param = find_param(*program_, name);
  if (!param) return Refusal(param.error());
  if ((*param)->type != NEST_STRING) {
    const auto value = parse_scalar(**param, text);
    if (!value) return Refusal(value.error());
    *(*param)->value = *value;
    return {};
  }
  write_text(**param, text);
  return {};
}

void RunValues::write_text(const nest_global& global, std::string_view text) {
  const std::string& kept = texts_.emplace_back(std::string(text) + std::string(NEST_PADDING, '\0'));
  nest_value value{};
  value.kind = NEST_STRING;
  value.as.s = {kept.data(), text.size()};
  *global.value = value;
}

void RunValues::write_int(const nest_global& global, std::int64_t number) {
  nest_value value{};
  value.kind = NEST_INT;
  value.as.i = number;
  *global.value = value;
}

RunValues::Outcome RunValues::set(std::string_view assignment) {
  const std::size_t sign = assignment.find('=');
  if (sign == std::string_view::npos || sign == 0) {
    return Refusal(fmt::format("'{}' sets nothing; write NAME=VALUE", one_line(assignment)));
  }
  return set(assignment.substr(0, sign), assignment.substr(sign + 1));
}

RunValues::Outcome RunValues::read_environment() {
  for (std::uint64_t i = 0; i < program_->global_count; ++i) {
    const nest_global& global = program_->globals[i];
    if (global.kind != NEST_GLOBAL_ENVIRONMENT) continue;
    const std::string name(view(global.name));
    if (const char* found = std::getenv(name.c_str())) {
      write_text(global, found);
    } else if (global.has_default == 0) {
      return Refusal(fmt::format("{}: the environment variable {} is not set, and a service needs it",
                                 site_text(*program_, global.site), one_line(name)));
    }
  }
  return {};
}

RunValues::Outcome set_params(RunValues& values, const std::vector<std::string>& assignments) {
  for (const std::string& assignment : assignments) {
    if (auto outcome = values.set(assignment); !outcome) return outcome;
  }
  return values.check();
}

RunValues::Outcome read_environment(RunValues& values, bool services) {
  return services ? values.read_environment() : RunValues::Outcome();
}

}  // namespace nest
