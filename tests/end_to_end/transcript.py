"""Transcripts that pages show: played, and held against what really comes.

Up to the line "Finished after" every line has to be as the page has it, blanks apart; from there on numbers may differ. Three
dots at the end of a line stand for the rest of it and any lines behind it.
"""

import os
import pathlib
import pty
import re
import shlex
import socket
import subprocess

from nest_program import NEST

SHOP = pathlib.Path(os.environ.get("NEST_SHOP", NEST.parent / "nest-demo-shop")).resolve()
PORT = "8080"
# A question ends in its default; behind it, on the same line, stands the answer.
QUESTION = re.compile(r"(?:\]: ?|\[[yY]/[nN]\] ?)")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return str(listener.getsockname()[1])


def commands(transcript):
    """[(command, lines shown, answers)]. nestc shows an answer that came through a pipe; what a terminal shows of an answer
    to nest is not in its output, so what comes next stands on the question's line."""
    found = []
    for line in transcript.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], [""], []))
            continue
        command, shown, answers = found[-1]
        question = QUESTION.search(line)
        if question:
            answers.append(line[question.end():])
        if question and not command.startswith("nestc "):
            shown[-1] += line[:question.end()]
        else:
            shown[-1] += line
            shown.append("")
    return found


def same(line):
    return " ".join(line.split())


def similar(line):
    """A pattern: numbers and their units may differ."""
    pieces = re.split(r"\d[\d.,]*", same(line))
    pattern = r"[\d.,]+".join(re.escape(piece) for piece in pieces)
    pattern = re.sub(r"(?<=\+\\ )(?:µs|ms|s|B|kB|MB)(?=\\ |$)", "(?:µs|ms|s|B|kB|MB)", pattern)
    return re.compile(pattern + "$")


def difference(expected, actual):
    """Nothing, or the line that is not there."""
    exact = True
    skips = False
    rest = list(actual)
    for line in expected:
        if same(line) == "":
            continue
        exact = exact and not line.startswith("Finished after")
        if line.strip().endswith("..."):
            begin = same(line)[:-3].strip()
            while begin and rest and not same(rest[0]).startswith(begin) and (skips or not rest[0].strip()):
                rest.pop(0)
            if begin and not (rest and same(rest[0]).startswith(begin)):
                return f"expected: {line!r}\nfound:    {rest[:1]!r}"
            skips = True
            continue
        matches = (lambda other, line=line: same(other) == same(line)) if exact else \
            (lambda other, line=line: similar(line).match(same(other)) is not None)
        while rest and not matches(rest[0]) and (skips or not rest[0].strip()):
            rest.pop(0)
        if not rest or not matches(rest[0]):
            return f"expected: {line!r}\nfound:    {rest[:1]!r}"
        rest.pop(0)
        skips = False
    rest = [line for line in rest if line.strip()]
    return None if skips or not rest else f"not on the page: {rest[0]!r}"


def run_command(folder, command, answers, variables=None):
    """(exit code, both outputs together). nest asks a terminal only, nestc also a pipe. `variables`: to add to the
    environment."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEST_")} | (variables or {})
    environment["PATH"] = f"{SHOP.parent}:{environment['PATH']}"
    words = [re.sub(r"\$(\w+)", lambda name: environment[name.group(1)], word) for word in shlex.split(command)]
    words[0] = str(NEST.parent / words[0])
    options = {"cwd": folder, "env": environment, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True,
               "timeout": 100, "check": False}
    given = "".join(answer + "\n" for answer in answers)
    if pathlib.Path(words[0]).name == "nestc":
        done = subprocess.run(words, input=given, **options)
        return done.returncode, done.stdout
    ours, theirs = pty.openpty()
    os.write(ours, given.encode())
    try:
        done = subprocess.run(words, stdin=theirs, **options)
        return done.returncode, done.stdout
    finally:
        os.close(ours)
        os.close(theirs)
