"""Runs the real nest on a source text against an observed server, and keeps what both saw."""

import concurrent.futures
import csv
import functools
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time

from disturbance import LATE, TRIES, Disturbance
from observed_server import ObservedServer

BIN = pathlib.Path(os.environ.get("NEST_BIN", "build/release/bin")).resolve()

# Runs mostly sleep, so several at a time cost nothing; each has its own server and folder.
_pool = concurrent.futures.ThreadPoolExecutor(6)
# The runs whose results the present test has asked for.
_asked = []


class Played:
    """What came of one run."""

    def __init__(self, server, process, output, report, folder, late):
        self.seen = server.seen
        self.paths = server.paths
        self.code = process.returncode
        self.output = output
        self.report = report
        self.started = server.run_started
        self.late = late  # by how many seconds the machine kept this process waiting, at worst
        self.tables, self.headers = {}, {}
        for table in ("stats", "stats_history", "failures", "exceptions"):
            file = folder / f"out_{table}.csv"
            if file.exists():
                text = file.read_text()
                self.headers[table] = text.splitlines()[0]
                self.tables[table] = list(csv.DictReader(text.splitlines()))

    def users(self):
        return sorted({s.user for s in self.seen if s.user})

    def row(self, name):
        """The statistics row of a request, as the CSV file has it."""
        return next((r for r in self.tables["stats"] if r["Name"] == name), None)


def _play(source, arguments, interrupt_after, host):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        files = source if isinstance(source, dict) else {"case.nest": source}
        for path, text in files.items():
            (folder / "tasksets" / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / "tasksets" / path).write_text(text)
        server = ObservedServer()
        command = [str(BIN / "nest"), "run", str(folder / "tasksets"), "--yes", "--seed", "1",
                   "--csv", str(folder / "out"), "--json", str(folder / "out.json")]
        if "--threads" not in arguments:
            command += ["--threads", "2"]
        if host is not None:
            command += ["--host", host or server.host]
        server.run_started = time.monotonic()
        with Disturbance() as disturbance, open(folder / "log", "w+") as log:
            process = subprocess.Popen(command + list(arguments), stdout=log, stderr=subprocess.STDOUT,
                                       stdin=subprocess.DEVNULL)
            if interrupt_after:
                time.sleep(interrupt_after)
                process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=90)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            log.seek(0)
            output = log.read()
        report = folder / "out.json"
        played = Played(server, process, output, json.loads(report.read_text()) if report.exists() else None, folder,
                        disturbance.worst)
        server.close()
        return played


class Run:
    """A run that goes on beside others until its result is asked for."""

    def __init__(self, *how):
        self._how = how
        self._future = _pool.submit(_play, *how)

    def result(self):
        _asked.append(self)
        return self._future.result()

    def again(self):
        self._future = _pool.submit(_play, *self._how)
        concurrent.futures.wait([self._future])


def play(source, *arguments, interrupt_after=None, host=""):
    """Starts a run; `.result()` of what it returns is a Played. host=None gives no --host, "" the observed server's."""
    return Run(source, arguments, interrupt_after, host)


def timed(test):
    """A test of how long things take: its runs, if the machine was busy with something else, are played again."""
    @functools.wraps(test)
    def tried(self):
        for left in reversed(range(TRIES)):
            _asked.clear()
            try:
                return test(self)
            except AssertionError:
                disturbed = [run for run in dict.fromkeys(_asked) if run.result().late > LATE]
                if not disturbed or not left:
                    raise
                for run in disturbed:
                    run.again()
        return None
    return tried
