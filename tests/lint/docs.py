#!/usr/bin/env python3
"""Every .nest text that people are shown passes `nestc check`.

Looks at each ```nest block of README.md and docs/**/*.md (one that is marked ```nest-fragment is no whole file and is
passed over), and at tasksets/ and examples/. A page docs/diagnostics/N0123.md shows a mistake first: its first
```nest block must draw exactly that code, the blocks after it are clean. A block ```csv data/users.csv (or ```text, ```json
with a path) is a file beside the ```nest blocks of its page that come after it.

usage: docs.py NESTC
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

import sources

# What a page's blocks import: ```nest file=lib/auth.nest
_FILE = re.compile(r"^```nest file=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```nest\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_DATA = re.compile(r"^```(?:csv|json|text) ([\w./-]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# A fence of four shows how a page is written; what is inside is no page.
_SHOWN = re.compile(r"^````.*?^````$", re.MULTILINE | re.DOTALL)
_DIAGNOSTIC_PAGE = re.compile(r"docs/diagnostics/(N\d{4})\.md$")


def check(nestc, path):
    """The findings of `nestc check` on a path."""
    result = subprocess.run([nestc, "check", "--format", "json", str(path)], capture_output=True, text=True,
                            check=False, timeout=60)
    if result.returncode not in (0, 1):
        return [{"code": f"exit status {result.returncode}", "message": result.stderr.strip(), "place": None}]
    return json.loads(result.stdout)


def described(findings):
    for finding in findings:
        place = finding["place"]
        where = f"line {place['line']}: " if place else ""
        yield f"    {where}{finding['code']}: {finding['message']}"


def blocks_text(page):
    return _SHOWN.sub(lambda shown: "\n" * shown.group(0).count("\n"), sources.read(page))


def block_problems(nestc, folder, page):
    text = blocks_text(page)
    about = _DIAGNOSTIC_PAGE.match(page)
    blocks = list(_BLOCK.finditer(text))
    for name, content in _FILE.findall(text):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    data = list(_DATA.finditer(text))
    for index, block in enumerate(blocks):
        line = text.count("\n", 0, block.start()) + 1
        for one in data:
            if one.start() < block.start():
                path = folder / one.group(1)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(one.group(2), encoding="utf-8")
        file = folder / "block.nest"
        file.write_text(block.group(1), encoding="utf-8")
        findings = check(nestc, file)
        codes = {finding["code"] for finding in findings}
        if about and index == 0:
            if codes != {about.group(1)}:
                yield "\n".join([f"{page}:{line}: shows {about.group(1)}, but nestc says {sorted(codes) or 'nothing'}",
                                 *described(findings)])
        elif findings:
            yield "\n".join([f"{page}:{line}: does not pass nestc check", *described(findings)])


def main():
    nestc = str(pathlib.Path(sys.argv[1]).resolve())
    pages = [path for path in sources.tracked(".md") if path == "README.md" or path.startswith("docs/")]
    problems = []
    blocks = 0
    for page in pages:
        with tempfile.TemporaryDirectory() as folder:
            blocks += len(_BLOCK.findall(blocks_text(page)))
            problems += block_problems(nestc, pathlib.Path(folder), page)
    nest_files = [path for path in sources.tracked(".nest") if path.startswith(("tasksets/", "examples/"))]
    # tasksets/ is one project, and so is each example.
    projects = {path[:path.index("/tasksets/")] if path.startswith("examples/") else "tasksets" for path in nest_files}
    for path in sorted(projects | set(nest_files)):
        findings = check(nestc, sources.ROOT / path)
        if findings:
            problems.append("\n".join([f"{path}: does not pass nestc check", *described(findings)]))
    sources.finish("docs", problems, f"{blocks} blocks on {len(pages)} pages, {len(nest_files)} files")


if __name__ == "__main__":
    main()
