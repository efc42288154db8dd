#!/usr/bin/env python3
"""Every construct of the language has an example that people are shown, and a test that plays it.

tests/language/constructs.toml names both for each construct. Its tables of words hold what the grammar and the checker know,
no less and no more: whoever adds a keyword, a function or a policy adds a line there, and with it an example in
docs/language.md (every ```nest block of which passes the checker: docs.py) and a golden that runs it. An example and a golden
that are named for a word have to use it. The goldens of the parser hold every word that the grammar knows, those of the checker
that find no error every word at all.
"""

import re
import tomllib

import sources

TABLE = "tests/language/constructs.toml"
REFERENCE = "docs/language.md"
GOLDENS = "tests/golden/run/"
_BLOCK = re.compile(r"^```nest(?: file=\S+)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EVERYTHING = r"(.*)"
_QUOTED = r'"([^"]+)"'
_LEXER = "grammar/NestLexer.g4"

# Where the words of a table are read: (file, the part of it, the words in that part). Several groups make one dotted word.
WORDS = {
    "keyword": [(_LEXER, _EVERYTHING, r"^Kw\w+ : '(\w+)'")],
    "operator": [(_LEXER, _EVERYTHING, r"^Op\w+ : '([^']+)'")],
    "unit": [("compiler/syntax/literals.cpp", r"kUnits(.*?)\};", r'\{"(\w+)",')],
    "type": [("compiler/sema/conversion.cpp", r"kTypes = \{(.*?)\};", r"Type::(\w+)"),
             ("compiler/sema/conversion.cpp", _EVERYTHING, r'written\.name\.text != "(list)"')],
    "function": [("compiler/sema/builtins.cpp", _EVERYTHING, r'BuiltinRow\{"(\w+)\('),
                 ("runtime/library/library.cpp", _EVERYTHING, r'Function\{"(\w+)\(')],
    "data_source": [("compiler/sema/declare_data.cpp", r"kFormats = \{(.*?)\};", _QUOTED)],
    "data_policy": [("compiler/sema/declare_data.cpp", r"kPolicies = \{(.*?)\};", _QUOTED)],
    "data_exhausted": [("compiler/sema/declare_data.cpp", r"kExhausted = \{(.*?)\};", _QUOTED)],
    "data_member": [("compiler/sema/check_data.cpp", r"kMembers = \{(.*?)\};", _QUOTED)],
    "shared": [("compiler/sema/check_shared.cpp", _EVERYTHING, r'MethodRow\{\s*SharedKind::(\w+), "(\w+)"')],
    "shared_kind": [("compiler/sema/check_shared.cpp", r"kKinds = \{(.*?)\};", _QUOTED)],
    "metric_kind": [("compiler/sema/check_metric.cpp", r"kKinds = \{(.*?)\};", _QUOTED)],
    "service_member": [("compiler/sema/check_service.cpp", _EVERYTHING, r'add_own\("(\w+)"')],
    "user_member": [("compiler/sema/check_name.cpp", r"candidates\.end\(\), \{(.*?)\}", _QUOTED)],
    "limit_metric": [("compiler/sema/check_limit.cpp", _EVERYTHING, r'\{"(\w+)", LimitMetric::')],
    "response": [("compiler/sema/check_response.cpp", _EVERYTHING, r'FieldRow\{"(\w+)"'),
                 ("compiler/sema/check_response.cpp", r"names = \{(.*?)\};", _QUOTED)],
    "auth_scheme": [("compiler/sema/request_headers.cpp", r"(if \(scheme != \"basic\".*?)\{", _QUOTED)],
}
# In the conditions of a request the members of its response stand alone.
WORDS["condition"] = WORDS["response"]

# What the grammar knows; to the parser all other words are names.
WORDS_OF_GRAMMAR = ("keyword", "operator", "unit")

# How a word is used, where it is not simply there.
USES = {"function": r"(?<![\w.]){}\(", "unit": r"\d{}\b", "shared": r"\.{}\b", "data_member": r"\.{}\b", "service_member": r"\.{}\b",
        "user_member": r"\buser\.{}\b", "response": r"\.{}\b", "operator": "{}"}


def words_of(rows, read):
    """The words of a table, from the sources that define them; a source where none is found any more is an error."""
    words = []
    for path, part, word in rows:
        parts = re.findall(part, read(path), re.MULTILINE | re.DOTALL)
        found = [match for text in parts for match in re.findall(word, text, re.MULTILINE)]
        if not found:
            raise ValueError(f"no words are found in {path} any more: tests/lint/language.py has to look elsewhere")
        words += [".".join(match) if isinstance(match, tuple) else match for match in found]
    return list(dict.fromkeys(words))


def vocabulary(read):
    words = {table: words_of(rows, read) for table, rows in WORDS.items()}
    for table in ("type", "shared"):  # enumerators there, words of the language here
        words[table] = [word[0].lower() + word[1:] for word in words[table]]
    return words


def uses(table, word, text):
    pattern = USES.get(table, r"(?<!\w){}(?!\w)")
    return re.search(pattern.replace("{}", re.escape(word.split(".")[-1] if table == "shared" else word)), text)


def finding_problems(title, row, read):
    if len(row) not in (2, 3):
        return [f"{title} takes [code, golden] or [code, golden, text]"]
    code, golden = row[:2]
    problems = []
    page = read(f"docs/diagnostics/{code}.md")
    if page is None or "```nest" not in page:
        problems.append(f"{title}: there is no page docs/diagnostics/{code}.md with an example")
    text = read(f"tests/{golden}") or ""
    expected = text.partition("// EXPECT")[2] if golden.endswith(".nest") else text
    if code not in expected:
        problems.append(f"{title}: tests/{golden} does not expect {code}")
    if row[2:] and row[2] not in expected:
        problems.append(f"{title}: tests/{golden} does not expect `{row[2]}`")
    return problems


def test_problems(title, row, read):
    """What is wrong with `golden, holds, shows`, or with the `path, holds` of another test."""
    golden, holds = row[1], row[2].strip()
    if len(row) == 3:
        if holds not in (read(f"tests/{golden}") or ""):
            yield f"{title}: `{holds}` does not stand in tests/{golden}"
        return
    path = f"{GOLDENS}{golden}.nest"
    source, found, expected = (read(path) or "").partition("// EXPECT\n")
    if not found:
        yield f"{title}: there is no golden {path}"
        return
    if holds not in source:
        yield f"{title}: `{holds}` does not stand in the source of {path}"
    shown = "".join(line.removeprefix("//").removeprefix(" ") + "\n" for line in expected.splitlines())
    if row[3] not in shown:
        yield f"{title}: `{row[3]}` does not stand in what {path} expects"


def problems_of(constructs, words, examples, read):
    """`read` gives a file's text, or None; `examples` is the text of all examples that people are shown."""
    for table, known in words.items():
        rows = constructs.get(table, {})
        for word in known:
            if word not in rows:
                yield f"{table} `{word}` has no line in {TABLE}: an example in {REFERENCE} and a golden that runs it"
        for word in rows:
            if word not in known:
                yield f"{table} `{word}` of {TABLE} is no word of the language"
    for table, rows in constructs.items():
        for word, row in rows.items():
            title = f"{table} `{word}`"
            if table == "finding":
                yield from finding_problems(title, row, read)
                continue
            if len(row) not in (3, 4):
                yield f"{title} takes [example, golden, holds, shows]"
                continue
            if row[0].strip() not in examples:
                yield f"{title}: `{row[0].strip()}` stands in no ```nest block of {REFERENCE}"
            yield from test_problems(title, row, read)
            for what, text in (("example", row[0]), ("test", row[2])):
                if table in words and not uses(table, word, text):
                    yield f"{title}: the {what} `{text.strip()}` does not use it"


def golden_problems(words, parsed, checked):
    """Words that no golden of the parser or of the checker uses; `parsed` and `checked` are the sources of all of them."""
    for table, known in words.items():
        for phase, text in (("parse", parsed), ("check", checked)):
            if phase == "parse" and table not in WORDS_OF_GRAMMAR:
                continue
            for word in known:
                if not uses(table, word, text):
                    yield f"{table} `{word}` stands in no golden of tests/golden/{phase} that is without a mistake"


def sources_of_goldens(phase):
    """The .nest text of the goldens that expect no error."""
    paths = sources.tracked(".nest")
    return "\n".join(sources.read(path).partition("// EXPECT")[0] for path in paths
                     if path.startswith(f"tests/golden/{phase}/") and not path.rpartition("/")[2].startswith("fail_"))


def read_if_there(path):
    return sources.read(path) if (sources.ROOT / path).is_file() else None


def main():
    constructs = tomllib.loads(sources.read(TABLE))
    examples = "\n".join(_BLOCK.findall(sources.read(REFERENCE)))
    try:
        words = vocabulary(sources.read)
        problems = list(problems_of(constructs, words, examples, read_if_there))
        problems += golden_problems(words, sources_of_goldens("parse"), sources_of_goldens("check"))
    except ValueError as error:
        problems = [str(error)]
    sources.finish("language", problems, f"{sum(map(len, constructs.values()))} constructs")


if __name__ == "__main__":
    main()
