"""The two engines of a run: that both make the same of it, and what is said where io_uring is refused."""

import ctypes
import errno
import json
import os
import struct
import unittest

from nest_program import ObservedServer, Project

SOURCE = """
taskset Visitor {
    wait none
    on_stop { GET "/stop" }
    task look { GET "/page?n={random(1, 9)}" { expect status == 200 } }
    task tell { POST "/told" { body "{random(1, 9)}" expect status == 200 } }
}
"""
IO_URING_SETUP = 425


def refuse_io_uring(error):
    """For a new process: the system answers io_uring_setup with this error, as the filters of containers do."""
    def before_exec():
        libc = ctypes.CDLL(None, use_errno=True)
        instructions = [(0x20, 0, 0, 0), (0x15, 0, 1, IO_URING_SETUP), (0x06, 0, 0, 0x00050000 | error), (0x06, 0, 0, 0x7FFF0000)]
        code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *each) for each in instructions))
        program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(instructions), ctypes.addressof(code)))
        if libc.prctl(38, 1, 0, 0, 0) != 0 or libc.prctl(22, 2, program, 0, 0) != 0:
            os._exit(99)
    return before_exec


def has_io_uring():
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.syscall(IO_URING_SETUP, 8, ctypes.create_string_buffer(struct.pack("IIII", 0, 0, (1 << 12) | (1 << 13), 0) + bytes(104)))
    if descriptor >= 0:
        os.close(descriptor)
    return descriptor >= 0


class Engines(unittest.TestCase):
    def setUp(self):
        self.server = ObservedServer()
        self.addCleanup(self.server.close)

    def run_nest(self, *arguments, threads=2, **options):
        """Exit code, output, errors, and the summary, if there is one."""
        with Project(SOURCE) as project:
            process = project.start("run", "--host", self.server.host, "-u", 40, "-r", 1000, "-t", "1s", "--yes", "--threads", threads,
                                    "--stop-timeout", "5s", "--no-results", "--json", "out.json", *arguments, **options)
            out, err = process.communicate(timeout=60)
            summary = project.path / "out.json"
            return process.returncode, out, err, json.loads(summary.read_text()) if process.returncode in (0, 1) else None

    def expect_whole(self, summary, engine):
        self.assertEqual(summary["engine"], engine)
        self.assertEqual(summary["all"]["failures"], 0, summary["rows"])
        self.assertEqual(summary["books"]["requests_started"], summary["all"]["requests"])
        self.assertGreater(summary["all"]["requests"], 100)
        # The server saw the same requests: none twice, none too few.
        self.assertEqual(len(self.server.seen), summary["all"]["requests"])
        rows = {row["name"]: row["requests"] for row in summary["rows"]}
        self.assertEqual(rows["/stop"], 40)

    def test_a_run_is_the_same_with_either_engine(self):
        for engine in ["epoll"] + (["io_uring", "auto"] if has_io_uring() else []):
            with self.subTest(engine=engine):
                self.server.seen.clear()
                code, _, err, summary = self.run_nest("--engine", engine)
                self.assertEqual(code, 0, err)
                self.expect_whole(summary, "io_uring" if engine == "auto" else engine)

    @unittest.skipUnless(has_io_uring(), "io_uring is refused here")
    def test_waiting_for_a_batch_is_told_and_counted_into_the_bound(self):
        _, out, err, summary = self.run_nest("--engine", "io_uring", threads=1)
        self.assertGreater(sum(worker["batches"] for worker in summary["workers"]), 0, err)
        self.assertGreater(summary["health"]["bound_ms"], 0)
        self.assertIn("waiting to be sent together (io_uring) included", out)

    def test_auto_takes_epoll_where_io_uring_is_refused_and_says_why(self):
        for error, words in ((errno.EPERM, "the system forbids io_uring"), (errno.ENOSYS, "does not know io_uring")):
            with self.subTest(error=error):
                self.server.seen.clear()
                code, _, err, summary = self.run_nest("--engine", "auto", preexec_fn=refuse_io_uring(error))
                self.assertEqual(code, 0, err)
                self.assertIn("nest: epoll, not io_uring: ", err)
                self.assertIn(words, err)
                self.expect_whole(summary, "epoll")

    def test_io_uring_that_was_asked_for_and_is_refused_is_an_error(self):
        code, _, err, _ = self.run_nest("--engine", "io_uring", preexec_fn=refuse_io_uring(errno.EPERM))
        self.assertEqual(code, 2, err)
        self.assertIn("the engine io_uring cannot be had: the system forbids io_uring", err)
        self.assertIn("use --engine epoll", err)
        self.assertEqual(self.server.seen, [])

    def test_the_engine_is_a_setting_like_others(self):
        with Project(SOURCE) as project:
            project.configure('engine = "epoll"\n')
            _, out, _ = project.nest("config", "show", env={"NEST_ENGINE": "auto"})
            self.assertRegex(out, r"engine +auto +NEST_ENGINE")
            code, _, err = project.nest("config", "show", "--engine", "kqueue")
            self.assertEqual(code, 2, err)
            project.configure('engine = "kqueue"\n')
            code, _, err = project.nest("config", "show")
            self.assertEqual(code, 2)
            self.assertIn("`epoll` or `io_uring` or `auto`", err)


if __name__ == "__main__":
    unittest.main()
