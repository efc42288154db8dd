"""Whether a run can be believed: the verdict on the load generator, in the reports and as an exit code."""

import json
import signal
import time
import unittest

from nest_program import ObservedServer, Project, wait_until

CALM = 'taskset Calm { wait 500ms  task look { GET "/page" } }\n'


class Health(unittest.TestCase):
    def setUp(self):
        self.server = ObservedServer()
        self.addCleanup(self.server.close)

    def run_stopped(self, *arguments):
        """A run whose process stands still for more than a second in the middle of it."""
        with Project(CALM) as project:
            process = project.start("run", "--host", self.server.host, "-u", 20, "-r", 1000, "-t", "3s", "--yes",
                                    "--json", "out.json", *arguments)
            self.assertTrue(wait_until(lambda: len(self.server.seen) >= 20))
            process.send_signal(signal.SIGSTOP)
            time.sleep(1.2)
            process.send_signal(signal.SIGCONT)
            out, err = process.communicate(timeout=60)
            return process.returncode, out, err, json.loads((project.path / "out.json").read_text())["health"]

    def test_a_generator_that_stood_still_is_not_believed(self):
        code, out, err, health = self.run_stopped("--strict")
        self.assertEqual(health["verdict"], "INVALID", out)
        self.assertTrue(any("late" in reason for reason in health["reasons"]), health)
        self.assertIn("INVALID: 99 % of the times are too long by at most", out)
        self.assertEqual(code, 3, err)
        self.assertIn("INVALID (--strict)", err)

    def test_without_strict_the_verdict_is_only_shown(self):
        code, out, _, health = self.run_stopped()
        self.assertEqual(health["verdict"], "INVALID", out)
        self.assertEqual(code, 0)


if __name__ == "__main__":
    unittest.main()
