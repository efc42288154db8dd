#include "runtime/cli/configured_services.h"

#include <utility>

namespace nest {
namespace {

ReadyBy ready_by(config::Ready ready) {
  switch (ready) {
    case config::Ready::Http:
      return ReadyBy::Http;
    case config::Ready::Tcp:
      return ReadyBy::Tcp;
    case config::Ready::Line:
      return ReadyBy::Line;
    default:
      return ReadyBy::Start;
  }
}

OnFailure on_failure(config::OnFailure policy) {
  switch (policy) {
    case config::OnFailure::GoOn:
      return OnFailure::GoOn;
    case config::OnFailure::Restart:
      return OnFailure::Restart;
    default:
      return OnFailure::StopRun;
  }
}

}  // namespace

std::vector<ServiceSpec> configured_services(const config::Settings& settings) {
  std::vector<ServiceSpec> specs;
  for (const config::Service& service : settings.services()) {
    ServiceSpec spec;
    spec.name = service.name;
    spec.command = service.run;
    spec.folder = service.folder;
    spec.environment = service.environment;
    spec.ready = {ready_by(service.ready), service.ready_text};
    if (service.within) spec.within = service.within->count();
    spec.after = service.after;
    spec.on_failure = on_failure(service.on_failure);
    if (service.grace) spec.grace = service.grace->count();
    spec.declared_at = service.origin.where;
    specs.push_back(std::move(spec));
  }
  return specs;
}

}  // namespace nest
