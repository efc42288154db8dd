"""The target of the benchmarks: one nginx worker on core 1 with fixed answers (scenario/nginx.conf), plain, over TLS and by HTTP/2."""

import os
import pathlib
import resource
import socket
import subprocess
import sys
import tempfile
import time

from processes import cpu_seconds

HERE = pathlib.Path(__file__).resolve().parent


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def pinned(core, command):
    """The command on one core, where the machine has that core and `taskset` may choose it."""
    allowed = os.sched_getaffinity(0)
    return ["taskset", "-c", str(core), *command] if core in allowed and len(allowed) > 1 else list(command)


class Nginx:
    """with Nginx() as server: server.port, server.tls_port, server.h2_port, server.cpu()"""

    def __init__(self, workers=1):
        """More workers than one are for more connections than one process may have; `cpu` then knows one of them."""
        self._workers = workers

    def __enter__(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self._temporary = tempfile.TemporaryDirectory()
        folder = pathlib.Path(self._temporary.name)
        os.chmod(folder, 0o755)
        self.port, self.tls_port, self.h2_port = free_ports(3)
        text = (HERE / "scenario" / "nginx.conf").read_text()
        for word, value in (("FOLDER", folder), ("TLS_PORT", self.tls_port), ("H2_PORT", self.h2_port), ("PORT", self.port), ("FILES", hard), ("WORKERS", self._workers)):
            text = text.replace(word, str(value))
        (folder / "nginx.conf").write_text(text)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-days", "2",
                        "-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")],
                       check=True, capture_output=True)
        self.certificate = folder / "certificate.pem"
        program = "/usr/sbin/nginx" if os.path.exists("/usr/sbin/nginx") else "nginx"
        self._process = subprocess.Popen(pinned(1, [program, "-c", str(folder / "nginx.conf")]))
        self._wait_until_it_listens()
        return self

    def _wait_until_it_listens(self):
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        self.__exit__()
        sys.exit("bench: nginx does not start")

    def cpu(self):
        """Seconds of CPU that the worker has used."""
        master = self._process.pid
        children = pathlib.Path(f"/proc/{master}/task/{master}/children").read_text().split()
        return cpu_seconds(int(children[0]))

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()
        self._temporary.cleanup()
