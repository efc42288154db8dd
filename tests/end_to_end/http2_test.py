#!/usr/bin/env python3
"""nest by HTTP/2 against nginx: as many requests in the server's log as nest counts, one connection a user, and the
version that was spoken in every report."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from nest_program import Project

NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
CONFIGURATION = """
worker_processes 1; daemon off; master_process off; error_log FOLDER/error.log; pid FOLDER/pid;
events { worker_connections 1000; }
http {
  log_format line '$connection $server_protocol $request_method $uri $status';
  access_log FOLDER/access.log line;
  client_body_temp_path FOLDER/a; proxy_temp_path FOLDER/b; fastcgi_temp_path FOLDER/c; uwsgi_temp_path FOLDER/d;
  scgi_temp_path FOLDER/e;
  ssl_certificate FOLDER/certificate.pem; ssl_certificate_key FOLDER/key.pem;
  keepalive_requests KEEPALIVE;
  server {
    listen 127.0.0.1:H2C http2; listen 127.0.0.1:H2 ssl http2; listen 127.0.0.1:H1 ssl;
    location / { return 200 "hello $uri"; }
  }
}
"""
SOURCE = """
taskset Visitor {
    task look {
        parallel {
            GET "/a" { expect body == "hello /a" }
            GET "/b" { expect body == "hello /b" }
            GET "/c" { expect body == "hello /c" }
        }
        GET "/d" { expect status == 200, header("content-length") == "8" }
    }
}
"""


class Nginx:
    def __init__(self, keepalive=100000):
        self.keepalive = keepalive

    def __enter__(self):
        self._temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self._temporary.name)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2", "-keyout",
                        self.folder / "key.pem", "-out", self.folder / "certificate.pem"], check=True, capture_output=True)
        sockets = [socket.socket() for _ in range(3)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        self.h2c, self.h2, self.h1 = (each.getsockname()[1] for each in sockets)
        for each in sockets:
            each.close()
        text = CONFIGURATION
        for word, value in (("KEEPALIVE", self.keepalive), ("H2C", self.h2c), ("H2", self.h2), ("H1", self.h1), ("FOLDER", self.folder)):
            text = text.replace(word, str(value))
        (self.folder / "nginx.conf").write_text(text)
        self._process = subprocess.Popen([NGINX, "-c", self.folder / "nginx.conf"], stderr=subprocess.DEVNULL)
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.h2c)) == 0:
                    return self
            time.sleep(0.05)
        raise RuntimeError("nginx does not listen")

    def log(self):
        """[connection, protocol, method, path, status] of each request, once the server has gone."""
        self.stop()
        return [line.split() for line in (self.folder / "access.log").read_text().splitlines()]

    def stop(self):
        self._process.terminate()
        self._process.wait()

    def __exit__(self, *_):
        self.stop()
        self._temporary.cleanup()


@unittest.skipUnless(NGINX, "nginx is not installed")
class Http2(unittest.TestCase):
    def play(self, source, host, *arguments, toml="", env=None):
        with Project(source) as project:
            if toml:
                project.configure(toml)
            process = project.start("run", "--host", host, "--yes", "-u", "4", "-r", "100", "-t", "1s", "--stop-timeout",
                                    "5s", "--no-results", "--json", "out.json", *arguments, env=env or {})
            output, errors = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 0, output + errors)
            return json.loads((project.path / "out.json").read_text()), output

    def test_a_user_has_one_connection_and_all_its_requests_are_counted(self):
        for secure in (False, True):
            for engine in ("epoll", "auto"):
                with self.subTest(secure=secure, engine=engine), Nginx() as server:
                    host = f"https://localhost:{server.h2}" if secure else f"http://127.0.0.1:{server.h2c}"
                    told, output = self.play(SOURCE, host, "--http", "2", "--cacert", server.folder / "certificate.pem",
                                             "--engine", engine)
                    log = server.log()
                    self.assertGreater(told["all"]["requests"], 40)
                    self.assertEqual(told["all"]["failures"], 0)
                    self.assertEqual(len(log), told["all"]["requests"])
                    self.assertEqual({line[1] for line in log}, {"HTTP/2.0"})
                    self.assertEqual(len({line[0] for line in log}), 4)
                    self.assertEqual(told["all"]["http_2"], told["all"]["requests"])
                    self.assertEqual(told["all"]["http_1_instead"], 0)
                    self.assertIn(f"Answered by HTTP/2: {len(log)} of {len(log)} requests", output)

    def test_connections_that_the_server_ends_with_a_goodbye_lose_nothing(self):
        with Nginx(keepalive=50) as server:
            told, _ = self.play(SOURCE, f"http://127.0.0.1:{server.h2c}", "--http", "2")
            log = server.log()
            self.assertEqual(told["all"]["failures"], 0)
            self.assertEqual(len(log), told["all"]["requests"])
            self.assertGreater(len({line[0] for line in log}), 4)

    def test_a_server_that_chooses_http_1_is_spoken_to_so_and_the_report_says_it(self):
        with Nginx() as server:
            told, output = self.play(SOURCE, f"https://localhost:{server.h1}", "--http", "2", "--cacert",
                                     server.folder / "certificate.pem")
            log = server.log()
            self.assertEqual(told["all"]["failures"], 0)
            self.assertEqual(len(log), told["all"]["requests"])
            self.assertEqual({line[1] for line in log}, {"HTTP/1.1"})
            self.assertEqual(told["all"]["http_2"], 0)
            self.assertEqual(told["all"]["http_1_instead"], told["all"]["requests"])
            self.assertIn("came by HTTP/1.1, which the server chose", output)

    def test_without_the_option_nothing_but_http_1_is_spoken(self):
        with Nginx() as server:
            told, output = self.play(SOURCE, f"https://localhost:{server.h2}", "--cacert", server.folder / "certificate.pem")
            self.assertEqual({line[1] for line in server.log()}, {"HTTP/1.1"})
            self.assertEqual(told["all"]["http_2"] + told["all"]["http_1_instead"], 0)
            self.assertNotIn("HTTP/2", output)

    def test_a_request_says_its_version_itself_and_defaults_say_it_for_a_taskset(self):
        source = """
taskset Visitor {
    defaults { http 2 }
    task look {
        GET "/two"
        GET "/one" { http 1.1 }
    }
}
"""
        with Nginx() as server:
            told, _ = self.play(source, f"https://localhost:{server.h2}", "--cacert", server.folder / "certificate.pem")
            spoken = {(line[3], line[1]) for line in server.log()}
            self.assertEqual(spoken, {("/two", "HTTP/2.0"), ("/one", "HTTP/1.1")})
            by_name = {row["name"]: row for row in told["rows"]}
            self.assertEqual(by_name["/two"]["http_2"], by_name["/two"]["requests"])
            self.assertEqual(by_name["/one"]["http_2"], 0)

    def test_nest_toml_and_the_environment_say_it_too(self):
        with Nginx() as server:
            host = f"http://127.0.0.1:{server.h2c}"
            self.play(SOURCE, host, toml="http = 2\n")
            self.play(SOURCE, host, env={"NEST_HTTP": "2"})
            self.assertEqual({line[1] for line in server.log()}, {"HTTP/2.0"})

    def test_nest_try_shows_the_version_of_each_message(self):
        with Nginx() as server, Project(SOURCE) as project:
            process = project.start("try", "--host", f"http://127.0.0.1:{server.h2c}", "--http", "2")
            output, errors = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 0, output + errors)
            self.assertIn("> GET /a HTTP/2", output)
            self.assertIn("< HTTP/2 200", output)
            self.assertNotIn("HTTP/1.1", output)

    def test_a_version_that_there_is_not_is_refused(self):
        with Project(SOURCE) as project:
            process = project.start("run", "--host", "http://127.0.0.1:1", "--yes", "--http", "3")
            _, errors = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 2)
            self.assertIn("--http", errors)


if __name__ == "__main__":
    unittest.main()
