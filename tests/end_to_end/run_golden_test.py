"""Each construct of the language, run: what nest shows of a scenario is compared with what stands at its end.

tests/golden/run/*.nest: a scenario, `// EXPECT`, and the trace as comments. `// RUN try T --set a=1` in front of it says how
it is started (`try`, when nothing is said; each such line is a start of its own; what is neither `try` nor `run` is given the
file alone), `// ENV NAME=VALUE` what the environment holds, `// SERVER nginx` that it asks one that speaks HTTP/2. Of a `run` the counts
and what users log are shown, of times nothing. NEST_AUTOUPDATE=1 writes the expectations; read the difference.
"""

import contextlib
import hashlib
import http.server
import json
import os
import pathlib
import re
import shutil
import tempfile
import threading
import time
import unittest

from http2_test import NGINX, Nginx
from nest_program import ROOT, Project

GOLDENS = ROOT / "tests" / "golden" / "run"
HTML = "<h1>Shop</h1><ul><li>lamp</li><li>chair</li></ul>"
DOCUMENT = {
    "items": [{"id": 7}, {"id": 8}],
    "ids": [3, 4],
    "a key": "value",
    "text": "41",
    "word": "lamp",
    "yes": True,
    "none": None,
    "pi": 3.5,
}


# RFC 7616, with a nonce that is the same for everybody.
CHALLENGE = 'Digest realm="shop", nonce="n-1", algorithm=SHA-256, qop="auth"'


def digest_is_right(given, method):
    """The credentials of ann, whose password is `lamp 7`."""
    fields = dict(re.findall(r'(\w+)="?([^",]*)"?', given.removeprefix("Digest ")))
    digest = lambda text: hashlib.sha256(text.encode()).hexdigest()  # noqa: E731
    secret = digest("ann:shop:lamp 7")
    parts = [secret, "n-1", fields.get("nc"), fields.get("cnonce"), "auth", digest(f"{method}:{fields.get('uri')}")]
    return fields.get("response") == digest(":".join(map(str, parts)))


class Echo(http.server.BaseHTTPRequestHandler):
    """/echo/… answers with the request; /status/N, /delay/MS, /redirect/N/REST, /drop, /html, /json with what they say; /digest asks
    who it is."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer's body waits 40 ms for its head to be acknowledged

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("utf-8", "replace")
        parts = self.path.split("?")[0].strip("/").split("/")
        if parts[0] == "drop":
            self.close_connection = True
        elif parts[0] == "redirect":
            left = int(parts[1]) - 1
            target = "/".join(["/redirect", str(left), *parts[2:]]) if left else "/" + "/".join(parts[2:])
            self.send(302, "", ("Location", target))
        elif parts[0] == "digest" and not digest_is_right(self.headers.get("Authorization", ""), self.command):
            self.send(401, "who?", ("WWW-Authenticate", CHALLENGE))
        elif parts[0] == "status":
            self.send(int(parts[1]), "")
        elif parts[0] == "html":
            self.send(200, HTML, ("Content-Type", "text/html"))
        elif parts[0] == "json":
            self.send(200, json.dumps(DOCUMENT), ("Content-Type", "application/json"))
        else:
            if parts[0] == "delay":
                time.sleep(int(parts[1]) / 1000)
            try:
                body = json.loads(body)
            except ValueError:
                pass
            self.send(200, json.dumps({"path": self.path, "body": body}), ("Content-Type", "application/json"))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = answer

    def send(self, status, text, *headers):
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        if self.command != "HEAD":
            try:
                self.wfile.write(text.encode())
            except OSError:  # it has waited long enough
                self.close_connection = True

    def log_message(self, *_):
        pass


def normalised(text, folder, port):
    """Without what differs from one run to the next, and without the lines that every request has."""
    text = text.replace(str(folder) + "/", "").replace(f"127.0.0.1:{port}", "HOST")
    text = re.sub(r"boundary=\S+|--+nest\S+", lambda m: re.sub(r"[0-9a-fA-F]{8,}", "…", m[0]), text)
    text = re.sub(r"^< after .*", "<", text, flags=re.M)
    text = re.sub(r"\b\d+(\.\d+)? (µs|ms|s|ns)\b", "TIME", text)
    text = re.sub(r"127\.0\.0\.1:\d{4,}", "127.0.0.1:PORT", text)
    usual = r"> (Host|User-Agent|Accept): |< (Server|Date|Last-Modified): "
    lines = [line for line in text.splitlines() if not re.match(usual, line, flags=re.I)]
    return "\n".join(lines).strip("\n") + "\n"


# Sections of a report whose rows are kept, by the word they begin with: which columns are the same in every run.
ALL = range(9)
SECTIONS = {
    "Requests": [0, 1, 2],
    "Transactions": [0, 1, 2],
    "Checks": ALL,
    "Trends": [0, 1, 2, 3, 4],
    "Counters": [0, 1],
    "Gauges": ALL,
    "Rates": ALL,
    "Limits": [0, 2, 3],
    "Services": ALL,
    "Once,": ALL,
    "Failed": ALL,
    "Books": ALL,
}
# Why a run has ended before its time, or shows nothing.
ENDS = r"nest: (no row of|no request was finished|the run was ended|a limit of)"


def outline(out, err):
    """What stands the same in every run: rows with their counts, checks, limits, books, and in any order what users say."""
    lines = sorted(line for line in err.splitlines() if re.match(r"\S+\.nest:\d+:\d+: ", line))
    columns = None
    for line in out.splitlines():
        cells = re.split(r"  +", line.strip())
        if not line.strip():
            columns = None
        elif re.match(r"\d+ arrivals?, ", line):
            lines += ["", line]
        elif columns is None and cells[0].split(" ")[0] in SECTIONS and cells[0] != "Services to start":
            columns = SECTIONS[cells[0].split(" ")[0]]
            lines += ["", "  ".join(cells[i] for i in columns if i < len(cells))]
        elif columns is not None and not line.startswith("--"):
            lines.append("  " + "  ".join(cells[i] for i in columns if i < len(cells)))
    lines += [line for line in err.splitlines() if re.match(ENDS, line)]
    return "\n".join(lines) + "\n"


class RunGoldens(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
        cls.port = cls.server.server_address[1]
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()

    def play(self, path, source):
        starts = []
        variables = {}
        for line in source.splitlines():
            if line.startswith("// RUN "):
                starts.append(line.removeprefix("// RUN ").split())
            elif line.startswith("// ENV "):
                name, _, value = line.removeprefix("// ENV ").partition("=")
                variables[name] = value
        with tempfile.TemporaryDirectory() as name, Project("") as project, contextlib.ExitStack() as stack:
            folder = pathlib.Path(name)
            for extra in ("_lib", "_data"):
                shutil.copytree(GOLDENS / extra, folder / extra)
            (folder / path.name).write_text(source)
            port = stack.enter_context(Nginx()).h2c if "// SERVER nginx" in source else self.port
            shown = ""
            for arguments in starts or [["try"]]:
                file = folder / path.name
                more = ["--seed", 1, "--host", f"http://127.0.0.1:{port}"]
                if arguments[0] == "try":
                    more += ["-p", file]
                elif arguments[0] == "run":
                    more += ["--yes", "--no-results", "--threads", 1, file]
                else:
                    more = [file]
                code, out, err = project.nest(*arguments, *more, env=variables)
                text = outline(out, err) if arguments[0] == "run" else out + err
                shown += f"$ nest {' '.join(arguments)}\n{normalised(text, folder, port)}exit code {code}\n"
            return shown

    def test_each_construct_does_what_its_golden_says(self):
        goldens = sorted(GOLDENS.glob("*.nest"))
        self.assertGreater(len(goldens), 60)
        for path in goldens:
            if "// SERVER nginx" in path.read_text() and not NGINX:
                continue
            source, found, rest = path.read_text().partition("// EXPECT\n")
            self.assertTrue(found, f"{path.name} has no `// EXPECT`")
            shown = self.play(path, source)
            expected = "".join(line.removeprefix("//").removeprefix(" ") + "\n" for line in rest.splitlines())
            if os.environ.get("NEST_AUTOUPDATE"):
                lines = "".join(("// " + line).rstrip() + "\n" for line in shown.splitlines())
                path.write_text(source + found + lines)
                continue
            with self.subTest(path.name):
                without_ends = "".join(line.rstrip() + "\n" for line in shown.splitlines())
                self.assertEqual(expected, without_ends)


if __name__ == "__main__":
    unittest.main()
