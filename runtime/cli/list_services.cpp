#include <algorithm>

#include "runtime/cli/list_program.h"
#include "runtime/report/format.h"

namespace nest {

std::vector<ListedService> list_services(const nest_program& program,
                                         const std::vector<config::Service>& configured) {
  std::vector<ListedService> services;
  for (std::uint64_t i = 0; i < program.service_count; ++i) {
    const nest_service& declared = program.services[i];
    if (std::ranges::find(configured, view(declared.name), &config::Service::name) != configured.end())
      continue;
    ListedService service{std::string(view(declared.name)),
                          std::string(view(declared.full_name)),
                          std::string(view(declared.doc)),
                          site_text(program, declared.site),
                          {}};
    for (std::uint64_t k = 0; k < declared.after_count; ++k)
      service.after.emplace_back(view(declared.after[k]));
    services.push_back(std::move(service));
  }
  for (const config::Service& service : configured)
    services.push_back({service.name, service.name, "", service.origin.where, service.after});
  return services;
}

}  // namespace nest
