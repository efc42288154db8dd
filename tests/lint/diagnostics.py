#!/usr/bin/env python3
"""Every message of the compiler is shown by a test and explained on a page.

Each code of compiler/diagnostics/diagnostic_codes.def has a golden below tests/golden/ that expects it, and a page
docs/diagnostics/N0123.md that begins with `# N0123: `; no page is about a code that does not exist. Codes N00xx are
about files rather than their text, which no golden can show, and limits take a file too large to keep: for them a
*_test.cpp that expects the code counts.
"""

import re

import sources

_ROW = re.compile(r"^NEST_DIAGNOSTIC\((N\d{4}), (Error|Warning), (\w+), ", re.MULTILINE)
_CODE = re.compile(r"N\d{4}")
_LIMITS = {"N0116", "N0117", "N0118", "N0917"}
_PAGES = "docs/diagnostics/"


def mentioned(paths):
    return {code for path in paths for code in _CODE.findall(sources.read(path))}


def main():
    rows = _ROW.findall(sources.read("compiler/diagnostics/diagnostic_codes.def"))
    codes = [code for code, _, _ in rows]
    goldens = mentioned(path for path in sources.tracked(".nest", ".toml") if path.startswith("tests/golden/"))
    tests = mentioned(path for path in sources.tracked("_test.cpp") if path.startswith("tests/"))
    pages = {path.removeprefix(_PAGES) for path in sources.tracked(".md") if path.startswith(_PAGES)}

    problems = [f"{code} is given twice" for code in sorted(set(codes)) if codes.count(code) > 1]
    for code, _, name in rows:
        shown = goldens | tests if code.startswith("N00") or code in _LIMITS else goldens
        if code not in shown:
            problems.append(f"{code} ({name}) has no golden test below tests/golden/")
        if f"{code}.md" not in pages:
            problems.append(f"{code} ({name}) has no page {_PAGES}{code}.md")
        elif not sources.read(f"{_PAGES}{code}.md").startswith(f"# {code}: "):
            problems.append(f"{_PAGES}{code}.md does not begin with `# {code}: `")
    known = {f"{code}.md" for code in codes} | {"README.md"}
    problems += [f"{_PAGES}{page} is about no code" for page in sorted(pages - known)]
    sources.finish("diagnostics", problems, f"{len(codes)} codes")


if __name__ == "__main__":
    main()
