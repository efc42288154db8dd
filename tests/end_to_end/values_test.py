"""Lists and the built-in functions in a whole run: what arrives at the server, what a failure says."""

import re
import unittest

from nest_program import ObservedServer, Project

SOURCE = """
const cities = ["Bern", "Zürich"]
const message = file("body.txt")
taskset Values {
    var seen: list<string> = []
    task fill {
        for city in cities { seen = seen + [lower(city)] }
        POST "/seen?city={cities[1]}" { body "{seen} {join(seen, "+")}" }
        POST "/file" { body message }
        GET "/chance/{uuid()}/{choice(cities)}/{join(shuffle(cities), "-")}"
        GET "/time/{format_time(now(), "%Y-%m-%d")}"
        interrupt
    }
    task secrets {
        let key = secret("NEST_TEST_KEY")
        log "the key is {key}"
        GET "/secret" { header "X-Key": key }
        fail "with {key}"
    }
    task outside {
        GET "/page"
        log cities[len(cities)]
    }
    task broken {
        let page = GET "/page"
        log base64_decode(page.header("X-None") ?? "no*base64ish")
    }
}
"""


class Values(unittest.TestCase):
    def setUp(self):
        self.server = ObservedServer()
        self.addCleanup(self.server.close)

    def nest(self, *arguments, **options):
        with Project(SOURCE) as project:
            (project.path / "tasksets" / "body.txt").write_text("from a file")
            return project.nest(*arguments, "--host", self.server.host, **options)

    def test_lists_and_functions_reach_the_server(self):
        code, out, err = self.nest("try", "Values.fill", "--seed", "7")
        self.assertEqual(code, 0, err)
        paths = self.server.paths()
        self.assertEqual(paths[0], "/seen?city=Z%C3%BCrich")
        self.assertEqual(paths[1], "/file")
        self.assertIn('["bern","zürich"] bern+zürich', out)
        self.assertIn("from a file", out)
        self.assertRegex(paths[2], r"^/chance/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/(Bern|Z%C3%BCrich)/")
        self.assertRegex(paths[3], r"^/time/20\d\d-[01]\d-[0-3]\d$")

    def test_the_same_seed_gives_the_same_chance(self):
        for _ in range(2):
            self.assertEqual(self.nest("try", "Values.fill", "--seed", "7")[0], 0)
        self.assertEqual(self.nest("try", "Values.fill", "--seed", "8")[0], 0)
        chance = [path for path in self.server.paths() if path.startswith("/chance")]
        self.assertEqual(chance[0], chance[1])
        self.assertNotEqual(chance[0], chance[2])

    def test_a_secret_is_sent_and_never_shown(self):
        variables = {"NEST_TEST_KEY": "s3cr3t-of-a-run"}
        for command in (["try", "Values.secrets"], ["run", "--yes", "-t", "300ms", "--only", "Values"]):
            _, out, err = self.nest(*command, env=variables)
            self.assertNotIn("s3cr3t-of-a-run", out + err)
        self.assertIn("/secret", self.server.paths())

    def test_failures_have_their_place(self):
        for task, line, reason in (
            ("outside", 22, "there is no element 2 in a list of 2"),
            ("broken", 26, "this is not base64: byte 2 is no digit of it"),
        ):
            code, out, err = self.nest("try", f"Values.{task}")
            self.assertEqual(code, 1, out + err)
            self.assertRegex(out + err, re.escape(reason))
            self.assertIn(f"case.nest:{line}:", out + err)


if __name__ == "__main__":
    unittest.main()
