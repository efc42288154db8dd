"""Functions from outside: what they send, and what is said when one fails."""

import unittest

from nest_program import ObservedServer, Project

SOURCE = """
fn login(name: string) -> string {
    let answer = POST "/login" { json { name: name } }
    return answer.json.ok as bool ? "token-{name}" : "none"
}
fn twice(path: string) -> response {
    GET "/first/{path}"
    let second = GET "/second/{path}"
    return second
}
fn sum(n: int) -> int {
    var all = 0
    for i in 1..n { all = all + i }
    return all
}
fn broken(x: int) -> int {
    return 1 / x
}
taskset Shopper {
    let token = login("ann")
    task look {
        let last = twice(token)
        expect last.status == 200, sum(100000) == 5000050000
        GET "/body/{last.json.ok}"
    }
    task fails {
        GET "/before"
        let x = broken(0)
        GET "/never/{x}"
    }
}
"""


class Functions(unittest.TestCase):
    def setUp(self):
        self.server = ObservedServer()
        self.addCleanup(self.server.close)

    def test_requests_of_functions_are_sent_in_order_and_have_their_rows(self):
        with Project(SOURCE) as project:
            code, out, err = project.nest("try", "Shopper.look", "--host", self.server.host)
        self.assertEqual(code, 0, out + err)
        self.assertEqual(
            self.server.paths(), ["/login", "/first/token-ann", "/second/token-ann", "/body/true"]
        )
        self.assertRegex(out, r"passed +sum\(100000\) == 5000050000")

    def test_a_failure_inside_is_shown_with_its_place_and_that_of_the_call(self):
        with Project(SOURCE) as project:
            code, out, err = project.nest("try", "Shopper.fails", "--host", self.server.host)
        self.assertEqual(code, 1, out + err)
        self.assertEqual(self.server.paths(), ["/login", "/before"])
        self.assertRegex(out, r"case\.nest:17:\d+.*division by zero, called at .*case\.nest:28:\d+|"
                              r"division by zero, called at .*case\.nest:28:\d+")

    def test_rows_of_functions_are_in_the_report(self):
        with Project(SOURCE) as project:
            code, out, err = project.nest(
                "run", "--host", self.server.host, "-u", "3", "-r", "3", "-t", "1s", "--yes", "--no-results"
            )
        self.assertIn("GET /first/{}", out)
        self.assertIn("POST /login", out)
        self.assertIn("division by zero, called at", out)


if __name__ == "__main__":
    unittest.main()
