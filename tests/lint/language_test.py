#!/usr/bin/env python3
"""The lint of the language's constructs notices what it is there for."""

import unittest

import language

LEXER = "KwTask : 'task' ;\nKwAbort : 'abort' ;\nOpPlus : '+' ;\n"
EXAMPLES = "task look { }\nlimit errors < 1% over 1s abort\nlet sum = 1 + 2\n"
GOLDEN = "task t { log 1 + 2 }\nlimit errors < 1% over 1s abort\n// EXPECT\n// log  3\n//   BROKEN, ended the run\n"
FILES = {
    "grammar/NestLexer.g4": LEXER,
    "tests/golden/run/all.nest": GOLDEN,
    "tests/unit_test.cpp": 'TEST(It, holds) { parse("task"); }\n',
    "tests/golden/check/fail.nest": "x\n// EXPECT\n// error N0201 1:1\n",
    "docs/diagnostics/N0201.md": "# N0201: unknown name\n\n```nest\ntaskset T { }\n```\n",
    "docs/diagnostics/N0202.md": "# N0202: said twice, and shown nowhere\n",
}
WORDS = {"keyword": ["task", "abort"], "operator": ["+"]}
RIGHT = {
    "keyword": {"task": ["task look { }", "all", "task t {", "log  3"],
                "abort": ["over 1s abort", "all", "over 1s abort", "BROKEN, ended the run"]},
    "operator": {"+": ["let sum = 1 + 2", "all", "log 1 + 2", "log  3"]},
    "form": {"of another test": ["task look { }", "unit_test.cpp", 'parse("task")']},
    "finding": {"an unknown name": ["N0201", "golden/check/fail.nest"]},
}


def problems(table=None, word=None, row=None, words=None):
    """What is found when one row is another one, or left out."""
    constructs = {name: dict(rows) for name, rows in RIGHT.items()}
    if table is not None and row is None:
        del constructs[table][word]
    elif table is not None:
        constructs[table][word] = row
    return list(language.problems_of(constructs, words or WORDS, EXAMPLES, FILES.get))


class Language(unittest.TestCase):
    def assert_one(self, found, part):
        self.assertEqual(len(found), 1, found)
        self.assertIn(part, found[0])

    def test_what_is_complete_has_no_problems(self):
        self.assertEqual(problems(), [])

    def test_a_new_word_needs_a_line(self):
        self.assert_one(problems("keyword", "abort"), "keyword `abort` has no line")
        self.assert_one(problems(words={**WORDS, "data_policy": ["unique"]}), "data_policy `unique` has no line")

    def test_a_line_for_what_is_no_word_any_more_is_found(self):
        self.assert_one(problems("keyword", "task_", ["task look { }", "all", "task t {", "log  3"])[:1],
                        "keyword `task_` of tests/language/constructs.toml is no word of the language")

    def test_an_example_that_nobody_is_shown_is_found(self):
        self.assert_one(problems("keyword", "abort", ["limit abort", "all", "over 1s abort", "BROKEN"]),
                        "`limit abort` stands in no ```nest block")

    def test_a_golden_that_is_gone_or_does_not_hold_it_is_found(self):
        self.assert_one(problems("keyword", "abort", ["over 1s abort", "none", "over 1s abort", "BROKEN"]), "there is no golden")
        self.assert_one(problems("keyword", "abort", ["over 1s abort", "all", "over 9s abort", "BROKEN"]),
                        "`over 9s abort` does not stand in the source of tests/golden/run/all.nest")

    def test_a_golden_that_does_not_show_it_is_found(self):
        self.assert_one(problems("keyword", "abort", ["over 1s abort", "all", "over 1s abort", "met"]),
                        "`met` does not stand in what tests/golden/run/all.nest expects")
        # What stands in the source only is not shown.
        self.assert_one(problems("keyword", "abort", ["over 1s abort", "all", "over 1s abort", "limit errors"]), "does not stand in what")

    def test_a_word_that_no_golden_of_the_parser_or_of_the_checker_uses_is_found(self):
        words = {**WORDS, "data_policy": ["unique"]}
        everything = "task t { log 1 + 2 } limit abort data d = csv(\"d\") unique"
        self.assertEqual(list(language.golden_problems(words, "task abort 1 + 2", everything)), [])
        self.assert_one(list(language.golden_problems(words, "task abort", everything)), "operator `+` stands in no golden of tests/golden/parse")
        self.assert_one(list(language.golden_problems(words, "task abort +", everything.replace("unique", ""))),
                        "data_policy `unique` stands in no golden of tests/golden/check")

    def test_an_example_or_a_golden_of_something_else_is_found(self):
        self.assert_one(problems("keyword", "abort", ["task look { }", "all", "over 1s abort", "BROKEN"]),
                        "the example `task look { }` does not use it")
        self.assert_one(problems("operator", "+", ["let sum = 1 + 2", "all", "task t {", "log  3"]), "the test `task t {` does not use it")

    def test_another_test_that_does_not_hold_it_is_found(self):
        self.assert_one(problems("form", "of another test", ["task look { }", "unit_test.cpp", "parse(2)"]), "does not stand in tests/unit_test.cpp")
        self.assert_one(problems("form", "of another test", ["task look { }", "gone_test.cpp", "parse"]), "does not stand in tests/gone_test.cpp")

    def test_a_finding_needs_its_golden_and_a_page_with_an_example(self):
        self.assert_one(problems("finding", "an unknown name", ["N0201", "golden/check/none.nest"]), "does not expect N0201")
        self.assertEqual(problems("finding", "an unknown name", ["N0201", "golden/check/fail.nest", "1:1"]), [])
        self.assert_one(problems("finding", "an unknown name", ["N0201", "golden/check/fail.nest", "did you mean"]),
                        "does not expect `did you mean`")
        self.assertEqual(len(problems("finding", "an unknown name", ["N0202", "golden/check/fail.nest"])), 2)

    def test_words_are_read_where_they_are_defined(self):
        rows = language.WORDS["keyword"]
        self.assertEqual(language.words_of(rows, FILES.get), ["task", "abort"])
        self.assertEqual(language.words_of(rows, lambda path: LEXER + "KwNew : 'new' ;\n")[-1], "new")
        with self.assertRaisesRegex(ValueError, "no words are found in grammar/NestLexer.g4"):
            language.words_of(rows, lambda path: "")

    def test_a_function_is_used_where_it_is_called(self):
        self.assertTrue(language.uses("function", "min", "{min(1, 2)}"))
        self.assertFalse(language.uses("function", "min", "limit min > 1s"))
        self.assertFalse(language.uses("function", "json_encode", "encode(1)"))
        self.assertTrue(language.uses("shared", "queue.take", "orders.take()"))
        self.assertFalse(language.uses("shared", "queue.take", "orders.try_take()"))
        self.assertTrue(language.uses("unit", "m", "wait 1m"))
        self.assertFalse(language.uses("unit", "m", "wait 1ms"))


if __name__ == "__main__":
    unittest.main()
