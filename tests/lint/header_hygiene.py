#!/usr/bin/env python3
"""What every header and include keeps to.

A header begins with `#pragma once` (those of the ABI, which are C for other compilers too, with a guard), puts no
`using namespace` on others, and (with --compile BUILD_FOLDER) compiles alone. Files of ours are included by their full
path from the root, in quotes; everything else in angle brackets. A .cpp file's own header is its first include, so
that a header that leans on others is found: where BUILD_FOLDER precompiles no headers, as the release preset does not,
its having been built shows that those headers compile alone, and only the others are compiled here.
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


class Compiler:
    """How the files of a build folder are compiled."""

    def __init__(self, build):
        self._calls = {}  # path -> the words of the compiler call, without input and output
        for entry in json.loads((pathlib.Path(build) / "compile_commands.json").read_text(encoding="utf-8")):
            words = shlex.split(entry["command"])
            words = words[1:] if words[0].endswith("ccache") else words
            self._calls[os.path.relpath(entry["file"], sources.ROOT)] = words[:words.index("-o")]
        self._of_folder = {}
        for path, call in self._calls.items():
            self._of_folder.setdefault(os.path.dirname(path), call)

    def has_shown(self, header):
        """Whether the header's own .cpp file, which begins with it, is part of the build and sees nothing before it."""
        call = self._calls.get(header.removesuffix(".h") + ".cpp")
        return call is not None and not any("cmake_pch" in word for word in call)

    def problem_of(self, header):
        folder = os.path.dirname(header)
        while folder and folder not in self._of_folder:
            folder = os.path.dirname(folder)
        if folder not in self._of_folder:
            return None
        call = [*self._of_folder[folder], "-fsyntax-only", "-w", "-x", "c++-header", str(sources.ROOT / header)]
        result = subprocess.run(call, capture_output=True, text=True, check=False)
        if result.returncode == 0:
            return None
        return f"{header}: does not compile alone:\n{result.stderr.strip()[:1500]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compile", metavar="BUILD", help="also that each header compiles alone, by BUILD")
    arguments = parser.parse_args()

    files = sources.tracked(".h", ".cpp", ".c")
    problems = [problem for path in files for problem in text_problems(path)]
    headers = [path for path in files if path.endswith(".h")]
    looked_at = f"{len(files)} files, {len(headers)} of them headers"
    if arguments.compile:
        compiler = Compiler(arguments.compile)
        left = [path for path in headers if not compiler.has_shown(path)]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            problems += [problem for problem in pool.map(compiler.problem_of, left) if problem]
        looked_at += f", {len(left)} of those compiled"
    sources.finish("header hygiene", problems, looked_at)


if __name__ == "__main__":
    main()
