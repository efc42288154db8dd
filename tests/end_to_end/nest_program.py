"""Starts the real nest on a source text, against a real server."""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "conformance"))

from disturbance import timed  # noqa: E402,F401  (the tests take both from here)
from observed_server import ObservedServer  # noqa: E402,F401

NEST = pathlib.Path(os.environ.get("NEST_BIN", ROOT / "build" / "dev" / "bin")).resolve() / "nest"

SIMPLE = """
/// Asks for a page, again and again.
taskset Visitor {
    weight 3
    wait 20ms
    on_start { GET "/start" }
    on_stop { GET "/stop" }
    task look { GET "/page?n={random(1, 9)}" { expect status == 200 } }
    task(0) leave { interrupt }
}
taskset Rare { weight 1  wait 20ms  task look { GET "/rare" }  task leave { interrupt } }
"""


class Project:
    """A folder with tasksets, gone at the end of the `with`."""

    def __init__(self, source):
        self.source = source

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self._folder.name)
        (self.path / "tasksets").mkdir()
        (self.path / "tasksets" / "case.nest").write_text(self.source)
        return self

    def __exit__(self, *_):
        self._folder.cleanup()

    def configure(self, text):
        """Writes nest.toml, beside the tasksets."""
        (self.path / "nest.toml").write_text(text)

    def start(self, *arguments, **options):
        """`env`: variables to add."""
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        # What the tests are told by is none of nest's settings.
        variables = {name: value for name, value in os.environ.items() if not name.startswith("NEST_")}
        options["env"] = variables | options.get("env", {})
        return subprocess.Popen([str(NEST), *map(str, arguments)], cwd=self.path, text=True, **options)

    def nest(self, *arguments, seconds=60, **options):
        """Runs to the end, which has to come in time: (exit code, standard output, standard error)."""
        process = self.start(*arguments, **options)
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise
        return process.returncode, out, err


def wait_until(condition, seconds=60):
    """Whether it came true in time; a machine with much else to do needs its own."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()
