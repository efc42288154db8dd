#include <gtest/gtest.h>
#include <toml++/toml.h>

#include <algorithm>
#include <map>
#include <random>
#include <sstream>

#include "compiler/config/edit.h"
#include "compiler/diagnostics/collecting_sink.h"
#include "tests/compiler/project/temporary_folder.h"

namespace nest::config {
namespace {

/// Random texts as people might write them, and random edits of them.
class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return random_() % n; }
  bool chance(std::size_t one_in) { return below(one_in) == 0; }

  std::string document() {
    end_ = chance(4) ? "\r\n" : "\n";
    std::string text = lines("");
    for (const char* table :
         {"weights", "params", "services.db", "services.\"a b\"", "services", "deep.er.est"}) {
      if (chance(2)) continue;
      text += noise() + indent() + "[" + std::string(table) + "]" + tail() + lines(table);
    }
    if (chance(4))
      text += "[[lists]]" + end_ + "x = 1" + tail() + "[[lists]] # second" + end_ + "x = 2" + end_;
    if (chance(5) && text.ends_with(end_)) text.resize(text.size() - end_.size());
    return text;
  }

  KeyPath path() {
    static const std::vector<KeyPath> kTables = {{},           {"weights"},
                                                 {"params"},   {"services", "db"},
                                                 {"inl"},      {"inl", "in"},
                                                 {"dot"},      {"dot", "ted"},
                                                 {"fresh"},    {"fresh", "er"},
                                                 {"services"}, {"deep", "er"},
                                                 {"deep"},     {"services", "new one"}};
    KeyPath path = kTables[below(kTables.size())];
    path.push_back(names()[below(names().size())]);
    return path;
  }

  EditValue value() {
    switch (below(5)) {
      case 0:
        return chance(2);
      case 1:
        return static_cast<std::int64_t>(below(1000)) - 500;
      case 2:
        return static_cast<double>(below(1000)) / 8;
      case 3:
        return std::string("t\"e'x\\t\n#ü");
      default:
        return std::vector<std::string>{"a", "b # no comment"};
    }
  }

  /// Each comment is one of a kind.
  const std::vector<std::string>& comments() const { return comments_; }

 private:
  static const std::vector<std::string>& names() {
    static const std::vector<std::string> kNames = {"a", "b", "c", "shop/shopper.A", "ü", "x y"};
    return kNames;
  }

  static std::string quoted(const std::string& name) {
    return name.find_first_of("/ \xC3") == std::string::npos ? name : "\"" + name + "\"";
  }
  std::string comment() {
    comments_.push_back("# c" + std::to_string(comments_.size()) + " = [1] \"'é");
    return comments_.back();
  }
  std::string indent() { return chance(4) ? "\t " : ""; }
  std::string tail() { return (chance(3) ? "  " + comment() : "") + end_; }
  std::string noise() { return (chance(3) ? end_ : "") + (chance(3) ? indent() + comment() + end_ : ""); }

  std::string text_value() {
    switch (below(10)) {
      case 0:
        return "0x1F";
      case 1:
        return "-1.5e3";
      case 2:
        return "'lit # eral'";
      case 3:
        return "\"a \\\" # é\"";
      case 4:
        return "\"\"\"" + end_ + "[weights]" + end_ + "# in a string \"\"\"\"";
      case 5:
        return "'''x'''";
      case 6:
        return "[ 1, " + comment() + end_ + "  2 ]";
      case 7:
        return "1979-05-27T07:32:00Z";
      case 8:
        return "{ q = 1, r.s = [2] }";
      default:
        return chance(3) ? "nan" : "12";
    }
  }

  /// Statements of one table, with names that nothing else of it uses.
  std::string lines(const std::string& table) {
    std::string text = noise();
    for (const std::string& name : names()) {
      if (chance(2)) continue;
      text += indent() + quoted(name) + (chance(2) ? " = " : "=") + text_value() + tail() + noise();
    }
    if (table.empty() && chance(2)) {
      text += "dot.a = 1" + tail() + noise() + "dot . ted.b = 2" + tail();
    }
    if (table.empty() && chance(2)) {
      text += "inl = { a = 1, in.b = \"}\" , 'c' = {} }" + tail();
    }
    return text;
  }

  std::mt19937 random_;
  std::string end_ = "\n";
  std::vector<std::string> comments_;
};

/// Every value by its path, each as text: a second opinion on what a file says.
using Flat = std::map<std::string, std::string>;

void flatten(const toml::node& node, const std::string& path, Flat& flat) {
  if (const auto* table = node.as_table()) {
    for (const auto& [key, value] : *table) flatten(value, path + "/" + std::string(key.str()), flat);
    return;
  }
  if (const auto* list = node.as_array()) {
    flat[path] = "list";
    for (std::size_t i = 0; i < list->size(); ++i)
      flatten(*list->get(i), path + "/" + std::to_string(i), flat);
    return;
  }
  std::ostringstream text;
  node.visit([&](const auto& value) {
    if constexpr (toml::is_value<decltype(value)>) text << value.type() << ' ' << value;
  });
  flat[path] = text.str();
}

Flat flat_of(const std::string& text) {
  Flat flat;
  flatten(toml::parse(std::string_view(text)), "", flat);
  return flat;
}

Flat flat_of(const EditValue& value, const std::string& path) {
  toml::table table;
  std::visit(
      [&](const auto& plain) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(plain)>, std::vector<std::string>>) {
          toml::array list;
          for (const auto& element : plain) list.push_back(element);
          table.insert("x", list);
        } else {
          table.insert("x", plain);
        }
      },
      value);
  Flat flat;
  flatten(*table.get("x"), path, flat);
  return flat;
}

std::string joined(const KeyPath& key) {
  std::string path;
  for (const std::string& part : key) path += "/" + part;
  return path;
}

struct Tally {
  int edits = 0;
  int refused = 0;
};

void play(unsigned seed, Tally& tally) {
  Writer writer(seed);
  const std::string text = writer.document();
  TemporaryFolder folder;
  SourceSet sources;
  CollectingSink sink;
  Emitter emitter(sink);
  auto edit = Edit::open(folder.write("nest.toml", text), sources, emitter);
  ASSERT_TRUE(edit) << "seed " << seed << "\n" << text;
  for (int i = 0; i < 8; ++i) {
    const KeyPath key = writer.path();
    const EditValue value = writer.value();
    const std::string before = edit->text();
    const bool removes = writer.chance(4);
    const auto done = removes ? edit->remove(key) : edit->set(key, value);
    SCOPED_TRACE("seed " + std::to_string(seed) + ", " + joined(key) + "\n" + before + "\n------\n" +
                 edit->text());
    ++tally.edits;
    if (!done) {
      ++tally.refused;
      ASSERT_EQ(edit->text(), before);
      ASSERT_EQ(done.error().find("by hand"), std::string::npos) << done.error();
      continue;
    }
    Flat expected = flat_of(before);
    const std::string path = joined(key);
    std::erase_if(expected, [&](const auto& entry) {
      return entry.first == path || entry.first.starts_with(path + "/");
    });
    if (!removes) expected.merge(flat_of(value, path));
    ASSERT_EQ(flat_of(edit->text()), expected);
    for (const std::string& comment : writer.comments())
      ASSERT_NE(edit->text().find(comment), std::string::npos) << comment;
    if (text.find("\r\n") != std::string::npos) {
      ASSERT_EQ(std::ranges::count(edit->text(), '\r'), std::ranges::count(edit->text(), '\n'));
    }
  }
}

TEST(EditProperty, any_edit_of_any_text_changes_what_was_meant_and_keeps_every_comment) {
  Tally tally;
  for (unsigned seed = 1; seed <= 600 && !HasFatalFailure(); ++seed) play(seed, tally);
  // Values that stand where a table is needed are refused; most edits are not of that kind.
  EXPECT_LT(tally.refused * 5, tally.edits);
  EXPECT_GT(tally.refused, 0);
}

}  // namespace
}  // namespace nest::config
