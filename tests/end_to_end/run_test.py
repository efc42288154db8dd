"""nest run from outside: what it asks, prints and writes, how it stops, and its exit codes."""

import csv
import fcntl
import json
import os
import pty
import re
import signal
import socket
import struct
import termios
import time
import unittest

from nest_program import SIMPLE, ObservedServer, Project, timed, wait_until


def closed_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def read_csv(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def first_error(process):
    """The first line of the run that begins with it (the compiler's have a code behind the word)."""
    return next((line for line in process.stderr if "error:" in line), "")


class WithServer(unittest.TestCase):
    def setUp(self):
        self.server = ObservedServer()
        self.addCleanup(self.server.close)
        self.host = ["--host", self.server.host]

    def project(self, source=SIMPLE):
        project = Project(source)
        project.__enter__()
        self.addCleanup(project.__exit__)
        return project


class Reports(WithServer):
    def test_a_run_shows_weights_then_lines_then_the_report(self):
        code, out, err = self.project().nest("run", *self.host, "-u", 2, "-r", 2, "-t", "1500ms", "--yes", "--seed", 7)
        self.assertEqual(code, 0, err)
        self.assertRegex(out, r"case\.Visitor +3 +75\.0 % +tasksets/case\.nest:3:1 +Asks for a page")
        self.assertRegex(out, r"case\.Rare +1 +25\.0 %")
        self.assertRegex(out, r"GET /page\?n=\{\} +\d+ +0 ")
        self.assertIn("Aggregated", out)
        self.assertRegex(out, r"status == 200 +\d+ +0 +\S*case\.nest:\d+:\d+")
        self.assertIn("seed 7", out)
        self.assertRegex(err, r"0:01 +users 2 +requests/s \d")
        self.assertNotIn("\x1b", out + err)

    def test_the_books_close_and_agree_with_the_server(self):
        project = self.project()
        code, out, _ = project.nest("run", *self.host, "-u", 3, "-r", 3, "-t", "1s", "--yes", "--json", "out.json")
        self.assertEqual(code, 0)
        books = re.search(r"requests started (\d+) = finished (\d+) \+ cut off (\d+)", out)
        started, finished, cut_off = map(int, books.groups())
        self.assertEqual(started, finished + cut_off)
        self.assertNotIn("sums differ", out)
        self.assertLessEqual(abs(len(self.server.seen) - started), cut_off)
        summary = json.loads((project.path / "out.json").read_text())
        self.assertEqual(summary["all"]["requests"], finished)
        self.assertEqual(summary["books"]["users_started"], 3)
        self.assertEqual(summary["books"]["users_stopped"], 3)
        self.assertEqual(sum(row["requests"] for row in summary["rows"]), finished)

    def test_a_seed_is_made_up_and_printed(self):
        _, first, _ = self.project().nest("run", *self.host, "-t", "200ms", "--yes")
        _, second, _ = self.project().nest("run", *self.host, "-t", "200ms", "--yes")
        seeds = {re.search(r"seed (\d+)", text).group(1) for text in (first, second)}
        self.assertEqual(len(seeds), 2)

    def test_csv_files_are_there_and_agree(self):
        project = self.project('taskset T { wait 50ms  task a { GET "/a" }  task b { GET "/status/500" } }')
        code, _, _ = project.nest("run", *self.host, "-t", "1500ms", "--yes", "--csv", "out", "--exit-code-on-error", 3)
        self.assertEqual(code, 3)
        rows = read_csv(project.path / "out_stats.csv")
        self.assertEqual([row["Name"] for row in rows], ["/a", "/status/500", "Aggregated"])
        self.assertEqual(int(rows[2]["Request Count"]), int(rows[0]["Request Count"]) + int(rows[1]["Request Count"]))
        self.assertEqual(rows[1]["Request Count"], rows[1]["Failure Count"])
        failures = read_csv(project.path / "out_failures.csv")
        self.assertEqual([(f["Error"], f["Occurrences"]) for f in failures], [("status 500", rows[1]["Failure Count"])])
        history = read_csv(project.path / "out_stats_history.csv")
        self.assertGreaterEqual(len(history), 1)
        self.assertEqual(history[0]["User Count"], "1")

    @timed
    def test_times_are_those_of_the_server(self):
        project = self.project('taskset T { wait none  task a { GET "/delay/100" } }')
        project.nest("run", *self.host, "-u", 5, "-r", 5, "-t", "2s", "--yes", "--json", "out.json")
        times = json.loads((project.path / "out.json").read_text())["all"]["response_time_ms"]
        for name in ("min", "average", "p50", "p95"):
            self.assertGreaterEqual(times[name], 99, name)
            self.assertLess(times[name], 180, name)


class Refusals(WithServer):
    def check(self, arguments, code, text, source=SIMPLE, **options):
        got, out, err = self.project(source).nest(*arguments, **options)
        self.assertEqual(got, code, out + err)
        self.assertIn(text, err)
        self.assertEqual(self.server.seen, [])

    def test_without_a_terminal_and_without_yes_it_refuses(self):
        self.check(["run", *self.host, "-t", "1s"], 2, "--yes")

    def test_a_host_is_needed_and_must_be_one(self):
        self.check(["run", "-t", "1s", "--yes"], 2, "--host")
        for host in ("shop.test", "ftp://shop.test", "http://", "http://shop.test:99999", "http://a b"):
            self.check(["run", "--host", host, "-t", "1s", "--yes"], 2, "host")

    def test_options_that_make_no_sense(self):
        self.check(["run", *self.host, "-t", "soon", "--yes"], 2, "soon")
        self.check(["run", *self.host, "-u", "0", "--yes"], 2, "users")
        self.check(["run", *self.host, "-r", "0", "--yes"], 2, "spawn-rate")
        self.check(["run", *self.host, "--no-such-option"], 2, "no-such-option")
        self.check([], 2, "subcommand")

    def test_errors_in_the_sources(self):
        self.check(["run", *self.host, "--yes"], 1, "case.nest:2", source='taskset T {\n task a { GETT "/a" } }')
        self.check(["run", "missing", *self.host, "--yes"], 1, "missing")

    def test_files_that_cannot_be_written_are_found_before_the_run(self):
        self.check(["run", *self.host, "-t", "1s", "--yes", "--csv", "missing/out"], 1, "missing/out_stats.csv")
        self.check(["run", *self.host, "-t", "1s", "--yes", "--json", "missing/out.json"], 1, "missing/out.json")

    def test_a_full_disk_fails_the_run(self):
        code, _, err = self.project().nest("run", *self.host, "-t", "300ms", "--yes", "--json", "/dev/full")
        self.assertEqual(code, 1)
        self.assertIn("No space left", err)
        with open("/dev/full", "w") as full:
            code, _, err = self.project().nest("run", *self.host, "-t", "300ms", "--yes", stdout=full)
        self.assertEqual(code, 1)
        self.assertIn("No space left", err)

    def test_a_run_goes_on_where_remarks_cannot_be_written(self):
        with open("/dev/full", "w") as full:
            code, out, _ = self.project().nest("run", *self.host, "-t", "300ms", "--yes", stderr=full)
        self.assertEqual(code, 0)
        self.assertRegex(out, r"(VALID|SUSPECT|INVALID)")

    def test_more_users_than_files_may_be_open(self):
        def limit():
            import resource
            resource.setrlimit(resource.RLIMIT_NOFILE, (200, 200))
        command = ["run", *self.host, "-u", 5000, "-r", 10, "-t", "1s", "--yes"]
        code, _, err = self.project().nest(*command, preexec_fn=limit)
        if code == 0:
            return  # a privileged process: it has raised its limit
        self.assertEqual(code, 2, err)
        self.assertIn("5000 users need about", err)
        self.assertEqual(self.server.seen, [])


class Confirmation(WithServer):
    def answer(self, text):
        project = self.project()
        ours, theirs = pty.openpty()
        process = project.start("run", *self.host, "-t", "300ms", stdin=theirs, start_new_session=True)
        os.write(ours, text)
        out, err = process.communicate(timeout=60)
        os.close(ours)
        os.close(theirs)
        return process.returncode, out, err

    def test_no_leaves_the_files_of_an_earlier_run_alone(self):
        project = self.project()
        reports = ["--json", "out.json", "--csv", "out"]
        project.nest("run", *self.host, "-t", "300ms", "--yes", *reports)
        files = [project.path / name for name in ("out.json", "out_stats.csv", "out_stats_history.csv")]
        before = [file.read_bytes() for file in files]
        self.assertTrue(all(before))
        for text, asked_for in ((b"n\n", reports), (b"\x04", ["--csv", "new"])):
            ours, theirs = pty.openpty()
            process = project.start("run", *self.host, "-t", "300ms", *asked_for, stdin=theirs,
                                    start_new_session=True)
            os.write(ours, text)
            process.communicate(timeout=60)
            os.close(ours)
            os.close(theirs)
        self.assertEqual([file.read_bytes() for file in files], before)
        self.assertEqual(list(project.path.glob("new*")), [])
        self.assertEqual(project.nest("run", *self.host, "-t", "300ms", "--yes", *reports)[0], 0)
        self.assertEqual(json.loads(files[0].read_text())["format"], 1)

    def test_yes_runs(self):
        code, out, err = self.answer(b"y\n")
        self.assertEqual(code, 0, err)
        self.assertIn("Run? [y/N]", err)
        self.assertIn("Aggregated", out)

    def test_anything_else_does_not(self):
        for text, asked in ((b"\n", 1), (b"n\n", 1), (b"yesterday\n\x04", 2), (b"\x04", 1)):
            code, out, err = self.answer(text)
            self.assertEqual(code, 0, err)
            self.assertEqual(err.count("Run? [y/N]"), asked, err)
            self.assertNotIn("Aggregated", out)
        self.assertEqual(self.server.seen, [])


class Terminal(WithServer):
    def test_the_live_line_is_redrawn_and_never_wraps(self):
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 50, 0, 0))
        process = self.project().start("run", *self.host, "-t", "2200ms", "--yes", "--no-results", stderr=theirs)
        out, _ = process.communicate(timeout=60)
        os.close(theirs)
        shown = b""
        try:
            while chunk := os.read(ours, 65536):
                shown += chunk
        except OSError:
            pass  # the other end is closed: all was read
        os.close(ours)
        self.assertEqual(process.returncode, 0)
        lines = shown.decode().split("\r\x1b[K")
        self.assertGreaterEqual(len(lines), 3)
        for line in lines[1:]:
            self.assertNotIn("\n", line)
            self.assertLess(len(line), 50)
        self.assertNotIn("\x1b", out)


class Interrupts(WithServer):
    def start(self, source, *arguments):
        return self.project(source).start("run", *self.host, "--yes", "-t", "60s", *arguments)

    def test_ctrl_c_stops_as_at_the_end_of_the_run(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            process = self.start('taskset T { wait 20ms  on_stop { GET "/bye" }  task a { GET "/a" } }')
            self.assertTrue(wait_until(lambda: self.server.paths()[-1:] == ["/a"]))
            process.send_signal(number)
            out, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 0, err)
            self.assertIn("Stopped after", out)
            self.assertEqual(self.server.paths()[-1], "/bye")

    def test_ctrl_c_twice_ends_at_once(self):
        process = self.start('taskset T { on_stop { GET "/delay/20000" }  task a { GET "/a"  sleep 1s } }')
        self.assertTrue(wait_until(lambda: "/a" in self.server.paths()))
        process.send_signal(signal.SIGINT)
        self.assertTrue(wait_until(lambda: "/delay/20000" in self.server.paths()))
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertLess(time.monotonic() - begin, 10, "the answer would have come after 20 s")
        self.assertEqual(process.returncode, 130, err)
        self.assertIn("Stopped after", out)


    def test_ctrl_c_is_heard_while_on_stops_take_their_time(self):
        process = self.start('taskset T { on_stop { GET "/delay/2500" }  task a { GET "/a"  sleep 1s } }')
        self.assertTrue(wait_until(lambda: "/a" in self.server.paths()))
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=10)
        self.assertEqual(process.returncode, 0, err)
        self.assertEqual(err.count("stopping: 1 user is still in a task or an on_stop"), 1, err)

    def test_ctrl_c_held_down_still_reports(self):
        process = self.start('taskset T { on_stop { GET "/delay/20000" }  task a { GET "/a"  sleep 1s } }')
        self.assertTrue(wait_until(lambda: "/a" in self.server.paths()))
        for _ in range(20):
            process.send_signal(signal.SIGINT)
            time.sleep(0.01)
            if process.poll() is not None:
                break
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, err)
        self.assertIn("Stopped after", out)

    def test_ctrl_c_in_the_ramp_stops_those_who_have_started_and_starts_no_more(self):
        process = self.start("""taskset T { on_start { GET "/start" } on_stop { GET "/bye" }  task a { sleep 10s } }""",
                             "-u", "100", "-r", "20")
        self.assertTrue(wait_until(lambda: self.server.paths().count("/start") > 25))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, err)
        started, stopped = map(int, re.search(r"users started (\d+), stopped (\d+)", out).groups())
        self.assertEqual(started, stopped)
        self.assertLess(started, 60)
        self.assertEqual(self.server.paths().count("/bye"), started)

    def test_hangup_is_left_ignored_below_nohup(self):
        project = self.project('taskset T { wait 20ms  task a { GET "/a" } }')
        process = project.start("run", *self.host, "--yes", "-t", "1500ms",
                                preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        self.assertTrue(wait_until(lambda: "/a" in self.server.paths()))
        process.send_signal(signal.SIGHUP)
        out, _ = process.communicate(timeout=60)
        self.assertIn("Finished after", out)


class Targets(unittest.TestCase):
    def test_a_host_that_refuses_is_named_within_the_first_seconds(self):
        with Project(SIMPLE) as project:
            process = project.start("run", "--host", f"http://127.0.0.1:{closed_port()}", "-t", "100s", "--yes",
                                    "--json", "out.json")
            begin = time.monotonic()
            line = first_error(process)
            self.assertLess(time.monotonic() - begin, 30, "that is long before the end")
            self.assertIn("every request so far has failed: connection refused", line)
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 1)
            self.assertRegex(out, r"\d+ x connection refused")
            for row in json.loads((project.path / "out.json").read_text())["rows"]:
                self.assertTrue(all(cause.startswith("connection refused") for cause in row["causes"]), row)
                self.assertEqual(len(row["causes"]), 1, "one trouble is one cause")

    def test_a_host_that_never_answers_is_not_met_with_silence(self):
        with Project(SIMPLE) as project, socket.socket() as deaf:
            deaf.bind(("127.0.0.1", 0))
            deaf.listen(16)
            process = project.start("run", "--host", f"http://127.0.0.1:{deaf.getsockname()[1]}", "-t", "100s", "--yes",
                                    "--timeout", "30s")
            line = first_error(process)
            self.assertIn("no answer yet", line)
            while process.poll() is None:
                process.send_signal(signal.SIGINT)
                time.sleep(0.3)  # two at once would be one
            process.communicate(timeout=60)
            self.assertNotEqual(process.returncode, 0)


class Basics(unittest.TestCase):
    def test_version_and_help(self):
        with Project(SIMPLE) as project:
            self.assertRegex(project.nest("--version")[1], r"^nest \d+\.\d+\.\d+\n$")
            for arguments in (["--help"], ["run", "--help"], ["try", "--help"]):
                code, out, _ = project.nest(*arguments)
                self.assertEqual(code, 0)
                self.assertIn("--help", out)


if __name__ == "__main__":
    unittest.main()
