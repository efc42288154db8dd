"""Samples, failures, names, exit codes, files, tags: entries 19 to 24 of docs/locust.md."""

import unittest

from play import play, timed

SAMPLES = play("""
taskset T { sequential  wait 10ms
  task redirected { GET "/redirect/2/end" }
  task missing { GET "/status/404" }
  task expected { GET "/status/404" { name "expected 404"  expect status == 404 } }
  task unexpected { GET "/ok" { name "unexpected"  expect status == 201 } }
  task dropped { GET "/drop" }
  task item { GET "/items/{random(1, 1000)}?q={user.iteration}" }
  task named { GET "/named/{random(1, 1000)}" { name "named" } }
  task slow { GET "/delay/100" }
  task end { stop }
}""", "-u", "1", "-t", "10s")
CLEAN = play('taskset T { wait 10ms  task a { GET "/a" } }', "-u", "1", "-t", "500ms")
SWITCHED = play('taskset T { wait 10ms  task a { GET "/status/500" } }', "-u", "1", "-t", "500ms",
                "--exit-code-on-error", "0")
CHECKED = play('taskset T { wait 10ms  task a { let r = GET "/a"  expect r.status == 201 } }', "-u", "1", "-t", "500ms")
EMPTY = play('taskset T { wait 10ms  task a { sleep 10ms } }', "-u", "1", "-t", "500ms")
NO_HOST = play('taskset T { task a { GET "/a" } }', "-u", "1", "-t", "500ms", host=None)
BROKEN = play('taskset T { task a { GETT "/a" } }', "-u", "1", "-t", "500ms")
BAD_OPTION = play('taskset T { task a { GET "/a" } }', "-u", "minus one")
TAGGED_SOURCE = """
taskset A { tags smoke  wait 10ms  task one { GET "/a-one"  }  task two { tags slow  GET "/a-two" }
  task leave { interrupt } }
taskset B { wait 10ms  task one { tags read  GET "/b-one" }  task two { GET "/b-two" }  task leave { tags read interrupt } }
"""
TAGGED = play(TAGGED_SOURCE, "-u", "2", "-r", "2", "-t", "1s", "--tags", "smoke", "--exclude-tags", "slow")
TAGGED_BOTH = play(TAGGED_SOURCE, "-u", "2", "-r", "2", "-t", "2s", "--tags", "smoke,read")
TAGGED_NONE = play(TAGGED_SOURCE, "-u", "1", "-t", "1s", "--tags", "nosuch")


class Requests(unittest.TestCase):
    def test_19_redirects_are_part_of_the_sample(self):
        played = SAMPLES.result()
        self.assertEqual(played.paths()[:3], ["/redirect/2/end", "/redirect/1/end", "/end"])
        self.assertEqual(played.row("/redirect/2/end")["Request Count"], "1")
        self.assertEqual(played.row("/redirect/2/end")["Failure Count"], "0")
        self.assertIsNone(played.row("/end"))

    def test_19_a_failed_request_is_a_request(self):
        row = SAMPLES.result().row("/status/404")
        self.assertEqual((row["Request Count"], row["Failure Count"]), ("1", "1"))

    @timed
    def test_19_the_time_is_the_servers(self):
        self.assertAlmostEqual(float(SAMPLES.result().row("/delay/100")["Max Response Time"]), 100, delta=40)

    def test_20_conditions_of_its_own_replace_the_status_rule(self):
        played = SAMPLES.result()
        self.assertEqual(played.row("expected 404")["Failure Count"], "0")
        self.assertEqual(played.row("unexpected")["Failure Count"], "1")
        self.assertEqual(played.row("/drop")["Failure Count"], "1")

    def test_20_causes_are_named(self):
        causes = {(f["Name"], f["Error"]) for f in SAMPLES.result().tables["failures"]}
        self.assertIn(("/status/404", "status 404"), causes)
        self.assertIn(("unexpected", "status == 201"), causes)
        self.assertTrue(any(name == "/drop" and "closed" in error for name, error in causes), causes)

    def test_21_rows_are_named_by_the_urls_text(self):
        played = SAMPLES.result()
        self.assertIsNotNone(played.row("/items/{}?q={}"))
        self.assertIsNotNone(played.row("named"))

    def test_21_no_host_is_an_error_before_the_run(self):
        played = NO_HOST.result()
        self.assertEqual(played.code, 2)
        self.assertIn("--host", played.output)

    def test_22_exit_codes(self):
        self.assertEqual(CLEAN.result().code, 0, CLEAN.result().output)
        self.assertEqual(SAMPLES.result().code, 1)
        self.assertEqual(CHECKED.result().code, 1)
        self.assertEqual(SWITCHED.result().code, 0)
        self.assertEqual(EMPTY.result().code, 1, "a run without a sample fails")
        self.assertEqual(BROKEN.result().code, 1)
        self.assertEqual(BAD_OPTION.result().code, 2)

    def test_23_the_csv_files_have_locusts_columns(self):
        headers = SAMPLES.result().headers
        self.assertEqual(headers["stats"], "Type,Name,Request Count,Failure Count,Median Response Time,Average Response "
                         "Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,50%,66%,75%,"
                         "80%,90%,95%,98%,99%,99.9%,99.99%,100%")
        self.assertTrue(headers["stats_history"].startswith("Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%"))
        self.assertTrue(headers["failures"].startswith("Method,Name,Error,Occurrences"))
        self.assertTrue(headers["exceptions"].startswith("Count,Message,Traceback,Nodes"))
        self.assertEqual(SAMPLES.result().tables["stats"][-1]["Name"], "Aggregated")

    def test_24_tags_include_and_exclude(self):
        self.assertEqual(set(TAGGED.result().paths()), {"/a-one"})
        self.assertEqual(set(TAGGED_BOTH.result().paths()), {"/a-one", "/a-two", "/b-one"})

    def test_24_nothing_left_is_an_error(self):
        played = TAGGED_NONE.result()
        self.assertNotEqual(played.code, 0)
        self.assertIn("nosuch", played.output)


if __name__ == "__main__":
    unittest.main()
