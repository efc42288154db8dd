"""Plans: users that come and go by steps, weights, and limits with an exit code of their own."""

import json
import unittest

from nest_program import ObservedServer, Project

SOURCE = """
param most: int = 6
param budget: duration = 2s

/// Up, and down again.
plan peak {
    users 0 -> most over 1s
    top: users most for 2s
    users most -> 0 over 1s
    weights { Rare: 0 }
    limit p95 < budget
    limit errors <= 0% during top
    limit p95('GET /page') < 1us
    limit checks > 99%
}

plan calm { users 2 for 1s  weights { Rare: 0 }  limit p95 < 2s }
plan steps { weights { Rare: 0 }  users 1 for 1s  users 4 for 1s  users 1 for 1s  users 4 for 1s }
plan failing { weights { Rare: 0 }  users 2 for 20s  limit errors < 1% over 1s abort }

taskset Visitor {
    wait 20ms
    on_stop { GET "/stop" }
    task look { GET "/page" }
}
taskset Rare { task look { GET "/rare" } }
"""


class Plan(unittest.TestCase):
    def setUp(self):
        self.server = ObservedServer()
        self.addCleanup(self.server.close)

    def run_plan(self, source, *arguments, config=None):
        with Project(source) as project:
            if config is not None:
                project.configure(config)
            code, out, err = project.nest("run", "--host", self.server.host, "--yes", "--json", "out.json", "--name", "it",
                                          *arguments)
            path = project.path / "out.json"
            folder = next((project.path / "nest-results").iterdir(), None) if path.stat().st_size else None
            shown = project.nest("show", folder)[1] if folder else ""
            return code, out, err, json.loads(path.read_text()) if path.stat().st_size else None, shown

    def test_users_come_and_go_and_limits_are_judged(self):
        code, out, err, summary, shown = self.run_plan(SOURCE, "--plan", "peak", "--set", "most=5")
        self.assertEqual(code, 4, err)
        self.assertIn("0 -> 5 users over 1s", out)
        self.assertIn("top: 5 users for 2s", out)
        self.assertEqual(summary["users"], 5)
        self.assertEqual(summary["books"]["users_started"], 5)
        self.assertGreater(summary["seconds"], 3.5)
        self.assertEqual(summary["taskset_visits"]["case.Rare"], 0, "the plan's weights count")
        results = {limit["text"]: limit["result"] for limit in summary["limits"]}
        self.assertEqual(results, {"p95 < budget": "met", "errors <= 0% during top": "met",
                                   "p95('GET /page') < 1us": "broken", "checks > 99%": "no samples"})
        self.assertIn("Limits of plan peak", out)
        self.assertIn("BROKEN: no samples", out)
        self.assertIn("a limit of the plan is broken", err)
        self.assertIn(shown[shown.index("Limits of plan"):shown.index("Books")], out, "nest show says the same")
        self.assertEqual(self.server.paths().count("/stop"), 5, "everybody who is sent home runs on_stop")

    def test_a_slot_that_is_taken_again_has_a_new_user(self):
        code, _, err, summary, _ = self.run_plan(SOURCE.replace('GET "/page"', 'GET "/page?{user.id}" { name "/page" }'), "--plan", "steps")
        self.assertEqual(code, 0, err)
        self.assertEqual(summary["books"]["users_started"], 1 + 3 + 3)
        ids = {path for path in self.server.paths() if path.startswith("/page")}
        self.assertEqual(len(ids), 7, "no two users are called the same")

    def test_a_broken_limit_ends_the_run(self):
        code, out, err, summary, _ = self.run_plan(SOURCE.replace('GET "/page"', 'GET "/status/500" { name "/page" }'), "--plan", "failing")
        self.assertEqual(code, 4, err)
        self.assertLess(summary["seconds"], 15)
        self.assertIn("ended the run", out)

    def test_the_configuration_names_a_plan_and_flags_win_over_it(self):
        code, _, err, summary, _ = self.run_plan(SOURCE, config='plan = "calm"\nusers = 9\n')
        self.assertEqual((code, summary["users"]), (0, 2), err)
        code, out, err, summary, _ = self.run_plan(SOURCE, "-u", 1, "-t", "1s", config='plan = "calm"\n')
        self.assertEqual((code, summary["users"]), (0, 1), err)
        self.assertIn("calm is not followed: --users", out)

    def test_a_weight_for_one_run_wins_over_the_plans(self):
        _, out, err, summary, _ = self.run_plan(SOURCE, "--plan", "peak", "--set", "most=3", "--weight", "Rare=50")
        self.assertRegex(out, r"case\.Rare +50 +[\d.]+ % +--weight", err)
        self.assertGreater(summary["taskset_visits"]["case.Rare"], 0)

    def test_what_cannot_be_followed_is_said(self):
        with Project(SOURCE) as project:
            for arguments, message in [
                (("--plan", "peek"), "did you mean peak?"),
                (("--plan", "peak", "-u", 3), "--plan and --users exclude each other"),
                (("--plan", "peak", "--set", "most=-1"), "a number of users lies between 0 and 10000000"),
                (("--plan", "peak", "--set", "most=0"), "has no users at any time"),
            ]:
                code, _, err = project.nest("run", "--host", self.server.host, "--yes", *arguments)
                self.assertEqual(code, 2, err)
                self.assertIn(message, err)


if __name__ == "__main__":
    unittest.main()
