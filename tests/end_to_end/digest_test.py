"""`auth digest`: against Apache's mod_auth_digest, which checks nonces, counters and all."""

import hashlib
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

from nest_program import Project, wait_until

MODULES = pathlib.Path("/usr/lib/apache2/modules")
CONFIGURATION = """
ServerRoot {f}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {f}/pid
ErrorLog {f}/error.log
LoadModule mpm_event_module {m}/mod_mpm_event.so
LoadModule authn_core_module {m}/mod_authn_core.so
LoadModule authn_file_module {m}/mod_authn_file.so
LoadModule authz_core_module {m}/mod_authz_core.so
LoadModule authz_user_module {m}/mod_authz_user.so
LoadModule auth_digest_module {m}/mod_auth_digest.so
LogFormat "%u %>s %r" short
CustomLog {f}/access.log short
{user}
DocumentRoot {f}/www
<Directory {f}/www>
AuthType Digest
AuthName "the shop"
AuthDigestProvider file
AuthDigestNonceLifetime {lifetime}
AuthUserFile {f}/users
Require valid-user
</Directory>
"""
READER = """
taskset Reader {
    task read {
        GET "/private.txt" { auth digest("ann", env("DIGEST_PASSWORD")) expect status == 200, body == "for ann" }
        GET "/private.txt?page=2" { auth digest("ann", env("DIGEST_PASSWORD")) expect status == 200 }
        sleep 1s
        GET "/private.txt?page=3" { auth digest("ann", env("DIGEST_PASSWORD")) expect status == 200 }
        interrupt
    }
}
"""


class Apache:
    """With one page for `ann`, whose password is `lamp 7`."""

    def __init__(self, lifetime=300):
        self._folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self._folder.name)
        (self.path / "www").mkdir()
        (self.path / "www" / "private.txt").write_text("for ann")
        digest = hashlib.md5(b"ann:the shop:lamp 7").hexdigest()
        (self.path / "users").write_text(f"ann:the shop:{digest}\n")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        user = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
        (self.path / "apache.conf").write_text(
            CONFIGURATION.format(f=self.path, m=MODULES, port=self.port, user=user, lifetime=lifetime)
        )
        for folder in (self.path, self.path / "www"):
            folder.chmod(0o755)
        self._process = subprocess.Popen(
            [shutil.which("apache2", path="/usr/sbin:/usr/bin"), "-f", self.path / "apache.conf", "-DFOREGROUND"]
        )
        if not wait_until(self._answers):
            raise RuntimeError((self.path / "error.log").read_text())

    def _answers(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    @property
    def host(self):
        return f"http://127.0.0.1:{self.port}"

    def requests(self):
        """What it was asked, by whom, and what it said."""
        return (self.path / "access.log").read_text().splitlines()

    def close(self):
        self._process.terminate()
        self._process.wait()
        time.sleep(0.1)
        self._folder.cleanup()


@unittest.skipUnless((MODULES / "mod_auth_digest.so").exists(), "needs Debian's apache2")
class Digest(unittest.TestCase):
    def play(self, server, password, source=READER):
        with Project(source) as project:
            return project.nest(
                "try", "Reader", "--host", server.host, env={"DIGEST_PASSWORD": password}
            )

    def serve(self, **options):
        server = Apache(**options)
        self.addCleanup(server.close)
        return server

    def test_a_challenge_is_answered_once_and_its_nonce_kept(self):
        server = self.serve()
        code, out, err = self.play(server, "lamp 7")
        self.assertEqual(code, 0, out + err)
        self.assertIn("3 requests, all well", out)
        self.assertNotIn("lamp", out)
        self.assertEqual(
            server.requests(),
            [
                "- 401 GET /private.txt HTTP/1.1",
                "ann 200 GET /private.txt HTTP/1.1",
                "ann 200 GET /private.txt?page=2 HTTP/1.1",
                "ann 200 GET /private.txt?page=3 HTTP/1.1",
            ],
        )

    def test_a_nonce_that_is_too_old_is_replaced(self):
        server = self.serve(lifetime=1)
        code, out, err = self.play(server, "lamp 7", READER.replace("sleep 1s", "sleep 2500ms"))
        self.assertEqual(code, 0, out + err)
        self.assertEqual(
            server.requests()[-2:],
            ["ann 401 GET /private.txt?page=3 HTTP/1.1", "ann 200 GET /private.txt?page=3 HTTP/1.1"],
        )

    def test_a_wrong_password_fails_the_request_after_one_answer(self):
        server = self.serve()
        code, out, err = self.play(server, "wrong", READER.replace("sleep 1s", "interrupt"))
        self.assertEqual(code, 1, out + err)
        self.assertIn("401", out)
        self.assertEqual(len([line for line in server.requests() if "page" not in line]), 2)


if __name__ == "__main__":
    unittest.main()
