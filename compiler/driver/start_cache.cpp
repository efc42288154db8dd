#include "compiler/driver/start_cache.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>

#include "compiler/codegen/object_key.h"
#include "compiler/diagnostics/collecting_sink.h"
#include "compiler/project/discover.h"
#include "compiler/project/load_source.h"

namespace nest {

/// What is kept on disk: a list of texts, each behind its size.
struct StartCache::Record {
  std::vector<std::string> sources;   // paths, in the order of the SourceSet
  std::vector<std::string> imported;  // paths that imports lead to, those of known files too
  std::vector<std::string> files;     // paths of what else was read
  std::string chosen;                 // '0' or '1' for each taskset
  bool needs_host = true;
  bool names_hosts = false;  // in its URLs: then the run's host decides about findings
  std::string object_key;
  std::string fingerprint;
};

namespace {

/// A file that changes again within a clock tick of its file system looks as it did.
constexpr std::chrono::seconds kSettled{2};

using Texts = std::vector<std::string>;

void append(std::string& out, std::string_view text) {
  const std::uint64_t size = text.size();
  out.append(reinterpret_cast<const char*>(&size), sizeof(size));
  out += text;
}

std::string written(const Texts& texts) {
  std::string out;
  for (const std::string& text : texts) append(out, text);
  return out;
}

/// Nothing when it is not what written() writes.
std::optional<Texts> read(std::string_view from) {
  Texts texts;
  while (!from.empty()) {
    std::uint64_t size = 0;
    if (from.size() < sizeof(size)) return std::nullopt;
    std::memcpy(&size, from.data(), sizeof(size));
    from.remove_prefix(sizeof(size));
    if (size > from.size()) return std::nullopt;
    texts.emplace_back(from.substr(0, size));
    from.remove_prefix(size);
  }
  return texts;
}

template <typename Number>
void add_number(ObjectKey& key, Number number) {
  key.add({reinterpret_cast<const char*>(&number), sizeof(number)});
}

bool names_host(const hir::Request& request) {
  if (request.url.parts.empty()) return false;
  const auto* text = std::get_if<std::string>(&request.url.parts.front());
  return text != nullptr && !text->starts_with('/');
}

}  // namespace

StartCache::StartCache(const CompileOptions& options) : options_(&options) {
  if (options.cache_folder.empty() || !options.only.empty() || !options.except.empty() || options.skip_broken)
    return;
  ObjectKey key;
  std::error_code error;
  const auto here = std::filesystem::current_path(error);
  if (error || !key.add_compiler()) return;
  key.add("a start");
  key.add(here.string());
  Texts paths;
  for (const auto& path : options.paths) paths.push_back(path.string());
  key.add(written(paths));
  key.add(written(options.services));
  key_ = key.text();
  cache_ = ObjectCache::open(options.cache_folder);
}

bool StartCache::is_settled(const FileStatus& status) const {
  const auto began = std::chrono::duration_cast<std::chrono::seconds>(began_.time_since_epoch());
  return std::max(status.status_changed_s, status.modified_s) < began.count() - kSettled.count();
}

std::optional<StartCache::Statuses> StartCache::look_at(const Record& record) {
  Statuses statuses;
  for (const std::string& path : record.imported) {
    const auto status = file_status(path);
    if (!status) return std::nullopt;
    statuses.imported.emplace_back(status->device, status->inode);
  }
  for (const std::string& path : record.files) {
    const auto status = file_status(path);
    if (!status) return std::nullopt;
    statuses.files.push_back(*status);
  }
  return statuses;
}

// What cannot be looked at has no fingerprint.
std::optional<std::string> StartCache::fingerprint(const Record& record, const Statuses& statuses,
                                                   const SourceSet& sources) const {
  CollectingSink findings;
  Emitter emitter(findings);
  ObjectKey key;
  Texts discovered;
  for (const DiscoveredFile& file : discover(options_->paths, emitter)) {
    discovered.push_back(file.path.string());
    discovered.push_back(file.module_name);
  }
  key.add(written(discovered));
  if (!findings.diagnostics.empty()) return std::nullopt;
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    const SourceFile& file = sources.file(static_cast<FileId>(i));
    const auto status = file_status(file.path());
    if (!status) return std::nullopt;
    key.add(file.path());
    key.add(file.text());
    add_number(key, status->device);
    add_number(key, status->inode);
  }
  for (std::size_t i = 0; i < record.imported.size(); ++i) {
    key.add(record.imported[i]);
    add_number(key, statuses.imported[i].first);
    add_number(key, statuses.imported[i].second);
  }
  for (std::size_t i = 0; i < record.files.size(); ++i) {
    key.add(record.files[i]);
    add_number(key, statuses.files[i]);
  }
  if (record.names_hosts) {
    key.add(options_->host);
    key.add(written(options_->allowed_hosts));
  }
  return key.text();
}

std::optional<KnownStart> StartCache::find() const {
  if (!cache_) return std::nullopt;
  const auto text = cache_->find(key_);
  const auto parts = text ? read(*text) : std::nullopt;
  if (!parts || parts->size() != 8) return std::nullopt;
  const auto sources = read((*parts)[0]);
  const auto imported = read((*parts)[1]);
  const auto files = read((*parts)[2]);
  if (!sources || !imported || !files) return std::nullopt;
  const Record record{.sources = *sources,
                      .imported = *imported,
                      .files = *files,
                      .chosen = (*parts)[3],
                      .needs_host = (*parts)[4] == "1",
                      .names_hosts = (*parts)[5] == "1",
                      .object_key = (*parts)[6],
                      .fingerprint = (*parts)[7]};
  KnownStart known;
  CollectingSink findings;
  Emitter emitter(findings);
  for (const std::string& path : record.sources) {
    if (!load_source(path, known.sources, emitter)) return std::nullopt;
  }
  const auto statuses = look_at(record);
  if (!statuses || fingerprint(record, *statuses, known.sources) != record.fingerprint) return std::nullopt;
  auto object = cache_->find(record.object_key);
  if (!object) return std::nullopt;
  known.object = std::move(*object);
  for (const char chosen : record.chosen) known.chosen.push_back(chosen == '1');
  known.needs_host = record.needs_host;
  return known;
}

void StartCache::store(const Analysed& analysed, const SourceSet& sources, const std::string& object_key,
                       bool needs_host) const {
  if (!cache_) return;
  Record record;
  Statuses statuses;
  for (std::uint32_t i = 0; i < sources.size(); ++i)
    record.sources.push_back(sources.file(static_cast<FileId>(i)).path());
  for (const ImportedFile& file : analysed.imported) {
    record.imported.push_back(file.path.string());
    statuses.imported.push_back(file.identity);
  }
  for (const hir::FileRead& file : analysed.program.files) {
    if (!is_settled(file.status)) return;
    record.files.push_back(file.path);
    statuses.files.push_back(file.status);
  }
  for (const bool each : analysed.chosen) record.chosen += each ? '1' : '0';
  record.names_hosts = std::ranges::any_of(analysed.program.requests, names_host);
  const auto print = fingerprint(record, statuses, sources);
  if (!print) return;
  const auto flag = [](bool value) { return std::string(value ? "1" : "0"); };
  cache_->store(
      key_, written({written(record.sources), written(record.imported), written(record.files), record.chosen,
                     flag(needs_host), flag(record.names_hosts), object_key, *print}));
}

}  // namespace nest
