"""--set from outside: where a param's value arrives, and what is refused before anything is sent."""

import unittest

from nest_program import ObservedServer, Project

SOURCE = """
const page = 2 * 10
param stock: int = 3
param title: string = "a lamp"
param strict: bool = false
param think: duration = 1ms
taskset Shop {
    weight page
    wait think..2s
    let doubled = stock * 2
    on_start { GET "/start?n={stock}" }
    task look {
        GET "/look/{title}/{doubled}?page={page}" { header "X-Stock": stock }
        POST "/json" { json { stock: stock, strict: strict } }
        interrupt
    }
    taskset Inner { task deep { GET "/deep/{stock}" interrupt } }
}
"""


class Set(unittest.TestCase):
    def setUp(self):
        self.server = ObservedServer()
        self.addCleanup(self.server.close)

    def nest(self, command, *arguments):
        with Project(SOURCE) as project:
            return project.nest(command, *arguments, "--host", self.server.host)

    def test_defaults_hold_where_nothing_is_set(self):
        code, out, err = self.nest("try", "Shop.look")
        self.assertEqual(code, 0, err)
        self.assertEqual(self.server.paths(), ["/start?n=3", "/look/a%20lamp/6?page=20", "/json"])

    def test_what_is_set_is_seen_in_state_hooks_templates_and_nested_tasksets(self):
        code, out, err = self.nest("try", "Shop.look", "--set", "stock=50", "--set", "case.title=a b", "--set", "strict=true")
        self.assertEqual(code, 0, err)
        self.assertEqual(self.server.paths(), ["/start?n=50", "/look/a%20b/100?page=20", "/json"])
        self.assertIn("X-Stock: 50", out)
        self.assertIn('{"stock":50,"strict":true}', out)
        self.nest("try", "Inner.deep", "--set", "stock=-7")
        self.assertEqual(self.server.paths()[-1], "/deep/-7")

    def test_a_run_takes_it_too(self):
        code, _, err = self.nest("run", "--yes", "-t", "300ms", "--set", "stock=9")
        self.assertEqual(code, 0, err)
        self.assertIn("/look/a%20lamp/18?page=20", self.server.paths())

    def refused(self, *assignments):
        options = [word for assignment in assignments for word in ("--set", assignment)]
        for command in (["run", "--yes", "-t", "1s"], ["try", "Shop.look"]):
            code, _, err = self.nest(*command, *options)
            self.assertEqual(code, 2, err)
        self.assertEqual(self.server.paths(), [])
        return err

    def test_what_cannot_be_set_is_said_before_the_run(self):
        self.assertIn("there is no param sock (did you mean stock?); there are:", self.refused("sock=1"))
        self.assertIn("param case.stock cannot be 'many': it is a whole number", self.refused("stock=many"))
        self.assertIn("write NAME=VALUE", self.refused("stock"))
        self.assertIn("the wait of case.Shop is 3s..2s", self.refused("stock=1", "think=3s"))


if __name__ == "__main__":
    unittest.main()
