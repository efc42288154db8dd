#!/usr/bin/env python3
"""Which of our .cpp files can be one translation unit: those that give no name to different things of their own.

Most of compiling one of our files is reading the same headers again. The sanitizers' builds compile a unit at a time
(cmake/Unity.cmake), and clang-tidy looks at one (tests/lint/tidy.py).

usage: units.py LARGEST ROOT FOLDER...      prints path=number, by each .cpp file's unit among those of its folder
"""

import pathlib
import re
import sys

_NAMESPACE = re.compile(r"^namespace (\w[\w:]*) \{$", re.MULTILINE)
_UNNAMED = re.compile(r"^namespace \{$(.*?)^\}  // namespace$", re.MULTILINE | re.DOTALL)
# What a line that begins in the first column declares: the name before the first of ({[=; or of a base.
_DECLARED = re.compile(r"^(?!using (?:namespace )?[\w:]+;|[\s/#}])[^\n({\[=;]*?\b(\w+)\s*(?=[({\[=;]|final\b|:[^:])", re.MULTILINE)
# What is one of a program, or reaches into the files behind.
_MAIN_OR_MACRO = re.compile(r"^(?:int (main)\(|# *define (\w+))", re.MULTILINE)
# They look like a name that is declared, and may stand in any number of files.
_NO_NAMES = {"TEST", "TEST_F", "TEST_P", "INSTANTIATE_TEST_SUITE_P", "static_assert", "operator"}


def own_names(text):
    """The names that a file keeps to itself. Found by its text: too many only make for more units."""
    space = _NAMESPACE.search(text)
    inside = {name for part in _UNNAMED.findall(text) for name in _DECLARED.findall(part)}
    lines = {name for match in _MAIN_OR_MACRO.findall(text) for name in match if name}
    return {(space.group(1) if space else "", name) for name in inside - _NO_NAMES} | lines


def units_of(files, largest, kind=lambda file: None):
    """The files (name -> text) in units of at most `largest`, all of one kind, in their order."""
    units = []
    for file, text in files.items():
        names = own_names(text)
        for unit in units:
            if unit["kind"] == kind(file) and len(unit["files"]) < largest and not unit["names"] & names:
                unit["files"].append(file)
                unit["names"] |= names
                break
        else:
            units.append({"kind": kind(file), "files": [file], "names": set(names)})
    return [unit["files"] for unit in units]


def main():
    largest, root = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    texts = {path.relative_to(root): path.read_text(encoding="utf-8")
             for folder in sys.argv[3:] for path in sorted((root / folder).rglob("*.cpp"))}
    made = units_of(texts, largest, lambda path: (path.parent, path.name.endswith("_test.cpp")))
    print("\n".join(f"{path}={number}" for number, unit in enumerate(made) for path in unit))


if __name__ == "__main__":
    main()
