"""How each client is told to play a plan, and how many requests it says it made. One function a client:
   client(Play) -> Outcome. A plan is get, scenario, tls (get over TLS), or h2 (get by HTTP/2, without TLS)."""

import ctypes
import dataclasses
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import threading
import time

from processes import memory_kib
from server import HERE, pinned


@dataclasses.dataclass
class Play:
    plan: str
    users: int
    seconds: float
    server: object
    folder: pathlib.Path
    build: str
    threads: int = 1
    engine: str = ""
    cores: int = 0  # that nest may use; 0: as many as threads

    @property
    def host(self):
        if self.plan == "tls":
            return f"https://localhost:{self.server.tls_port}"
        return f"http://127.0.0.1:{self.server.h2_port if self.plan == 'h2' else self.server.port}"


@dataclasses.dataclass
class Outcome:
    requests: int
    cpu: float  # user + system seconds of the client's processes
    wall: float
    memory: int  # bytes, the most that was resident
    server_share: float = 0  # of its core, that the server was busy meanwhile


def watch_memory(pid, most):
    """Notes the peak (VmHWM) until the process has gone. ru_maxrss would begin with what this script takes."""
    while (peak := memory_kib(pid, "VmHWM")) is not None:
        most[0] = max(most[0], peak * 1024)
        time.sleep(0.05)


def measured(command, cores=1, environment=None):
    """Runs a command on core 0 (and 1, when it asks for two); gives its output, CPU, wall time and peak memory."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    line = pinned(0, command) if cores == 1 else list(command)
    memory = [0]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, stdin=subprocess.DEVNULL,
                               env={**os.environ, **(environment or {})})
    watcher = threading.Thread(target=watch_memory, args=(process.pid, memory))
    watcher.start()
    output = process.communicate()[0]
    watcher.join()
    wall = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode not in (0, 1):
        sys.exit(f"bench: {' '.join(command)} failed ({process.returncode}):\n{output}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return output, cpu, wall, memory[0]


def nest(play):
    scenario = HERE / "scenario" / ("shop" if play.plan == "scenario" else "get")
    report = play.folder / "nest.json"
    command = [f"{play.build}/bin/nest", "run", str(scenario), "--host", play.host, "-u", str(play.users),
               "-r", str(max(1000, play.users)), "-t", f"{play.seconds}s", "--threads", str(play.threads), "--yes",
               "--seed", "1", "--json", str(report)]
    if play.plan == "tls":
        command += ["--cacert", str(play.server.certificate)]
    if play.plan == "h2":
        command += ["--http", "2"]
    if play.engine:
        command += ["--engine", play.engine]
    output, cpu, wall, memory = measured(command, play.cores or play.threads)
    total = json.loads(report.read_text())["all"]
    if total["failures"]:
        sys.exit(f"bench: nest had failures:\n{output}")
    return Outcome(total["requests"], cpu, wall, memory)


def floor(play):
    output, cpu, wall, memory = measured([f"{play.build}/bin/floor", play.plan, "127.0.0.1", str(play.server.port),
                                          str(play.users), str(play.seconds)])
    said = json.loads(output)
    if said["failures"]:
        sys.exit(f"bench: the floor had failures: {output}")
    return Outcome(said["requests"], cpu, wall, memory)


def wrk(play):
    output, cpu, wall, memory = measured(["wrk", f"-t{play.threads}", f"-c{play.users}", f"-d{max(1, round(play.seconds))}s",
                                          play.host + "/item"], play.threads)
    return Outcome(int(re.search(r"(\d+) requests in", output).group(1)), cpu, wall, memory)


def hey(play):
    output, cpu, wall, memory = measured(["hey", "-c", str(play.users), "-z", f"{play.seconds}s", play.host + "/item"])
    return Outcome(sum(map(int, re.findall(r"\[\d+\]\s+(\d+) responses", output))), cpu, wall, memory)


def ab(play):
    output, cpu, wall, memory = measured(["ab", "-k", "-q", "-r", "-c", str(play.users), "-n", "100000000",
                                          "-t", str(max(1, round(play.seconds))), play.host + "/item"])
    return Outcome(int(re.search(r"Complete requests:\s+(\d+)", output).group(1)), cpu, wall, memory)


def h2load(play):
    output, cpu, wall, memory = measured(["h2load", *([] if play.plan == "h2" else ["--h1"]), "-c", str(play.users), "-D", str(max(1, round(play.seconds))),
                                          play.host + "/item"])
    return Outcome(int(re.search(r"requests: (\d+) total", output).group(1)), cpu, wall, memory)


def locust(play, client):
    prefix = play.folder / "locust"
    _, cpu, wall, memory = measured(
        ["/usr/bin/python3", "-m", "locust", "-f", str(HERE / "scenario" / "locustfile.py"), "--headless", "--host", play.host,
         "-u", str(play.users), "-r", str(play.users), "-t", f"{max(3, round(play.seconds))}s", "--only-summary",
         "--csv", str(prefix)], environment={"LOCUST_CLIENT": client, "LOCUST_PLAN": play.plan})
    last = pathlib.Path(f"{prefix}_stats.csv").read_text().strip().splitlines()[-1].split(",")
    return Outcome(int(last[2]), cpu, wall, memory)


def k6(play):
    summary = play.folder / "k6.json"
    _, cpu, wall, memory = measured(["k6", "run", "--quiet", "--vus", str(play.users), "--duration", f"{play.seconds}s",
                                     "--summary-export", str(summary), "-e", f"PLAN={play.plan}", "-e", f"HOST={play.host}",
                                     str(HERE / "scenario" / "k6.js")], environment={"GOMAXPROCS": "1"})
    return Outcome(int(json.loads(summary.read_text())["metrics"]["http_reqs"]["count"]), cpu, wall, memory)


CLIENTS = {
    "floor": floor,
    "nest": nest,
    "nest io_uring": lambda play: nest(dataclasses.replace(play, engine="io_uring")),
    # Beside each other on all cores, nginx's too: what a second worker costs is not to be seen where one has a core alone.
    "nest 1 thread": lambda play: nest(dataclasses.replace(play, threads=1, cores=2)),
    "nest 2 threads": lambda play: nest(dataclasses.replace(play, threads=2, cores=2)),
    "wrk": wrk,
    "ab": ab,
    "h2load": h2load,
    "hey": hey,
    "locust fast": lambda play: locust(play, "fast"),
    "locust http": lambda play: locust(play, "http"),
    "k6": k6,
}
PLANS = {
    "get": ["floor", "nest", "nest io_uring", "wrk", "ab", "h2load", "hey", "locust fast", "locust http", "k6"],
    "scenario": ["floor", "nest", "nest io_uring", "locust fast", "locust http", "k6"],
    "tls": ["nest", "wrk", "h2load"],
    "h2": ["nest", "h2load"],
}
# Played when --clients names them.
ON_REQUEST = {plan: ["nest 1 thread", "nest 2 threads"] for plan in PLANS}


def has_io_uring():
    """Whether the system lets this process have a ring."""
    descriptor = ctypes.CDLL(None).syscall(425, 8, ctypes.create_string_buffer(120))  # io_uring_setup
    if descriptor >= 0:
        os.close(descriptor)
    return descriptor >= 0


def installed(client):
    if client == "nest io_uring":
        return has_io_uring()
    program = "/usr/bin/locust" if client.startswith("locust") else client
    return client == "floor" or client.startswith("nest") or shutil.which(program) is not None
