"""What a run leaves behind: the folder, its files, nest show, and what happens when it cannot be written."""

import csv
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import tempfile
import unittest

from hdr_decoder import read_log
from nest_program import SIMPLE, ObservedServer, Project, wait_until

SECRET = "hunter22secret"


class WithProject(unittest.TestCase):
    def setUp(self):
        self.server = ObservedServer()
        self.addCleanup(self.server.close)

    def project(self, source=SIMPLE):
        project = Project(source)
        project.__enter__()
        self.addCleanup(project.__exit__)
        return project

    def command(self, *arguments, time="600ms"):
        return ["run", "--host", self.server.host, "-u", 2, "-r", 20, "-t", time, "--yes", *arguments]

    def only_folder(self, parent):
        folders = list(parent.iterdir())
        self.assertEqual(len(folders), 1, folders)
        return folders[0]


class Folder(WithProject):
    def test_it_holds_the_program_and_what_was_measured(self):
        project = self.project()
        code, out, err = project.nest(*self.command("--name", "first try", "--seed", 7, "--json", "out.json"))
        self.assertEqual(code, 0, err)
        folder = self.only_folder(project.path / "nest-results")
        self.assertRegex(folder.name, r"^\d{8}-\d{6}-first_try$")
        self.assertIn(f"nest: results in nest-results/{folder.name}\n", err)
        self.assertEqual((folder / "_sources/tasksets/case.nest").read_text(), SIMPLE)
        results = json.loads((folder / "results.json").read_text())
        self.assertTrue(results["finished"])
        self.assertEqual((results["format"], results["seed"]), (1, 7))
        self.assertEqual(results["summary"], json.loads((project.path / "out.json").read_text()))
        self.assertEqual(results["weights"][0], {"taskset": "case.Visitor", "declared": 3, "used": 3})
        self.assertEqual(results["command"][1:3], ["run", "--host"])
        for name in ("kernel", "processor", "cores"):
            self.assertTrue(results["machine"][name])
        self.assertRegex(results["versions"]["libraries"], r"LLVM 19\.\d")
        self.assertTrue(out.endswith((folder / "report.txt").read_text()))

    def test_histograms_are_those_of_hdrhistogram(self):
        project = self.project()
        self.assertEqual(project.nest(*self.command(time="1500ms"))[0], 0)
        folder = self.only_folder(project.path / "nest-results")
        results = json.loads((folder / "results.json").read_text())
        stored = {tag: (maximum, counts) for tag, _, _, maximum, counts in read_log(folder / "histograms.hlog")}
        requested = [row for row in results["summary"]["rows"] if row["requests"]]
        self.assertEqual(len([tag for tag in stored if tag.startswith("response:")]), len(requested))
        for row in requested:
            maximum, counts = stored[f"response:{row['method']}%20{row['name']}"]
            self.assertEqual(sum(counts.values()), row["requests"])
            times = row["response_time_ms"]
            self.assertAlmostEqual(maximum, times["max"], delta=0.001 * times["max"] + 0.001)
            mean = sum(value * count for value, count in counts.items()) / row["requests"] / 1e6
            self.assertAlmostEqual(mean, times["average"], delta=0.002 * times["average"] + 1e-5)
            seen, median = 0, None
            for value, count in sorted(counts.items()):
                seen += count
                if seen * 2 >= row["requests"]:
                    median = value / 1e6
                    break
            self.assertAlmostEqual(median, times["p50"], delta=0.001 * times["p50"] + 1e-5)
        seconds = read_log(folder / "seconds.hlog")
        self.assertEqual(sum(sum(counts.values()) for *_, counts in seconds), results["summary"]["all"]["requests"])
        with (folder / "seconds.csv").open() as file:
            lines = list(csv.DictReader(file))
        self.assertEqual(len(lines), len(seconds))
        self.assertEqual(sum(int(line["requests"]) for line in lines), results["summary"]["all"]["requests"])

    def test_it_can_be_elsewhere_and_left_out(self):
        project = self.project()
        self.assertEqual(project.nest(*self.command("--results", "deep/er"))[0], 0)
        self.only_folder(project.path / "deep" / "er")
        self.assertEqual(self.project().nest(*self.command("--no-results"))[0], 0)
        self.assertFalse((project.path / "nest-results").exists())

    def test_runs_of_one_second_have_a_folder_each(self):
        project = self.project()
        runs = [project.start(*self.command("--name", "same")) for _ in range(3)]
        for run in runs:
            run.communicate(timeout=60)
            self.assertEqual(run.returncode, 0)
        folders = [folder.name for folder in (project.path / "nest-results").iterdir()]
        self.assertEqual(len(folders), 3, folders)
        self.assertFalse([name for name in folders if name.endswith(".unfinished")])

    def test_failures_are_in_it(self):
        project = self.project('taskset T { wait 10ms  task a { let r = GET "/status/503"  log r.json.id as int } }')
        self.assertEqual(project.nest(*self.command())[0], 1)
        folder = self.only_folder(project.path / "nest-results")
        exact = json.loads((folder / "results.json").read_text())["exact"]
        self.assertEqual(exact["rows"][0]["causes"][0]["text"], "status 503")
        self.assertTrue(exact["task_failures"][0]["messages"])


class Show(WithProject):
    def test_it_prints_the_same_report(self):
        project = self.project('taskset T { wait 5ms  task a { GET "/page" { expect status == 200, size > 99999 } }'
                               '  task b { let r = GET "/status/500"  log r.json.x as int } }')
        code, out, _ = project.nest(*self.command("--json", "out.json"))
        self.assertEqual(code, 1)
        folder = self.only_folder(project.path / "nest-results")
        code, shown, err = project.nest("show", folder)
        self.assertEqual((code, err), (0, ""))
        self.assertGreater(len(shown), 500)
        self.assertTrue(out.endswith(shown), out + "\n-----\n" + shown)
        code, shown, _ = project.nest("show", folder, "--format", "json")
        self.assertEqual(shown, (project.path / "out.json").read_text())

    def test_a_folder_that_is_none(self):
        code, out, err = self.project().nest("show", "tasksets")
        self.assertEqual((code, out), (1, ""))
        self.assertIn("tasksets/results.json cannot be read", err)
        self.assertEqual(self.project().nest("show")[0], 2)

    def test_a_run_that_was_killed_left_what_it_had(self):
        project = self.project()
        process = project.start(*self.command(time="30s"))
        results = project.path / "nest-results"
        wait_until(lambda: any("exact" in json.loads(path.read_text()) for path in results.glob("*/results.json")))
        process.kill()
        process.communicate()
        folder = self.only_folder(results)
        self.assertTrue(folder.name.endswith(".unfinished"))
        self.assertFalse(json.loads((folder / "results.json").read_text())["finished"])
        code, out, err = project.nest("show", folder)
        self.assertEqual(code, 0, err)
        self.assertTrue(out.startswith("UNFINISHED"))
        self.assertRegex(out, r"Aggregated +[1-9]")

    def test_a_run_that_was_interrupted_is_finished(self):
        project = self.project()
        process = project.start(*self.command(time="30s"))
        wait_until(lambda: list((project.path / "nest-results").glob("*/histograms.hlog")))
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        folder = self.only_folder(project.path / "nest-results")
        self.assertFalse(folder.name.endswith(".unfinished"))
        self.assertTrue(json.loads((folder / "results.json").read_text())["summary"]["interrupted"])


class Secrets(WithProject):
    def test_they_reach_neither_the_folder_nor_the_report(self):
        source = f'''
param password: string = "none"
taskset T {{
    wait 10ms
    let token = "{SECRET}"
    task a {{ GET "/a?token={{token}}" {{ header "Authorization": "Bearer {{password}}" }} }}
    task b {{ let r = POST "/echo" {{ json {{ token: token }} }}  log "got Bearer {{token}}"  fail "no id: {{r.body}} password={{password}}" }}
}}
'''
        project = self.project(source)
        host = self.server.host.replace("http://", f"http://me:{SECRET}@")
        command = [argument if argument != self.server.host else host for argument in self.command()]
        code, out, err = project.nest(*command, "--set", f"password={SECRET}")
        folder = self.only_folder(project.path / "nest-results")
        files = [path for path in folder.rglob("*") if path.is_file()]
        self.assertGreaterEqual(len(files), 6)
        for path in files:
            self.assertNotIn(SECRET, path.read_text(), path)
        self.assertNotIn(SECRET, out)
        self.assertNotIn(SECRET, re.sub(r"(?m)^ *\d+ \|.*", "", err))  # the compiler shows the source's own line
        self.assertIn('let token = "***"', (folder / "_sources/tasksets/case.nest").read_text())

    def test_they_are_found_wherever_they_come_from(self):
        """Every value that begins with SECRET is one: of the sources, nest.toml, flags, the environment, services."""
        source = """
param api_token: string = "SECRETa1xx"
const db_password = "SECRETa2xx"
const raw_password = 'SECRETa3xx'
taskset Shopper {
    wait 10ms
    let pw = env("SHOP_PASSWORD", "SECRETa4xx")
    task a { GET "/get?token={api_token}&x={pw}" { header "X-Api-Key": db_password } }
    task b { POST "/echo" { json { password: "SECRETa5xx", token: env("THE_TOKEN") } } }
    task c { log "{env("SHOP_PASSWORD")} {raw_password}"  GET "/q?password=SECRETa6xx" { header "Cookie": "sid=SECRETa7xx" } }
    task d { GET "/q?password=SECRETa8xx"  GET "http://joe:SECRETa9xx@127.0.0.1:1/" }
    task e { fail "no {env("SHOP_PASSWORD")} {raw_password} {api_token}" }
}
"""
        project = self.project(source)
        project.configure("""
[params]
api_token = 'SECRETb1xx'
[services.beside]
run = "env; echo SECRETb2xx SECRETb3xx; sh -c 'exec sleep 1000' --password SECRETb2xx --api-key=SECRETb3xx"
env = { DB_PASSWORD = "SECRETb4xx", 'API_TOKEN' = 'SECRET b5xx', SOME_SECRET = \"\"\"SECRETb6xx\"\"\" }
on_failure = "go on"
""")
        host = self.server.host.replace("http://", "http://me:SECRETc1xx@")
        command = [argument if argument != self.server.host else host for argument in self.command()]
        variables = {"SHOP_PASSWORD": "SECRET/d1&xx", "THE_TOKEN": "SECRETd2xx", "NEST_SHARE_TOKEN": "SECRETd3xx"}
        code, out, err = project.nest(*command, "--set", "api_token=SECRETe1xx", "--json", "out.json", "--csv", "table",
                                      env=variables)
        self.assertEqual(code, 1, err)
        folder = self.only_folder(project.path / "nest-results")
        files = [path for path in folder.rglob("*") if path.is_file()] + list(project.path.glob("*.json"))
        files += project.path.glob("*.csv")
        self.assertGreaterEqual(len(files), 12)
        value = re.compile(r"SECRET(?:[a-e]\d|/d1|%2[Ff]d1| b5)")
        shown = {str(path): path.read_text() for path in files}
        shown["the screen"] = out + re.sub(r"(?m)^ *\d+ \|.*", "", err)
        for place, text in shown.items():
            self.assertIsNone(value.search(text), f"{place}: {value.findall(text)}")
        self.assertIn("GET /get?token={}&x={}", out)
        # Rows that differ in nothing but a secret keep their times.
        code, report, err = project.nest("show", folder)
        self.assertEqual((code, err), (0, ""))
        self.assertTrue(out.endswith(report), out + report)
        self.assertEqual(report.count("GET /q?password=***  "), 4, report)
        code, text, err = project.nest("config", "show", "--host", host, env=variables)
        self.assertEqual(code, 0, err)
        self.assertIsNone(value.search(text), text)


class Faults(WithProject):
    def mounted(self, options):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", holder.name]
        if subprocess.run(command, capture_output=True, check=False).returncode != 0:
            self.skipTest("a file system cannot be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", holder.name], check=False)
        return pathlib.Path(holder.name)

    def test_a_folder_that_cannot_be_written_is_found_before_the_run(self):
        project = self.project()
        (project.path / "file").write_text("")
        code, _, err = project.nest(*self.command("--results", "file"))
        self.assertEqual(code, 1)
        self.assertRegex(err, r"file cannot be made: .*; --no-results runs without")
        self.assertEqual(self.server.seen, [])

    def test_a_read_only_file_system(self):
        folder = self.mounted("size=64k,ro")
        code, _, err = self.project().nest(*self.command("--results", folder / "x"))
        self.assertEqual(code, 1)
        self.assertIn("Read-only file system", err)
        self.assertEqual(self.server.seen, [])

    def test_a_disk_that_is_full_before_the_run_is_found_then_and_nothing_is_left(self):
        folder = self.mounted("size=16k")
        with (folder / "fill").open("wb") as fill:
            try:
                fill.write(b"x" * 100_000)
                fill.flush()
            except OSError:
                pass  # it is full now
        code, _, err = self.project().nest(*self.command("--results", folder / "runs"))
        self.assertEqual(code, 1)
        self.assertIn("No space left", err)
        self.assertEqual(list(folder.glob("runs/*")), [])
        self.assertEqual(self.server.seen, [])

    @unittest.skipIf(os.environ.get("TEST_SANITIZER") == "thread", "it starts with a file that has to grow")
    def test_a_file_that_may_not_grow_is_an_error_and_the_report_is_shown(self):
        project = self.project()
        code, out, err = project.nest(*self.command("--no-results", "--no-cache", "--json", "out.json"),
                                      preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500)))
        self.assertEqual(code, 1, err)
        self.assertIn("out.json could not be written: File too large", err)
        self.assertIn("Aggregated", out)

    def test_a_disk_that_fills_up_fails_the_run_and_keeps_its_report(self):
        folder = self.mounted("size=32k")
        code, out, err = self.project().nest(*self.command("--results", folder, time="2500ms"))
        self.assertEqual(code, 1, err)
        self.assertIn("No space left", err)
        self.assertIn("Aggregated", out)
        self.assertTrue(self.only_folder(folder).name.endswith(".unfinished"))
        self.assertTrue((self.only_folder(folder) / "results.json").exists())


if __name__ == "__main__":
    unittest.main()
