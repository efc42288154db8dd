#pragma once

#include <string_view>

namespace nest {

// Secrets that a run is given, found by the names and places they stand at and remembered, so that
// mask_text() and its like replace them wherever they turn up: in an answer, in a failure, in what a service
// prints. From any thread.

/// A value, if its name says that it is a secret.
void remember_named(std::string_view name, std::string_view value);
/// The password of a URL, and its parameters of such names.
void remember_in_url(std::string_view url);
/// The values of options and variables of such names in a shell command: "--password x", "--api-key=x",
/// "TOKEN=x".
void remember_in_command(std::string_view command);
/// Of a .nest file, or a nest.toml (`is_toml`): literals that are given to such names, or are the default of
/// such an env(), or a password of basic(), or the key of hmac_sha256(); in all literals what the functions
/// above find.
void remember_in_source(std::string_view text, bool is_toml);
/// "NAME=value" texts, up to the null pointer: what the process was started with.
void remember_in_environment(const char* const* environment);

}  // namespace nest
