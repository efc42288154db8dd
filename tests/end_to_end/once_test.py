"""setup and teardown from outside: when they run, and what comes of them."""

import signal
import time
import unittest

from nest_program import ObservedServer, Project

SOURCE = """
shared map<string> tokens
setup {
    let answer = POST "/reset"
    tokens.set("admin", answer.json.ok as string)
    log "ready"
}
teardown {
    GET "/close/{tokens.get("admin") ?? "none"}"
}
taskset Shopper {
    on_stop { GET "/bye" }
    wait 20ms
    task look { GET "/page/{tokens.get("admin") ?? "none"}" }
}
"""


class Once(unittest.TestCase):
    def setUp(self):
        self.server = ObservedServer()
        self.addCleanup(self.server.close)

    def run_it(self, source, *arguments):
        with Project(source) as project:
            return project.nest("run", "--host", self.server.host, "-u", "3", "-t", "1s", "--yes", "--no-results",
                                *arguments)

    def test_setup_comes_first_and_teardown_last(self):
        code, out, err = self.run_it(SOURCE)
        self.assertEqual(code, 0, out + err)
        paths = self.server.paths()
        self.assertEqual(paths.count("/reset"), 1)
        self.assertEqual(paths[0], "/reset")
        self.assertEqual(paths[-1], "/close/true")
        self.assertEqual(paths.count("/close/true"), 1)
        self.assertIn("/page/true", paths)
        self.assertIn("setup: ready", err)

    def test_their_requests_are_in_no_table(self):
        _, out, _ = self.run_it(SOURCE)
        self.assertNotIn("POST /reset", out)
        self.assertRegex(out, r"setup: 1 request, 0 failed")
        self.assertRegex(out, r"teardown: 1 request, 0 failed")

    def test_a_setup_that_fails_keeps_users_from_starting(self):
        source = SOURCE.replace('log "ready"', 'fail "no {answer.status}"')
        code, out, err = self.run_it(source)
        self.assertNotEqual(code, 0)
        self.assertRegex(err, r"setup failed at .*case\.nest:6:\d+: no 200: no user was started")
        self.assertEqual(self.server.paths(), ["/reset", "/close/true"])

    def test_teardown_runs_after_an_interrupt(self):
        with Project(SOURCE) as project:
            process = project.start("run", "--host", self.server.host, "-u", "3", "--yes", "--no-results")
            deadline = time.monotonic() + 20
            while "/page/true" not in self.server.paths() and time.monotonic() < deadline:
                time.sleep(0.02)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
        self.assertEqual(self.server.paths()[-1], "/close/true", out + err)

    def test_a_teardown_that_fails_fails_the_run(self):
        code, _, err = self.run_it(SOURCE.replace('GET "/close', 'fail "sorry" GET "/close'))
        self.assertNotEqual(code, 0)
        self.assertRegex(err, r"teardown failed at .*: sorry")

    def test_try_runs_them_too(self):
        with Project(SOURCE) as project:
            code, out, err = project.nest("try", "--host", self.server.host)
        self.assertEqual(code, 0, out + err)
        self.assertEqual(self.server.paths(), ["/reset", "/page/true", "/bye", "/close/true"])
        self.assertLess(out.index("setup"), out.index("taskset"))


if __name__ == "__main__":
    unittest.main()
