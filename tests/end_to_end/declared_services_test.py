"""A service that a .nest file declares: started with its texts filled in, asked by its url, gone after the run."""

import sys
import textwrap
import unittest

from nest_program import ObservedServer, Project

SERVER = textwrap.dedent("""
    import http.server, os, sys
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            text = "{} {} {}".format(sys.argv[2], os.environ["TITLE"], os.environ.get("OTHER", "none"))
            self.send_response(200)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())
        def log_message(self, *arguments):
            pass
    http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
""")

SOURCE = """
param workers: int = 4
service first {
    run "exec %s ../server.py {port} {workers}"
    folder "inner"
    env { TITLE: env("NEST_TEST_TITLE", "untitled") }
    ready http "/health" within 20s
}
service second {
    run "exec %s server.py {port} second"
    env { TITLE: "second", OTHER: first.port }
    ready tcp within 20s
    after first
}
taskset T {
    task t {
        let one = GET "{first.url}/one"
        let two = GET "{second.url}/two"
        log "one says {one.body}; two says {two.body}"
        expect two.body == "second second {first.port}", contains(first.url, "{first.port}")
        interrupt
    }
}
""" % (sys.executable, sys.executable)


class DeclaredServices(unittest.TestCase):
    def nest(self, *arguments, **options):
        server = ObservedServer()
        self.addCleanup(server.close)
        with Project(SOURCE) as project:
            (project.path / "tasksets" / "server.py").write_text(SERVER)
            (project.path / "tasksets" / "inner").mkdir()
            return project.nest(*arguments, "--host", server.host, **options)

    def test_its_texts_are_filled_in_and_its_url_is_asked(self):
        code, out, err = self.nest("try", "T", "--set", "workers=7")
        self.assertEqual(code, 0, out + err)
        self.assertIn("one says 7 untitled none", out)
        self.assertRegex(out, r"two says second second \d+")

    def test_a_run_reports_each_service_apart(self):
        code, out, err = self.nest("run", "--yes", "-t", "400ms")
        self.assertEqual(code, 0, out + err)
        self.assertIn("GET {first.url}/one", out)
        self.assertIn("GET {second.url}/two", out)


if __name__ == "__main__":
    unittest.main()
