"""The end of a run and of a user, spawning: entries 13 to 16 and 18 of docs/locust.md."""

import unittest

from play import play, timed

USER = 'header "X-User": "{user.id}"'

OPEN = """
user { on_stop { GET "/user-stop" { %(u)s } } }
taskset Outer {
  on_stop { GET "/outer-stop" { %(u)s } }
  taskset Inner { on_stop { GET "/inner-stop" { %(u)s } }  task slow { GET "/delay/5000" { %(u)s } } }
}""" % {"u": USER}

CUT = play(OPEN, "-u", "2", "-r", "2", "-t", "1s")
INTERRUPTED = play(OPEN, "-u", "1", "-t", "30s", interrupt_after=1.5)
WAITING = play("""
taskset T { wait 60s  on_stop { GET "/stop" }  task go { GET "/go" } }
""", "-u", "3", "-r", "3", "-t", "1s", "--stop-timeout", "5s")
FINISHING = play("""
taskset T { wait none  on_stop { GET "/stop" }  task go { GET "/delay/700"  GET "/second" } }
""", "-u", "1", "-t", "1s", "--stop-timeout", "5s")
TOO_LATE = play("""
taskset T { on_stop { GET "/stop" }  task go { GET "/delay/9000"  GET "/second" } }
""", "-u", "1", "-t", "1s", "--stop-timeout", "1s")
STOP = play("""
user { on_stop { GET "/user-stop" { %(u)s } } }
taskset Outer { on_stop { GET "/outer-stop" { %(u)s } }
  taskset Inner { on_stop { GET "/inner-stop" { %(u)s } }  task end { GET "/go" { %(u)s }  stop } } }
""" % {"u": USER}, "-u", "2", "-r", "2", "-t", "10s")
SPAWN = play("""
taskset T { wait 60s  on_start { GET "/start" { %(u)s } }  task go { GET "/go" } }
""" % {"u": USER}, "-u", "6", "-r", "2", "-t", "4s")
RAMP = play("""
taskset T { wait 100ms  task go { GET "/go" } }
""", "-u", "100", "-r", "10", "-t", "1s")


class Stopping(unittest.TestCase):
    @timed
    def test_13_the_end_of_the_run_stops_users_where_they_are_and_runs_every_on_stop_innermost_first(self):
        played = CUT.result()
        for user in ("0", "1"):
            self.assertEqual(played.paths(user), ["/delay/5000", "/inner-stop", "/outer-stop", "/user-stop"])

    @timed
    def test_13_a_request_cut_off_is_not_a_sample(self):
        self.assertIsNone(CUT.result().row("/delay/5000"))
        self.assertEqual(CUT.result().row("/inner-stop")["Request Count"], "2")

    @timed
    def test_13_ctrl_c_is_the_end_of_the_run(self):
        played = INTERRUPTED.result()
        self.assertEqual(played.paths(), ["/delay/5000", "/inner-stop", "/outer-stop", "/user-stop"])
        self.assertLess(played.seen[-1].time - played.started, 4)

    @timed
    def test_14_waiting_users_stop_at_once(self):
        played = WAITING.result()
        stops = [s for s in played.seen if s.path == "/stop"]
        self.assertEqual(len(stops), 3)
        self.assertLess(stops[-1].time - played.started, 2.5)

    @timed
    def test_14_running_users_finish_the_task_but_not_the_taskset(self):
        played = FINISHING.result()
        self.assertEqual(played.paths()[-2:], ["/second", "/stop"])
        self.assertEqual(played.paths().count("/delay/700"), 2)

    @timed
    def test_14_after_the_stop_timeout_the_rest_is_stopped(self):
        played = TOO_LATE.result()
        self.assertEqual(played.paths(), ["/delay/9000", "/stop"])

    @timed
    def test_15_stop_runs_every_on_stop_and_the_user_is_not_replaced(self):
        played = STOP.result()
        for user in ("0", "1"):
            self.assertEqual(played.paths(user), ["/go", "/inner-stop", "/outer-stop", "/user-stop"])
        self.assertLess(played.seen[-1].time - played.started, 5)

    @timed
    def test_16_the_run_time_includes_the_ramp(self):
        played = RAMP.result()
        self.assertLess(played.seen[-1].time - played.seen[0].time, 1.2)

    @timed
    def test_18_users_start_at_the_spawn_rate(self):
        played = SPAWN.result()
        starts = [s.time for s in played.seen if s.path == "/start"]
        self.assertEqual(len(starts), 6)
        # Batch b of two users is complete after b seconds, and spread over the second before.
        for i, start in enumerate(starts):
            batch = i // 2
            self.assertGreaterEqual(start - starts[0], batch - 1 - 0.05)
            self.assertLess(start - starts[0], batch + 0.3)


if __name__ == "__main__":
    unittest.main()
