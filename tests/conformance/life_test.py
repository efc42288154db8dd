"""Entering, waiting, leaving: entries 6 to 12 of docs/locust.md."""

import unittest

from play import play, timed

ENTRIES = play("""
taskset T {
  wait 5ms
  var count = 0
  on_start { GET "/start" }
  on_stop { GET "/stop?count={count}" }
  task go { count = count + 1  GET "/go/{count}"  if count == 3 { interrupt } }
}""", "-u", "1", "-t", "1s")

LEFT_AT_ONCE = play("""
taskset Refused { on_start { GET "/refused"  interrupt } on_stop { GET "/wrong" } task t { GET "/wrong" } }
taskset Other { wait 10ms  task t { GET "/other"  interrupt } }
""", "-u", "1", "-t", "1s")

WAITS = play("""
taskset T { wait 200ms  task two { GET "/first"  GET "/second" } }
""", "-u", "1", "-t", "1500ms")

LONG_WAIT = play("""
taskset T { wait 30s  task one { GET "/one" } }
""", "-u", "1", "-t", "1s")

NESTED = play("""
taskset Outer {
  sequential
  wait 5ms
  task a { GET "/a" }
  taskset Inner { sequential  task x { GET "/x" }  task y { GET "/y" }  task out { interrupt } }
  task b { GET "/b" }
}""", "-u", "1", "-t", "500ms")

AT_ONCE = play("""
taskset Outer {
  sequential
  wait 300ms
  task a { GET "/a" }
  taskset Inner { sequential  wait none  on_stop { GET "/inner-stop" }  task out { GET "/in"  interrupt } }
}""", "-u", "1", "-t", "2s")

AFTER_WAIT = play("""
taskset Outer {
  sequential
  wait 300ms
  task a { GET "/a" }
  taskset Inner { sequential  wait none  task out { GET "/in"  interrupt wait } }
}""", "-u", "1", "-t", "2s")

FAILING = play("""
taskset T {
  sequential
  wait 20ms
  task bad { let r = GET "/bad"  log "{r.json.nothing.here}"  GET "/never" }
  task good { GET "/good" }
}""", "-u", "1", "-t", "500ms")

FAILING_STOP = play("""
taskset T {
  on_stop { GET "/stop"  fail "cannot give it back" }
  wait 20ms
  task go { GET "/go"  interrupt }
}""", "-u", "1", "-t", "500ms")

FAILING_START = play("""
taskset T {
  wait 50ms
  on_start { GET "/start"  fail "no account" }
  on_stop { GET "/stop" }
  task go { GET "/never" }
}""", "-u", "1", "-t", "500ms")

INHERITED = play("""
taskset Outer {
  wait 150ms
  taskset Inner { task x { GET "/x" } }
}""", "-u", "1", "-t", "1s")

UNIFORM = play("""
taskset T { wait 20ms..60ms  task go { GET "/go" } }
""", "-u", "5", "-r", "5", "-t", "3s")

PACED = play("""
taskset T { wait pace 200ms  sequential
  task quick { GET "/quick" }  task slow { GET "/delay/120" } task late { GET "/delay/300" } }
""", "-u", "1", "-t", "3s")

RATE = play("""
taskset T { wait rate 10/s  task go { GET "/delay/30" } }
""", "-u", "1", "-t", "2s")


def gaps(seen):
    return [b.time - a.time for a, b in zip(seen, seen[1:])]


class Life(unittest.TestCase):
    def test_06_on_start_runs_once_an_entry_and_state_is_fresh(self):
        paths = ENTRIES.result().paths()
        visit = ["/start", "/go/1", "/go/2", "/go/3", "/stop?count=3"]
        self.assertGreater(len(paths), 2 * len(visit))
        for i, path in enumerate(paths[:-5]):
            self.assertEqual(path, visit[i % len(visit)])

    @timed
    def test_06_interrupt_in_on_start_leaves_without_on_stop(self):
        paths = LEFT_AT_ONCE.result().paths()
        self.assertGreater(paths.count("/refused"), 10)
        self.assertGreater(paths.count("/other"), 10)
        # The end of the run may find the user inside on_start: then on_stop gives back what it had claimed.
        self.assertEqual(paths[:-1].count("/wrong"), 0)

    @timed
    def test_07_no_wait_before_the_first_task_and_one_after_each(self):
        played = WAITS.result()
        self.assertEqual(LONG_WAIT.result().paths(), ["/one"])
        for a, b in zip(played.seen, played.seen[1:]):
            if a.path == "/first":
                self.assertLess(b.time - a.time, 0.1)
            else:
                self.assertGreaterEqual(b.time - a.time, 0.2)
                self.assertLess(b.time - a.time, 0.3)

    def test_08_a_nested_taskset_is_one_pick_of_its_parent(self):
        paths = NESTED.result().paths()
        self.assertGreater(len(paths), 12)
        for i, path in enumerate(paths):
            self.assertEqual(path, ["/a", "/x", "/y", "/b"][i % 4])

    @timed
    def test_09_interrupt_runs_on_stop_and_the_parent_goes_on_at_once(self):
        seen = AT_ONCE.result().seen
        self.assertEqual([s.path for s in seen[:4]], ["/a", "/in", "/inner-stop", "/a"])
        self.assertGreaterEqual(seen[1].time - seen[0].time, 0.3)  # a's wait
        self.assertLess(seen[3].time - seen[2].time, 0.15)         # none after the interrupt

    def test_09_interrupt_wait_takes_the_parents_wait_first(self):
        seen = AFTER_WAIT.result().seen
        self.assertEqual([s.path for s in seen[:3]], ["/a", "/in", "/a"])
        self.assertGreaterEqual(seen[2].time - seen[1].time, 0.3)

    def test_10_a_failure_abandons_the_task_is_counted_and_the_taskset_goes_on(self):
        played = FAILING.result()
        paths = played.paths()
        self.assertNotIn("/never", paths)
        self.assertGreater(paths.count("/good"), 3)
        self.assertEqual(played.row("/bad")["Failure Count"], "0")  # no request failure
        self.assertIn("case.nest:5:", played.output)
        self.assertEqual(played.code, 1)

    def test_10_a_failure_in_on_stop_is_counted_and_leaving_goes_on(self):
        played = FAILING_STOP.result()
        self.assertGreater(played.paths().count("/go"), 3)
        self.assertIn("cannot give it back", played.output)

    def test_10_a_failure_in_on_start_leaves_the_taskset_through_on_stop(self):
        played = FAILING_START.result()
        self.assertNotIn("/never", played.paths())
        self.assertEqual(played.paths()[:2], ["/start", "/stop"])
        self.assertLess(played.paths().count("/start"), 200)  # it does not spin

    def test_11_a_nested_taskset_without_a_wait_takes_the_enclosing_one(self):
        for gap in gaps(INHERITED.result().seen):
            self.assertGreaterEqual(gap, 0.15)

    @timed
    def test_12_a_uniform_wait_stays_within_its_bounds(self):
        played = UNIFORM.result()
        times = sorted(s.time for s in played.seen)
        self.assertGreater(len(times), 5 * 3 / 0.06 * 0.7)
        self.assertLess(len(times), 5 * 3 / 0.02)

    @timed
    def test_12_paced_tasks_start_apart_and_late_ones_are_not_caught_up(self):
        seen = PACED.result().seen
        for a, b in zip(seen, seen[1:]):
            wanted = 0.3 if a.path == "/delay/300" else 0.2
            self.assertAlmostEqual(b.time - a.time, wanted, delta=0.06)

    @timed
    def test_12_a_rate_is_the_pace_of_its_inverse(self):
        for gap in gaps(RATE.result().seen):
            self.assertAlmostEqual(gap, 0.1, delta=0.05)


if __name__ == "__main__":
    unittest.main()
