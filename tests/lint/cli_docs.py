#!/usr/bin/env python3
"""Holds docs/cli.md against the programs: every option of every subcommand's --help stands in its section, and no other.

    tests/lint/cli_docs.py BIN_FOLDER

A section may refer to another for what they share: "the options of `nestc check`".
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
OPTION = r"--[a-z][a-z-]+"
EVERYWHERE = {"--help"}


def sections(text):
    """What is written below each `## nest run`."""
    for part in re.split(r"(?m)^## ", text)[1:]:
        title, _, body = part.partition("\n")
        if re.fullmatch(r"nestc?( [a-z]+)+", title.strip()):
            yield title.strip(), body


def help_options(bin_folder, command):
    program, *words = command.split()
    done = subprocess.run([bin_folder / program, *words, "--help"], capture_output=True, text=True, check=False, timeout=60)
    if done.returncode != 0:
        sys.exit(f"{command} --help ends with {done.returncode}: {done.stderr}")
    return set(re.findall(OPTION, done.stdout)) - EVERYWHERE


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    bin_folder = pathlib.Path(sys.argv[1])
    texts = dict(sections((ROOT / "docs/cli.md").read_text()))
    written = {command: set(re.findall(OPTION, body)) for command, body in texts.items()}
    wrong = 0
    for command, body in texts.items():
        there = help_options(bin_folder, command)
        shared = set()
        for other in re.findall(r"options of `?(nestc? [a-z]+)", body):
            shared |= written[other]
        for option in sorted(there - written[command] - shared):
            print(f"docs/cli.md: `{command}` has {option}, of which its section says nothing")
            wrong += 1
        for option in sorted(written[command] - there):
            print(f"docs/cli.md: the section of `{command}` speaks of {option}, which it does not have")
            wrong += 1
    print(f"cli_docs: {len(texts)} subcommands looked at, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
