"""Which files and tasksets take part: several paths, --only, --except, --skip-broken."""

import json
import unittest

from nest_program import ObservedServer, Project

ADMIN = 'taskset Shopper { wait 10ms  task a { GET "/admin" }  task leave { interrupt } }'
BROKEN = 'taskset Broken { task a { GET "/broken/{missing}" }  task leave { interrupt } }'
SHOP = """
taskset Shopper { wait 10ms  task a { GET "/shop" }  task leave { interrupt } }
taskset Second { wait 10ms  task a { GET "/second" }  task leave { interrupt } }
"""


class Discovery(unittest.TestCase):
    def setUp(self):
        self.server = ObservedServer()
        self.addCleanup(self.server.close)
        self.project = Project(SHOP)
        self.project.__enter__()
        self.addCleanup(self.project.__exit__)

    def write(self, name, text):
        path = self.project.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run_nest(self, *arguments):
        return self.project.nest("run", *arguments, "--host", self.server.host, "-u", 4, "-r", 100, "-t", "600ms",
                                 "--yes", "--json", "out.json")

    def paths(self):
        return {seen.path for seen in self.server.seen}

    def test_several_paths_and_the_same_short_name_in_two_files(self):
        self.write("more/deep/admin.nest", ADMIN)
        code, out, err = self.run_nest("tasksets", "more")
        self.assertEqual(code, 0, err)
        self.assertRegex(out, r"case\.Shopper +1 +33\.3 %")
        self.assertRegex(out, r"deep/admin\.Shopper +1 +33\.3 %")
        self.assertEqual(self.paths(), {"/shop", "/second", "/admin"})

    def test_only_runs_what_it_names(self):
        self.write("tasksets/admin.nest", ADMIN)
        code, _, err = self.run_nest("--only", "admin.*", "--only", "Second")
        self.assertEqual(code, 0, err)
        self.assertEqual(self.paths(), {"/admin", "/second"})

    def test_except_leaves_out_what_it_names(self):
        self.write("tasksets/admin.nest", ADMIN)
        code, _, err = self.run_nest("--except", "Shopper")
        self.assertEqual(code, 0, err)
        self.assertEqual(self.paths(), {"/second"})

    def test_a_file_that_takes_no_part_may_be_broken(self):
        self.write("tasksets/broken.nest", BROKEN)
        self.assertEqual(self.run_nest("--only", "case.*")[0], 0)
        self.assertEqual(self.run_nest()[0], 1)

    def test_a_name_that_fits_nothing_is_an_error_with_a_suggestion(self):
        code, _, err = self.run_nest("--only", "Shoper")
        self.assertEqual(code, 1)
        self.assertIn("N0007", err)
        self.assertIn("did you mean `Shopper`?", err)
        self.assertEqual(self.server.seen, [])

    def test_broken_files_are_skipped_shown_and_reported(self):
        self.write("tasksets/broken.nest", BROKEN)
        self.write("tasksets/syntax.nest", "taskset {")
        code, out, err = self.run_nest("--skip-broken")
        self.assertEqual(code, 0, err)
        self.assertIn("unknown name `missing`", err)
        self.assertIn("tasksets/broken.nest:1:", err)
        self.assertEqual(self.paths(), {"/shop", "/second"})
        files = ["tasksets/broken.nest", "tasksets/syntax.nest"]
        self.assertTrue(out.endswith("because of errors in them:\n  " + "\n  ".join(files) + "\n"), out)
        self.assertEqual(json.loads((self.project.path / "out.json").read_text())["left_out"], files)

    def test_with_nothing_left_nothing_runs(self):
        self.write("tasksets/case.nest", BROKEN)
        code, out, err = self.run_nest("--skip-broken")
        self.assertEqual(code, 1, out)
        self.assertIn("unknown name `missing`", err)
        self.assertEqual(self.server.seen, [])


if __name__ == "__main__":
    unittest.main()
