#!/usr/bin/env python3
"""How long compiling takes, as users meet it: whole processes, from the start.

Prints the median and the worst wall time of several starts, and the median of the CPU time that each took, of
  nestc check tasksets/           what an editor or a commit hook waits for        (to be held: 100 ms)
  nestc check GENERATED           200 tasks with 1,000 requests in 20 files
  nestc emit asm GENERATED        the same, down to machine code
  nest run GENERATED              until its first connection arrives here          (to be held: 1.5 s)
  nest run tasksets/, a second start   with the machine code of the start before it     (to be held: 50 ms)
  nest run GENERATED, a second start   the same

usage: bench/compile_bench.py [--bin build/release/bin] [--starts 9]
"""

import argparse
import os
import pathlib
import resource
import socket
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
FILES, TASKS, REQUESTS = 20, 10, 5


def request(number):
    """One of five kinds, so that every part of a request is compiled."""
    path = f'"/part{number}/{{random(1, 100)}}?page={{page}}"'
    return [
        f"        GET {path}",
        f'        let r{number} = GET {path} {{ require status == 200 expect time < 500ms }}\n'
        f'        let id{number} = r{number}.json.items[0].id as int\n'
        f'        log "found {{id{number}}}"',
        f'        POST {path} {{ header "Authorization": "Bearer {{token}}" json {{ page: page, text: "a{number}" }} }}',
        f"        PUT {path} {{ form {{ a: page, b: token }} expect status == 204, size < 1000 }}",
        f"        if page > {number} {{ DELETE {path} }} else {{ HEAD {path} }}",
    ][number % 5]


def taskset(index):
    tasks = []
    for task in range(TASKS):
        body = "\n".join(request(task * REQUESTS + i) for i in range(REQUESTS))
        tasks.append(f"    task({task + 1}) t{task} {{\n        let page = random(1, 20)\n{body}\n    }}\n")
    return (f"taskset Shopper{index} {{\n    wait 1s..5s\n    var token = \"\"\n"
            f"    on_start {{ token = \"t{index}\" }}\n    task leave {{ interrupt }}\n" + "\n".join(tasks) + "}\n")


def generate(folder):
    for index in range(FILES):
        (folder / f"shopper{index:02}.nest").write_text(taskset(index), encoding="utf-8")


def children_cpu():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def process_seconds(*call):
    began = time.perf_counter()
    subprocess.run([str(word) for word in call], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def seconds_to_first_connection(nest, project, *options):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        host = f"http://127.0.0.1:{server.getsockname()[1]}"
        began = time.perf_counter()
        run = subprocess.Popen([str(nest), "run", str(project), "--host", host, "--yes", *options],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        try:
            server.accept()[0].close()
            return time.perf_counter() - began
        finally:
            run.kill()
            run.wait()


def report(label, measure, starts):
    measure()  # brings the programs into the page cache
    walls, cpus = [], []
    for _ in range(starts):
        before = children_cpu()
        walls.append(measure() * 1000)
        cpus.append((children_cpu() - before) * 1000)
    print(f"{label:<36} median {statistics.median(walls):7.1f} ms   worst {max(walls):7.1f} ms   "
          f"CPU {statistics.median(cpus):7.1f} ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=pathlib.Path, default=ROOT / "build/release/bin")
    parser.add_argument("--starts", type=int, default=9)
    arguments = parser.parse_args()
    nestc, nest = arguments.bin / "nestc", arguments.bin / "nest"
    with tempfile.TemporaryDirectory() as name:
        project = pathlib.Path(name)
        generate(project)
        print(f"generated: {FILES * TASKS} tasks, {FILES * TASKS * REQUESTS} requests, "
              f"{sum(path.stat().st_size for path in project.iterdir()) // 1024} KiB")
        report("nestc --version", lambda: process_seconds(nestc, "--version"), arguments.starts)
        report("nestc check tasksets/", lambda: process_seconds(nestc, "check", ROOT / "tasksets"), arguments.starts)
        report("nestc check GENERATED", lambda: process_seconds(nestc, "check", project), arguments.starts)
        report("nestc emit asm GENERATED", lambda: process_seconds(nestc, "emit", "asm", project), arguments.starts)
        if nest.exists():
            report("nest run GENERATED, first request",
                   lambda: seconds_to_first_connection(nest, project, "--no-cache"), arguments.starts)
            os.environ["XDG_CACHE_HOME"] = str(project / "_cache")
            report("nest run tasksets/, a second start",
                   lambda: seconds_to_first_connection(nest, ROOT / "tasksets"), arguments.starts)
            report("nest run GENERATED, a second start", lambda: seconds_to_first_connection(nest, project), arguments.starts)


if __name__ == "__main__":
    main()
