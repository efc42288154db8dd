#!/usr/bin/env python3
"""Who may include whom, checked from the text of the #include lines.

Two kinds of rules: LAYERS, which folder of ours may include which (what those may include is open to it too), and
WALLS, which folders alone may see a foreign library. The product never includes tests/, bench/ or examples/.
"""

import re

import sources

# folder -> the folders that it may include directly. Order: the pipeline, then the runtime from leaf to program.
LAYERS = {
    "runtime/abi": [],
    # The files that both halves read: the checker their columns, a run their rows.
    "runtime/tables": [],
    "compiler/source": [],
    "compiler/diagnostics": ["compiler/source"],
    "compiler/ast": ["compiler/source"],
    "compiler/syntax": ["compiler/ast", "compiler/source", "compiler/diagnostics"],
    "compiler/format": ["compiler/syntax", "compiler/ast", "compiler/source", "compiler/diagnostics"],
    "compiler/project": ["compiler/syntax", "compiler/ast", "compiler/source", "compiler/diagnostics"],
    "compiler/config": ["compiler/project", "compiler/source", "compiler/diagnostics"],
    "compiler/hir": ["compiler/source"],
    "compiler/mix": ["compiler/hir", "compiler/source"],
    # It folds calls of the library whose arguments are constant.
    "compiler/sema": ["compiler/hir", "compiler/mix", "compiler/project", "compiler/ast", "compiler/source", "compiler/diagnostics",
                      "runtime/library", "runtime/tables", "runtime/abi"],
    "compiler/target": [],
    "compiler/lower": ["compiler/hir", "compiler/source", "compiler/target", "runtime/abi"],
    "compiler/codegen": ["compiler/target"],
    # What shells know about a program: made from its command line, of either half.
    "compiler/shell": ["compiler/diagnostics"],
    "compiler/configure": ["compiler/config", "compiler/mix"],
    "compiler/driver": ["compiler/configure", "compiler", "compiler/shell", "compiler/project", "compiler/format", "compiler/sema", "compiler/mix", "compiler/lower", "compiler/codegen", "runtime/abi"],
    "runtime/time": [],
    "runtime/random": [],
    "runtime/secrets": [],
    # Functions of values that the compiler needs as well: it sees nothing of the runtime.
    "runtime/library": ["runtime/abi"],
    "runtime/values": ["runtime/abi", "runtime/time"],
    "runtime/uring": ["runtime/time"],
    "runtime/loop": ["runtime/time", "runtime/uring"],
    "runtime/shared": ["runtime/abi", "runtime/values"],
    "runtime/data": ["runtime/abi", "runtime/tables", "runtime/shared", "runtime/random", "runtime/values"],
    "runtime/metrics": ["runtime/abi", "runtime/time"],
    "runtime/http": ["runtime/abi", "runtime/time", "runtime/values", "runtime/loop"],
    "runtime/load": ["runtime/abi", "runtime/time", "runtime/random"],
    "runtime/user": ["runtime/abi", "runtime/values", "runtime/random", "runtime/time", "runtime/loop",
                     "runtime/http", "runtime/metrics", "runtime/shared", "runtime/data", "runtime/secrets"],
    "runtime/worker": ["runtime/user", "runtime/http", "runtime/load", "runtime/metrics", "runtime/loop"],
    "runtime/entry": ["runtime/abi", "runtime/user", "runtime/values", "runtime/library", "runtime/tables",
                      "runtime/secrets"],
    "runtime/report": ["runtime/metrics", "runtime/load", "runtime/secrets"],
    # It knows the metrics it judges, and nothing of the engine that made them.
    "runtime/calibrate": ["runtime/metrics", "runtime/report", "runtime/time"],
    "runtime/doctor": ["runtime/report", "runtime/time"],
    "runtime/results": ["runtime/report", "runtime/metrics", "runtime/secrets"],
    "runtime/run": ["runtime/worker", "runtime/report", "runtime/load", "runtime/metrics", "runtime/data"],
    "runtime/share": ["runtime/abi", "runtime/shared", "runtime/values", "runtime/time"],
    "runtime/services": ["runtime/time", "runtime/loop", "runtime/values"],
    # The composition root: of the compiler it sees the facade, the configuration and the findings, nothing
    # behind them.
    "runtime/cli": ["runtime/run", "runtime/results", "runtime/secrets", "runtime/entry", "runtime/services",
                    "runtime/uring", "runtime/share", "runtime/doctor", "runtime/calibrate", "compiler",
                    "compiler/config", "compiler/diagnostics", "compiler/shell", "compiler/source"],
    # compile.h alone stands in compiler/ itself.
    "compiler": ["compiler/diagnostics", "compiler/source", "runtime/abi"],
}

# foreign headers -> (what they are, the folders that may include them; tests of those folders may too)
WALLS = [
    (r"antlr4|NestLexer\.h$|NestParser\.h$", "ANTLR", ["compiler/syntax"]),
    (r"llvm(-c)?/", "LLVM", ["compiler/target", "compiler/lower", "compiler/codegen"]),
    (r"curl/", "libcurl", ["runtime/http"]),
    (r"nghttp2/", "libnghttp2", ["runtime/http"]),
    (r"liburing\.h$", "liburing", ["runtime/uring"]),
    (r"zlib\.h$", "zlib", ["runtime/http", "runtime/results"]),
    (r"openssl/(evp|core_names)\.h$", "OpenSSL's digests", ["runtime/http", "runtime/library", "runtime/results"]),
    (r"openssl/(?!evp\.h$|core_names\.h$)|brotli/|zstd\.h$|libpsl\.h$", "a library of the transport", ["runtime/http"]),
    (r"toml\+\+/", "toml++", ["compiler/config"]),
    (r"re2/", "RE2", ["compiler/sema", "runtime/values"]),
    (r"boost/math/", "Boost.Math", ["runtime/metrics"]),
    (r"boost/(?!math/)", "Boost.Beast", ["runtime/share", "examples/shop"]),
    (r"histedit\.h$|editline/", "libedit", ["compiler/configure"]),
    (r"CLI/", "CLI11", ["compiler/driver", "compiler/shell", "runtime/cli", "examples/shop"]),
]


def folder_of(path):
    return path.rpartition("/")[0]


def reachable(folder, seen=None):
    """The folder and everything that it may include, directly or through others."""
    seen = set() if seen is None else seen
    if folder not in seen:
        seen.add(folder)
        for below in LAYERS[folder]:
            reachable(below, seen)
    return seen


def layer_problem(path, included):
    """Why a file of ours may not include that file of ours; None when it may."""
    if not path.startswith(("compiler/", "runtime/")):
        return None
    if not included.startswith(("compiler/", "runtime/")):
        return "the product does not include tests, benchmarks or examples"
    source, target = folder_of(path), folder_of(included)
    for folder in (source, target):
        if folder not in LAYERS:
            return f"{folder} is not in LAYERS of tests/lint/layering.py"
    if target not in reachable(source):
        return f"{source} may not include {target}"
    return None


def wall_problem(path, included):
    for pattern, library, allowed in WALLS:
        if not re.match(pattern, included):
            continue
        where = folder_of(path.removeprefix("tests/"))
        if where not in allowed and not any(where.startswith(folder + "/") for folder in allowed):
            return f"{library} stays behind {', '.join(allowed)}"
    return None


def cycle_problems():
    problems = []
    for folder, below in LAYERS.items():
        problems += [f"LAYERS: {folder} and {target} include each other" for target in below
                     if folder in reachable(target)]
    return problems


def main():
    problems = cycle_problems()
    files = sources.tracked(".h", ".cpp", ".c", ".def")
    for path in files:
        for number, included, _ in sources.includes(path):
            check = layer_problem if sources.is_ours(included) else wall_problem
            problem = check(path, included)
            if problem:
                problems.append(f"{path}:{number}: includes {included}: {problem}")
    sources.finish("layering", problems, f"{len(files)} files")


if __name__ == "__main__":
    main()
