#include "compiler/configure/editing_terminal.h"

#include <histedit.h>
#include <unistd.h>

#include <cerrno>
#include <clocale>
#include <cwchar>

#include "compiler/configure/interrupts.h"

namespace nest::configure {

namespace {

constexpr char kEndOfInput = 'D' - '@';  // Ctrl-D

}  // namespace

struct EditingTerminal::Editor {
  EditLine* line = nullptr;
  int in = -1;
  std::string prompt;

  static Editor& of(EditLine* line) {
    void* data = nullptr;
    el_get(line, EL_CLIENTDATA, &data);
    return *static_cast<Editor*>(data);
  }
  static char* show_prompt(EditLine* line) { return of(line).prompt.data(); }

  // libedit's own reader goes on after a signal; Ctrl-C has to end the line.
  static int read_character(EditLine* line, wchar_t* out) {
    std::mbstate_t state{};
    for (;;) {
      char byte = 0;
      if (!wait_for_input(of(line).in)) return -1;
      const ssize_t size = ::read(of(line).in, &byte, 1);
      if (size < 0 && errno == EINTR && !interrupted()) continue;
      if (size <= 0) return size == 0 ? 0 : -1;
      // What the kernel makes of a Ctrl-D that was typed before libedit had switched the line's editing off.
      if (byte == '\0') byte = kEndOfInput;
      const std::size_t done = std::mbrtowc(out, &byte, 1, &state);
      if (done == static_cast<std::size_t>(-2)) continue;  // more bytes belong to it
      if (done == static_cast<std::size_t>(-1)) {
        state = {};
        continue;
      }
      return 1;
    }
  }
};

EditingTerminal::EditingTerminal(std::FILE* in, std::FILE* out, bool has_color)
    : out_(out), has_color_(has_color), editor_(std::make_unique<Editor>()) {
  if (const char* const locale = std::setlocale(LC_CTYPE, ""); locale == nullptr || MB_CUR_MAX == 1)
    std::setlocale(LC_CTYPE, "C.UTF-8");
  editor_->in = ::fileno(in);
  editor_->line = el_init("nestc", in, out, stderr);
  el_set(editor_->line, EL_CLIENTDATA, editor_.get());
  el_set(editor_->line, EL_PROMPT, &Editor::show_prompt);
  el_set(editor_->line, EL_GETCFN, &Editor::read_character);
  el_set(editor_->line, EL_EDITOR, "emacs");
  el_source(editor_->line, nullptr);
}

EditingTerminal::~EditingTerminal() { el_end(editor_->line); }

std::expected<std::string, NoAnswer> EditingTerminal::read(std::string_view prompt) {
  if (interrupted()) return std::unexpected(NoAnswer::Interrupted);
  editor_->prompt = prompt;
  int size = 0;
  const char* const text = el_gets(editor_->line, &size);
  if (text == nullptr || size <= 0 || interrupted()) {
    write("\n");
    return std::unexpected(interrupted() ? NoAnswer::Interrupted : NoAnswer::EndOfInput);
  }
  std::string line(text, static_cast<std::size_t>(size));
  if (!line.empty() && line.back() == '\n') line.pop_back();
  return line;
}

void EditingTerminal::write(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), out_);
  std::fflush(out_);
}

}  // namespace nest::configure
