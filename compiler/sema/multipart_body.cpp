#include "compiler/sema/multipart_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "compiler/project/read_file.h"
#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/encode.h"
#include "compiler/sema/lints.h"

namespace nest::sema {
namespace {

constexpr std::size_t kLargestMebibytes = 16;

struct FileType {
  std::string_view extension;
  std::string_view type;
};
constexpr std::array kTypes = {
    FileType{".png", "image/png"},         FileType{".jpg", "image/jpeg"},
    FileType{".jpeg", "image/jpeg"},       FileType{".gif", "image/gif"},
    FileType{".webp", "image/webp"},       FileType{".svg", "image/svg+xml"},
    FileType{".pdf", "application/pdf"},   FileType{".txt", "text/plain"},
    FileType{".csv", "text/csv"},          FileType{".html", "text/html"},
    FileType{".json", "application/json"}, FileType{".xml", "text/xml"},
    FileType{".zip", "application/zip"},   FileType{".gz", "application/gzip"},
    FileType{".mp3", "audio/mpeg"},        FileType{".mp4", "video/mp4"},
};

std::string_view type_of(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  std::ranges::transform(extension, extension.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const auto found = std::ranges::find(kTypes, extension, &FileType::extension);
  return found == kTypes.end() ? "application/octet-stream" : found->type;
}

// As browsers do it (HTML, "multipart/form-data encoding algorithm"): what would end the quotes or the line.
std::string browser_quoted(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"') {
      out += "%22";
    } else if (c == '\r') {
      out += "%0D";
    } else if (c == '\n') {
      out += "%0A";
    } else {
      out += c;
    }
  }
  return out + '"';
}

// FNV-1a (Fowler, Noll, Vo), 64 bits.
void mix_in(std::uint64_t& hash, std::string_view text) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
}

const ast::Call* file_call(const ast::Expression& value) {
  const auto* call = std::get_if<ast::Call>(&value.node);
  const auto* callee = call == nullptr ? nullptr : std::get_if<ast::NameReference>(&call->callee->node);
  return callee != nullptr && callee->name.text == "file" ? call : nullptr;
}

}  // namespace

void MultipartBody::add(const ast::Field& field) {
  if (const ast::Call* call = file_call(*field.value)) {
    add_file(field, *call);
    return;
  }
  lint_secret(f_->emitter, field.key.text, *field.value);
  auto value = check_value(*f_, *field.value);
  if (value == nullptr) return;
  parts_.push_back(
      {.head = fmt::format("Content-Disposition: form-data; name={}\r\n", browser_quoted(field.key.text)),
       .bytes = {},
       .value = std::move(value)});
}

void MultipartBody::add_file(const ast::Field& field, const ast::Call& call) {
  if (call.arguments.size() != 1 || call.within != nullptr) {
    f_->emitter.emit(DiagnosticCode::ArgumentCount, field.value->span, "file", "one argument",
                     call.arguments.size());
    return;
  }
  const ast::Expression& argument = *call.arguments.front();
  const auto value = check_as(*f_, argument, hir::Type::String);
  if (value == nullptr) return;
  const auto* written = constant_value<std::string>(*value);
  if (written == nullptr || written->empty()) {
    f_->emitter.emit(DiagnosticCode::FilePathNotConstant, argument.span)
        .help("the file is read when the scenario is compiled");
    return;
  }
  const std::filesystem::path source = f_->analysis.sources.file(argument.span.file).path();
  const std::filesystem::path path = source.parent_path() / *written;
  constexpr std::size_t kLargest = kLargestMebibytes * 1024 * 1024;
  const auto status = file_status(path.string());
  auto bytes = read_file(path, kLargest);
  if (bytes && bytes->size() > kLargest)
    bytes = std::unexpected(fmt::format("it is larger than {} MiB", kLargestMebibytes));
  if (!bytes) {
    f_->emitter.emit(DiagnosticCode::UploadUnreadable, argument.span, *written, bytes.error())
        .help("the path counts from the folder of this file: `{}`", path.lexically_normal().string());
    return;
  }
  if (status) f_->analysis.program.files.push_back({path.string(), *status});
  parts_.push_back(
      {.head = fmt::format("Content-Disposition: form-data; name={}; filename={}\r\nContent-Type: {}\r\n",
                           browser_quoted(field.key.text), browser_quoted(path.filename().string()),
                           type_of(path)),
       .bytes = std::move(*bytes),
       .value = nullptr});
}

std::string MultipartBody::choose_boundary() const {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  const auto known_text = [](const Part& part) {
    return part.value == nullptr ? part.bytes : constant_text(*part.value).value_or("");
  };
  std::vector<std::string> texts;
  for (const Part& part : parts_) {
    texts.push_back(known_text(part));
    mix_in(hash, part.head);
    mix_in(hash, texts.back());
  }
  for (;; mix_in(hash, "again")) {
    std::string boundary = fmt::format("nest-boundary-{:016x}", hash);
    if (std::ranges::none_of(texts, [&](const std::string& text) { return text.contains(boundary); }))
      return boundary;
  }
}

void MultipartBody::write(const std::string& boundary, TemplateBuilder& out) {
  for (Part& part : parts_) {
    out.add_text("--" + boundary + "\r\n" + part.head + "\r\n");
    if (part.value == nullptr) {
      out.add_text(part.bytes);
    } else {
      out.add_hole(hir::Encoding::Plain, std::move(part.value));
    }
    out.add_text("\r\n");
  }
  out.add_text("--" + boundary + "--\r\n");
}

}  // namespace nest::sema
