"""The README's transcript of the whole workflow, replayed: what it shows is what happens.

The page has the nest.toml to begin with (```toml) and the transcript (```console) below "The workflow". The tasksets are
those of the repository, the shop's port is a free one; transcript.py says what has to be the same.
"""

import pathlib
import re
import shutil
import tempfile
import unittest

from nest_program import ROOT
from transcript import PORT, commands, difference, free_port, run_command


def block(text, kind):
    return re.search(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL).group(1)


class Workflow(unittest.TestCase):
    def test_the_transcript_of_the_readme_is_what_happens(self):
        page = (ROOT / "README.md").read_text()
        section = page[page.index("\n## The workflow\n"):]
        port = free_port()
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            shutil.copytree(ROOT / "tasksets", folder / "tasksets")
            (folder / "nest.toml").write_text(block(section, "toml").replace(PORT, port))
            transcript = commands(block(section, "console").replace(PORT, port))
            self.assertGreaterEqual(len(transcript), 2)
            for command, shown, answers in transcript:
                _, actual = run_command(folder, command, answers)
                self.assertIsNone(difference(shown, actual.splitlines()), f"$ {command}\n{actual}")


if __name__ == "__main__":
    unittest.main()
