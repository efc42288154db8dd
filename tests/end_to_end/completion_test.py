"""Completion scripts and manual pages: made from the command lines, and what bash makes of them."""

import os
import pathlib
import pty
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from nest_program import NEST

PROGRAMS = {"nest": NEST, "nestc": NEST.with_name("nestc")}
COMPLETE = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_${COMP_WORDS[0]}_complete 2>&1
printf '%s\\n' "${COMPREPLY[@]}"
"""


def output(*command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, timeout=60, **options)
    return done.returncode, done.stdout, done.stderr


def script(program, form):
    code, out, err = output(PROGRAMS[program], "completion", form)
    assert (code, err) == (0, ""), err
    return out


def commands_of(program):
    """The subcommands that --help shows."""
    text = output(PROGRAMS[program], "--help")[1]
    return re.findall(r"(?m)^  ([a-z]+) ", text[text.index("Subcommands:"):])


def options_of(program, *commands):
    """The long options that --help shows."""
    return set(re.findall(r"(?m)^  (?:-\w,)?(--[a-z][a-z-]*)", output(PROGRAMS[program], *commands, "--help")[1]))


class Bash(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        (self.folder / "my tasksets").mkdir()
        (self.folder / "a.pem").write_text("")
        self.scripts = {}
        for program in PROGRAMS:
            self.scripts[program] = self.folder / f".{program}.bash"
            self.scripts[program].write_text(script(program, "bash"))

    def complete(self, *words):
        code, out, err = output("bash", "--norc", "-c", COMPLETE, "bash", self.scripts[words[0]], *words, cwd=self.folder)
        self.assertEqual((code, err), (0, ""), err)
        # compopt may only be called while bash completes.
        return {line for line in out.splitlines() if line and "compopt" not in line}

    def test_subcommands(self):
        for program in PROGRAMS:
            self.assertGreaterEqual(self.complete(program, ""), set(commands_of(program)))
        self.assertEqual(self.complete("nest", "sho"), {"show"})

    def test_options_of_each_subcommand(self):
        for program in PROGRAMS:
            for command in commands_of(program):
                options = options_of(program, command)
                self.assertTrue(options, command)
                self.assertGreaterEqual(self.complete(program, command, "-"), options, command)
        self.assertEqual(self.complete("nest", "run", "--spa"), {"--spawn-rate"})
        self.assertNotIn("--spawn-rate", self.complete("nest", "show", "-"))

    def test_values(self):
        self.assertEqual(self.complete("nest", "show", "--format", ""), {"text", "json"})
        self.assertEqual(self.complete("nest", "show", "--format", "=", "js"), {"json"})
        self.assertEqual(self.complete("nestc", "check", "-W", ""), {"error"})
        self.assertEqual(self.complete("nest", "completion", ""), {"bash", "zsh", "fish", "man"})
        self.assertEqual(self.complete("nest", "run", "--users", ""), set())

    def test_files_and_folders(self):
        self.assertEqual(self.complete("nest", "run", "--cacert", "a"), {"a.pem"})
        self.assertEqual(self.complete("nest", "run", "m"), {"my tasksets"})
        self.assertEqual(self.complete("nest", "run", "--results", "a"), set())
        self.assertEqual(self.complete("nest", "run", "--results", "m"), {"my tasksets"})

    def test_a_terminal_completes_with_it(self):
        """The whole way: an interactive bash, a tab."""
        command = f"source {self.scripts['nest']}\nnest sho\t FOLDER-X\nexit\n"
        environment = {**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}", "TERM": "dumb", "HISTFILE": ""}
        (self.folder / "nest").write_text('#!/bin/sh\necho "called: $*"\n')
        (self.folder / "nest").chmod(0o755)
        done = subprocess.run(["script", "-qec", "bash --norc --noprofile -i", "/dev/null"], input=command, text=True,
                              capture_output=True, cwd=self.folder, env=environment, check=False, timeout=60)
        self.assertIn("called: show FOLDER-X", done.stdout, done.stdout + done.stderr)


def installed(test):
    """In a folder with the two scripts as zsh finds them, and what nest would be asked about."""
    holder = tempfile.TemporaryDirectory()
    test.addCleanup(holder.cleanup)
    folder = pathlib.Path(holder.name)
    (folder / "functions").mkdir()
    (folder / "results").mkdir()
    for program in PROGRAMS:
        (folder / "functions" / f"_{program}").write_text(script(program, "zsh"))
        (folder / f"{program}.fish").write_text(script(program, "fish"))
    return folder


# What is typed before a tab, and the whole line behind it. In zsh, which ends a finished word with a blank.
TYPED = {
    "nest sho": "nest show ",
    "nest run --spa": "nest run --spawn-rate ",
    "nest run --weight=x --for": "nest run --weight=x --for",
    "nest list --format j": "nest list --format json ",
    "nest config ": "nest config show ",
    "nest config show --us": "nest config show --users ",
    "nest show res": "nest show results/",
    "nestc conf": "nestc configure ",
    "nestc check -W ": "nestc check -W error ",
}


@unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
class Zsh(unittest.TestCase):
    """An interactive zsh with the scripts in a folder of fpath, and a key that shows the line and empties it."""

    SETUP = ("unsetopt zle prompt_cr prompt_sp; PS1=; fpath=($PWD/functions $fpath); autoload -Uz compinit; compinit -u -D\n"
             "show() { print -r -- \"<$BUFFER>\"; BUFFER=; }; zle -N show; bindkey '^X' show; setopt zle; print READY''-NOW\n")

    def read_until(self, mark):
        seen = ""
        end = time.monotonic() + 30
        while mark not in seen:
            self.assertLess(time.monotonic(), end, seen)
            if select.select([self.handle], [], [], 0.2)[0]:
                seen += os.read(self.handle, 4096).decode(errors="replace")
        return seen

    def test_a_tab_completes(self):
        folder = installed(self)
        child, self.handle = pty.fork()
        if child == 0:
            os.chdir(folder)
            os.environ.update(TERM="dumb", HISTFILE="")
            os.execvp("zsh", ["zsh", "-f", "-i"])
        try:
            os.write(self.handle, self.SETUP.encode())
            self.read_until("READY-NOW")
            for typed, expected in TYPED.items():
                os.write(self.handle, typed.encode() + b"\t\x18")
                self.assertIn(f"<{expected}>", self.read_until(">\r"))
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            os.close(self.handle)


@unittest.skipUnless(shutil.which("fish"), "fish is not installed")
class Fish(unittest.TestCase):
    def test_its_completer_knows_what_comes_next(self):
        folder = installed(self)
        asked = "; ".join(f"echo '> {typed}'; complete -C '{typed}'" for typed in TYPED)
        code, out, err = output("fish", "--no-config", "-c", f"source nest.fish; source nestc.fish; {asked}", cwd=folder,
                                env={**os.environ, "HOME": str(folder)})
        self.assertEqual((code, err), (0, ""))
        answers = {part.split("\n")[0]: part.split("\n")[1:-1] for part in out.split("> ")[1:]}
        for typed, expected in TYPED.items():
            found = [line.split("\t")[0] for line in answers[typed]]
            self.assertEqual([expected.split()[-1]] if typed != expected else [], found, typed)


class OtherForms(unittest.TestCase):
    def test_each_names_every_option(self):
        for program in PROGRAMS:
            for form in ("zsh", "fish", "man"):
                text = script(program, form).replace("\\-", "-")
                for command in commands_of(program):
                    self.assertIn(command, text)
                    for option in options_of(program, command):
                        self.assertIn(f"-l {option[2:]} " if form == "fish" else option, text, (form, command))

    def test_zsh_and_fish_can_read_them(self):
        for shell in ("zsh", "fish", "bash"):
            if not shutil.which(shell):
                continue
            for program in PROGRAMS:
                with tempfile.NamedTemporaryFile("w") as file:
                    file.write(script(program, shell))
                    file.flush()
                    self.assertEqual(output(shell, "-n", file.name), (0, "", ""))

    def test_the_manual_is_well_formed(self):
        for program in PROGRAMS:
            page = script(program, "man")
            for head in (".TH", ".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS", ".SH COMMANDS", ".SH EXIT STATUS"):
                self.assertIn(head, page)
            self.assertNotRegex(page, r"(?m)^'")
            if shutil.which("man") and shutil.which("groff"):
                with tempfile.NamedTemporaryFile("w", suffix=".1") as file:
                    file.write(page)
                    file.flush()
                    code, out, err = output("man", "--warnings", "-l", file.name,
                                            env={**os.environ, "MANWIDTH": "80", "MANPAGER": "cat", "LC_ALL": "C.UTF-8"})
                    self.assertEqual((code, err), (0, ""))
                    self.assertIn("SYNOPSIS", re.sub(".\x08", "", out))
            if shutil.which("groff"):
                code, out, err = output("groff", "-man", "-Tutf8", "-ww", input=page)
                self.assertEqual((code, err), (0, ""))
                self.assertIn("SYNOPSIS", re.sub(".\x08", "", out))

    def test_output_that_cannot_be_written_is_an_error(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([str(NEST), "completion", "bash"], stdout=full, stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"No space left", done.stderr)


if __name__ == "__main__":
    unittest.main()
