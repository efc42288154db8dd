"""Services around nest run and nest try, from outside: started, used, watched, and nothing left of them."""

import json
import os
import pathlib
import pty
import random
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
import uuid

from nest_program import NEST, ROOT, ObservedServer, Project, wait_until

# Says when it is up, and answers every GET.
SERVER = """
import http.server, os, sys, threading
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *_): pass
def wait_for_end():
    while not os.path.exists("end"): threading.Event().wait(0.02)
    os.remove("end")
    print("last words", flush=True)
    os._exit(7)
threading.Thread(target=wait_for_end, daemon=True).start()
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""

USES_IT = """
service web {
    run "exec python3 server.py {port}"
    folder ".."
    ready http "/health" within 20s
}
taskset T { wait 20ms  task a { GET "{web.url}/page" { expect status == 200 } } }
"""

# Users of the observed server; the service only has to be there.
BESIDE = """
service web {
    run "exec python3 server.py {port}"
    folder ".."
    ready tcp within 20s
    POLICY
}
taskset T { wait 20ms  task a { GET "/page" } }
"""

# Two services, one of which detaches itself and ignores what it can.
STUBBORN = r"""
service db {
    run "python3 daemon.py"
    folder ".."
    ready line "daemon is up" within 20s
    grace 100ms
}
service web {
    run "trap '' TERM INT HUP; sleep 1000 & echo web is up; while :; do sleep 1000; done"
    ready line "web is up"
    after db
    grace 100ms
}
taskset T { wait 20ms  task a { GET "/page" } }
"""

DAEMON = """
import os, signal, time
if os.fork(): os._exit(0)
os.setsid()
if os.fork(): os._exit(0)
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT): signal.signal(number, signal.SIG_IGN)
print("daemon is up", flush=True)
time.sleep(1000)
"""


class WithServices(unittest.TestCase):
    def setUp(self):
        self.mark = f"SERVICES_TEST_MARK={uuid.uuid4()}"
        self.server = ObservedServer()
        self.addCleanup(self.server.close)
        self.addCleanup(lambda: self.assertEqual(self.left_over(), [], "something is left"))
        self.host = ["--host", self.server.host]

    def project(self, source):
        project = Project(source)
        project.__enter__()
        self.addCleanup(project.__exit__)
        (project.path / "server.py").write_text(SERVER)
        (project.path / "daemon.py").write_text(DAEMON)
        return project

    def environment(self, **more):
        name, value = self.mark.split("=")
        return {**os.environ, name: value, **more}

    def left_over(self):
        """Everything that nest has started, and nest, by the mark in its environment."""
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                if self.mark.encode() in (entry / "environ").read_bytes().split(b"\0"):
                    found.append((int(entry.name), (entry / "cmdline").read_bytes()))
            except OSError:
                pass
        return found

    def nest(self, project, *arguments, **options):
        return project.nest(*arguments, env=self.environment(**options.pop("variables", {})), **options)


class Runs(WithServices):
    def test_a_service_is_started_used_and_ended(self):
        project = self.project(USES_IT)
        code, out, err = self.nest(project, "run", "-t", "1s", "--yes", "--json", "out.json")
        self.assertEqual(code, 0, out + err)
        self.assertIn("Services to start\n  web: exec python3 server.py {port}\n", out)
        self.assertRegex(err, r"service `web` \(\S*case\.nest:2:9\) is ready after [\d.e-]+ s: http://127\.0\.0\.1:\d+\n")
        self.assertRegex(out, r"GET \{web\.url\}/page +\d+ +0 ")
        self.assertEqual(json.loads((project.path / "out.json").read_text())["service_losses"], [])
        self.assertTrue((project.path / "nest-logs" / "web.log").exists())
        self.assertEqual(self.left_over(), [])

    def test_try_has_services_too(self):
        code, out, err = self.nest(self.project(USES_IT), "try")
        self.assertEqual(code, 0, out + err)
        self.assertRegex(out, r"> to http://127\.0\.0\.1:\d+/page")

    def test_params_and_the_environment_stand_in_commands(self):
        source = """
        param level: string = "low"
        service web {
            run "echo level {level}; echo home {env("SERVICES_TEST_HOME")}; exec python3 server.py {port}"
            folder ".."
            ready http "/"
        }
        taskset T { wait 20ms  task a { GET "{web.url}/page" } }
        """
        project = self.project(source)
        code, _, err = self.nest(project, "run", "-t", "200ms", "--yes", "--set", "level={high}",
                                 variables={"SERVICES_TEST_HOME": "there"})
        self.assertEqual(code, 0, err)
        self.assertEqual((project.path / "nest-logs" / "web.log").read_text(), "level {high}\nhome there\n")
        code, _, err = self.nest(project, "run", "-t", "200ms", "--yes")
        self.assertEqual(code, 2)
        self.assertIn("the environment variable SERVICES_TEST_HOME is not set, and a service needs it", err)

    def test_what_runs_already_can_be_used(self):
        project = self.project(USES_IT)
        code, _, err = self.nest(project, "run", "-t", "300ms", "--yes", "--no-services")
        self.assertEqual(code, 2)
        self.assertIn("NEST_WEB_URL=http://HOST:PORT", err)
        code, out, err = self.nest(project, "run", "-t", "300ms", "--yes", "--no-services",
                                   variables={"NEST_WEB_URL": self.server.host})
        self.assertEqual(code, 0, err)
        self.assertGreater(len(self.server.seen), 0)
        self.assertNotIn("Services to start", out)
        self.assertFalse((project.path / "nest-logs").exists())

    def test_nothing_is_started_before_the_question_was_answered(self):
        project = self.project(USES_IT)
        code, out, _ = self.nest(project, "run", "-t", "300ms")
        self.assertEqual(code, 2)
        self.assertIn("Services to start", out)
        self.assertFalse((project.path / "nest-logs").exists())

    def test_output_of_services_stays_out_of_the_live_line(self):
        source = BESIDE.replace("exec python3", r"(while :; do echo GARB''AGE; sleep 0.01; done) & exec python3")
        project = self.project(source.replace("POLICY", ""))
        ours, theirs = pty.openpty()
        process = project.start("run", *self.host, "-t", "1200ms", "--yes", stderr=theirs, env=self.environment())
        out, _ = process.communicate(timeout=60)
        os.close(theirs)
        shown = b""
        try:
            while chunk := os.read(ours, 65536):
                shown += chunk
        except OSError:
            pass
        os.close(ours)
        self.assertEqual(process.returncode, 0)
        self.assertIn(b"is ready after", shown)
        self.assertNotIn("GARBAGE", out + shown.decode())
        self.assertIn("GARBAGE", (project.path / "nest-logs" / "web.log").read_text())


class Configured(WithServices):
    """Services of nest.toml."""

    CONFIG = """
[services.mail]
run = "exec python3 server.py {port}"
ready = { http = "/health" }
within = "20s"
after = ["db"]

[services.db]
run = "echo level $LEVEL at {url}; exec sleep 1000"
env = { LEVEL = "high" }
ready = { line = "level" }
"""

    def test_their_addresses_are_known_to_tasksets(self):
        project = self.project('taskset T { wait 20ms  task a { GET "{mail.url}/page" { expect status == 200 } } }')
        (project.path / "nest.toml").write_text(self.CONFIG)
        code, out, err = self.nest(project, "run", "-t", "500ms", "--yes")
        self.assertEqual(code, 0, out + err)
        self.assertIn("  mail (after db): exec python3 server.py {port}\n", out)
        self.assertRegex(err, r"service `db` \(nest\.toml:8\) is ready after .*(\n.*)*service `mail` \(nest\.toml:2\) is ready")
        self.assertRegex(out, r"GET \{mail\.url\}/page +\d+ +0 ")
        self.assertRegex((project.path / "nest-logs" / "db.log").read_text(), r"level high at http://127.0.0.1:\d+\n")

    def test_nestc_knows_them_too(self):
        project = self.project('taskset T { wait 20ms  task a { GET "{mail.url}/page" } }')
        nestc = NEST.with_name("nestc")
        check = [nestc, "check", "tasksets"]
        self.assertIn("unknown name `mail`", subprocess.run(check, cwd=project.path, capture_output=True, text=True,
                                                            check=False).stdout)
        (project.path / "nest.toml").write_text(self.CONFIG)
        for command in (check, [nestc, "mix", "tasksets"], [nestc, "emit", "hir", "tasksets"], [NEST, "list"],
                        [nestc, "configure", "--show"]):
            result = subprocess.run(command, cwd=project.path, capture_output=True, text=True, check=False)
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        (project.path / "nest.toml").write_text("usres = 3\n" + self.CONFIG)
        result = subprocess.run(check, cwd=project.path, capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 1)
        self.assertIn("unknown key `usres`", result.stdout)

    def test_one_takes_the_place_of_a_declared_one(self):
        project = self.project(USES_IT.replace("server.py", "not-there.py"))
        (project.path / "nest.toml").write_text(self.CONFIG.replace("mail", "web"))
        code, out, err = self.nest(project, "run", "-t", "500ms", "--yes")
        self.assertEqual(code, 0, out + err)
        self.assertRegex(out, r"GET \{web\.url\}/page +\d+ +0 ")

    def test_what_is_wrong_with_them_is_found_before_the_run(self):
        project = self.project(USES_IT)
        for wrong, text in (('after = ["cache"]', "`cache`, and there is no such service"),
                            ('after = ["mail"]', "waits for itself: mail after mail"),
                            ('env = { A = "{cache.url}" }', "its A: `{cache.url}` is no placeholder")):
            (project.path / "nest.toml").write_text(self.CONFIG.replace('after = ["db"]', wrong))
            code, out, err = self.nest(project, "run", "-t", "500ms", "--yes")
            self.assertEqual(code, 1, out + err)
            self.assertIn("service `mail` (nest.toml:2)", err)
            self.assertIn(text, err)


class FailedStarts(WithServices):
    def check(self, service, *texts, source=None):
        source = source or f'service web {{ {service} }}\ntaskset T {{ wait 20ms  task a {{ GET "/page" }} }}'
        project = self.project(source)
        code, out, err = self.nest(project, "run", *self.host, "-t", "1s", "--yes")
        self.assertEqual(code, 1, out + err)
        for text in texts:
            self.assertIn(text, err)
        self.assertEqual(self.server.seen, [], "no user has started")
        self.assertNotIn("Aggregated", out)
        self.assertEqual(self.left_over(), [])

    def test_a_service_that_ends_at_once(self):
        self.check('run "echo no database; exit 5"  ready tcp', "ended before it was ready: exit status 5",
                   "nest-logs/web.log", "\n    no database")

    def test_a_command_that_is_not_there(self):
        self.check('run "no-such-command {port}"', "exit status 127", "no-such-command: not found")

    def test_a_folder_that_is_not_there(self):
        self.check('run "true"  folder "missing"', "cannot be started in the folder", "missing: No such file")

    def test_a_service_that_is_never_ready(self):
        self.check('run "exec sleep 1000"  ready http "/health" within 300ms',
                   "was not ready within 0.3 s: GET http://127.0.0.1:", "/health: connection refused")

    def test_logs_that_cannot_be_written(self):
        project = self.project(USES_IT)
        (project.path / "nest-logs").write_text("a file")
        code, _, err = self.nest(project, "run", "-t", "1s", "--yes")
        self.assertEqual(code, 1)
        self.assertIn("nest-logs/web.log cannot be written", err)


class Losses(WithServices):
    def run_and_end_it(self, policy, run_time):
        project = self.project(BESIDE.replace("POLICY", policy))
        process = project.start("run", *self.host, "-t", run_time, "--yes", "--json", "out.json",
                                env=self.environment())
        self.assertTrue(wait_until(lambda: len(self.server.seen) > 3))
        (project.path / "end").touch()
        out, err = process.communicate(timeout=60)
        summary = json.loads((project.path / "out.json").read_text())
        return process.returncode, out, err, summary

    def test_end_the_run(self):
        begin = time.monotonic()
        code, out, err, summary = self.run_and_end_it("on failure stop run", "100s")
        self.assertLess(time.monotonic() - begin, 60)
        self.assertEqual(code, 1, out + err)
        self.assertRegex(err, r"service `web` .* ended [\d.e-]+ s after it was ready: exit status 7")
        self.assertIn("\n    last words\n", err)
        self.assertIn("the run was ended because a service was", err)
        self.assertRegex(out, r"Stopped after")
        self.assertRegex(out, r"Services that ended during the run\n  service `web` .*exit status 7\n")
        self.assertEqual(len(summary["service_losses"]), 1)

    def test_do_not_end_it_when_it_is_to_go_on(self):
        code, out, err, summary = self.run_and_end_it("on failure go on", "3s")
        self.assertEqual(code, 0, out + err)
        self.assertIn("exit status 7", err)
        self.assertIn("Finished after", out)
        self.assertEqual(len(summary["service_losses"]), 1)

    def test_are_made_good_by_a_restart(self):
        code, out, err, _ = self.run_and_end_it("on failure restart", "8s")
        self.assertEqual(code, 0, out + err)
        self.assertIn("it is started again (restart 1 of 5)", err)
        self.assertIn("is ready again after", err)
        self.assertIn("Finished after", out)


class Ends(WithServices):
    def signalled(self, number, delays):
        """Runs, and sends the signal after each of the delays."""
        project = self.project(STUBBORN)
        for delay in delays:
            process = project.start("run", *self.host, "-t", "60s", "--yes", env=self.environment(),
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(delay)
            process.send_signal(number)
            process.wait(timeout=60)
            self.assertTrue(wait_until(lambda: self.left_over() == []), f"{number} after {delay} s left {self.left_over()}")
            yield delay, process.returncode

    def test_ctrl_c_at_any_moment_leaves_nothing(self):
        moments = random.Random(7)
        for delay, code in self.signalled(signal.SIGINT, [moments.uniform(0, 1.5) for _ in range(8)]):
            # Before nest listens for it, in the start of the services, in the run before or after a request was made.
            self.assertIn(code, (-signal.SIGINT, 130, 1, 0), f"after {delay} s")

    def test_sigkill_at_any_moment_leaves_nothing(self):
        moments = random.Random(8)
        for _, code in self.signalled(signal.SIGKILL, [moments.uniform(0, 1.5) for _ in range(8)]):
            self.assertEqual(code, -signal.SIGKILL)

    def test_ctrl_c_in_the_start_of_services_ends_it(self):
        project = self.project('service web { run "exec sleep 1000"  ready tcp within 100s }\ntaskset T { task a { GET "/" } }')
        process = project.start("run", *self.host, "--yes", env=self.environment())
        self.assertTrue(wait_until(lambda: any(b"sleep" in line for _, line in self.left_over())))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, out + err)
        self.assertEqual(self.server.seen, [])

    def test_a_ctrl_c_of_the_terminal_reaches_nest_alone(self):
        project = self.project(USES_IT)
        ours, theirs = pty.openpty()
        pid = os.fork()
        if pid == 0:
            os.setsid()
            import fcntl
            import termios
            fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)
            for stream in range(3):
                os.dup2(theirs, stream)
            os.chdir(project.path)
            os.execve(NEST, [str(NEST), "run", "-t", "60s", "--yes", "--stop-timeout", "5s"], self.environment())
        os.close(theirs)
        shown = b""
        while b"users 1 " not in shown:
            shown += os.read(ours, 65536)
        os.write(ours, b"\x03")
        try:
            while chunk := os.read(ours, 65536):
                shown += chunk
        except OSError:
            pass
        os.close(ours)
        _, status = os.waitpid(pid, 0)
        # The service lived on while the last task went on to its end: no request has failed.
        self.assertEqual(os.waitstatus_to_exitcode(status), 0, shown.decode())
        self.assertNotIn(b"ended", shown)


class Accounts(WithServices):
    """examples/accounts, as its README says."""

    def test_every_account_is_given_back(self):
        readme = (ROOT / "examples" / "accounts" / "README.md").read_text()
        command = re.search(r"```sh\n(.*)\n```", readme).group(1).split()
        # Of a copy: it writes its logs beside itself.
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "examples"
            shutil.copytree(ROOT / "examples", copy, ignore=shutil.ignore_patterns("__pycache__", "nest-logs"))
            begin = time.monotonic()
            result = subprocess.run([str(pathlib.Path(folder) / command[0]), *command[1:]], capture_output=True, text=True,
                                    env=self.environment(NEST_BIN=str(NEST.parent)), timeout=100, check=False)
            took = time.monotonic() - begin
            log = (copy / "accounts" / "nest-logs" / "accounts.log").read_text()
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertLess(took, 60, "it takes about 5 s on a machine with nothing else to do")
        self.assertRegex(result.stdout, r"POST \{accounts\.url\}/claim +\d+ +0 ")
        books = dict(re.findall(r"(\w+) (\d+)", re.search(r"books: (.*)", log).group(1)))
        self.assertEqual(books["claimed"], "0", log)
        self.assertEqual(books["free"], "20")
        self.assertEqual(books["claims"], books["releases"])
        self.assertGreaterEqual(int(books["claims"]), 5)
        self.assertLessEqual(int(books["most_at_once"]), 5)


if __name__ == "__main__":
    unittest.main()
