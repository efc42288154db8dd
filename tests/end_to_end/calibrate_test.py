"""nest calibrate: the engine against a server whose delays are known.

What the errors are depends on what else the machine does: a loaded one rightly fails to calibrate. So what is held here is what
holds on any machine: both sides count the same requests, nest's times are never shorter than the truth, a stall is seen from the
intended start, and the exit code says what the result does.
"""

import json
import os
import signal
import time
import unittest

from nest_program import SIMPLE, Project, wait_until

QUICK = ["--time", "2s", "--stall", "600ms", "--users", 20, "--rate", 200]


class Calibrate(unittest.TestCase):
    def setUp(self):
        self.project = Project(SIMPLE)
        self.project.__enter__()
        self.addCleanup(self.project.__exit__)

    def test_it_compares_with_the_servers_own_truth(self):
        began = time.monotonic()
        code, out, err = self.project.nest("calibrate", *QUICK, "--format", "json", "--out", "result.json")
        self.assertEqual(err, "")
        result = json.loads(out)
        self.assertEqual((self.project.path / "result.json").read_text(), out)
        self.assertEqual(code, 0 if result["passed"] else 1)
        self.assertLess(time.monotonic() - began, 30)
        self.assertEqual(result["answered"], result["counted"])
        self.assertEqual(result["failures"], 0)
        # 200 a second for 2 s, less when the machine does not let the users keep their pace.
        self.assertGreater(result["counted"], 100)
        self.assertLessEqual(result["counted"], 420)
        self.assertEqual(result["truth_from"], "kernel")
        self.assertIn(result["health"]["verdict"], ("VALID", "SUSPECT", "INVALID"))
        self.assertIn("kernel", result["machine"])
        percentiles = {each["percent"]: each for each in result["percentiles"]}
        self.assertEqual(sorted(percentiles), [50, 75, 90, 95, 99, 99.9])
        for percent, least in ((50, 1000), (75, 5000), (90, 5000), (95, 20000), (99, 20000), (99.9, 20000)):
            each = percentiles[percent]
            self.assertGreaterEqual(each["truth_us"], least, each)
            # Nest reads an answer after the server has handed it over, never before.
            self.assertGreaterEqual(each["error_us"], -1, each)
            self.assertAlmostEqual(each["allowed_us"], 50 + each["truth_us"] / 200, delta=0.01)
            self.assertEqual(each["met"], each["error_us"] <= each["allowed_us"])

    def test_a_stall_is_seen_from_the_intended_start(self):
        _, out, _ = self.project.nest("calibrate", *QUICK, "--format", "json")
        stall = json.loads(out)["stall"]
        self.assertTrue(stall["visible"], stall)
        self.assertEqual(stall["length_ms"], 600)
        self.assertGreaterEqual(stall["requests_by_response_time"], 36)  # two of each of 20 users
        self.assertLess(stall["requests_by_service_time"], stall["requests_by_response_time"])
        self.assertGreaterEqual(stall["longest_response_ms"], 540)

    def test_without_a_stall_only_service_times_are_compared(self):
        began = time.monotonic()
        # A stall of less than six times the 100 ms between a user's requests could not be told from the rest.
        _, out, err = self.project.nest("calibrate", "--time", "1s", "--users", 20, "--rate", 200, "--stall", "0s", "--format", "json")
        self.assertLess(time.monotonic() - began, 4, "no second and third run")
        result = json.loads(out)
        self.assertEqual(len(result["percentiles"]), 6, err)
        self.assertEqual(result["answered"], result["counted"])
        self.assertNotIn("stall", result)
        self.assertNotIn("open_stall", result)

    def test_it_tells_people(self):
        code, out, _ = self.project.nest("calibrate", *QUICK, env={"http_proxy": "http://127.0.0.1:1", "NEST_HOST": "http://x"})
        self.assertRegex(out, r"Service time +Truth +Measured +Error +Allowed")
        self.assertRegex(out, r"p99\.9 +\d")
        self.assertIn("counted alike by both sides", out)
        self.assertRegex(out, r"(VALID|SUSPECT|INVALID): 99 % of the times")
        self.assertIn("\nCalibrated: " if code == 0 else "\nNOT calibrated: ", out)

    def test_loads_that_cannot_be_judged_are_refused(self):
        for arguments, message in ((["--users", 5, "--rate", 1000], "use at least 30 users"),
                                   (["--time", "100ms"], "--time"),
                                   (["--stall", "100ms"], "--stall"),
                                   (["--users", 0], "--users")):
            code, out, err = self.project.nest("calibrate", *arguments)
            self.assertEqual(code, 2, arguments)
            self.assertIn(message, err)
            self.assertEqual(out, "")

    def test_a_file_that_cannot_be_written_is_found_before(self):
        began = time.monotonic()
        code, _, err = self.project.nest("calibrate", "--out", "no/such/folder/result.json")
        self.assertEqual(code, 1)
        self.assertIn("no/such/folder", err)
        self.assertLess(time.monotonic() - began, 5)

    def test_an_open_load_shows_a_stall_in_full(self):
        _, out, _ = self.project.nest("calibrate", *QUICK, "--format", "json")
        stall = json.loads(out)["open_stall"]
        self.assertEqual(stall["due_in_its_first_half"], 60)  # of 200 a second
        # More when the server is slow to work them off.
        self.assertGreaterEqual(stall["requests_by_response_time"], 54, stall)
        self.assertAlmostEqual(stall["requests_by_response_time"], stall["by_the_server"], delta=6, msg=stall)
        self.assertGreaterEqual(stall["longest_response_ms"], 540)
        self.assertEqual(stall["dropped"], 0)
        self.assertGreaterEqual(stall["max_users"], 120)

    def test_a_generator_that_stands_still_makes_no_answer_slower_and_is_found_out(self):
        process = self.project.start("calibrate", "--time", "4s", "--stall", "600ms", "--format", "json")
        # All 50 users are connected: the comparison has begun.
        self.assertTrue(wait_until(lambda: len(os.listdir(f"/proc/{process.pid}/fd")) > 50))
        # At other points of the users' pace each time: after a stop they all go on at once, and then stay in step.
        for i in range(12):
            process.send_signal(signal.SIGSTOP)  # the server is another process, and goes on
            time.sleep(0.1)
            process.send_signal(signal.SIGCONT)
            time.sleep(0.1 + 0.004 * i)
        out, _ = process.communicate(timeout=60)
        result = json.loads(out)
        self.assertEqual(result["answered"], result["counted"])
        # Answers that came meanwhile end when the kernel had them; those who had to send began late.
        for percentile in result["percentiles"]:
            self.assertLess(percentile["error_us"], 20_000, result["percentiles"])
        self.assertIn(result["health"]["verdict"], ("SUSPECT", "INVALID"), result["health"])

    def test_ctrl_c_ends_it_without_a_result(self):
        process = self.project.start("calibrate", "--time", "60s", start_new_session=True)
        time.sleep(2)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the server's process, too
        out, err = process.communicate(timeout=30)
        with self.assertRaises(ProcessLookupError):
            os.killpg(process.pid, 0)
        self.assertEqual(process.returncode, 130)
        self.assertEqual(out, "")
        self.assertIn("nothing is known", err)


if __name__ == "__main__":
    unittest.main()
