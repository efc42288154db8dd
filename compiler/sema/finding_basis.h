#pragma once

#include "compiler/diagnostics/diagnostic.h"

namespace nest::sema {

/// What a finding rests on, and so what has to have been read for it to be true.
enum class Basis : std::uint8_t {
  Place,      ///< what stands there, and the declarations of the names in it
  Body,       ///< all of the body of its function
  Names,      ///< all that its file declares: it says that something is not declared
  UserNames,  ///< all that the `user` block declares
  Own,        ///< all of its file, whatever that imports
  File,       ///< all of its file and of what that imports; also, what the functions do that it calls
  Project,    ///< all files
};

/// File for each that nothing is said about here: one more finding of a file with syntax errors is worth less
/// than a false one.
[[nodiscard]] Basis basis(DiagnosticCode code);

}  // namespace nest::sema
