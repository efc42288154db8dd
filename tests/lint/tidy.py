#!/usr/bin/env python3
"""Runs clang-tidy 19 over the product's .cpp files, the ones changed last first, within a time budget.

Nothing is skipped in silence: when the budget ends before the list does, the number of files that were not looked at is
printed. Not a CTest, because it takes minutes.

usage: tidy.py BUILD_FOLDER [--seconds N] [--all] [FILE...]
"""

import argparse
import concurrent.futures
import os
import subprocess
import time

import sources

# The compile commands may be g++'s; clang knows neither all of its warnings nor that they are errors elsewhere.
_EXTRA = ["--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-Wno-error", "--extra-arg=-w"]


def newest_first(paths):
    """By the time of the last commit that touched a file; what is not committed yet comes first."""
    log = subprocess.run(
        ["git", "-c", "safe.directory=*", "log", "--format=", "--name-only", "--", "compiler", "runtime"],
        cwd=sources.ROOT, capture_output=True, text=True, check=False).stdout.split()
    order = {}
    for path in log:
        order.setdefault(path, len(order))
    return sorted(paths, key=lambda path: order.get(path, -1))


def tidy(path, build, deadline):
    """What clang-tidy says; None when there was no time to ask."""
    left = deadline - time.monotonic()
    if left <= 0:
        return None
    call = ["clang-tidy-19", "-p", build, "--quiet", *_EXTRA, path]
    try:
        result = subprocess.run(call, cwd=sources.ROOT, capture_output=True, text=True, check=False, timeout=left)
    except subprocess.TimeoutExpired:
        return None
    return "" if result.returncode == 0 else result.stdout.strip() or result.stderr.strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", help="a build folder with compile_commands.json")
    parser.add_argument("--seconds", type=float, default=600, help="the budget (default 600)")
    parser.add_argument("--all", action="store_true", help="no budget")
    parser.add_argument("files", nargs="*", help="only these")
    arguments = parser.parse_args()

    files = arguments.files or newest_first(
        path for path in sources.tracked(".cpp") if path.startswith(("compiler/", "runtime/")))
    build = os.path.abspath(arguments.build)
    deadline = time.monotonic() + (24 * 3600 if arguments.all else arguments.seconds)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda path: tidy(path, build, deadline), files))
    # A finding in a header is seen again by each file that includes it; the first line names it.
    problems = list({result.splitlines()[0]: result for result in results if result}.values())
    missed = results.count(None)
    if missed:
        print(f"clang-tidy: the budget ended before {missed} of {len(files)} files were looked at")
    sources.finish("clang-tidy", problems, f"{len(files) - missed} files")


if __name__ == "__main__":
    main()
