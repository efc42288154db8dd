"""What `nestc mix --rate` and `--arrivals` expect, held against what a run really does."""

import json
import subprocess
import unittest

from nest_program import NEST, ObservedServer, Project, timed

SOURCE = """
plan steady { arrivals 60/s for 5s }

taskset Reader {
    weight 3
    wait 100ms
    task(3) look { GET "/delay/40?a" }
    task(1) both { GET "/delay/40?b"  sleep 30ms  GET "/delay/40?c" }
    task(1) leave { interrupt }
    taskset Inner {
        task(2) deep { GET "/delay/40?d" }
        task(1) out { interrupt wait }
    }
}

taskset Writer {
    sequential
    wait 50ms..150ms
    on_start { POST "/delay/40?e" }
    task one { POST "/delay/40?f" }
    task two { repeat 2 { POST "/delay/40?g" } }
    task leave { interrupt }
}
"""


class MixRate(unittest.TestCase):
    def setUp(self):
        self.server = ObservedServer()
        self.addCleanup(self.server.close)

    def expected(self, project, *arguments):
        done = subprocess.run([str(NEST.with_name("nestc")), "mix", "tasksets", "--format", "json", *map(str, arguments)],
                              cwd=project.path, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def run_json(self, project, *arguments):
        code, _, err = project.nest("run", "--host", self.server.host, "--yes", "--seed", 5, "--json", "out.json",
                                    "--no-results", *arguments)
        self.assertEqual(code, 0, err)
        return json.loads((project.path / "out.json").read_text())

    @timed
    def test_a_rate_needs_as_many_users_as_make_it(self):
        users = 40
        with Project(SOURCE) as project:
            observed = self.run_json(project, "-u", users, "-r", 1000, "-t", "8s")
            every = observed["all"]
            # With the latency that there was: how busy the machine is does not matter then.
            latency = f"{every['response_time_ms']['average']:.3f}ms"
            mix = self.expected(project, "--rate", f"{every['requests_per_second']:.3f}/s", "--latency", latency)
            self.assertFalse(mix["users_needed"]["assumed"])
            self.assertAlmostEqual(mix["users_needed"]["value"], users, delta=users * 0.08)
            mix = self.expected(project, "--users", users, "--latency", latency)
            self.assertAlmostEqual(mix["requests_per_second"]["value"], every["requests_per_second"],
                                   delta=every["requests_per_second"] * 0.08)

    @timed
    def test_arrivals_make_the_requests_that_were_expected_of_them(self):
        with Project(SOURCE) as project:
            observed = self.run_json(project, "--plan", "steady", "--stop-timeout", "30s")
            self.assertEqual(observed["arrivals"]["visits_finished"], 300)
            mix = self.expected(project, "--arrivals", "60/s", "--latency",
                                f"{observed['all']['response_time_ms']['average']:.3f}ms")
            # All visits came to their end, so that each has made its requests.
            self.assertAlmostEqual(mix["requests_of_arrivals"]["value"] * 5, observed["all"]["requests"],
                                   delta=observed["all"]["requests"] * 0.2)
            self.assertGreater(observed["users"], mix["busy_users"]["value"] * 0.7, "the most at a time, so not the mean")


if __name__ == "__main__":
    unittest.main()
