"""Plans of arrivals: an open load whose numbers are exact, and whose response times show a target that stalls."""

import csv
import io
import json
import subprocess
import unittest

from nest_program import NEST, ObservedServer, Project, timed

SOURCE = """
param speed: int = 100

/// As many as there are.
plan open {
    arrivals speed/s for 4s
    max_users 250
    limit p50 < 10s
    limit dropped < 1%
}

plan narrow {
    arrivals 100/s for 4s
    max_users 10
    limit dropped < 1%
}

plan counted {
    arrivals 0/s -> 100/s over 1s
    top: arrivals 100/s for 10m
    iterations 130
}

plan hopeless {
    arrivals 200/s for 10m
    max_users 2
    limit dropped < 10% over 1s abort
}

user {
    on_start { GET "/hello" }
    on_stop { GET "/bye" }
}

taskset Visitor {
    sequential
    task look { GET "/stalls" }
    task leave { interrupt }
}
"""


class Arrivals(unittest.TestCase):
    def setUp(self):
        self.server = ObservedServer()
        self.addCleanup(self.server.close)

    def run_plan(self, plan, *arguments, source=SOURCE):
        with Project(source) as project:
            code, out, err = project.nest("run", "--host", self.server.host, "--yes", "--plan", plan, "--stop-timeout", "5s",
                                          "--json", "out.json", "--csv", "out", "--name", "it", *arguments)
            text = (project.path / "out.json").read_text()
            self.assertTrue(text, err)
            folder = next((project.path / "nest-results").iterdir())
            self.seconds = list(csv.DictReader(io.StringIO((folder / "seconds.csv").read_text())))
            self.metrics = (project.path / "out_metrics.csv").read_text()
            self.shown = project.nest("show", folder)[1]
            return code, out, err, json.loads(text)

    def requests_to(self, summary, name):
        return next(row for row in summary["rows"] if row["name"] == name)

    @timed
    def test_a_stall_of_the_target_is_in_the_response_times(self):
        self.server.seen.clear()
        self.server.stall = (1.0, 2.0)
        code, out, err, summary = self.run_plan("open")
        self.assertEqual(code, 0, err)
        arrivals = summary["arrivals"]
        self.assertEqual((arrivals["begun"], arrivals["dropped"], arrivals["visits_finished"]), (400, 0, 400), out)
        self.assertEqual(self.server.paths().count("/stalls"), 400, "each arrival is one visit")
        times = self.requests_to(summary, "/stalls")["response_time_ms"]
        # A hundred of the four hundred come while it stalls, spread over its second: the 95th percentile has waited for
        # four fifths of it, the 99th for nearly all of it.
        self.assertGreater(times["p99"], 900)
        self.assertGreater(times["p95"], 700)
        self.assertLess(times["p95"], 900)
        self.assertLess(times["p50"], 300)
        # About as many users as came during the stall, and each of them for many visits.
        self.assertGreater(summary["users"], 80)
        self.assertEqual(self.server.paths().count("/hello"), summary["users"])
        self.assertEqual(self.server.paths().count("/bye"), summary["users"])
        self.assertIn("100/s arrivals for 4s", out)
        self.assertIn("400 arrivals, up to 250 users", out)
        self.assertIn("400 arrivals, none was dropped", out)
        self.assertIn("arrivals 400 = visits finished 400 + cut off 0 + dropped 0", out)
        self.assertIn("arrivals 400 = visits finished 400 + cut off 0 + dropped 0", self.shown)
        self.assertIn("arrivals/s", err)
        self.assertEqual(sum(int(second["arrivals_begun"]) for second in self.seconds), 400)
        self.assertIn("arrivals,begun,,400,400,", self.metrics)

    def test_what_finds_no_user_is_dropped_and_said(self):
        self.server.stall = (1.0, 2.0)
        code, out, err, summary = self.run_plan("narrow")
        arrivals = summary["arrivals"]
        self.assertEqual(arrivals["begun"] + arrivals["dropped"], 400, out)
        self.assertGreater(arrivals["dropped"], 60)
        self.assertLessEqual(summary["users"], 10)
        self.assertEqual(self.server.paths().count("/stalls"), arrivals["begun"])
        self.assertIn(f"WARNING: {arrivals['dropped']} of 400 arrivals", out)
        self.assertIn(f"WARNING: {arrivals['dropped']} of 400 arrivals", self.shown)
        self.assertIn("up to 10 users", out)
        self.assertEqual(summary["limits"][0]["result"], "broken")
        self.assertEqual(code, 4, err)

    def test_iterations_end_the_run_after_so_many_visits(self):
        code, out, err, summary = self.run_plan("counted", "--threads", 3)
        self.assertEqual(code, 0, err)
        self.assertEqual(summary["arrivals"]["begun"], 130)
        self.assertEqual(summary["arrivals"]["visits_finished"], 130)
        self.assertIn("130 arrivals (iterations)", out)
        self.assertGreater(summary["seconds"], 1.7, "50 on the ramp, the other 80 in 0.8 s")
        self.assertLess(summary["seconds"], 60)

    def test_a_limit_of_dropped_arrivals_ends_the_run(self):
        self.server.stall = (0.0, 5.0)
        code, out, err, summary = self.run_plan("hopeless")
        self.assertEqual(code, 4, err)
        self.assertLess(summary["seconds"], 60)
        self.assertIn("ended the run", out)

    def test_a_param_sets_the_rate_and_is_checked(self):
        with Project(SOURCE) as project:
            for value, message in [(-1, "a rate lies between 0/s and 10000000/s"), (0, "has no arrivals at any time")]:
                code, _, err = project.nest("run", "--host", self.server.host, "--yes", "--plan", "open", "--set",
                                            f"speed={value}")
                self.assertEqual(code, 2, err)
                self.assertIn(message, err)
            _, out, _ = project.nest("list")
            self.assertRegex(out, r"case\.open +arrivals +1 +2")
            plans = json.loads(project.nest("list", "--format", "json")[1])["plans"]
            self.assertEqual({plan["load"] for plan in plans}, {"arrivals"})

    def test_the_expected_mix_says_how_many_users_arrivals_keep_busy(self):
        with Project(SOURCE.replace('GET "/stalls"', 'GET "/stalls"  sleep 1900ms')) as project:
            done = subprocess.run([str(NEST.with_name("nestc")), "mix", "tasksets", "--arrivals", "50/s", "--latency", "100ms"],
                                  cwd=project.path, capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("50.00 arrivals a second make 50.00 requests a second and keep 100 users busy.", done.stdout)


if __name__ == "__main__":
    unittest.main()
