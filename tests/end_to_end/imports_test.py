"""Modules and included tasksets from outside: what is sent, kept and found again."""

import os
import pathlib
import tempfile
import unittest

from nest_program import ObservedServer, Project

LIBRARY = """
const greeting = "hello"
shared counter visits

fn login(name: string) -> string {
    let answer = POST "/login/{name}"
    return answer.json.ok as string
}

taskset Support {
    wait 10ms
    var asked = 0
    task ask {
        asked = asked + 1
        GET "/ask/{asked}/{visits.next()}"
    }
    task done { interrupt }
}
"""

SHOPPER = """
import "../_lib/auth.nest"
taskset Shopper {
    wait 10ms
    let token = auth.login("ann")
    include auth.Support
    task look { GET "/{auth.greeting}/{token}" }
    task leave { interrupt }
}
"""


class Imports(unittest.TestCase):
    def setUp(self):
        self.server = ObservedServer()
        self.addCleanup(self.server.close)
        self.project = Project("")
        self.project.__enter__()
        self.addCleanup(self.project.__exit__)
        (self.project.path / "tasksets" / "case.nest").unlink()
        self.write("shop/shopper.nest", SHOPPER)
        self.write("_lib/auth.nest", LIBRARY)

    def write(self, name, text):
        path = self.project.path / "tasksets" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def play(self, *options, env=None):
        return self.project.nest("run", "--host", self.server.host, "-u", "2", "-t", "600ms", "--seed", "7", "--yes",
                                 *options, **({"env": env} if env else {}))

    def test_what_is_imported_and_included_takes_part(self):
        code, out, err = self.play("--no-results")
        self.assertEqual(code, 0, out + err)
        paths = self.server.paths()
        self.assertIn("/login/ann", paths)
        self.assertIn("/hello/true", paths)
        self.assertTrue(any(path.startswith("/ask/1/") for path in paths), paths)

    def test_try_and_list_know_an_included_taskset_by_its_place(self):
        code, out, err = self.project.nest("try", "shop/shopper.Shopper.Support.ask", "--host", self.server.host)
        self.assertEqual(code, 0, out + err)
        self.assertEqual(self.server.paths(), ["/login/ann", "/ask/1/1"])
        _, out, _ = self.project.nest("list")
        self.assertIn("Support", out)

    def test_a_library_lies_with_the_results(self):
        code, out, err = self.play("--results", "results")
        self.assertEqual(code, 0, out + err)
        stored = [path for path in (self.project.path / "results").rglob("*.nest")]
        self.assertEqual(sorted(path.name for path in stored), ["auth.nest", "shopper.nest"])

    def test_a_change_of_a_library_is_a_change_of_the_program(self):
        with tempfile.TemporaryDirectory() as cache:
            env = {**os.environ, "XDG_CACHE_HOME": cache}
            self.assertEqual(self.play("--no-results", env=env)[0], 0)
            self.assertEqual(self.play("--no-results", env=env)[0], 0)
            self.assertEqual(sum(path.is_file() for path in pathlib.Path(cache).rglob("*")), 2)  # the code and its record
            self.write("_lib/auth.nest", LIBRARY.replace("hello", "goodbye"))
            self.assertEqual(self.play("--no-results", env=env)[0], 0)
            self.assertIn("/goodbye/true", self.server.paths())

    def test_a_broken_library_is_a_broken_importer(self):
        self.write("other.nest", 'taskset Other { wait 10ms task a { GET "/other" } }')
        self.write("_lib/auth.nest", "taskset {")
        code, _, err = self.play("--no-results")
        self.assertNotEqual(code, 0)
        self.assertIn("_lib/auth.nest:1", err)
        code, out, err = self.play("--no-results", "--skip-broken")
        self.assertEqual(code, 0, out + err)
        self.assertEqual(set(self.server.paths()), {"/other"})

    def test_what_is_no_nest_file_is_not_read(self):
        self.write("shop/shopper.nest", 'import "/etc/passwd" as secrets taskset T { task t { log secrets.root } }')
        code, _, err = self.play("--no-results")
        self.assertNotEqual(code, 0)
        self.assertIn("N0541", err)
        self.assertNotIn("root:", err)


if __name__ == "__main__":
    unittest.main()
