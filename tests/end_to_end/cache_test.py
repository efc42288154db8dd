"""Machine code is kept between starts, where and when it should be."""

import os
import pathlib
import tempfile
import threading
import unittest

from nest_program import SIMPLE, ObservedServer, Project


class Cache(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.server = ObservedServer()
        self.addCleanup(self.server.close)

    def objects(self):
        return sorted(path.name for path in self.folder.rglob("*") if path.is_file())

    def play(self, project, *options, **environment):
        env = {**os.environ, "XDG_CACHE_HOME": str(self.folder / "cache"), **environment}
        code, out, err = project.nest("run", "--host", self.server.host, "--run-time", "0.3s", "--yes", *options, env=env)
        self.assertEqual(code, 0, out + err)
        self.assertIn("/page", out)

    def test_a_second_start_finds_what_the_first_one_left(self):
        with Project(SIMPLE) as project:
            self.play(project)
            first = self.objects()
            self.assertEqual(len(first), 1)
            self.assertEqual((self.folder / "cache/nest").stat().st_mode & 0o777, 0o700)
            self.play(project)
            self.assertEqual(self.objects(), first)
            (self.folder / "cache/nest" / first[0]).write_bytes(b"\0" * 10_000)
            self.play(project)
            self.assertEqual(self.objects(), first)

    def test_no_cache_keeps_nothing(self):
        with Project(SIMPLE) as project:
            self.play(project, "--no-cache")
            self.assertEqual(self.objects(), [])

    def test_without_a_place_for_it_the_run_goes_on(self):
        with Project(SIMPLE) as project:
            (self.folder / "file").write_text("")
            self.play(project, XDG_CACHE_HOME=str(self.folder / "file" / "cache"))
            self.play(project, XDG_CACHE_HOME="", HOME="")
            self.assertEqual(self.objects(), ["file"])

    def test_starts_at_the_same_time_do_not_disturb_each_other(self):
        with Project(SIMPLE) as project:
            failures = []

            def start():
                try:
                    self.play(project)
                except AssertionError as failure:
                    failures.append(failure)

            threads = [threading.Thread(target=start) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(failures, [])
            self.assertEqual(len(self.objects()), 1)


if __name__ == "__main__":
    unittest.main()
