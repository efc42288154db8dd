#!/usr/bin/env python3
"""What every header and include keeps to.

A header begins with `#pragma once` (those of the ABI, which are C for other compilers too, with a guard), puts no
`using namespace` on others, and (with --compile BUILD_FOLDER) compiles alone. Files of ours are included by their full
path from the root, in quotes; everything else in angle brackets. A .cpp file's own header is its first include, so
that a header that leans on others is found.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess

import sources

_USING_NAMESPACE = re.compile(r"^using namespace ", re.MULTILINE)
_LEADING_COMMENT = re.compile(r"(//[^\n]*\n|/\*.*?\*/\s*|\s)*", re.DOTALL)
# Generated, and so in no folder of the tree.
_GENERATED = {"NestLexer.h", "NestParser.h"}


def text_problems(path):
    text = sources.read(path)
    problems = []
    if path.endswith(".h"):
        guarded = "#ifndef NEST_" if path.startswith("runtime/abi/") else "#pragma once\n"
        if not text[_LEADING_COMMENT.match(text).end():].startswith(guarded):
            problems.append(f"{path}:1: a header begins with {guarded.strip()}")
        for match in _USING_NAMESPACE.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            problems.append(f"{path}:{line}: a header puts no `using namespace` on whoever includes it")
    lines = list(sources.includes(path))
    for number, included, quoted in lines:
        if sources.is_ours(included) != quoted and included not in _GENERATED:
            problems.append(f"{path}:{number}: {included}: ours in quotes by the full path, others in <>")
    own = path.removesuffix(".cpp") + ".h"
    if path.endswith(".cpp") and (sources.ROOT / own).exists() and (not lines or lines[0][1] != own):
        problems.append(f"{path}: {own} is the first include")
    return problems


def compile_commands(build):
    """folder -> the compiler call (without input and output) of a source file in it."""
    commands = {}
    for entry in json.loads((pathlib.Path(build) / "compile_commands.json").read_text()):
        file = os.path.relpath(entry["file"], sources.ROOT)
        words = shlex.split(entry["command"])
        if words[0].endswith("ccache"):
            words = words[1:]
        keep = [word for word in words[:words.index("-o")]]
        commands.setdefault(os.path.dirname(file), keep)
    return commands


def compile_problem(path, commands):
    folder = os.path.dirname(path)
    while folder and folder not in commands:
        folder = os.path.dirname(folder)
    if folder not in commands:
        return None
    language = "c++-header"
    call = [*commands[folder], "-fsyntax-only", "-w", "-x", language, str(sources.ROOT / path)]
    result = subprocess.run(call, capture_output=True, text=True, check=False)
    if result.returncode == 0:
        return None
    return f"{path}: does not compile alone:\n{result.stderr.strip()[:1500]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compile", metavar="BUILD", help="also compile each header, by BUILD/compile_commands.json")
    arguments = parser.parse_args()

    files = sources.tracked(".h", ".cpp", ".c")
    problems = [problem for path in files for problem in text_problems(path)]
    headers = [path for path in files if path.endswith(".h")]
    if arguments.compile:
        commands = compile_commands(arguments.compile)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            results = pool.map(lambda path: compile_problem(path, commands), headers)
            problems += [problem for problem in results if problem]
    sources.finish("header hygiene", problems, f"{len(files)} files, {len(headers)} of them headers")


if __name__ == "__main__":
    main()
