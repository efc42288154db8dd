#!/usr/bin/env python3
"""nest against a small server that notes what it heard: bodies, headers, connections. Searches, transactions, metrics,
multipart bodies, authentication."""

import base64
import json
import os
import subprocess
import tempfile
import threading
import unittest
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

NEST = str(Path(os.environ["NEST_BIN"], "nest"))
PICTURE = b"\x89PNG\r\n\x1a\n--nest \"lamp\" \xff\x00"


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        self.heard = []
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.heard.append((self.command, self.path, dict(self.headers), body, self.client_address))
        if self.path.startswith("/together"):
            self.server.barrier.wait(timeout=20)
        status = 503 if self.path.startswith("/broken") else 200
        text = b'<input name="token" value="t-42"> Welcome, Ann'
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = answer

    def log_message(self, *arguments):
        pass


class Requests(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.folder = tempfile.TemporaryDirectory()
        self.tasksets = Path(self.folder.name, "tasksets")
        self.tasksets.mkdir()

    def tearDown(self):
        self.server.shutdown()
        self.server.server_close()
        self.folder.cleanup()

    def nest(self, source, *arguments, command="run", environment=None):
        Path(self.tasksets, "t.nest").write_text(source)
        words = [NEST, command, "--host", self.server.url]
        if command == "run":
            words += ["-u", "1", "-r", "1", "-t", "30s", "--seed", "7", "--yes"]
        words += list(arguments) + (["--path"] if command == "try" else []) + [str(self.tasksets)]
        return subprocess.run(words, capture_output=True, text=True,
                              cwd=self.folder.name, timeout=120, env={**os.environ, **(environment or {})})

    def results(self):
        return str(next(Path(self.folder.name, "nest-results").iterdir()))

    def test_a_search_gives_the_first_group_and_a_missing_one_says_where_it_looked(self):
        ran = self.nest(r"""taskset T {
    sequential
    task t {
        let page = GET "/" { expect find('Welcome, (\w+)') == "Ann" }
        POST "/a" { form { token: page.find('value="([^"]+)"'), other: page.find('no(.)') ?? "none" } }
        GET "/{page.find('theme-(.)')}"
    }
    task out { stop }
}
""")
        self.assertIn("nothing matches `theme-(.)` in the body: <input name=", ran.stdout)
        self.assertIn("t.nest:6:16", ran.stdout)
        bodies = [heard[3] for heard in self.server.heard if heard[1] == "/a"]
        self.assertEqual(bodies, [b"token=t-42&other=none"])

    MEASURES = """/// Sold.
metric counter sold
metric trend basket
metric trend took
metric gauge level
metric rate in_stock
taskset T {
    sequential
    task buy {
        transaction "checkout" {
            let page = GET "/cart"
            sleep 200ms
            took.add(page.time)
            transaction "pay" { GET "/broken" }
        }
        sold.add(3)
        sold.add(4)
        basket.add(2)
        basket.add(0.25)
        level.set(7)
        level.set(-1.5)
        in_stock.add(true)
        in_stock.add(false)
    }
    task bad { transaction "pay" { fail "no money" } }
    task worse { sold.add(-1) }
    task out { transaction "checkout" { stop } }
}
"""

    def test_transactions_and_metrics_are_in_every_report(self):
        ran = self.nest(self.MEASURES, "--csv", "out", "--json", "out.json")
        text = ran.stdout
        self.assertRegex(text, r"checkout +2 +1 \(50")
        self.assertRegex(text, r"pay +2 +2 \(100 %\)")
        self.assertIn("1 x GET /broken: status 503", text)
        self.assertIn("1 x no money", text)
        self.assertRegex(text, r"t\.basket +2 +1\.125 +0\.25 +2 ")
        self.assertRegex(text, r"t\.sold +7 ")
        self.assertRegex(text, r"t\.level +-1\.5 +-1\.5 +7\n")
        self.assertRegex(text, r"t\.in_stock +1 +2 +50")
        self.assertIn("counter `sold` takes nothing below 0, and was given -1", text)
        self.assertIn("transactions started 4 = finished 4 + cut off 0", text)
        summary = json.loads(Path(self.folder.name, "out.json").read_text())
        transactions = {one["name"]: one for one in summary["transactions"]}
        self.assertGreaterEqual(transactions["checkout"]["time_ms"]["max"], 200)
        self.assertEqual(summary["all"]["requests"], 2)
        metrics = {one["name"]: one for one in summary["metrics"]}
        self.assertEqual(metrics["t.sold"]["sum"], 7)
        self.assertEqual(metrics["t.took"]["unit"], "ms")
        self.assertEqual(metrics["t.level"]["latest"], -1.5)
        stats = Path(self.folder.name, "out_stats.csv").read_text()
        self.assertIn("TRANSACTION,checkout,2,1,", stats)
        self.assertRegex(stats, r"\n,Aggregated,2,1,")
        self.assertIn("TRANSACTION,pay,no money,1", Path(self.folder.name, "out_failures.csv").read_text())
        self.assertIn("gauge,t.level,,2,,-1.500,,-1.500,7.000", Path(self.folder.name, "out_metrics.csv").read_text())
        shown = subprocess.run([NEST, "show", self.results()], capture_output=True, text=True, timeout=60)
        self.assertEqual(shown.stdout, Path(self.results(), "report.txt").read_text())
        self.assertIn("t.basket", shown.stdout)

    def test_try_shows_transactions_and_values(self):
        ran = self.nest(self.MEASURES, command="try")
        self.assertRegex(ran.stdout, r"transaction pay  .*FAILED: GET /broken: status 503")
        self.assertIn("trend t.basket  0.25", ran.stdout)
        self.assertIn("rate t.in_stock  true", ran.stdout)

    def test_a_multipart_body_is_one_that_servers_read(self):
        Path(self.folder.name, "pictures").mkdir()
        Path(self.folder.name, "pictures", 'a "lamp".png').write_bytes(PICTURE)
        ran = self.nest("""taskset T {
    task t {
        POST "/up" {
            multipart { title: "lamp {user.id}", "odd \\"name\\"": 3, picture: file("../pictures/a \\"lamp\\".png") }
        }
        stop
    }
}
""")
        (_, _, headers, body, _) = self.server.heard[0]
        self.assertTrue(headers["Content-Type"].startswith("multipart/form-data; boundary="), ran.stdout + ran.stderr)
        message = BytesParser().parsebytes(b"Content-Type: " + headers["Content-Type"].encode() + b"\r\n\r\n" + body)
        parts = message.get_payload()
        self.assertEqual([part["Content-Disposition"] for part in parts],
                         ['form-data; name="title"', 'form-data; name="odd %22name%22"',
                          'form-data; name="picture"; filename="a %22lamp%22.png"'])
        boundary = headers["Content-Type"].split("boundary=")[1].encode()
        self.assertEqual(body.count(b"--" + boundary), 4)
        self.assertTrue(body.endswith(b"--" + boundary + b"--\r\n"))
        self.assertEqual(parts[0].get_payload(), "lamp 0")
        self.assertIn(b"Content-Type: image/png\r\n\r\n" + PICTURE + b"\r\n--", body)

    def test_a_file_that_is_missing_is_found_before_the_run(self):
        ran = self.nest('taskset T { task t { POST "/" { multipart { a: file("none.png") } } stop } }\n')
        self.assertEqual(ran.returncode, 1)
        self.assertIn("error[N0513]: `none.png` cannot be read: No such file or directory", ran.stderr)
        self.assertIn("t.nest:1:53", ran.stderr)
        self.assertEqual(self.server.heard, [])

    def test_requests_of_a_parallel_are_in_flight_together(self):
        self.server.barrier = threading.Barrier(3)  # each waits for the two others
        ran = self.nest("""taskset T {
    sequential
    task t {
        repeat 2 {
            parallel {
                let a = GET "/together/a"
                GET "/together/b" { expect status == 200 }
                let c = GET "/together/c"
            }
            log "{a.status} {c.status}"
        }
        parallel { GET "/broken" { require status == 200 } GET "/last" }
        log "never"
    }
    task out { stop }
}
""")
        self.assertEqual(ran.stdout.count("FAILED"), 0)
        self.assertRegex(ran.stdout, r"GET /together/a +2 +0")
        self.assertRegex(ran.stdout, r"GET /last +1 +0")
        self.assertIn("`status == 200` does not hold", ran.stdout)
        self.assertNotIn("never", ran.stdout + ran.stderr)
        addresses = {one[4] for one in self.server.heard}
        self.assertEqual(len(addresses), 3, "the connections of the first round were used again")

    def test_credentials_are_sent_and_not_shown(self):
        source = """taskset T {
    task t {
        GET "/a" { auth basic("ann", env("WORD")) }
        GET "/b" { auth bearer(env("WORD")) }
        stop
    }
}
"""
        ran = self.nest(source, command="try", environment={"WORD": "geheim-7"})
        heard = {one[1]: one[2]["Authorization"] for one in self.server.heard}
        self.assertEqual(heard["/a"], "Basic " + base64.b64encode(b"ann:geheim-7").decode())
        self.assertEqual(heard["/b"], "Bearer geheim-7")
        self.assertNotIn("geheim", ran.stdout)
        self.assertNotIn(heard["/a"].split()[1], ran.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
