#!/usr/bin/env python3
"""nestc as a user meets it: what it prints, where, and its exit status. Usage: nestc_test.py NESTC [unittest options]"""

import json
import os
import pathlib
import pty
import subprocess
import sys
import tempfile
import unittest

NESTC = ""
CLEAN = 'taskset Shopper {\n    task look { GET "/products" }\n    task leave { interrupt }\n}\n'
BROKEN = 'taskset Shopper {\n    task look { GET "/products/{prodct}" }\n    task leave { interrupt }\n}\n'


class NestcTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def nestc(self, *arguments, timeout=30, env=None):
        return subprocess.run([NESTC, *map(str, arguments)], capture_output=True, text=True, timeout=timeout,
                              check=False, stdin=subprocess.DEVNULL, env=env)

    def codes(self, *arguments):
        """The codes that `check --format json` finds; checks the exit status against them."""
        result = self.nestc("check", "--format", "json", *arguments)
        findings = json.loads(result.stdout)
        errors = [finding for finding in findings if finding["severity"] == "error"]
        self.assertEqual(result.returncode, 1 if errors else 0, result.stderr)
        return [finding["code"] for finding in findings]


class Check(NestcTest):
    def test_clean_sources_give_status_0(self):
        self.write("shop/shopper.nest", CLEAN)
        result = self.nestc("check", self.folder)
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "no findings in 1 file\n", ""))

    def test_errors_of_all_files_come_in_one_go_with_their_places(self):
        self.write("a.nest", BROKEN)
        self.write("b/deep.nest", "taskset Broken { task")
        result = self.nestc("check", self.folder)
        self.assertEqual(result.returncode, 1)
        self.assertIn(f"--> {self.folder}/a.nest:2:33\n", result.stdout)
        self.assertIn(f"--> {self.folder}/b/deep.nest:1:", result.stdout)
        self.assertIn('GET "/products/{prodct}"', result.stdout)
        self.assertIn("^^^^^^\n", result.stdout)
        self.assertRegex(result.stdout, r"2 errors in 2 files\n$")

    def test_findings_are_ordered_by_file_and_line(self):
        for name in ("c.nest", "a.nest", "b.nest"):
            self.write(name, BROKEN + BROKEN.replace("Shopper", "Other"))
        result = self.nestc("check", "--format", "json", self.folder)
        places = [(finding["place"]["file"], finding["place"]["line"]) for finding in json.loads(result.stdout)]
        self.assertEqual(places, sorted(places))
        self.assertGreaterEqual(len(places), 6)

    def test_a_warning_becomes_an_error_with_w_error(self):
        # No way out of the taskset.
        path = self.write("a.nest", "taskset Shopper { task look { let unused = 1 } }\n")
        result = self.nestc("check", path)
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertIn("warning[N", result.stdout)
        strict = self.nestc("check", "-W", "error", path)
        self.assertEqual(strict.returncode, 1)
        self.assertNotIn("warning[", strict.stdout)
        self.assertIn("error[N", strict.stdout)

    def test_json_is_one_array_on_the_standard_output(self):
        path = self.write("a.nest", BROKEN)
        result = self.nestc("check", "--format", "json", path)
        findings = json.loads(result.stdout)
        self.assertEqual(result.stderr, "")
        self.assertEqual(findings[0]["severity"], "error")
        self.assertEqual(findings[0]["place"]["file"], str(path))
        self.assertEqual((findings[0]["place"]["line"], findings[0]["place"]["column"]), (2, 33))

    def test_json_of_clean_sources_is_an_empty_array(self):
        result = self.nestc("check", "--format", "json", self.write("a.nest", CLEAN))
        self.assertEqual((result.returncode, result.stdout), (0, "[]\n"))


class HostileInput(NestcTest):
    def test_ten_megabytes(self):
        self.assertEqual(self.codes(self.write("a.nest", "x" * 10_000_000)), ["N0002"])

    def test_the_largest_file_that_is_read(self):
        codes = self.codes(self.write("a.nest", "{" * (8 * 1024 * 1024)))
        self.assertTrue(codes and all(code.startswith("N01") for code in codes), codes)

    def test_nesting_ten_thousand_deep(self):
        for opening, closing in (("(", ")"), ("[", "]"), ("-", ""), ("not ", ""), ('"{', '}"'), ("f(", ")")):
            with self.subTest(opening=opening):
                text = f"taskset A {{ task t {{ let x = {opening * 10_000}1{closing * 10_000} }} }}"
                self.assertTrue(self.codes(self.write("a.nest", text)))
        for statement in ("if true { ", "while true { ", "repeat 2 { "):
            with self.subTest(statement=statement):
                text = "taskset A { task t { " + statement * 10_000 + "}" * 10_000 + " } }"
                self.assertTrue(self.codes(self.write("a.nest", text)))
        text = "taskset A { " * 10_000 + "}" * 10_000
        self.assertTrue(self.codes(self.write("a.nest", text)))

    def test_a_chain_of_ten_thousand_operators(self):
        self.nestc("check", self.write("a.nest", f"taskset A {{ task t {{ let x = {'1 + ' * 10_000}1 }} }}"))
        result = self.nestc("check", self.folder)
        self.assertIn(result.returncode, (0, 1))

    def test_bytes_that_are_not_utf8(self):
        self.assertEqual(self.codes(self.write("a.nest", b"taskset \xff {}")), ["N0003"])

    def test_nul(self):
        self.assertEqual(self.codes(self.write("a.nest", b"taskset A\0 {}")), ["N0004"])

    def test_a_path_that_is_missing(self):
        self.assertEqual(self.codes(self.folder / "missing.nest")[0], "N0001")

    def test_a_folder_without_nest_files(self):
        self.write("readme.md", "nothing here")
        self.assertEqual(self.codes(self.folder)[0], "N0005")

    def test_a_link_loop(self):
        self.write("a/shop.nest", CLEAN)
        os.symlink("..", self.folder / "a" / "loop")
        self.assertEqual(self.codes(self.folder), ["N0006"])

    def test_a_pipe_is_not_waited_for(self):
        os.mkfifo(self.folder / "pipe.nest")
        self.assertEqual(self.codes(self.folder), ["N0001"])

    def test_escape_sequences_of_a_source_do_not_reach_the_terminal(self):
        path = self.write("a.nest", 'taskset A { task t { \x1b[2J\x07 oops("\u202e") } }')
        result = self.nestc("check", path)
        self.assertEqual(result.returncode, 1)
        for unwanted in ("\x1b", "\x07", "\u202e"):
            self.assertNotIn(unwanted, result.stdout)


class Usage(NestcTest):
    def test_mistakes_on_the_command_line_give_status_2(self):
        for arguments in ([], ["check"], ["frobnicate"], ["check", "--bogus", "x"], ["check", "-W", "none", "x"],
                          ["check", "--format", "xml", "x"], ["emit"], ["emit", "tokens", "x"], ["emit", "ast"]):
            with self.subTest(arguments=arguments):
                result = self.nestc(*arguments)
                self.assertEqual(result.returncode, 2, result.stdout)
                self.assertTrue(result.stderr)

    def test_help_and_version_give_status_0(self):
        for arguments in (["--help"], ["check", "--help"], ["emit", "--help"]):
            with self.subTest(arguments=arguments):
                result = self.nestc(*arguments)
                self.assertEqual(result.returncode, 0)
                self.assertIn("Usage:", result.stdout)
        self.assertRegex(self.nestc("--version").stdout, r"^nestc \d+\.\d+\.\d+\n$")


class Color(NestcTest):
    def on_terminal(self, *arguments, **environment):
        """What nestc writes when its standard output is a terminal."""
        ours, theirs = pty.openpty()
        env = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
        process = subprocess.Popen([NESTC, *map(str, arguments)], stdout=theirs, stdin=subprocess.DEVNULL,
                                   env={**env, "TERM": "xterm", **environment})
        os.close(theirs)
        output = b""
        while True:
            try:
                block = os.read(ours, 65536)
            except OSError:
                break
            if not block:
                break
            output += block
        os.close(ours)
        process.wait(timeout=30)
        return output.decode()

    def test_color_is_for_terminals(self):
        path = self.write("a.nest", BROKEN)
        self.assertNotIn("\x1b", self.nestc("check", path).stdout)
        self.assertIn("\x1b[", self.on_terminal("check", path))

    def test_color_can_be_asked_for_and_refused(self):
        path = self.write("a.nest", BROKEN)
        self.assertIn("\x1b[", self.nestc("check", "--color", "always", path).stdout)
        self.assertNotIn("\x1b", self.on_terminal("check", "--color", "never", path))
        self.assertNotIn("\x1b", self.on_terminal("check", path, NO_COLOR="1"))
        self.assertNotIn("\x1b", self.on_terminal("check", path, TERM="dumb"))


class Emit(NestcTest):
    def test_each_stage_shows_what_it_made(self):
        path = self.write("shop.nest", CLEAN)
        for stage, expected in (("ast", "look"), ("hir", "look"), ("ir", "define"), ("asm", ".text")):
            with self.subTest(stage=stage):
                result = self.nestc("emit", stage, path)
                self.assertEqual(result.returncode, 0, result.stderr)
                self.assertIn(expected, result.stdout)
                self.assertEqual(result.stderr, "")

    def test_ir_shows_coroutines_whole_or_split(self):
        path = self.write("shop.nest", CLEAN)
        self.assertIn("presplitcoroutine", self.nestc("emit", "ir", path).stdout)
        optimized = self.nestc("emit", "ir", "--optimized", path).stdout
        self.assertIn("define", optimized)
        self.assertNotIn("presplitcoroutine", optimized)

    def test_findings_stay_off_the_standard_output(self):
        path = self.write("shop.nest", BROKEN)
        for stage in ("hir", "ir", "asm"):
            with self.subTest(stage=stage):
                result = self.nestc("emit", stage, path)
                self.assertEqual((result.returncode, result.stdout), (1, ""))
                self.assertIn("error[N", result.stderr)

    def test_output_that_cannot_be_written_is_an_error(self):
        path = self.write("shop.nest", CLEAN)
        for arguments in (["check", path], ["emit", "ir", path]):
            with self.subTest(arguments=arguments), open("/dev/full", "w", encoding="utf-8") as full:
                result = subprocess.run([NESTC, *map(str, arguments)], stdout=full, stderr=subprocess.PIPE, text=True,
                                        check=False, timeout=30)
                self.assertEqual(result.returncode, 1)
                self.assertIn("No space left", result.stderr)


if __name__ == "__main__":
    NESTC = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
