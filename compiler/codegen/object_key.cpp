#include "compiler/codegen/object_key.h"

#include <elf.h>
#include <link.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/Config/llvm-config.h>
#include <llvm/Support/BLAKE3.h>
#include <llvm/TargetParser/Host.h>

namespace nest {
namespace {

/// The linker's build id in one segment of notes; empty when it is not there.
std::string_view build_id_in(const char* notes, std::size_t size) {
  const auto padded = [](std::size_t bytes) { return (bytes + 3) / 4 * 4; };
  while (size >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) note;
    std::memcpy(&note, notes, sizeof(note));
    const std::size_t whole = sizeof(note) + padded(note.n_namesz) + padded(note.n_descsz);
    if (whole > size) return {};
    if (note.n_type == NT_GNU_BUILD_ID && std::memcmp(notes + sizeof(note), "GNU", 4) == 0)
      return {notes + sizeof(note) + padded(note.n_namesz), note.n_descsz};
    notes += whole;
    size -= whole;
  }
  return {};
}

std::string_view build_id_of(const dl_phdr_info& object) {
  for (std::size_t i = 0; i < object.dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = object.dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    // The address is a number in the ELF headers; there is no pointer to begin with.
    // NOLINTNEXTLINE(performance-no-int-to-ptr)
    const auto* const notes = reinterpret_cast<const char*>(object.dlpi_addr + segment.p_vaddr);
    if (const std::string_view id = build_id_in(notes, segment.p_memsz); !id.empty()) return id;
  }
  return {};
}

struct Builds {
  std::string program;
  std::string llvm;
};

/// The first object is the program itself.
int visit(dl_phdr_info* object, std::size_t /*size*/, void* data) {
  auto& builds = *static_cast<Builds*>(data);
  if (builds.program.empty()) {
    builds.program = build_id_of(*object);
    return builds.program.empty() ? 1 : 0;
  }
  if (std::string_view(object->dlpi_name).contains("libLLVM")) builds.llvm = build_id_of(*object);
  return 0;
}

}  // namespace

struct ObjectKey::State {
  llvm::BLAKE3 hash;
};

ObjectKey::ObjectKey() : state_(std::make_unique<State>()) {}
ObjectKey::~ObjectKey() = default;

void ObjectKey::add(std::string_view part) {
  const std::uint64_t size = part.size();
  state_->hash.update(llvm::StringRef(reinterpret_cast<const char*>(&size), sizeof(size)));
  state_->hash.update(llvm::StringRef(part));
}

bool ObjectKey::add_compiler() {
  Builds builds;
  dl_iterate_phdr(visit, &builds);
  if (builds.program.empty()) return false;
  add(builds.program);
  add(builds.llvm);  // empty when LLVM is a part of the program
  add(LLVM_VERSION_STRING);
  add(std::string_view(llvm::sys::getHostCPUName()));
  std::string features;
  for (const auto& feature : llvm::sys::getHostCPUFeatures())
    features += (feature.second ? '+' : '-') + feature.first().str() + ',';
  add(features);
  return true;
}

std::string ObjectKey::text() const {
  const auto digest = state_->hash.final<32>();
  return llvm::toHex(llvm::ArrayRef<std::uint8_t>(digest.data(), digest.size()), /*LowerCase=*/true);
}

}  // namespace nest
