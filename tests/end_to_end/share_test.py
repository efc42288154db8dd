"""nest run --share: programs beside a run use the objects that its users share (docs/shared.md)."""

import json
import os
import re
import unittest
import urllib.error
import urllib.request

from nest_program import ObservedServer, Project, wait_until

SOURCE = """
shared queue<string> accounts
shared queue<json> orders
shared counter done

taskset Buyer {
    task buy {
        let account = accounts.take()
        GET "/buy/{account}" { name "/buy" }
        orders.put(json { account: account, number: done.next() })
    }
}
"""


class Share(unittest.TestCase):
    def setUp(self):
        self.server = ObservedServer()
        self.addCleanup(self.server.close)
        self.project = Project(SOURCE)
        self.project.__enter__()
        self.addCleanup(self.project.__exit__)

    def start(self, *more, **options):
        self.run = self.project.start("run", "--host", self.server.host, "-u", 8, "-r", 100, "--threads", 2, "--yes",
                                      *more, **options)
        self.addCleanup(self.end)
        for line in self.run.stderr:
            found = re.search(r"shared objects at (http://\S+)/v1/shared", line)
            if found:
                self.base = found.group(1) + "/v1/shared/"
                return
        self.fail("nest did not say where it shares")

    def end(self):
        self.run.terminate()
        self.run.communicate(timeout=60)

    def call(self, path, token=None, **body):
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = "Bearer " + token
        request = urllib.request.Request(self.base + path, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or b"null")

    def test_a_script_fills_a_queue_and_reads_what_users_made_of_it(self):
        self.start("--share", "127.0.0.1:0")
        self.assertEqual(self.call("orders/take"), None)
        names = [f"user{i}" for i in range(200)]
        self.assertEqual(self.call("accounts/put", values=names), {"put": 200})
        orders = [self.call("orders/take", within=10)["value"] for _ in names]
        self.assertEqual(sorted(order["account"] for order in orders), sorted(names))
        self.assertEqual(sorted(order["number"] for order in orders), list(range(1, 201)))
        self.assertEqual(self.call("done/add", amount=0), {"value": 200})
        self.assertEqual(sorted(self.server.paths()), sorted("/buy/" + name for name in names))

    def test_users_that_wait_are_served_one_after_the_other(self):
        self.start("--share", "127.0.0.1:0")
        for i in range(20):
            self.call("accounts/put", value=f"one{i}")
            self.assertEqual(self.call("orders/take", within=10)["value"]["account"], f"one{i}")

    def test_an_open_address_needs_a_token(self):
        code, _, err = self.project.nest("run", "--host", self.server.host, "--yes", "--share", "0.0.0.0:0")
        self.assertEqual(code, 2)
        self.assertIn("NEST_SHARE_TOKEN", err)

    def test_a_token_from_the_environment_is_asked_for(self):
        self.start("--share", "127.0.0.1:0", env={**os.environ, "NEST_SHARE_TOKEN": "geheim"})
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.call("accounts/put", value="x")
        self.assertEqual(refused.exception.code, 401)
        self.assertEqual(self.call("accounts/put", token="geheim", value="x"), {"put": 1})

    def test_there_has_to_be_something_to_share(self):
        with Project('taskset T { task t { GET "/" } }') as project:
            code, _, err = project.nest("run", "--host", self.server.host, "--yes", "--share", "127.0.0.1:0")
        self.assertEqual(code, 2)
        self.assertIn("share nothing", err)


if __name__ == "__main__":
    unittest.main()
