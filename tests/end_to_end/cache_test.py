"""Machine code is kept between starts, where and when it should be."""

import os
import pathlib
import tempfile
import threading
import unittest

from nest_program import SIMPLE, ObservedServer, Project

# Without a finding: its second start needs no check.
CLEAN = """
taskset Visitor {
    wait 20ms
    task look { GET "/page?n={random(1, 9)}" { expect status == 200 } }
    task leave { interrupt }
}
"""


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
        return err

    def test_a_second_start_finds_what_the_first_one_left(self):
        with Project(CLEAN) as project:
            self.play(project)
            first = self.objects()
            self.assertEqual(len(first), 2)  # the code, and a record of the files it is made of
            self.assertEqual((self.folder / "cache/nest").stat().st_mode & 0o777, 0o700)
            self.play(project)
            self.assertEqual(self.objects(), first)
            for damaged in first:
                (self.folder / "cache/nest" / damaged).write_bytes(b"\0" * 10_000)
                self.play(project)
                self.assertEqual(self.objects(), first)

    def test_findings_are_shown_at_every_start(self):
        with Project(SIMPLE) as project:
            for _ in range(2):
                self.assertIn("N0806", self.play(project))
            self.assertEqual(len(self.objects()), 1)

    def test_a_mistake_made_since_is_found(self):
        with Project(CLEAN) as project:
            self.play(project)
            source = project.path / "tasksets" / "case.nest"
            source.write_text(source.read_text().replace("status", "statos"))
            code, out, err = project.nest("run", "--host", self.server.host, "--run-time", "0.3s", "--yes",
                                          env={**os.environ, "XDG_CACHE_HOME": str(self.folder / "cache")})
            self.assertEqual(code, 1, out + err)
            self.assertIn("statos", err)

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
        with Project(CLEAN) as project:
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
            self.assertEqual(len(self.objects()), 2)


if __name__ == "__main__":
    unittest.main()
