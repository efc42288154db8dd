#!/usr/bin/env python3
"""What `nestc check` takes for a very large project: 1,000 files with 5,000 tasks (to be held: 1 s and 300 MB).

Prints the wall time, the CPU time and the largest memory of several whole processes; the fastest, the median and the worst.

usage: bench/check_bench.py [--bin build/release/bin] [--starts 5] [--files 1000] [--keep FOLDER]
"""

import argparse
import os
import pathlib
import statistics
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
TASKS = 5


def task(index):
    return f"""
    /// Looks at one of the pages of part {index}, and at what it lists.
    task({index + 1}) look{index} {{
        let page = GET "/part{index}/products?page={{random(1, 20)}}" {{
            header "Authorization": "Bearer {{token}}"
            require status == 200
        }}
        for item in page.json.items {{
            GET "/part{index}/products/{{item.id}}" {{ expect status == 200, time < 500ms }}
        }}
        let first = page.json.items[0].id as int
        if first > {index} and len(token) > 0 {{
            POST "/orders" {{
                json {{ item: first, quantity: random(1, 5), note: "from part {index}" }}
                expect status == 201
            }}
        }}
    }}
"""


def taskset(index):
    return (f"taskset Shopper{index} {{\n    wait 1s..5s\n    var token = \"\"\n\n"
            f"    on_start {{ token = \"t{index}\" }}\n" + "".join(task(i) for i in range(TASKS)) +
            "\n    task leave { interrupt }\n}\n")


def generate(folder, files):
    for index in range(files):
        path = folder / f"part{index // 50:02}" / f"shopper{index:04}.nest"
        path.parent.mkdir(exist_ok=True)
        path.write_text(taskset(index), encoding="utf-8")


def run(*call):
    """Wall seconds, CPU seconds and MB of one process that has to succeed."""
    began = time.perf_counter()
    child = os.posix_spawn(call[0], [str(word) for word in call], os.environ,
                           file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])
    _, status, used = os.wait4(child, 0)
    if status != 0:
        raise SystemExit(f"{call[0]} failed: wait status {status}")
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=pathlib.Path, default=ROOT / "build/release/bin")
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--keep", type=pathlib.Path, help="only write the project, into this folder")
    arguments = parser.parse_args()
    if arguments.keep:
        arguments.keep.mkdir(parents=True, exist_ok=True)
        generate(arguments.keep, arguments.files)
        return
    with tempfile.TemporaryDirectory() as name:
        generate(pathlib.Path(name), arguments.files)
        size = sum(path.stat().st_size for path in pathlib.Path(name).rglob("*.nest"))
        print(f"{arguments.files} files, {arguments.files * TASKS} tasks, {size / 1e6:.1f} MB")
        rows = [run(arguments.bin / "nestc", "check", name) for _ in range(arguments.starts)]
    for label, unit, column in (("wall", "s", 0), ("CPU", "s", 1), ("memory", "MB", 2)):
        values = [row[column] for row in rows]
        print(f"{label:<8} best {min(values):7.2f} {unit}   median {statistics.median(values):7.2f} {unit}   "
              f"worst {max(values):7.2f} {unit}")


if __name__ == "__main__":
    main()
