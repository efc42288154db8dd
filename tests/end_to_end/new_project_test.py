"""The project that `nestc new` makes runs against the demo shop, by the commands that its README gives."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from shop_test import Shop

BIN = pathlib.Path(os.environ.get("NEST_BIN", "build/dev/bin")).resolve()


class NewProject(unittest.TestCase):
    def test_the_commands_of_its_readme_work(self):
        with tempfile.TemporaryDirectory() as holder:
            subprocess.run([BIN / "nestc", "new", "load"], cwd=holder, check=True, stdout=subprocess.DEVNULL)
            folder = pathlib.Path(holder) / "load"
            blocks = re.findall(r"```sh\n(.*?)```", (folder / "README.md").read_text(), re.DOTALL)
            commands = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
            self.assertGreaterEqual(len(commands), 6)
            shop = Shop()
            self.addCleanup(shop.stop)
            host = f"http://127.0.0.1:{shop.port}"
            for command in commands:
                if command.startswith("nest-demo-shop"):
                    continue
                command = command.replace("URL", host).replace("http://127.0.0.1:8080", host)
                command = re.sub(r"--run-time \w+( --yes)?", "--run-time 2s --yes", command)
                with self.subTest(command=command):
                    program, *arguments = command.split()
                    result = subprocess.run([BIN / program, *arguments], cwd=folder, capture_output=True, text=True,
                                            stdin=subprocess.DEVNULL, timeout=60, check=False)
                    self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
                    if program == "nest":
                        self.assertIn("/orders", result.stdout)


if __name__ == "__main__":
    unittest.main()
