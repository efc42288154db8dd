#include <string>
#include <variant>
#include <vector>

#include "compiler/lower/lowering.h"

namespace nest::lowering {
namespace {

/// The holes are indexes of globals: the runtime fills them in, no code of ours.
llvm::Constant* text_constant(ConstantPool& constants, const hir::Template& text) {
  std::vector<llvm::Constant*> parts;
  for (const hir::TemplatePart& part : text.parts) {
    if (const auto* written = std::get_if<std::string>(&part)) {
      parts.push_back(constants.structure<nest_part>(
          {constants.u32(NEST_PART_TEXT), constants.u32(0), constants.str(*written)}));
      continue;
    }
    const hir::GlobalId global = std::get<hir::GlobalReference>(std::get<hir::Hole>(part).value->node).global;
    parts.push_back(constants.structure<nest_part>({constants.u32(NEST_PART_PLAIN),
                                                    constants.u32(static_cast<std::uint32_t>(global)),
                                                    constants.str("")}));
  }
  return constants.structure<nest_template>({constants.array<nest_part>(parts), constants.u64(parts.size())});
}

llvm::Constant* environment_of(ConstantPool& constants, const hir::Service& service) {
  std::vector<llvm::Constant*> variables;
  for (const hir::ServiceVariable& each : service.environment) {
    variables.push_back(constants.structure<nest_service_variable>(
        {constants.str(each.name), text_constant(constants, each.value)}));
  }
  return constants.array<nest_service_variable>(variables);
}

llvm::Constant* service_constant(ProgramLowering& program, const hir::Service& service) {
  ConstantPool& constants = program.constants;
  std::vector<llvm::Constant*> after;
  for (const std::string& name : service.after) after.push_back(constants.str(name));
  return constants.structure<nest_service>(
      {constants.str(service.name), constants.str(service.full_name), constants.str(service.doc),
       constants.u32(program.sites.index(service.span)),
       constants.u32(static_cast<std::uint32_t>(service.ready)), text_constant(constants, service.command),
       constants.str(service.folder), environment_of(constants, service),
       constants.u64(service.environment.size()), text_constant(constants, service.ready_text),
       constants.i64(service.within.value_or(-1)), constants.array<nest_str>(after),
       constants.u64(after.size()), constants.u32(static_cast<std::uint32_t>(service.on_failure)),
       constants.u32(0), constants.i64(service.grace.value_or(-1))});
}

static_assert(static_cast<int>(hir::ReadyKind::None) == NEST_READY_NONE &&
              static_cast<int>(hir::ReadyKind::Http) == NEST_READY_HTTP &&
              static_cast<int>(hir::ReadyKind::Tcp) == NEST_READY_TCP &&
              static_cast<int>(hir::ReadyKind::Line) == NEST_READY_LINE);
static_assert(static_cast<int>(hir::FailureKind::StopRun) == NEST_ON_FAILURE_STOP_RUN &&
              static_cast<int>(hir::FailureKind::GoOn) == NEST_ON_FAILURE_GO_ON &&
              static_cast<int>(hir::FailureKind::Restart) == NEST_ON_FAILURE_RESTART);

}  // namespace

llvm::Constant* service_table(ProgramLowering& program) {
  std::vector<llvm::Constant*> services;
  for (const hir::Service& each : program.program.services) {
    services.push_back(service_constant(program, each));
  }
  return program.constants.array<nest_service>(services);
}

}  // namespace nest::lowering
