#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/diagnostics/emitter.h"
#include "compiler/source/source_set.h"

namespace nest::config {

/// A key with the tables around it: {"users"}, {"weights", "shop/shopper.Shopper"}.
using KeyPath = std::vector<std::string>;

/// What a key can be set to.
using EditValue = std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>>;

/// What saving over a file that is not the one which was read means.
enum class Overwrite : std::uint8_t { No, Yes };

/// Why a file was not saved. The file is as it was before.
struct SaveFault {
  enum class Kind : std::uint8_t {
    Changed,  ///< somebody else changed the file after it was read; read it again, or save with
              ///< Overwrite::Yes
    Exists,   ///< there is a file of that name; ask, then save with Overwrite::Yes
    Failed    ///< the system refuses: no right to, no room for it
  };
  Kind kind{};
  std::string message;  ///< complete, with the path
};

/// A nest.toml that is being changed. Edits are made in the text, where the values stand: comments, order,
/// blank lines and the way numbers are written stay as they are; nothing is printed anew. After each edit the
/// text is parsed again and must hold exactly the values that were meant.
///
///     auto edit = config::Edit::open("nest.toml", sources, emitter);
///     if (auto done = edit->set({"weights", "Shopper"}, std::int64_t{3}); !done) … done.error() …
///     if (auto saved = edit->save(); !saved) … saved.error().message …
class Edit {
 public:
  /// Reads a file; one that does not exist is an empty one, which save() makes. What is wrong with it is
  /// reported, and then there is nothing to edit.
  [[nodiscard]] static std::optional<Edit> open(const std::filesystem::path& path, SourceSet& sources,
                                                Emitter& emitter);

  /// Gives a key a value: in the place of the one that it has, or as a new line at the end of its table, or
  /// in a new table at the end of the file. A key that has the value already is not touched. The error, a
  /// message for people, says why the text cannot be changed that way (a key on the way holds a value, say);
  /// the text is then unchanged.
  [[nodiscard]] std::expected<void, std::string> set(const KeyPath& key, const EditValue& value);
  /// Takes a key out with its line; fine when it is not there. Only for keys on a line of their own.
  [[nodiscard]] std::expected<void, std::string> remove(const KeyPath& key);
  /// Whether the key has a value.
  [[nodiscard]] bool has(const KeyPath& key) const;

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool changed() const { return text_ != read_.value_or(""); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Puts the text in the place of the file that was read, unless that has changed meanwhile.
  [[nodiscard]] std::expected<void, SaveFault> save() { return save_as(path_, Overwrite::No); }
  /// The same under another name, or over whatever is there now. See replace_file() for what is kept.
  /// Afterwards this is an edit of that file.
  [[nodiscard]] std::expected<void, SaveFault> save_as(const std::filesystem::path& path,
                                                       Overwrite overwrite);

 private:
  Edit(std::filesystem::path path, std::optional<std::string> read, bool marked);

  std::filesystem::path path_;
  std::optional<std::string> read_;  // the text as it was read, without the mark; nothing: there was no file
  std::string text_;
  bool marked_;  // the file begins with a byte order mark
};

}  // namespace nest::config
