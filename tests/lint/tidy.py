#!/usr/bin/env python3
"""Runs clang-tidy 19 over every .cpp file of the product and the headers that they include.

Most of what clang-tidy does for one of our files is to read and match the standard library and LLVM again. So files that
are compiled in one way are looked at together, as one translation unit that includes them: the same checks see the same
code at a fifth of the cost. Files that give one name to different things in their unnamed namespaces go into different
units; a file that still does not compile in its unit gets a run of its own. Nothing is skipped.

usage: tidy.py BUILD_FOLDER [--alone] [FILE...]
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

import sources

sys.path.append(str(sources.ROOT / "cmake"))
import units  # noqa: E402

# The compile commands may be g++'s; clang knows neither all of its warnings nor that they are errors elsewhere.
_EXTRA = ["--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-Wno-error", "--extra-arg=-w"]
# More files in one unit save little more, and leave cores idle at the end.
_LARGEST_UNIT = 40
_BROKEN = re.compile(r"^(\S+):\d+:\d+: error: .*\[clang-diagnostic-error", re.MULTILINE)


def compile_commands(build):
    """path -> (where it is compiled, the words of its compiler call without input and output)."""
    commands = {}
    for entry in json.loads((pathlib.Path(build) / "compile_commands.json").read_text(encoding="utf-8")):
        words = shlex.split(entry["command"])
        words = words[1:] if words[0].endswith("ccache") else words
        commands[os.path.relpath(entry["file"], sources.ROOT)] = (entry["directory"], words[:words.index("-o")])
    return commands


def units_of(paths, commands):
    """The paths in groups that can be one translation unit, all compiled in one way."""
    texts = {path: sources.read(path) for path in paths}
    made = units.units_of(texts, _LARGEST_UNIT, lambda path: commands[path][1])
    # The longest first, so that all cores are busy to the end.
    return sorted(made, key=len, reverse=True)


def look(paths, commands, folder):
    """What clang-tidy says about the paths as one unit; "" when nothing."""
    place = pathlib.Path(tempfile.mkdtemp(dir=folder))
    unit = place / "unit.cpp"
    # To include a .cpp file is what the check is there to find, but for this one place.
    unit.write_text("".join(f'#include "{sources.ROOT / path}"  // NOLINT(bugprone-suspicious-include)\n'
                            for path in paths), encoding="utf-8")
    directory, words = commands[paths[0]]
    entry = {"directory": directory, "file": str(unit), "arguments": [*words, "-c", str(unit)]}
    (place / "compile_commands.json").write_text(json.dumps([entry]), encoding="utf-8")
    call = ["clang-tidy-19", "-p", str(place), "--quiet", f"--config-file={sources.ROOT / '.clang-tidy'}", *_EXTRA,
            str(unit)]
    result = subprocess.run(call, cwd=sources.ROOT, capture_output=True, text=True, check=False)
    return "" if result.returncode == 0 else result.stdout.strip() or result.stderr.strip()


def tidy(paths, commands, folder):
    """What clang-tidy says about the paths, in as many runs as it takes."""
    said = look(paths, commands, folder)
    broken = set(_BROKEN.findall(said))
    if not broken or len(paths) == 1:
        return [said]
    apart = [path for path in paths if str(sources.ROOT / path) in broken] or paths
    together = [path for path in paths if path not in apart]
    print(f"clang-tidy: in runs of their own, as others hide what they use: {' '.join(apart)}", flush=True)
    results = [look([path], commands, folder) for path in apart]
    return results + (tidy(together, commands, folder) if together else [])


def findings(said):
    """The reports of one run: each begins with a line of its own."""
    begins = re.compile(rf"^(?={re.escape(str(sources.ROOT))}/\S+:\d+:\d+: (?:error|warning): )", re.MULTILINE)
    return [part.strip() for part in begins.split(said) if part.strip()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", help="a build folder with compile_commands.json")
    parser.add_argument("--alone", action="store_true", help="each file by itself")
    parser.add_argument("files", nargs="*", help="only these")
    arguments = parser.parse_args()

    files = arguments.files or [
        path for path in sources.tracked(".cpp") if path.startswith(("compiler/", "runtime/"))]
    commands = compile_commands(arguments.build)
    unknown = [f"{path}: not in {arguments.build}/compile_commands.json" for path in files if path not in commands]
    files = [path for path in files if path in commands]
    groups = [[path] for path in files] if arguments.alone else units_of(files, commands)
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = [said for unit in pool.map(lambda unit: tidy(unit, commands, folder), groups) for said in unit]
    # A finding in a header is seen by each unit that includes it.
    problems = list(dict.fromkeys(unknown + [finding for said in results for finding in findings(said)]))
    sources.finish("clang-tidy", problems, f"{len(files)} files in {len(groups)} units")


if __name__ == "__main__":
    main()
