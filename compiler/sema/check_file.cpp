#include "compiler/sema/check_file.h"

#include <expected>
#include <filesystem>
#include <string>
#include <utility>

#include "compiler/project/read_file.h"
#include "compiler/sema/build_expression.h"

namespace nest::sema {
namespace {

constexpr std::size_t kLargestMebibytes = 16;

}  // namespace

hir::ExpressionPtr check_file(FunctionChecker& f, const hir::Expression& path, Span span) {
  const auto* written = constant_value<std::string>(path);
  if (written == nullptr || written->empty()) {
    f.emitter.emit(DiagnosticCode::FilePathNotConstant, path.span)
        .help("the file is read when the scenario is compiled");
    return nullptr;
  }
  const std::filesystem::path source = f.analysis.sources.file(span.file).path();
  const std::filesystem::path file = source.parent_path() / *written;
  const auto status = file_status(file.string());
  std::expected<std::string, std::string> text = std::unexpected("no file has such a name");
  if (!written->contains('\0')) text = read_file(file, kLargestMebibytes << 20U);
  if (text && text->size() > kLargestMebibytes << 20U) {
    text = std::unexpected(fmt::format("it is larger than {} MiB", kLargestMebibytes));
  }
  if (!text) {
    f.emitter.emit(DiagnosticCode::UploadUnreadable, path.span, *written, text.error())
        .help("the path counts from the folder of this file: `{}`", file.lexically_normal().string());
    return nullptr;
  }
  if (status) f.analysis.program.files.push_back({file.string(), *status});
  return build_constant(hir::Type::String, span, {std::move(*text)});
}

}  // namespace nest::sema
