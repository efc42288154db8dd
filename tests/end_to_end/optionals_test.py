"""Optional values from outside: kept over tasks, handed to functions, looked at before they are used."""

import unittest

from nest_program import ObservedServer, Project

SOURCE = """
shared map<string> tokens

fn token_of(name: string) -> string? {
    if name == "nobody" { return null }
    return tokens.get(name)
}
fn path_of(token: string?) -> string {
    if token == null { return "guest" }
    return "known/{token}"
}
taskset Shopper {
    var next: string? = null
    let admin: string? = tokens.get("admin")
    sequential

    task first {
        GET "/{path_of(next)}/{path_of(admin)}"
        tokens.set("ann", "t1")
        next = token_of("ann")
    }
    task second {
        if next != null { GET "/kept/{next}" }
        next = token_of("nobody")
    }
    task third {
        GET "/gone/{next ?? "none"}"
        if next == null { next = "fresh" }
        GET "/set/{next}"
        let answer = GET "/body"
        let ok: json? = answer.json.ok
        let missing: json? = answer.json.nothing
        log "{ok ?? "?"} {missing == null}"
        interrupt
    }
}
"""


class Optionals(unittest.TestCase):
    def test_they_outlive_their_task_and_are_asked_for_before_use(self):
        server = ObservedServer()
        self.addCleanup(server.close)
        with Project(SOURCE) as project:
            code, out, err = project.nest("try", "Shopper", "--host", server.host)
        self.assertEqual(code, 0, out + err)
        self.assertEqual(
            server.paths(), ["/guest/guest", "/kept/t1", "/gone/none", "/set/fresh", "/body"]
        )
        self.assertIn("true true", out)

    def test_one_that_nobody_has_looked_at_is_an_error_with_its_place(self):
        with Project(SOURCE.replace('{next ?? "none"}', "{next}")) as project:
            code, out, err = project.nest("try", "Shopper", "--host", "http://127.0.0.1:9")
        self.assertNotEqual(code, 0)
        self.assertRegex(out + err, r"N0322")
        self.assertRegex(out + err, r"case\.nest:27:21")


if __name__ == "__main__":
    unittest.main()
