#pragma once

#include <optional>

#include "compiler/config/node_reader.h"
#include "compiler/config/settings.h"

namespace nest::config {

/// [services.NAME]: docs/services.md has the keys. What is wrong is reported; nothing comes back when there
/// was something, or there is nothing to run.
[[nodiscard]] std::optional<Service> read_service(const NodeReader& reader, const toml::key& key,
                                                  const toml::table& table);

}  // namespace nest::config
