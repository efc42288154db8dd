"""What the lints share: the repository's files and their #include lines."""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
_INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
_OURS = ("compiler/", "runtime/", "tests/", "bench/", "examples/")


def tracked(*suffixes):
    """Paths (relative, sorted) of the files of the tree that git would track, by suffix."""
    listing = subprocess.run(
        # The checkout may belong to another user than the one who runs the checks.
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = {path for path in listing.split("\0") if path.endswith(suffixes)}
    return sorted(path for path in paths if (ROOT / path).is_file())


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def includes(path):
    """(line number, included path, whether it was written with quotes) for each #include of a file."""
    for number, line in enumerate(read(path).splitlines(), 1):
        match = _INCLUDE.match(line)
        if match:
            yield number, match.group(2), match.group(1) == '"'


def is_ours(included):
    return included.startswith(_OURS)


def finish(name, problems, checked):
    """Prints the findings and ends the program: 0 when there are none."""
    for problem in problems:
        print(problem)
    print(f"{name}: {checked} looked at, {len(problems)} wrong")
    sys.exit(1 if problems else 0)
