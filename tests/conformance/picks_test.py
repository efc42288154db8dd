"""Which task comes next: entries 1 to 5 and 17 of docs/locust.md."""

import collections
import math
import subprocess
import tempfile
import pathlib
import unittest

from play import BIN, play, timed


def chi_square(counts, expected):
    return sum((counts[k] - expected[k]) ** 2 / expected[k] for k in expected)


WEIGHTED = play("""
taskset T {
  task(5) a { GET "/a" }
  task(3) b { GET "/b" }
  task(1) c { GET "/c" }
  task(0) never { GET "/never" }
}""", "-u", "1", "-t", "2s")

SEQUENTIAL = play("""
taskset Steps {
  sequential
  wait 5ms
  task a { GET "/a" }
  task(2) b { GET "/b" }
  task c { GET "/c" }
  task d { if user.iteration >= 10 { interrupt } }
}""", "-u", "1", "-t", "1s")

MARKOV = play("""
taskset Chain {
  wait 2ms
  task a -> b: 3, c: 1 { GET "/a" }
  task b -> a { GET "/b" }
  task c -> c: 1, a: 1 { GET "/c" }
}""", "-u", "1", "-t", "3s")

LIFE = play("""
user {
  on_start { GET "/user-start" { header "X-User": "{user.id}" } }
  on_stop { GET "/user-stop" { header "X-User": "{user.id}" } }
}
taskset A { weight 3
  task go { GET "/a" { header "X-User": "{user.id}" } }
  task leave { interrupt } }
taskset B { weight 1
  on_start { GET "/b-start" { header "X-User": "{user.id}" } }
  task leave { interrupt } }
""", "-u", "2", "-r", "2", "-t", "2s")

DECISIONS = """
taskset T {
  task(3) a { GET "/a/{random(1, 1000000)}" { header "X-User": "{user.id}" } }
  task(2) b { GET "/b/{random(0.0, 1.0)}" { header "X-User": "{user.id}" }  if user.iteration > 40 { stop } }
}"""
ON_ONE_THREAD = play(DECISIONS, "-u", "9", "-r", "9", "-t", "20s", "--threads", "1")
ON_THREE_THREADS = play(DECISIONS, "-u", "9", "-r", "9", "-t", "20s", "--threads", "3")


def check(source):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "case.nest"
        path.write_text(source)
        return subprocess.run([BIN / "nestc", "check", path], capture_output=True, text=True, timeout=30)


class Picks(unittest.TestCase):
    @timed
    def test_01_a_pick_is_uniform_over_the_weights_with_no_memory(self):
        paths = WEIGHTED.result().paths()
        counts = collections.Counter(paths)
        total = len(paths)
        self.assertGreater(total, 1000)
        expected = {"/a": total * 5 / 9, "/b": total * 3 / 9, "/c": total / 9}
        self.assertLess(chi_square(counts, expected), 13.8, counts)  # p = 0.001, 2 degrees
        after_a = collections.Counter(y for x, y in zip(paths, paths[1:]) if x == "/a")
        n = sum(after_a.values())
        self.assertLess(chi_square(after_a, {"/a": n * 5 / 9, "/b": n * 3 / 9, "/c": n / 9}), 13.8, after_a)

    def test_02_weight_0_never_runs(self):
        self.assertNotIn("/never", WEIGHTED.result().paths())

    def test_02_wrong_weights_are_errors_before_the_run(self):
        for weight in ("-1", "1.5", '"3"'):
            done = check("taskset T { task(%s) a { GET \"/\" } }" % weight)
            self.assertEqual(done.returncode, 1, weight + done.stdout + done.stderr)
        self.assertEqual(check("taskset T { weight 0 task a { GET \"/\" } }").returncode, 1)
        self.assertEqual(check("taskset T { task(0) a { GET \"/\" } }").returncode, 1)

    def test_03_a_sequential_taskset_runs_in_order_for_ever_and_begins_anew_at_each_entry(self):
        paths = SEQUENTIAL.result().paths()
        self.assertGreater(len(paths), 40)
        for i, path in enumerate(paths):
            self.assertEqual(path, ["/a", "/b", "/b", "/c"][i % 4], f"at {i}: {paths[:i + 1][-8:]}")

    def test_04_a_markov_taskset_begins_with_its_first_task_and_follows_the_arrows(self):
        paths = MARKOV.result().paths()
        self.assertEqual(paths[0], "/a")
        follows = collections.Counter(zip(paths, paths[1:]))
        self.assertEqual(set(follows), {("/a", "/b"), ("/a", "/c"), ("/b", "/a"), ("/c", "/c"), ("/c", "/a")})
        n = follows["/a", "/b"] + follows["/a", "/c"]
        self.assertLess(abs(follows["/a", "/b"] / n - 0.75), 4 * math.sqrt(0.75 * 0.25 / n))

    def test_04_unknown_targets_are_found_by_the_checker(self):
        done = check("taskset T { task a -> b { GET \"/\" } task c -> a { GET \"/\" } }")
        self.assertEqual(done.returncode, 1)

    def test_05_the_users_on_start_comes_first_and_its_on_stop_last(self):
        played = LIFE.result()
        for user in ("0", "1"):
            paths = played.paths(user)
            self.assertEqual(paths[0], "/user-start")
            self.assertEqual(paths[-1], "/user-stop")
            self.assertEqual(collections.Counter(paths)["/user-start"], 1)

    @timed
    def test_17_top_level_tasksets_are_picked_by_weight_for_each_visit(self):
        played = LIFE.result()
        counts = collections.Counter(played.paths())
        # A visit of A makes one /a on average (pick /a or leave, evenly), a visit of B one /b-start: 3 to 1.
        n = counts["/a"] + counts["/b-start"]
        self.assertGreater(n, 500)
        self.assertLess(abs(counts["/a"] / n - 0.75), 0.05, counts)

    def test_a_users_decisions_are_the_same_on_any_number_of_threads(self):
        one, three = ON_ONE_THREAD.result(), ON_THREE_THREADS.result()
        for user in map(str, range(9)):
            self.assertGreater(len(one.paths(user)), 40)
            self.assertEqual(one.paths(user), three.paths(user))
        self.assertNotEqual(one.paths("0")[:10], one.paths("1")[:10])


if __name__ == "__main__":
    unittest.main()
