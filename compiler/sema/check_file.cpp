#include "compiler/sema/check_file.h"

#include <filesystem>
#include <string>

#include "compiler/project/read_file.h"
#include "compiler/sema/build_expression.h"

namespace nest::sema {
namespace {

constexpr std::size_t kLargestMebibytes = 8;

}  // namespace

hir::ExpressionPtr check_file(FunctionChecker& f, const hir::Expression& path, Span span) {
  const auto* written = constant_value<std::string>(path);
  if (written == nullptr) {
    f.emitter.emit(DiagnosticCode::FilePathNotConstant, path.span)
        .help("a file is read once, before the run");
    return nullptr;
  }
  const std::filesystem::path folder =
      std::filesystem::path(f.analysis.sources.file(span.file).path()).parent_path();
  const std::filesystem::path file = folder / *written;
  const bool possible = written->find('\0') == std::string::npos;
  auto text = possible ? read_file(file, kLargestMebibytes << 20U)
                       : std::expected<std::string, std::string>(std::unexpected("no file has such a name"));
  if (!text) {
    f.emitter.emit(DiagnosticCode::FileNotRead, path.span, file.string(), text.error())
        .help("a relative path counts from the folder of this file");
    return nullptr;
  }
  if (text->size() > kLargestMebibytes << 20U) {
    f.emitter.emit(DiagnosticCode::FileNotRead, path.span, file.string(),
                   fmt::format("it is larger than {} MiB", kLargestMebibytes));
    return nullptr;
  }
  return build_constant(hir::Type::String, span, {std::move(*text)});
}

}  // namespace nest::sema
