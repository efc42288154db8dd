#!/usr/bin/env python3
"""What the docs point at is there: relative links of every .md file, and paths of the tree in backticks.

A path is looked for from the root; `*`, `…`, `<…>` and `{h,cpp}` make a word a pattern, which is left alone.
"""

import re

import sources

_LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
_PATH = re.compile(r"`((?:compiler|runtime|grammar|tests|docs|scripts|tasksets|examples|bench|cmake)/[\w./-]*)`")
_FENCE = re.compile(r"^(`{3,})[^\n]*\n.*?^\1$", re.MULTILINE | re.DOTALL)


def problems_of(path):
    # Fenced blocks show things; what stands in running text is a promise.
    text = _FENCE.sub(lambda block: "\n" * block.group(0).count("\n"), sources.read(path))
    targets = [(match, (sources.ROOT / path).parent) for match in _LINK.finditer(text)]
    targets += [(match, sources.ROOT) for match in _PATH.finditer(text)]
    for match, base in targets:
        target = match.group(1)
        if target.startswith(("http://", "https://", "mailto:")) or "N0123" in target:
            continue
        if not (base / target).exists():
            line = text.count("\n", 0, match.start()) + 1
            yield f"{path}:{line}: {target} does not exist"


def main():
    files = sources.tracked(".md")
    sources.finish("links", [problem for path in files for problem in problems_of(path)], f"{len(files)} files")


if __name__ == "__main__":
    main()
