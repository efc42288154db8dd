#!/usr/bin/env python3
"""nestc as a user meets it: what it prints, where, and its exit status. Usage: nestc_test.py NESTC [unittest options]"""

import json
import os
import pathlib
import pty
import resource
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

    def nestc(self, *arguments, timeout=30, env=None, text=None, folder=None):
        """Runs nestc with a text, or nothing, on its standard input."""
        given = {"stdin": subprocess.DEVNULL} if text is None else {"input": text}
        return subprocess.run([NESTC, *map(str, arguments)], capture_output=True, text=True, timeout=timeout,
                              check=False, env=env, cwd=folder, **given)

    def codes(self, *arguments):
        """The codes that `check --format json` finds; checks the exit status against them."""
        result = self.nestc("check", "--format", "json", *arguments)
        findings = json.loads(result.stdout)
        errors = [finding for finding in findings if finding["severity"] == "error"]
        self.assertEqual(result.returncode, 1 if errors else 0, result.stderr)
        return [finding["code"] for finding in findings]


class Mix(NestcTest):
    SHOP = """taskset Shopper {
    weight 3
    wait 1s
    task(3) browse { GET "/products" }
    task leave { interrupt }
}
taskset Admin {
    task report {
        let r = GET "/report"
        if r.ok { GET "/details" }
        interrupt
    }
}
"""

    def mix(self, *arguments):
        return self.nestc("mix", self.write("shop.nest", self.SHOP), *arguments)

    def json(self, *arguments):
        result = self.mix("--format", "json", *arguments)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return json.loads(result.stdout)

    def test_shares_and_rates_are_those_computed_by_hand(self):
        mix = self.json("--latency", "1s", "--users", "10", "--rate", "600/m")
        shopper, admin = mix["tasksets"]
        self.assertEqual(shopper["full_name"], "shop.Shopper")
        self.assertAlmostEqual(shopper["visit_share"]["value"], 0.75)
        self.assertAlmostEqual(shopper["picks_per_visit"]["value"], 4)
        self.assertAlmostEqual(shopper["seconds_per_visit"]["value"], 6)
        self.assertFalse(shopper["seconds_per_visit"]["assumed"])
        self.assertAlmostEqual(admin["requests_per_visit"]["value"], 1.5)
        self.assertTrue(admin["requests_per_visit"]["assumed"])
        # A round: 0.75 visits of 6 s with 3 requests, 0.25 of 1.5 s with 1.5.
        per_second = (0.75 * 3 + 0.25 * 1.5) / (0.75 * 6 + 0.25 * 1.5)
        self.assertAlmostEqual(mix["requests_per_second"]["value"], 10 * per_second)
        self.assertAlmostEqual(mix["users_needed"]["value"], 10 / per_second)
        self.assertEqual([(one["kind"], one["line"], one["text"]) for one in mix["assumptions"]],
                         [("even_branch", 10, "r.ok")])

    def test_the_text_marks_what_rests_on_an_assumption_and_names_it(self):
        result = self.mix("--users", "10")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertRegex(result.stdout, r"shop\.Shopper +3 +75\.0 % +4\.00 +4\.00 +3\.00 +3\.24 s")
        self.assertRegex(result.stdout, r"shop\.Admin +1 +25\.0 % +1\.00 +1\.00 +~1\.50 +~120 ms")
        self.assertRegex(result.stdout, r"Numbers with a ~ rest on this:\n  .*shop\.nest:10:12: `r\.ok`: ")

    def test_weights_tags_and_an_exact_mix(self):
        mix = self.json("--set", "Admin=0", "--set", "shop.Shopper=7")
        self.assertEqual([taskset["weight"] for taskset in mix["tasksets"]], [7, 0])
        self.assertEqual(mix["tasksets"][0]["visit_share"]["value"], 1)
        self.assertEqual(mix["assumptions"], [])
        self.assertIn("Nothing had to be assumed.\n", self.mix("--set", "Admin=0").stdout)

    def test_wrong_settings_are_usage_errors_that_say_so(self):
        for arguments, words in [(("--set", "Shoper=3"), "did you mean `Shopper`?"),
                                 (("--set", "Shopper=-1"), "a weight is a whole number between 0 and 1000000, not `-1`"),
                                 (("--set", "Shopper"), "write NAME=WEIGHT"),
                                 (("--set", "Shopper=0", "--set", "Admin=0"), "no taskset with a weight above 0"),
                                 (("--tags", "nowhere"), "no taskset with a weight above 0"),
                                 (("--rate", "fast"), "500/s"),
                                 (("--rate", "0"), "500/s"),
                                 (("--latency", "80"), "80ms"),
                                 (("--users", "0"), "--users")]:
            with self.subTest(arguments=arguments):
                result = self.mix(*arguments)
                self.assertEqual((result.returncode, result.stdout), (2, ""), result.stderr)
                self.assertIn(words, result.stderr)

    def test_errors_in_the_sources_are_shown_instead(self):
        result = self.nestc("mix", self.write("broken.nest", BROKEN))
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertIn("error[N", result.stderr)


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

    def test_only_and_except_narrow_it_down_to_files(self):
        self.write("a.nest", BROKEN)
        self.write("b.nest", CLEAN.replace("Shopper", "Visitor"))
        clean = self.nestc("check", self.folder, "--only", "Visitor")
        self.assertEqual((clean.returncode, clean.stdout), (0, "no findings in 1 file\n"))
        self.assertEqual(self.nestc("check", self.folder, "--except", "a.*").returncode, 0)
        self.assertEqual(self.nestc("check", self.folder, "--only", "*.Shopper").returncode, 1)
        self.assertEqual(self.codes(self.folder, "--only", "Visitr"), ["N0007"])

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


class Sarif(NestcTest):
    """What the schema of SARIF 2.1.0 requires, for the parts that nestc writes, and what its text says of them."""

    ALLOWED = """taskset Shopper {
    task look {
        // nestc: allow N0801 because the recorder fills it in
        let products = GET "/products"
        let _next = GET "/ä/{products_}"
    }
}
"""

    def log(self, path, status):
        result = self.nestc("check", "--format", "sarif", path.name, folder=self.folder)
        self.assertEqual((result.returncode, result.stderr), (status, ""))
        return json.loads(result.stdout)

    def check_region(self, location):
        physical = location["physicalLocation"]
        region = physical["region"]
        for key in ("startLine", "startColumn", "endLine", "endColumn"):
            self.assertGreaterEqual(region[key], 1)
        self.assertGreaterEqual(region["byteOffset"], 0)
        self.assertLess((region["startLine"], region["startColumn"]), (region["endLine"], region["endColumn"]))
        self.assertRegex(physical["artifactLocation"]["uri"], r"^[A-Za-z0-9%._~/-]+$")
        return region

    def check_structure(self, log):
        self.assertEqual(log["version"], "2.1.0")
        self.assertTrue(log["$schema"].endswith("sarif-2.1.0.json"))
        self.assertEqual(len(log["runs"]), 1)
        run = log["runs"][0]
        self.assertEqual(run["columnKind"], "unicodeCodePoints")
        driver = run["tool"]["driver"]
        self.assertEqual(driver["name"], "nestc")
        self.assertRegex(driver["version"], r"^\d+\.\d+\.\d+")
        ids = [rule["id"] for rule in driver["rules"]]
        self.assertEqual(len(ids), len(set(ids)), "ids of rules are unique")
        for rule in driver["rules"]:
            self.assertIn(rule["defaultConfiguration"]["level"], ("error", "warning"))
            self.assertTrue(rule["shortDescription"]["text"])
            self.assertTrue(rule["help"]["text"].startswith(f"# {rule['id']}: "))
            self.assertTrue(rule["help"]["markdown"])
        for result in run["results"]:
            self.assertEqual(driver["rules"][result["ruleIndex"]]["id"], result["ruleId"])
            self.assertIn(result["level"], ("error", "warning", "note", "none"))
            self.assertTrue(result["message"]["text"])
            for location in result.get("locations", []) + result.get("relatedLocations", []):
                self.check_region(location)
            for related in result.get("relatedLocations", []):
                self.assertTrue(related["message"]["text"])
            for suppression in result.get("suppressions", []):
                self.assertIn(suppression["kind"], ("inSource", "external"))
                self.assertTrue(suppression["justification"])
        return run

    def test_clean_sources_are_a_run_without_results(self):
        run = self.check_structure(self.log(self.write("a.nest", CLEAN), 0))
        self.assertEqual((run["results"], run["tool"]["driver"]["rules"]), ([], []))

    def test_an_error_has_its_region_in_code_points(self):
        run = self.check_structure(self.log(self.write("ä b.nest", self.ALLOWED), 1))
        [error] = [result for result in run["results"] if result["level"] == "error"]
        self.assertEqual(error["ruleId"], "N0201")
        physical = error["locations"][0]["physicalLocation"]
        self.assertEqual(physical["artifactLocation"], {"uri": "%C3%A4%20b.nest", "uriBaseId": "%SRCROOT%"})
        line = self.ALLOWED.splitlines()[4]
        column = line.index("products_") + 1
        region = physical["region"]
        self.assertEqual((region["startLine"], region["startColumn"], region["endColumn"]), (5, column, column + 9))
        before = self.ALLOWED[:self.ALLOWED.index("products_")]
        self.assertEqual((region["byteOffset"], region["byteLength"]), (len(before.encode()), 9))

    def test_notes_are_related_locations(self):
        twice = "taskset Twin { task a { let x = 1 let x = 2 log x interrupt } }\n"
        run = self.check_structure(self.log(self.write("a.nest", twice), 1))
        self.assertEqual(run["results"][0]["relatedLocations"][0]["message"]["text"], "first declared here")

    def test_what_is_allowed_is_suppressed_and_no_failure(self):
        text = self.ALLOWED.replace("{products_}", "")
        path = self.write("a.nest", text)
        run = self.check_structure(self.log(path, 0))
        [result] = run["results"]
        self.assertEqual(result["ruleId"], "N0801")
        self.assertEqual(result["suppressions"], [{"kind": "inSource", "justification": "the recorder fills it in"}])
        strict = self.nestc("check", "-W", "error", path)
        self.assertEqual((strict.returncode, strict.stdout), (0, "no findings in 1 file (1 allowed by the source)\n"))
        self.assertEqual(self.codes(path), [])


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

    def test_a_chain_of_ten_thousand_constants_in_either_order(self):
        count = 10_000
        chain = ["const c0 = 1", *(f"const c{i} = c{i - 1} + 1" for i in range(1, count))]
        use = f"taskset A {{ task t {{ log \"{{c{count - 1}}}\"  interrupt }} }}"
        for lines in (chain, chain[::-1]):
            path = self.write("a.nest", "\n".join([*lines, use]))
            self.assertEqual(self.codes(path), [])
            self.assertIn(str(count), self.nestc("emit", "hir", path).stdout)

    def test_a_ring_of_ten_thousand_constants(self):
        ring = "\n".join(f"const c{i} = c{(i + 1) % 10_000}" for i in range(10_000))
        result = self.nestc("check", self.write("a.nest", ring + "\ntaskset A { task t { interrupt } }"))
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stdout.count("error["), 1, result.stdout[:2000])
        self.assertLess(len(result.stdout), 10_000)

    def test_ten_thousand_mistakes_in_one_line(self):
        begin = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        codes = self.codes(self.write("a.nest", "taskset A { task t { " + "oops() " * 10_000 + "} }"))
        self.assertEqual(codes.count("N0205"), 10_000)
        # CPU: beside others the wall time is theirs, too.
        self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - begin, 10)

    def test_a_name_of_a_megabyte_is_not_repeated_in_full(self):
        for text in ("taskset A { task t { let %s = 1 } }", "taskset A { task t { log %s } }", "taskset %s { }",
                     "taskset A { weight %s }"):
            for name in ("a" * 1_000_000, "9" * 1_000_000, "\u00e4" * 500_000):
                result = self.nestc("check", self.write("a.nest", text % name))
                self.assertIn(result.returncode, (0, 1))
                self.assertLess(len(result.stdout), 100_000, text)

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
                          ["check", "--format", "xml", "x"], ["fmt", "--stdin", "x"], ["fmt", "--bogus"], ["emit"], ["emit", "tokens", "x"], ["emit", "ast"]):
            with self.subTest(arguments=arguments):
                result = self.nestc(*arguments)
                self.assertEqual(result.returncode, 2, result.stdout)
                self.assertTrue(result.stderr)

    def test_an_option_in_front_of_its_command_is_answered_with_where_it_stands(self):
        result = self.nestc("--format", "json", "check", "x")
        self.assertEqual(result.returncode, 2)
        self.assertIn("options stand behind the command: nestc check --format\n", result.stderr)

    def test_help_and_version_give_status_0(self):
        for arguments in (["--help"], ["check", "--help"], ["emit", "--help"], ["fmt", "--help"]):
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


class Fmt(NestcTest):
    UGLY = 'taskset  Shopper {\r\n// c\r\n  task look{GET "/products"}\r\n\r\n\r\ntask leave { interrupt } }'
    NEAT = 'taskset Shopper {\n    // c\n    task look { GET "/products" }\n\n    task leave { interrupt }\n}\n'

    @staticmethod
    def unread(path):
        """What of a file stays as it is when it is only read: all but the time of the last access."""
        found = path.stat()
        return found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns

    def test_files_are_rewritten_and_named(self):
        ugly = self.write("a/ugly.nest", self.UGLY)
        neat = self.write("neat.nest", self.NEAT)
        os.chmod(ugly, 0o640)
        before = self.unread(neat)
        result = self.nestc("fmt", self.folder)
        self.assertEqual((result.returncode, result.stdout, result.stderr),
                         (0, f"{ugly}\n1 of 2 files changed\n", ""))
        self.assertEqual(ugly.read_bytes().decode(), self.NEAT)
        self.assertEqual(ugly.stat().st_mode & 0o7777, 0o640)
        self.assertEqual(self.unread(neat), before)
        self.assertEqual(sorted(path.name for path in self.folder.rglob("*")), ["a", "neat.nest", "ugly.nest"])
        self.assertEqual(self.nestc("fmt", self.folder).stdout, "0 of 2 files changed\n")

    def test_where_there_are_no_tasksets_it_says_how_to_begin(self):
        self.assertIn("`nestc new` makes a project", self.nestc("fmt", folder=self.folder).stderr)
        self.assertNotIn("nestc new", self.nestc("fmt", "other", folder=self.folder).stderr)

    def test_without_a_path_it_is_the_tasksets(self):
        ugly = self.write("tasksets/ugly.nest", self.UGLY)
        self.assertEqual(self.nestc("fmt", folder=self.folder).returncode, 0)
        self.assertEqual(ugly.read_text(), self.NEAT)

    def test_check_changes_nothing_and_says_what_would_change(self):
        ugly = self.write("ugly.nest", self.UGLY)
        result = self.nestc("fmt", "--check", self.folder)
        self.assertEqual((result.returncode, result.stdout), (1, f"{ugly}\n1 of 1 file would change\n"))
        self.assertEqual(ugly.read_bytes().decode(), self.UGLY)
        ugly.write_text(self.NEAT)
        self.assertEqual(self.nestc("fmt", "--check", self.folder).returncode, 0)

    def test_a_file_with_syntax_errors_is_left_alone_and_the_others_are_not(self):
        broken = self.write("broken.nest", "taskset  A { task")
        ugly = self.write("ugly.nest", self.UGLY)
        result = self.nestc("fmt", self.folder)
        self.assertEqual(result.returncode, 1)
        self.assertIn(f"--> {broken}:1:", result.stderr)
        self.assertEqual(broken.read_text(), "taskset  A { task")
        self.assertEqual(ugly.read_text(), self.NEAT)

    def test_a_link_stays_a_link(self):
        ugly = self.write("_elsewhere/ugly.nest", self.UGLY)
        os.symlink(ugly, self.folder / "link.nest")
        self.assertEqual(self.nestc("fmt", self.folder).returncode, 0)
        self.assertTrue((self.folder / "link.nest").is_symlink())
        self.assertEqual(ugly.read_text(), self.NEAT)

    @unittest.skipIf(os.geteuid() == 0, "root may write everything")
    def test_a_file_that_cannot_be_written_is_an_error(self):
        os.chmod(self.write("ugly.nest", self.UGLY), 0o444)
        result = self.nestc("fmt", self.folder)
        self.assertEqual(result.returncode, 1)
        self.assertIn("cannot write", result.stderr)

    def test_standard_input_goes_to_standard_output(self):
        result = self.nestc("fmt", "--stdin", text=self.UGLY)
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, self.NEAT, ""))
        self.assertEqual(self.nestc("fmt", "--stdin", "--check", text=self.UGLY).returncode, 1)
        self.assertEqual(self.nestc("fmt", "--stdin", "--check", text=self.NEAT).returncode, 0)
        self.assertEqual(self.nestc("fmt", "--stdin", text="\ufeff" + self.UGLY).stdout, self.NEAT)
        broken = self.nestc("fmt", "--stdin", text="taskset A {")
        self.assertEqual((broken.returncode, broken.stdout), (1, ""))
        self.assertIn("--> <stdin>:1:", broken.stderr)


class New(NestcTest):
    def files(self):
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())

    def test_the_project_is_clean_and_neat(self):
        result = self.nestc("new", self.folder / "deep" / "shop")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertIn(f"{self.folder}/deep/shop/tasksets/shopper.nest\n", result.stdout)
        self.assertEqual(self.codes("-W", "error", self.folder / "deep/shop/tasksets"), [])
        self.assertEqual(self.nestc("fmt", "--check", self.folder).returncode, 0)

    def test_it_is_made_here_without_a_folder(self):
        self.assertEqual(self.nestc("new", folder=self.folder).returncode, 0)
        self.assertIn("tasksets/shopper.nest", self.files())

    def test_nothing_is_overwritten(self):
        readme = self.write("README.md", "mine")
        result = self.nestc("new", self.folder)
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertIn(f"`{readme}` is there already", result.stderr)
        self.assertEqual((self.files(), readme.read_text()), (["README.md"], "mine"))
        readme.unlink()
        os.symlink("nowhere", self.folder / "README.md")
        self.assertEqual(self.nestc("new", self.folder).returncode, 1)

    def test_a_folder_that_cannot_be_made_is_an_error(self):
        self.write("file", "")
        result = self.nestc("new", self.folder / "file" / "shop")
        self.assertEqual(result.returncode, 1)
        self.assertTrue(result.stderr)


if __name__ == "__main__":
    NESTC = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
