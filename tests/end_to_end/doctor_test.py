"""nest doctor: on this machine, on copies of others, and what nest run says before it starts."""

import json
import pathlib
import resource
import tempfile
import unittest

from nest_program import SIMPLE, ObservedServer, Project

PROC = {
    "proc/self/limits": "Max processes  31000  31000  processes\nMax open files  1024  4096  files\n",
    "proc/self/status": "CapEff:\t0000000000000000\nCpus_allowed_list:\t0-7\n",
    "proc/sys/net/ipv4/ip_local_port_range": "32768\t60999\n",
    "proc/meminfo": "MemAvailable: 8000000 kB\n",
    "proc/sys/kernel/osrelease": "6.1.0\n",
}


def few_files():
    resource.setrlimit(resource.RLIMIT_NOFILE, (200, 200))


class Doctor(unittest.TestCase):
    def setUp(self):
        self.project = Project(SIMPLE)
        self.project.__enter__()
        self.addCleanup(self.project.__exit__)

    def machine(self, **changes):
        """A folder with copies of some machine's files."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for path, text in (PROC | changes).items():
            file = pathlib.Path(folder.name) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return folder.name

    def findings(self, *arguments, **options):
        code, out, err = self.project.nest("doctor", "--format", "json", *arguments, **options)
        self.assertNotIn("error", err)
        found = json.loads(out)
        self.assertEqual(code, 0 if found["can_be_carried"] else 1)
        return found, {finding["check"]: finding for finding in found["findings"]}

    def test_this_machine_carries_one_user(self):
        found, by_check = self.findings()
        self.assertTrue(found["can_be_carried"])
        self.assertEqual(found["users"], 1)
        self.assertIn("small requests a second", by_check["cpus"]["text"])
        code, out, _ = self.project.nest("doctor", "--host", "http://127.0.0.1:1")
        self.assertEqual(code, 0)
        self.assertIn("For 1 user on 1 worker thread against http://127.0.0.1:1\n", out)
        self.assertRegex(out, r"\n1 user can be carried: 0 problems")

    def test_too_few_files_are_a_problem_with_what_changes_it(self):
        found, by_check = self.findings("--users", 4000, "--host", "http://shop.test", "--root", self.machine())
        self.assertFalse(found["can_be_carried"])
        self.assertEqual(by_check["open_files"]["severity"], "problem")
        self.assertEqual(by_check["open_files"]["have"], 4096)
        self.assertEqual(by_check["open_files"]["need"], 4000 + 64 + 8 * 8)  # a worker for each of 8 CPUs
        self.assertIn("LimitNOFILE=4128", " ".join(by_check["open_files"]["fixes"]))
        self.assertEqual(by_check["local_ports"]["severity"], "ok")

    def test_settings_decide_as_in_a_run(self):
        self.project.configure('host = "http://shop.test"\nusers = 30000\nthreads = 2\n')
        machine = self.machine(**{"proc/self/limits": "Max open files  1024  500000  files\n"})
        found, by_check = self.findings("--root", machine)
        self.assertEqual((found["users"], found["threads"]), (30000, 2))
        self.assertEqual(by_check["local_ports"]["severity"], "problem")
        _, by_check = self.findings("--root", machine, "--source-address", "10.0.0.1-10.0.0.2")
        self.assertEqual(by_check["local_ports"]["severity"], "ok")

    def test_https_needs_more_memory(self):
        plain = self.findings("--users", 100, "--host", "http://shop.test", "--root", self.machine())[1]["memory"]
        tls = self.findings("--users", 100, "--host", "https://shop.test", "--root", self.machine())[1]["memory"]
        self.assertGreater(tls["need"] - plain["need"], 100 * 20_000)

    def test_a_plan_says_how_many_users(self):
        (self.project.path / "tasksets" / "plan.nest").write_text("plan soak { users 7000 for 1m }\n")
        found, _ = self.findings("--plan", "soak", "--root", self.machine())
        self.assertEqual(found["users"], 7000)

    def test_no_tasksets_yet_is_no_error_but_broken_ones_are(self):
        with tempfile.TemporaryDirectory() as empty:
            (self.project.path / "tasksets" / "case.nest").unlink()
            (self.project.path / "tasksets").rmdir()
            code, out, err = self.project.nest("doctor", "--root", self.machine())
            self.assertEqual(code, 0, err)
            self.assertIn("without tasksets", out)
            code, _, err = self.project.nest("doctor", pathlib.Path(empty) / "none")
            self.assertEqual(code, 1)
            self.assertIn("none", err)

    def test_hostile_files_do_no_harm(self):
        machine = pathlib.Path(self.machine())
        for file in machine.rglob("*"):
            if file.is_file():
                file.write_bytes(b"\x1b[31m\xff\x00" * 1000 + b"\n")
        code, out, _ = self.project.nest("doctor", "--root", machine)
        self.assertEqual(code, 0)
        self.assertNotIn("\x1b", out)
        self.assertIn("is not known", out)

    def test_an_unknown_root_or_host_is_a_mistake_of_usage(self):
        self.assertEqual(self.project.nest("doctor", "--root", "/nowhere")[0], 2)
        self.assertEqual(self.project.nest("doctor", "--host", "ftp://x")[0], 2)

    def test_a_run_that_cannot_be_carried_says_the_same_and_sends_nothing(self):
        server = ObservedServer()
        self.addCleanup(server.close)
        load = ["--host", server.host, "-u", 5000]
        code, out, _ = self.project.nest("doctor", *load, preexec_fn=few_files)
        if code == 0:
            self.skipTest("a privileged process: it has raised its limit")
        self.assertRegex(out, r"PROBLEM +open files +5000 users need about 5\d\d\d open files, but this process may have 200\n")
        code, _, err = self.project.nest("run", *load, "-t", "1s", "--yes", preexec_fn=few_files)
        self.assertEqual(code, 2, err)
        self.assertRegex(err, r"nest: 5000 users need about 5\d\d\d open files, but this process may have 200\n  ulimit -n 5")
        self.assertIn("LimitNOFILE=5", err)
        self.assertEqual(server.seen, [])


if __name__ == "__main__":
    unittest.main()
