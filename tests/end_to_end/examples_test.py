"""Every example runs by its one command, in under ten seconds, without a failure."""

import os
import pathlib
import re
import subprocess
import time
import unittest


ROOT = pathlib.Path(os.environ.get("NEST_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
BIN = pathlib.Path(os.environ.get("NEST_BIN", ROOT / "build/dev/bin")).resolve()
EXAMPLES = sorted((ROOT / "examples").glob("[0-9]*"))


def environment():
    """As a user has it: of what begins with NEST_, only where the programs are."""
    return {**{name: value for name, value in os.environ.items() if not name.startswith("NEST_")}, "NEST_BIN": str(BIN)}


class Examples(unittest.TestCase):
    def test_each_runs_by_the_command_of_its_readme(self):
        self.assertGreaterEqual(len(EXAMPLES), 6)
        for example in EXAMPLES:
            with self.subTest(example=example.name):
                [command] = re.findall(r"```sh\n(.*?)\n```", (example / "README.md").read_text(), re.DOTALL)
                self.assertEqual(command, f"examples/run {example.name[:2]}")
                began = time.monotonic()
                result = subprocess.run(command.split(), cwd=ROOT, env=environment(), timeout=60,
                                        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
                self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
                self.assertLess(time.monotonic() - began, 40, "it takes about 5 s on a machine with nothing else to do")
                self.assertRegex(result.stdout, r"requests started [1-9]\d* = finished [1-9]")
                self.assertNotIn("warning[", result.stderr)

    def test_the_readme_lists_them_all(self):
        text = (ROOT / "examples" / "README.md").read_text()
        self.assertEqual(re.findall(r"^- \[(\d\d_\w+)\]", text, re.MULTILINE), [path.name for path in EXAMPLES])

    def test_an_example_that_is_not_there_is_an_error(self):
        result = subprocess.run(["examples/run", "99"], cwd=ROOT, env={**os.environ, "NEST_BIN": str(BIN)},
                                capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 2)
        self.assertIn("01_first_request", result.stderr)


if __name__ == "__main__":
    unittest.main()
