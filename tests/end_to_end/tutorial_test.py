"""Somebody follows docs/tutorial.md word by word in an empty folder, and everything is as it says.

Each block is taken in its turn: a ```nest block is written to tasksets/shop.nest (```nest file=…, ```csv NAME: to that file below
tasksets), has to be clean and in nest's layout, and is played for a moment; the commands of an ```sh block have to work; of
a ```console block, what they show has to come (transcript.py says what has to be the same). Only the shop's port
and the time that runs take are others. What stands in the text alone is played by the tests at the end.
"""

import pathlib
import re
import subprocess
import tempfile
import unittest

from nest_program import NEST, ROOT
from shop_test import Shop
from transcript import PORT, commands, difference, run_command

BLOCK = re.compile(r"^```(\S*)(?: (?:file=)?(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILES = ("nest", "csv")


def page(port):
    text = (ROOT / "docs" / "tutorial.md").read_text()
    text = re.sub(r"\b10s\b", "1s", text.replace(PORT, port))
    return text.replace("--run-time 1m", "--run-time 1s")


class Tutorial(unittest.TestCase):
    def setUp(self):
        self.shop = Shop()
        self.addCleanup(self.shop.stop)
        self.host = f"http://127.0.0.1:{self.shop.port}"
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.blocks = BLOCK.findall(page(str(self.shop.port)))

    def run_there(self, command, answers=()):
        return run_command(self.folder, command, answers, {"HOST": self.host})

    def succeeds(self, command, answers=()):
        code, output = self.run_there(command, answers)
        self.assertEqual(code, 0, f"$ {command}\n{output}")
        return output

    def write(self, name, text):
        path = self.folder / "tasksets" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def look_at(self, source):
        """What a file shows works: at once, apart from the commands that the page gives."""
        if "taskset " not in source:
            return
        self.assertIn("no findings", self.succeeds("nestc check -W error tasksets"))
        self.succeeds("nestc fmt --check tasksets")
        self.succeeds(f"nest run --host {self.host} -u 3 -r 30 -t 600ms --yes --no-results")

    def play(self, command, shown, answers):
        meant = "rondom" in "".join(shown)
        shop = self.folder / "tasksets" / "shop.nest"
        text = shop.read_text()
        if meant:
            shop.write_text(text.replace("random", "rondom", 1))
        code, output = self.run_there(command, answers)
        shop.write_text(text)
        self.assertEqual(code, 1 if meant else 0, f"$ {command}\n{output}")
        self.assertIsNone(difference(shown, output.splitlines()), f"$ {command}\n{output}")

    def test_every_block_does_what_the_page_says(self):
        played = 0
        for kind, name, text in self.blocks:
            if kind in FILES:
                self.write(name or "shop.nest", text)
                self.look_at(text if kind == "nest" else "")
            elif kind == "sh":
                for command in text.splitlines():
                    # The shop runs already, in its own terminal so to speak.
                    if not command.startswith("nest-demo-shop"):
                        self.succeeds(command, ["y"])
                        played += 1
            else:
                self.assertEqual(kind, "console")
                for command, shown, answers in commands(text):
                    self.play(command, shown, answers)
                    played += 1
        self.assertGreaterEqual(played, 12)
        self.assertTrue((self.folder / "result.json").exists())
        self.assertTrue(list((self.folder / "nest-results").iterdir()))

    def test_a_row_is_named_without_what_changes(self):
        text = next(text for kind, _, text in self.blocks if kind == "nest" and "task(2) look" in text)
        self.write("shop.nest", text.replace("1s..3s", "10ms..30ms"))
        output = self.succeeds(f"nest run --host {self.host} -u 5 -r 50 -t 500ms --yes")
        self.assertRegex(output, r"GET /products\?page=\{\} +\d+ +0 ")
        self.assertRegex(output, r"GET /products/\{\} +\d+ +0 ")

    def test_a_broken_limit_ends_with_exit_code_4(self):
        text = next(text for kind, _, text in self.blocks if kind == "nest" and "plan evening" in text)
        self.write("shop.nest", text.replace("over 3s\n", "over 200ms\n").replace("for 5s", "for 500ms")
                   .replace("over 2s", "over 200ms").replace("p95 < 500ms", "p95 < 1us"))
        code, output = self.run_there(f"nest run --plan evening --host {self.host} --yes")
        self.assertEqual(code, 4, output)
        self.assertRegex(output, r"p95 < 1us .* BROKEN")

    def test_a_param_is_checked_before_the_run_and_a_column_before_anything(self):
        params = next(text for kind, _, text in self.blocks if kind == "nest" and "param products" in text)
        self.write("shop.nest", params)
        code, output = self.run_there(f"nest run --host {self.host} --yes --set products=many")
        self.assertEqual(code, 2, output)
        self.assertIn("products", output)
        self.assertNotIn("Finished", output)
        users = next(text for kind, name, text in self.blocks if name == "users.csv")
        data = next(text for kind, _, text in self.blocks if kind == "nest" and "users.csv" in text)
        self.write("users.csv", users.replace("password", "pin"))
        self.write("shop.nest", data)
        done = subprocess.run([NEST.parent / "nestc", "check", "tasksets"], cwd=self.folder, capture_output=True, text=True,
                              check=False, timeout=60)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("`password`", done.stdout)


if __name__ == "__main__":
    unittest.main()
