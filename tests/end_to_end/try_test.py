"""nest try from outside: what it shows of one user's one visit."""

import unittest

from nest_program import ObservedServer, Project

SOURCE = """
taskset Shopper {
    wait 60s
    on_start { POST "/login" { json { name: "ann", password: "hunter2" } } }
    on_stop { GET "/bye" }
    task look { GET "/page" { header "Authorization": "Bearer abcdef"  expect status == 200, size > 5000 } }
    task buy { POST "/orders" { json { item: 7 } } }
}
taskset Other { task look { GET "/other" } }
"""


class Try(unittest.TestCase):
    def setUp(self):
        self.server = ObservedServer()
        self.addCleanup(self.server.close)

    def nest_try(self, *arguments):
        with Project(SOURCE) as project:
            return project.nest("try", *arguments, "--host", self.server.host)

    def test_one_task_with_its_on_start_and_on_stop(self):
        code, out, err = self.nest_try("Shopper.buy")
        self.assertEqual(self.server.paths(), ["/login", "/orders", "/bye"])
        self.assertEqual(code, 0, err)
        self.assertIn("POST /orders HTTP/1.1", out)
        self.assertIn('{"item":7}', out.replace(" ", ""))
        self.assertIn("HTTP/1.1 200", out)
        self.assertIn('{"ok":true}', out)
        self.assertRegex(out, r"after [\d.]+ (µs|ms)")

    def test_secrets_are_masked(self):
        _, out, _ = self.nest_try("Shopper.look")
        self.assertNotIn("hunter2", out)
        self.assertNotIn("abcdef", out)
        self.assertIn("Authorization: ***", out)

    def test_each_check_is_shown_with_its_outcome(self):
        code, out, _ = self.nest_try("Shopper.look")
        self.assertEqual(code, 1)
        self.assertRegex(out, r"passed +status == 200")
        self.assertRegex(out, r"FAILED +size > 5000 .*case\.nest:6:\d+")

    def test_a_whole_taskset_runs_each_task_once(self):
        self.nest_try("Shopper")
        self.assertEqual(self.server.paths(), ["/login", "/page", "/orders", "/bye"])

    def test_a_name_that_is_not_there_or_not_clear(self):
        for what, text in (("Nobody", "Shopper"), ("Shopper.steal", "buy"), ("look", "case.Other.look"), (None, "Other")):
            code, _, err = self.nest_try(*([what] if what else []))
            self.assertEqual(code, 2, err)
            self.assertIn(text, err)
        self.assertEqual(self.server.seen, [])

    def test_a_target_that_is_not_there(self):
        with Project(SOURCE) as project:
            code, out, _ = project.nest("try", "Shopper.buy", "--host", "http://127.0.0.1:1")
        self.assertEqual(code, 1)
        self.assertIn("connection refused", out)


if __name__ == "__main__":
    unittest.main()
