"""nest against servers that stall, reset, trickle, flood and lie: each is a failure with its cause, or no failure,
in bounded time and memory, and the next request works."""

import json
import re
import resource
import unittest

from hostile_server import Behaviours, HostileServer
from nest_program import Project

FINE = ""
CLOSED = "connection closed before the answer was complete"
RESET = "connection reset"
TIMEOUT = "response timed out"
MALFORMED = "malformed response"
CHUNKS = "malformed response: in the chunks of the body"
HEAD = "response head too large"

# What a request that reads the body ends with; FINE: it is no failure.
CAUSES = {
    "stall": TIMEOUT, "stall_in_head": TIMEOUT, "stall_in_body": TIMEOUT,
    "trickle_head": TIMEOUT, "trickle_body": TIMEOUT,
    "reset": RESET, "reset_in_body": RESET,
    "close": CLOSED, "close_in_head": CLOSED, "close_in_body": CLOSED, "close_in_chunk": CLOSED,
    "garbage": MALFORMED, "garbage_for_ever": MALFORMED, "zeros": MALFORMED, "newlines": MALFORMED,
    "http_0_9": MALFORMED, "http_2": MALFORMED,
    "status_99": MALFORMED, "status_1000": MALFORMED, "status_none": MALFORMED,
    "headers_for_ever": HEAD, "header_for_ever": HEAD, "reason_for_ever": HEAD, "folds_for_ever": HEAD,
    "header_without_colon": MALFORMED, "header_with_nul": MALFORMED,
    "interim_for_ever": TIMEOUT, "hints_for_ever": TIMEOUT, "switch": FINE,
    "length_negative": MALFORMED, "length_too_large": MALFORMED, "length_word": MALFORMED,
    "lengths_differ": MALFORMED, "length_and_chunks": MALFORMED, "coding_unknown": MALFORMED,
    "chunk_huge": CHUNKS, "chunk_largest": CHUNKS, "chunk_negative": CHUNKS, "chunk_word": CHUNKS,
    "chunk_size_for_ever": TIMEOUT, "chunk_extension_for_ever": CHUNKS,
    "chunks_for_ever": (TIMEOUT, "response body too large"),  # whichever limit it reaches first
    "trailers_for_ever": CHUNKS,
    "ten_gigabytes": "response body too large", "body_without_end": "response body too large",
    "body_after_204": FINE, "answer_twice": FINE,
    "redirect_loop": "too many redirects", "redirect_to_file": "invalid URL: redirected to file:///etc/passwd",
    "redirect_to_nowhere": FINE, "redirect_empty": FINE, "redirect_long": FINE,
    "redirect_garbage": "invalid URL: redirected to http://[::bad", "redirect_split": MALFORMED,
    "redirect_other_port": "connection refused",
    "cookies_many": HEAD, "cookie_huge": FINE, "cookies_strange": MALFORMED,
    "ok": FINE,
}


def project_of(names, reads):
    """A taskset that asks for each path once, each followed by one that answers well."""
    read = "let answer = " if reads else ""
    use = 'if answer.body == "never" { fail "no" }' if reads else ""
    tasks = "".join(f'task {name}_ {{ {read}GET "/{name}" {{ timeout 1s }} {use} GET "/ok?after={name}" }}\n'
                    for name in names)
    return f"taskset T {{ sequential wait none\n{tasks} task end_ {{ stop }} }}"


class HostileServers(unittest.TestCase):
    def setUp(self):
        self.server = HostileServer()
        self.addCleanup(self.server.close)

    def play(self, names, reads):
        with Project(project_of(names, reads)) as project:
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            code, out, err = project.nest("run", "--host", self.server.host, "-t", "100s", "--yes", "--no-results",
                                          "--json", "out.json", seconds=120)
            self.assertIn(code, (0, 1), err)
            # The children before it were no larger, or this says nothing; either way it is no gigabyte.
            self.assertLess(max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss), 1_000_000)
            self.assertNotIn("sums differ", out)
            summary = json.loads((project.path / "out.json").read_text())
            return {row["name"].lstrip("/"): row for row in summary["rows"]}

    def test_the_causes_of_what_is_read(self):
        rows = self.play(CAUSES, reads=True)
        for name, cause in CAUSES.items():
            with self.subTest(name):
                row = rows[name]
                self.assertEqual((row["requests"], row["failures"]), (1, 1 if cause else 0), row["causes"])
                self.assertTrue(all(text.startswith(cause) for text in row["causes"]), row["causes"])
                self.assertLess(row["response_time_ms"]["max"], 5000)
                self.assertEqual((rows[f"ok?after={name}"]["requests"], rows[f"ok?after={name}"]["failures"]), (1, 0))

    def test_all_behaviours_are_tried(self):
        self.assertEqual(set(CAUSES), {n for n in dir(Behaviours) if not n.startswith("_")} - {"redirect"})

    def test_a_body_that_nobody_reads_is_drained_and_not_kept(self):
        rows = self.play(["ten_gigabytes", "body_without_end", "chunks_for_ever"], reads=False)
        for name in ("ten_gigabytes", "body_without_end", "chunks_for_ever"):
            self.assertEqual(list(rows[name]["causes"]), [TIMEOUT], name)
            self.assertGreater(rows[name]["bytes_received"], 1000)

    def test_nothing_of_a_redirect_or_a_cookie_reaches_a_request_line_or_header(self):
        self.play(["redirect_split", "redirect_garbage", "cookies_strange", "cookie_huge"], reads=False)
        for request in self.server.seen:
            self.assertNotIn("X-Injected", request)
            self.assertNotRegex(request.replace("\r\n", ""), r"[\x00-\x1f\x7f]")
            self.assertNotIn("evil=", request)
            self.assertLess(len(request), 10_000, "a cookie of 60 kB is not kept")
            self.assertRegex(request, re.compile(r"\AGET /[^ ]* HTTP/1\.1\r\n"))

    def test_a_server_that_floods_one_user_does_not_hold_up_the_others(self):
        source = ('taskset T { wait none task a { if user.id == 0 { GET "/body_without_end" { timeout 60s } }'
                  ' GET "/ok" sleep 50ms } }')
        with Project(source) as project:
            project.nest("run", "--host", self.server.host, "-u", 5, "-r", 100, "-t", "4s", "--threads", 1, "--yes",
                         "--no-results", "--json", "out.json")
            rows = {row["name"]: row for row in json.loads((project.path / "out.json").read_text())["rows"]}
        self.assertGreater(rows["/ok"]["requests"], 4 * 10)


if __name__ == "__main__":
    unittest.main()
