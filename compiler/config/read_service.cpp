#include "compiler/config/read_service.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "compiler/config/setting_text.h"

namespace nest::config {
namespace {

/// One table, key by key.
class ServiceReader {
 public:
  ServiceReader(const NodeReader& reader, std::string name) : reader_(reader) {
    service_.name = std::move(name);
    service_.folder = reader.folder();
  }

  /// False: the key is none of a service's.
  bool read(std::string_view key, const toml::node& node) {
    const std::string name = fmt::format("services.{}.{}", service_.name, key);
    if (key == "run") {
      take(reader_.text(node, name), service_.run);
    } else if (key == "folder") {
      if (const auto folder = reader_.text(node, name)) service_.folder = reader_.from_here(*folder);
    } else if (key == "env") {
      read_environment(node, name);
    } else if (key == "ready") {
      read_ready(node, name);
    } else if (key == "within") {
      take(reader_.time(node, name), service_.within);
    } else if (key == "after") {
      take(reader_.texts(node, name), service_.after);
    } else if (key == "on_failure") {
      read_on_failure(node, name);
    } else if (key == "grace") {
      take(reader_.time(node, name), service_.grace);
    } else {
      return false;
    }
    return true;
  }

  [[nodiscard]] Service& service() { return service_; }

 private:
  template <typename From, typename To>
  static void take(std::optional<From> value, To& target) {
    if (value) target = std::move(*value);
  }

  void read_environment(const toml::node& node, const std::string& name) {
    const toml::table* table = reader_.table(node, name);
    if (table == nullptr) return;
    for (const auto& [variable, value] : *table) {
      if (auto text = reader_.text(value, fmt::format("{}.{}", name, variable.str())))
        service_.environment.emplace_back(variable.str(), std::move(*text));
    }
  }

  void read_ready(const toml::node& node, const std::string& name) {
    const toml::table* table = reader_.table(node, name);
    if (table == nullptr) return;
    for (const auto& [key, value] : *table) {
      const std::string inner = fmt::format("{}.{}", name, key.str());
      if (key.str() == "tcp") {
        if (const auto on = reader_.truth(value, inner); on && *on) service_.ready = Ready::Tcp;
      } else if (key.str() == "http" || key.str() == "line") {
        service_.ready = key.str() == "http" ? Ready::Http : Ready::Line;
        take(reader_.text(value, inner), service_.ready_text);
      } else {
        reader_.unknown_key(key, inner, {"http", "tcp", "line"});
      }
    }
    if (table->size() > 1) {
      std::string all;
      for (const auto& [key, value] : *table)
        all += fmt::format("{}{}", all.empty() ? "" : " and ", key.str());
      reader_.emitter().emit(DiagnosticCode::ConfigChoice, reader_.span(node.source()), name,
                             "one of `http`, `tcp` and `line`", all);
    }
  }

  void read_on_failure(const toml::node& node, const std::string& name) {
    const auto text = reader_.text(node, name);
    if (!text) return;
    if (*text == "stop run") {
      service_.on_failure = OnFailure::StopRun;
    } else if (*text == "go on") {
      service_.on_failure = OnFailure::GoOn;
    } else if (*text == "restart") {
      service_.on_failure = OnFailure::Restart;
    } else {
      reader_.emitter().emit(DiagnosticCode::ConfigChoice, reader_.span(node.source()), name,
                             "`stop run`, `go on` or `restart`", *text);
    }
  }

  const NodeReader& reader_;
  Service service_;
};

}  // namespace

std::optional<Service> read_service(const NodeReader& reader, const toml::key& key,
                                    const toml::table& table) {
  const std::size_t errors = reader.emitter().errors();
  const std::string name(key.str());
  ServiceReader service(reader, name);
  for (const auto& [inner, node] : table) {
    if (service.read(inner.str(), node)) continue;
    reader.unknown_key(inner, fmt::format("services.{}.{}", name, inner.str()),
                       {"run", "folder", "env", "ready", "within", "after", "on_failure", "grace"});
  }
  if (!table.contains("run")) {
    reader.emitter()
        .emit(DiagnosticCode::ServiceWithoutRun, reader.span(key.source()), name)
        .help("add the command: `run = \"flask --app {} run --port {{port}}\"`", name);
  }
  if (reader.emitter().errors() > errors) return std::nullopt;
  service.service().origin = reader.origin(key.source());
  service.service().place = reader.span(key.source());
  return std::move(service.service());
}

}  // namespace nest::config
