"""nestc configure as people meet it: at a terminal, through a pipe, from a script; what it leaves behind when it is broken off."""

import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import tempfile
import time
import unittest

NESTC = pathlib.Path(os.environ["NEST_BIN"]) / "nestc"
SHOP = """/// Someone who browses.
taskset Shopper {
    weight 3
    task browse { GET "/" }
    task leave { interrupt }
}
taskset Admin { task report { GET "/report" interrupt } }
"""
BEFORE = "# ours\nusers = 7   # seven\n\n[weights]\nShopper = 2\n"
ALL_ANSWERS = ["5", "0", "http://localhost:1", "50", "2.5", "10m", "y", "", "y"]


class Terminal:
    """A program on a pseudo-terminal, expect-style."""

    def __init__(self, folder, *arguments, **environment):
        self.child, self.handle = pty.fork()
        if self.child == 0:
            os.chdir(folder)
            os.environ.update({"TERM": "xterm", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", **environment})
            os.execv(NESTC, [str(NESTC), "configure", *arguments])
        self.seen = ""
        self.done = 0

    def read(self, seconds):
        if not select.select([self.handle], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.handle, 4096)
        except OSError:
            return False
        self.seen += data.decode(errors="replace")
        return bool(data)

    def expect(self, text, seconds=60):
        end = time.monotonic() + seconds
        while text not in self.seen[self.done:]:
            if time.monotonic() > end or not self.read(max(0, end - time.monotonic())):
                raise AssertionError(f"no {text!r} in {self.seen[self.done:]!r}")
        self.done = self.seen.index(text, self.done) + len(text)

    def send(self, text):
        os.write(self.handle, text.encode())

    def answer(self, prompt, line):
        self.expect(prompt)
        self.send(line + "\r")

    def status(self):
        while self.read(60):
            pass
        status = os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])
        os.close(self.handle)
        return status


class Configure(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        (self.folder / "tasksets").mkdir()
        (self.folder / "tasksets/shop.nest").write_text(SHOP)
        self.file = self.folder / "nest.toml"

    def nestc(self, *arguments, text=""):
        return subprocess.run([NESTC, "configure", *arguments], cwd=self.folder, input=text, text=True, timeout=60,
                              capture_output=True, check=False)

    def files(self):
        return sorted(path.name for path in self.folder.iterdir())


PROMPTS = ["Weight [", "Weight [", "Host [", "Users [", "Spawn rate [", "Run time [", "Save? [", "File [", "Change it? ["]


class NamesOfWeights(Configure):
    def test_a_weight_of_a_taskset_that_is_gone_is_said_by_configure_and_check(self):
        self.file.write_text("[weights]\nShoper = 2\nLost = 1\n")
        shown = self.nestc("--show")
        check = subprocess.run([NESTC, "check", "tasksets"], cwd=self.folder, text=True, capture_output=True, check=False)
        for text, code in ((shown.stderr, shown.returncode), (check.stdout, check.returncode)):
            self.assertEqual(code, 0, text)
            for word in ("nest.toml:2:1", "did you mean `Shopper`?", "nest.toml:3:1", "no taskset is named `Lost`"):
                self.assertIn(word, text)

    def test_a_name_of_two_tasksets_is_an_error_before_anything_is_asked(self):
        (self.folder / "tasksets/other.nest").write_text(SHOP)
        self.file.write_text("[weights]\nShopper = 2\n")
        result = self.nestc(text="5\n")
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertIn('"other.Shopper"', result.stderr)
        check = subprocess.run([NESTC, "check", "tasksets"], cwd=self.folder, text=True, capture_output=True, check=False)
        self.assertEqual(check.returncode, 1, check.stdout)
        self.assertIn("N0911", check.stdout)


class AtATerminal(Configure):
    def test_the_whole_dialogue_changes_the_file_and_keeps_its_comments(self):
        self.file.write_text(BEFORE)
        terminal = Terminal(self.folder)
        terminal.expect("shop.Shopper  declared weight 3")
        for prompt, answer in zip(PROMPTS, ALL_ANSWERS):
            terminal.answer(prompt, answer)
        terminal.answer("Run now? [", "n")
        self.assertEqual(terminal.status(), 0)
        text = self.file.read_text()
        self.assertTrue(text.startswith("# ours\nusers = 50   # seven\n"), text)
        for line in ("Shopper = 5\n", "Admin = 0\n", 'host = "http://localhost:1"\n', "spawn_rate = 2.5\n",
                     'run_time = "10m"\n'):
            self.assertIn(line, text)
        self.assertEqual(self.files(), ["nest.toml", "tasksets"])

    def test_a_line_can_be_edited(self):
        terminal = Terminal(self.folder)
        terminal.expect("Weight [3]: ")
        terminal.send("94\x01\x04")  # Ctrl-A, Ctrl-D: to the beginning of the line, and delete what is there
        terminal.send("\r")
        terminal.answer("Weight [1]: ", "b")
        terminal.expect("Weight [4]: ")
        os.kill(terminal.child, signal.SIGTERM)
        terminal.status()

    def test_ctrl_c_and_the_end_of_input_at_any_question_leave_the_file_as_it_was(self):
        for given in range(len(PROMPTS)):
            for key, code, words in (("\x03", 130, "interrupted"), ("\x04", 1, "the input ended")):
                with self.subTest(given=given, code=code):
                    self.file.write_text(BEFORE)
                    terminal = Terminal(self.folder)
                    for prompt, answer in zip(PROMPTS[:given], ALL_ANSWERS):
                        terminal.answer(prompt, answer)
                    terminal.expect(PROMPTS[given])
                    terminal.expect("] " if "?" in PROMPTS[given] else "]: ")
                    terminal.send(key)
                    self.assertEqual(terminal.status(), code, terminal.seen)
                    self.assertIn(f"{words}; nothing was changed", terminal.seen)
                    self.assertEqual(self.file.read_text(), BEFORE)
                    self.assertEqual(self.files(), ["nest.toml", "tasksets"])

    def test_colour_is_shown_unless_it_is_unwanted(self):
        for value, colored in (("", True), ("1", False)):
            terminal = Terminal(self.folder, NO_COLOR=value)
            terminal.expect("Weight [3]: ")
            self.assertEqual("\x1b[1mshop.Shopper" in terminal.seen, colored)
            terminal.send("\x04")
            terminal.status()

    def test_running_now_asks_nest_run(self):
        terminal = Terminal(self.folder)
        for prompt, answer in zip(PROMPTS[:-1], ["", "", "http://127.0.0.1:9", "1", "1", "1s", "y", ""]):
            terminal.answer(prompt, answer)
        terminal.answer("Run now? [", "y")
        terminal.answer("Run? [y/N]", "n")
        self.assertEqual(terminal.status(), 0)
        self.assertIn("http://127.0.0.1:9", terminal.seen)


    def test_running_without_saving_hands_the_answers_on(self):
        self.file.write_text(BEFORE)
        terminal = Terminal(self.folder)
        for prompt, answer in zip(PROMPTS[:7], ["5", "0", "http://127.0.0.1:9", "3", "2.5", "1s", "n"]):
            terminal.answer(prompt, answer)
        terminal.answer("Run now, without saving? [", "y")
        terminal.answer("Run? [y/N]", "n")
        self.assertEqual(terminal.status(), 0)
        for line in (r"shop\.Shopper +5 +100 % +--weight", r"shop\.Admin +0 +0 % +--weight", r"Users +3 +\(--users\)",
                     r"Spawn rate +2\.5/s +\(--spawn-rate\)", r"Run time +1s +\(--run-time\)"):
            self.assertRegex(terminal.seen, line)
        self.assertEqual(self.file.read_text(), BEFORE)


class ThroughAPipe(Configure):
    def test_the_same_dialogue_works_without_a_terminal(self):
        result = self.nestc(text="\n".join([*ALL_ANSWERS[:8], "n", ""]))
        self.assertEqual((result.returncode, result.stderr), (0, ""), result.stdout)
        self.assertIn("Shopper = 5\n", self.file.read_text())
        self.assertNotIn("\x1b", result.stdout)

    def test_an_input_that_ends_leaves_the_file_as_it_was(self):
        for given in range(len(ALL_ANSWERS)):
            with self.subTest(given=given):
                self.file.write_text(BEFORE)
                result = self.nestc(text="".join(answer + "\n" for answer in ALL_ANSWERS[:given]))
                self.assertEqual(result.returncode, 1)
                self.assertIn("nothing was changed", result.stderr)
                self.assertEqual(self.file.read_text(), BEFORE)

    def test_half_a_line_is_no_answer(self):
        self.file.write_text(BEFORE)
        result = self.nestc(text="".join(answer + "\n" for answer in ALL_ANSWERS[:8]) + "y")
        self.assertEqual(result.returncode, 1)
        self.assertEqual(self.file.read_text(), BEFORE)


class FromAScript(Configure):
    def test_everything_can_be_said_on_the_command_line(self):
        self.file.write_text(BEFORE)
        result = self.nestc("--set", "Shopper=5", "--set", "shop.Admin=0", "--host", "http://h:1", "--users", "50",
                            "--spawn-rate", "5", "--run-time", "1h30m", "--save")
        self.assertEqual(result.returncode, 0, result.stderr)
        text = self.file.read_text()
        for line in ("users = 50   # seven\n", "Shopper = 5\n", "Admin = 0\n", 'host = "http://h:1"\n',
                     "spawn_rate = 5\n", 'run_time = "1h30m"\n'):
            self.assertIn(line, text)

    def test_show_and_no_save_change_nothing(self):
        self.file.write_text(BEFORE)
        shown = self.nestc("--show")
        self.assertEqual((shown.returncode, shown.stderr), (0, ""))
        self.assertRegex(shown.stdout, r"shop\.Shopper +2 +66\.7 %")
        kept = self.nestc("--set", "Shopper=8")
        self.assertRegex(kept.stdout, r"shop\.Shopper +8 +88\.9 %")
        self.assertIn("Nothing was saved", kept.stderr)
        self.assertEqual(self.file.read_text(), BEFORE)

    def test_defaults_are_the_declared_weights(self):
        self.file.write_text(BEFORE)
        self.assertEqual(self.nestc("--defaults", "--save").returncode, 0)
        self.assertEqual(self.file.read_text(), BEFORE.replace("Shopper = 2", "Shopper = 3") + "Admin = 1\n")

    def test_what_cannot_be_saved_is_said_and_leaves_everything(self):
        self.file.write_text(BEFORE)
        (self.folder / "other.toml").write_text("seed = 1\n")
        for arguments, code, words in [
                (("--set", "Shopper=0", "--set", "Admin=0", "--save"), 2, "every weight is 0"),
                (("--set", "Shopper=9", "--save", "other.toml"), 1, "exists already"),
                (("--set", "Shopper=9", "--save", "/proc/nest.toml"), 1, "/proc/nest.toml"),
                (("--set", "Shopper=9", "--save", "nowhere/nest.toml"), 1, "nowhere"),
                (("--set", "Shopper=1.5", "--save"), 2, "whole number"),
                (("--users", "many", "--save"), 2, "whole number")]:
            with self.subTest(arguments=arguments):
                result = self.nestc(*arguments)
                self.assertEqual(result.returncode, code, result.stderr)
                self.assertIn(words, result.stderr)
                self.assertEqual(self.file.read_text(), BEFORE)
                self.assertEqual((self.folder / "other.toml").read_text(), "seed = 1\n")
        self.assertEqual(self.files(), ["nest.toml", "other.toml", "tasksets"])

    def test_force_saves_what_is_refused_otherwise(self):
        self.assertEqual(self.nestc("--set", "Shopper=0", "--set", "Admin=0", "--save", "--force").returncode, 0)
        self.assertIn("Shopper = 0\n", self.file.read_text())

    def test_a_full_disk_leaves_the_old_file_whole(self):
        disk = self.folder / "disk"
        disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "none", str(disk)], capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("a small file system cannot be mounted here")
        self.addCleanup(subprocess.run, ["umount", str(disk)], check=False)
        (disk / "nest.toml").write_text(BEFORE)
        with open(disk / "filler", "wb", buffering=0) as filler:
            try:
                while filler.write(b"x" * 512):
                    pass
            except OSError:
                pass
        result = self.nestc("--config", "disk/nest.toml", "--set", "Shopper=9", "--save")
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertRegex(result.stderr, re.compile("no space", re.IGNORECASE))
        self.assertEqual((disk / "nest.toml").read_text(), BEFORE)
        self.assertEqual(sorted(os.listdir(disk)), ["filler", "nest.toml"])


if __name__ == "__main__":
    unittest.main()
