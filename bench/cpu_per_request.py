#!/usr/bin/env python3
"""CPU per request of nest beside wrk (and Locust's fast client), against one nginx worker, interleaved in one run.

    bench/cpu_per_request.py [--users 100] [--seconds 3] [--rounds 5] [--locust] [--build build/release]

The client is pinned to core 0, nginx to core 1. CPU is user + system time of the client process per request it made, as
the kernel counts it. Prints each round, the medians, and the ratio to wrk pair by pair. Absolute figures move from hour to
hour on shared machines; the ratios of one run hold.
"""

import argparse
import json
import os
import pathlib
import re
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time

NGINX = """
worker_processes 1; daemon off; error_log stderr crit; pid {folder}/pid;
events {{ worker_connections 20000; }}
http {{ access_log off; keepalive_requests 1000000000; keepalive_timeout 600s;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u;
  scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port} backlog=8192;
    location / {{ default_type application/json; return 200 '{{"id":42,"name":"lamp","price":9.5,"stock":17,"ok":true}}'; }} }} }}
"""
SCENARIO = 'taskset Get {\n  task get { GET "/item" }\n}\n'
LOCUST = """
from locust import FastHttpUser, task
class User(FastHttpUser):
    @task
    def get(self): self.client.get("/item")
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def measured(command):
    """Runs a command on core 0; returns (output, CPU seconds of it and its children)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(["taskset", "-c", "0", *command], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.stdout + done.stderr, cpu


def nest(options, host, folder):
    output, cpu = measured([f"{options.build}/bin/nest", "run", str(folder / "tasksets"), "--host", host,
                            "-u", str(options.users), "-r", str(options.users * 10), "-t", f"{options.seconds}s",
                            "--threads", "1", "--yes", "--json", str(folder / "out.json")])
    report = json.loads((folder / "out.json").read_text())
    total = report["all"]
    if total["failures"]:
        sys.exit(f"nest had failures:\n{output}")
    return total["requests"], cpu


def wrk(options, host, folder):
    output, cpu = measured(["wrk", "-t1", f"-c{options.users}", f"-d{options.seconds}s", host + "/item"])
    return int(re.search(r"(\d+) requests in", output).group(1)), cpu


def locust(options, host, folder):
    (folder / "locustfile.py").write_text(LOCUST)
    _, cpu = measured(["/usr/bin/python3", "-m", "locust", "-f", str(folder / "locustfile.py"), "--headless", "--host", host,
                       "-u", str(options.users), "-r", str(options.users), "-t", f"{options.seconds}s", "--only-summary",
                       "--csv", str(folder / "locust")])
    last = (folder / "locust_stats.csv").read_text().strip().splitlines()[-1].split(",")
    return int(last[2]), cpu


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--locust", action="store_true")
    parser.add_argument("--build", default="build/release")
    options = parser.parse_args()
    clients = {"wrk": wrk, "nest": nest}
    if options.locust:
        clients["locust fast"] = locust
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "tasksets").mkdir()
        (folder / "tasksets" / "get.nest").write_text(SCENARIO)
        port = free_port()
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
        os.chmod(folder, 0o755)
        server = subprocess.Popen(["taskset", "-c", "1", "nginx", "-c", str(folder / "nginx.conf")])
        time.sleep(0.5)
        try:
            results = {client: [] for client in clients}
            for number in range(options.rounds):
                for client, play in clients.items():
                    requests, cpu = play(options, f"http://127.0.0.1:{port}", folder)
                    results[client].append(cpu / requests * 1e6)
                print(f"round {number + 1}: " + "  ".join(f"{c} {r[-1]:.2f}" for c, r in results.items()) +
                      "  (CPU us / request)", flush=True)
        finally:
            server.terminate()
            server.wait()
    for client, values in results.items():
        ratio = statistics.median(v / w for v, w in zip(values, results["wrk"]))
        print(f"{client:12} median {statistics.median(values):7.2f} us   {ratio:5.2f} x wrk")


if __name__ == "__main__":
    main()
