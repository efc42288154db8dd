"""What a run says of itself: whether its picks fit the weights, and users that spin."""

import json
import os
import unittest

from nest_program import ObservedServer, Project

MIX = """
taskset Shopper {
    weight 3
    task(5) browse { GET "/browse" }
    task(2) buy { GET "/buy" }
    task leave { interrupt }
    taskset Support { weight 2  task ask { GET "/ask" }  task done { interrupt } }
}
taskset Admin { weight 1  task look { GET "/admin" interrupt } }
"""
SPINNING = """
taskset Spinner {
    var seen = 0
    task spin {
        while seen >= 0 { seen = seen + 1 }
    }
}
"""


class MixCheck(unittest.TestCase):
    def setUp(self):
        self.server = ObservedServer()
        self.addCleanup(self.server.close)

    def run_with(self, source, *arguments):
        with Project(source) as project:
            process = project.start("run", "--host", self.server.host, "--yes", "--json", "out.json", "--no-results",
                                    *arguments)
            out, err = process.communicate(timeout=60)
            return out, err, json.loads((project.path / "out.json").read_text())

    def test_no_seed_makes_a_right_mix_look_wrong(self):
        p_values = []
        for seed in range(int(os.environ.get("NEST_MIX_SEEDS", "3"))):
            out, _, summary = self.run_with(MIX, "-u", 10, "-r", 100, "-t", "1s", "--seed", seed)
            picks = summary["picks"]
            self.assertFalse(picks["differ"], out)
            self.assertEqual(picks["degrees_of_freedom"], 1 + 3 + 1, out)
            self.assertIn("picks fit the weights (chi-square", out)
            self.assertGreater(picks["count"], 100)
            p_values.append(picks["p_value"])
        print("p values:", p_values)

    def test_weights_of_the_run_are_those_it_is_held_against(self):
        with Project(MIX) as project:
            project.configure("[weights]\nAdmin = 30\n")
            process = project.start("run", "--host", self.server.host, "--yes", "--json", "out.json", "--no-results",
                                    "-u", 10, "-r", 100, "-t", "1s")
            out, _ = process.communicate(timeout=60)
            self.assertFalse(json.loads((project.path / "out.json").read_text())["picks"]["differ"], out)

    def test_a_user_that_spins_is_named_while_it_runs_and_in_the_report(self):
        out, err, summary = self.run_with(SPINNING, "-u", 1, "-r", 1, "-t", "3s")
        self.assertRegex(err, r"case\.nest:5:15: user 0: case\.Spinner\.spin has run for a second on end")
        self.assertIn("WARNING: users ran for a second on end without waiting for anything", out)
        [spinning] = summary["spinning_users"]
        self.assertEqual((spinning["name"], spinning["count"]), ("case.Spinner.spin", 1))
        self.assertRegex(spinning["place"], r"case\.nest:5:15$")


if __name__ == "__main__":
    unittest.main()
