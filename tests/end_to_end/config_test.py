"""nest.toml, NEST_* variables and flags: what counts, what is said about it before a run, and what is asked."""

import json
import os
import pty
import unittest

from nest_program import ObservedServer, Project

SOURCE = """
param stock: int = 3
/// Looks around.
taskset Visitor {
    weight 1
    wait 20ms
    task look { GET "/visit?n={stock}" }
    task leave { interrupt }
}
taskset Rare { weight 1  wait 20ms  task look { GET "/rare" }  task leave { interrupt } }
"""


class Configured(unittest.TestCase):
    def setUp(self):
        self.server = ObservedServer()
        self.addCleanup(self.server.close)

    def project(self, config=None, source=SOURCE):
        project = Project(source)
        project.__enter__()
        self.addCleanup(project.__exit__)
        if config is not None:
            project.configure(config.replace("HOST", self.server.host))
        return project


class Runs(Configured):
    def test_a_run_takes_everything_from_nest_toml(self):
        project = self.project("""
            host = "HOST"
            users = 2
            spawn_rate = 100
            run_time = "700ms"
            seed = 5
            yes = true
            json = "out.json"
            [weights]
            Rare = 0
            [params]
            stock = 8
        """)
        code, out, err = project.nest("run")
        self.assertEqual(code, 0, err)
        self.assertRegex(out, r"case\.Visitor +1 +100 % +tasksets/case\.nest:4:1 +Looks around")
        self.assertRegex(out, r"case\.Rare +0 +0 % +nest\.toml:10")
        self.assertIn("Not named in nest.toml, so with the declared weight: case.Visitor\n", out)
        self.assertRegex(out, r"Users +2 +\(nest\.toml:3\)")
        self.assertRegex(out, r"Run time +700ms +\(nest\.toml:5\)")
        self.assertRegex(out, r"Seed +5 +\(nest\.toml:6\)")
        self.assertRegex(out, r"Params +stock = 8 +\(nest\.toml:12\)")
        paths = set(self.server.paths())
        self.assertIn("/visit?n=8", paths)
        self.assertNotIn("/rare", paths)
        self.assertEqual(json.loads((project.path / "out.json").read_text())["books"]["users_started"], 2)

    def test_the_weights_that_are_shown_are_those_of_the_run(self):
        project = self.project("""
            host = "HOST"
            users = 10
            spawn_rate = 1000
            run_time = "2s"
            seed = 11
            [weights]
            Visitor = 1
            Rare = 9
        """)
        code, out, err = project.nest("run", "--yes", "--stop-timeout", "1s")
        self.assertEqual(code, 0, err)
        self.assertRegex(out, r"case\.Visitor +1 +10\.0 %")
        counts = {path: self.server.paths().count(path) for path in ("/visit?n=3", "/rare")}
        share = counts["/rare"] / sum(counts.values())
        self.assertGreater(sum(counts.values()), 150)
        self.assertAlmostEqual(share, 0.9, delta=0.1)

    def test_weights_of_the_tasksets_when_that_is_asked_for(self):
        config = 'host = "HOST"\nrun_time = "300ms"\n[weights]\nsource = "tasksets"\nRare = 0\n'
        code, out, err = self.project(config).nest("run", "--yes")
        self.assertEqual(code, 0, err)
        self.assertRegex(out, r"case\.Rare +1 +50\.0 %")
        self.assertIn("The weights of nest.toml are not used (nest.toml:4): each taskset has its declared one.", out)
        code, out, _ = self.project(config).nest("run", "--yes", "--weights", "config")
        self.assertRegex(out, r"case\.Rare +0 +0 %")

    def test_a_weight_for_one_run_beats_all_others(self):
        for source in ("config", "tasksets"):
            project = self.project(f'host = "HOST"\nrun_time = "300ms"\n[weights]\nsource = "{source}"\nVisitor = 3\n')
            code, out, err = project.nest("run", "--yes", "--weight", "Rare=0", "--weight=case.Visitor=7",
                                          env={"NEST_WEIGHT_Rare": "5"})
            self.assertEqual(code, 0, err)
            self.assertRegex(out, r"case\.Visitor +7 +100 % +--weight")
            self.assertRegex(out, r"case\.Rare +0 +0 % +--weight")
            self.assertNotIn("/rare", self.server.paths())
        code, out, err = project.nest("run", "--weight", "Visitor=1", env={"NEST_WEIGHT_Rare": "5"})
        self.assertRegex(out, r"case\.Rare +5 +83\.3 % +NEST_WEIGHT_Rare", err)
        for given, text in (("Rar=1", "did you mean `Rare`?"), ("Rare=-1", "whole number"), ("Rare", "NAME=N")):
            code, _, err = project.nest("run", "--yes", "--weight", given)
            self.assertEqual(code, 2, given)
            self.assertIn(text, err)

    def test_a_flag_beats_a_variable_beats_the_file(self):
        project = self.project('host = "http://127.0.0.1:1"\nusers = 7\nspawn_rate = 7\nrun_time = "7m"\n')
        code, out, err = project.nest("run", "--yes", "--run-time", "300ms",
                                      env={"NEST_HOST": self.server.host, "NEST_RUN_TIME": "5m", "NEST_USERS": "1",
                                           "NEST_PARAM_stock": "4"})
        self.assertEqual(code, 0, err)
        self.assertIn(f"{self.server.host}  (NEST_HOST)", out)
        self.assertRegex(out, r"Users +1 +\(NEST_USERS\)")
        self.assertRegex(out, r"Spawn rate +7/s +\(nest\.toml:3\)")
        self.assertRegex(out, r"Run time +300ms +\(--run-time\)")
        self.assertRegex(out, r"Params +stock = 4 +\(NEST_PARAM_stock\)")

    def test_a_file_elsewhere(self):
        project = self.project()
        (project.path / "other").mkdir()
        (project.path / "other" / "ci.toml").write_text(f'host = "{self.server.host}"\nrun_time = "200ms"\nyes = true\n'
                                                        'json = "out.json"\n')
        code, _, err = project.nest("run", "--config", "other/ci.toml")
        self.assertEqual(code, 0, err)
        self.assertTrue((project.path / "other" / "out.json").exists(), "paths go from the file's own folder")
        code, _, err = project.nest("run", "--config", "other/none.toml", "--yes")
        self.assertEqual(code, 2)
        self.assertIn("N0001", err)

    def test_try_takes_the_same_settings(self):
        code, out, err = self.project('host = "HOST"\n[params]\nstock = 6\n').nest("try", "Visitor.look")
        self.assertEqual(code, 0, err)
        self.assertEqual(self.server.paths(), ["/visit?n=6"])


class Hosts(Configured):
    def test_no_host_is_needed_when_every_url_is_absolute(self):
        source = f'taskset T {{ wait 20ms  task a {{ GET "{self.server.host}/whole?n={{random(1, 2)}}" }} }}'
        code, out, err = self.project(source=source).nest("run", "--yes", "-t", "300ms")
        self.assertEqual(code, 0, err)
        self.assertRegex(out, r"Host +each request's own")
        self.assertTrue(self.server.paths())

    def test_one_relative_url_needs_one_and_the_message_says_where(self):
        source = f'taskset T {{ task a {{ GET "{self.server.host}/whole"  GET "/part" }} }}'
        code, _, err = self.project(source=source).nest("run", "--yes", "-t", "300ms")
        self.assertEqual(code, 2)
        for word in ("--host", "nest.toml", "NEST_HOST"):
            self.assertIn(word, err)

    def test_a_host_that_may_be_somebody_elses_is_pointed_out(self):
        for host, own in (("http://127.0.0.1:1", True), ("http://10.1.2.3", True), ("http://172.32.0.1", False),
                          ("http://[fd00::1]", True), ("http://8.8.8.8", False), ("http://shop.test", True),
                          ("http://localhost:3", True), ("http://shop.example.com", False)):
            code, out, _ = self.project().nest("run", "--host", host, "-t", "1s")
            self.assertEqual(code, 2)
            self.assertEqual("is not known to be yours" in out, not own, host)


class Refusals(Configured):
    def refused(self, config, *texts, arguments=("--yes",), **options):
        code, out, err = self.project(config).nest("run", *arguments, **options)
        self.assertEqual(code, 2, out + err)
        for text in texts:
            self.assertIn(text, err)
        self.assertEqual(self.server.seen, [])

    def test_all_mistakes_of_a_file_and_the_environment_are_told_at_once(self):
        self.refused('host = "HOST"\nuserz = 1\nthreads = -1\n[weigths]\n', "nest.toml:2:1", "did you mean `users`?",
                     "nest.toml:3:11", "did you mean `weights`?", "`NEST_RUN_TIME` in the environment is `soon`",
                     "4 errors", env={"NEST_RUN_TIME": "soon"})

    def test_a_file_that_is_no_toml(self):
        self.refused('host = HOST\n', "N0901", "nest.toml:1:8")

    def test_weights_that_leave_nothing_to_run(self):
        self.refused('host = "HOST"\n[weights]\nVisitor = 0\nRare = 0\n', "N0913", "--weights tasksets")

    def test_params_of_the_wrong_type(self):
        self.refused('host = "HOST"\n[params]\nstock = "many"\n', "nest.toml:3", "case.stock", "many")

    def test_hostile_files(self):
        project = self.project()
        path = project.path / "nest.toml"
        for content in (b"\xff", b"a\0b", b" " * (1024 * 1024 + 1), b"a" + b".a" * 300_000 + b"=1",
                        b"a=" + b"[" * 100_000, b"a=" + b"{a=" * 100_000):
            path.write_bytes(content)
            code, _, err = project.nest("run", "--yes")
            self.assertEqual(code, 2, content[:10])
            self.assertRegex(err, r"error\[N0(00|90)\d\]")
        path.unlink()
        path.mkdir()
        self.assertEqual(project.nest("run", "--yes")[0], 2)

    def test_warnings_do_not_stop_a_run(self):
        project = self.project('host = "HOST"\nrun_time = "200ms"\n[weights]\nVisitr = 1\n[params]\nstok = 1\n')
        code, _, err = project.nest("run", "--yes", env={"NEST_USRES": "3"})
        self.assertEqual(code, 0, err)
        for text in ("no taskset is named `Visitr`", "did you mean `Visitor`?", "did you mean stock?",
                     "`NEST_USRES` in the environment is no setting", "did you mean `NEST_USERS`?"):
            self.assertIn(text, err)


    def test_what_the_file_says_about_tasksets_that_are_left_out_is_no_mistake(self):
        config = 'host = "HOST"\nrun_time = "200ms"\n[weights]\nAdmin = 2\nVisitor = 1\n[params]\npages = 5\n'
        for flags, named in ((("--except", "Admin"), False), (("--only", "case.*"), False), ((), True)):
            project = self.project(config)
            other = project.path / "tasksets" / "admin.nest"
            other.write_text("param pages: int = 3\ntaskset Admin { task look { GET \"/a?n={pages}\" interrupt } }\n")
            code, out, err = project.nest("run", "--yes", *flags)
            self.assertEqual(code, 0, err)
            self.assertEqual("admin.Admin" in out, named, out)
            self.assertNotIn("no taskset is named", err)
            self.assertNotIn("there is no param", err)

    def test_words_of_other_tools_and_mistyped_ones_are_answered_with_nests_own(self):
        project = self.project('vus = 3\nduration = "1m"\n[tls]\nverify = false\n')
        _, _, err = project.nest("run", "--yes")
        for text in ("nest calls it `users`", "nest calls it `run_time`", "nest calls it `cacert` or `insecure`"):
            self.assertIn(text, err)
        for words, text in ((["run", "--vus", 3], "nest calls it --users"),
                            (["run", "--vus", 3, "--duration=9s", "--odd"], "nest has --users for --vus, --run-time for --duration\n"),
                            (["run", "-c", 100], "nest calls it --users\n"),
                            (["run", "-d10s", "-k", "-Q"], "nest has --run-time for -d, --insecure for -k\n"),
                            (["run", "--iterations", 5], "nest calls it --plan, of `plan NAME {"),
                            (["run", "--rate=50"], "nest calls it --plan, of `plan NAME { arrivals"),
                            (["-u", 10, "run"], "options stand behind the command: nest run -u\n"),
                            (["run", "--=x"], "not expected: --=x"),
                            (["---"], "A subcommand is required"),
                            (["--vus=10", "run"], "options stand behind the command: nest run --users\n"),
                            (["--format", "json", "list"], "options stand behind the command: nest list --format\n"),
                            (["--host", "http://h"], "options stand behind the command: nest run --host\n"),
                            (["rn"], "did you mean run?"), (["config", "shw"], "did you mean show?"),
                            (["list", "--fromat", "json"], "did you mean --format?")):
            code, _, err = project.nest(*words)
            self.assertEqual(code, 2)
            self.assertIn(text, err)
        _, _, err = project.nest("--odd", "run")
        self.assertNotIn("behind the command", err)


class Show(Configured):
    CONFIG = '''host = "http://shop.test"
users = 10
spawn_rate = 2
[weights]
Rare = 4
[params]
stock = 7
[services.db]
run = "db {port}"
'''

    def test_every_setting_comes_with_its_origin(self):
        code, out, err = self.project(self.CONFIG).nest("config", "show", "-u", 30, env={"NEST_SPAWN_RATE": "3"})
        self.assertEqual(code, 0, err)
        self.assertTrue(out.startswith("Configuration: nest.toml\nhost "), out)
        for line in (r"host +http://shop\.test +nest\.toml:1", "users +30 +--users", "spawn_rate +3 +NEST_SPAWN_RATE",
                     "run_time +- +not set", "timeout +1m +default", r"weight case\.Rare +4 +nest\.toml:5",
                     r"weight case\.Visitor +1 +tasksets/case\.nest:4:1", r"param case\.stock +7 +nest\.toml:7",
                     r"service db +db \{port\} +nest\.toml:8"):
            self.assertRegex(out, "(?m)^" + line)

    def test_the_same_as_json(self):
        code, out, err = self.project(self.CONFIG).nest("config", "show", "--format", "json", "--set", "stock=9")
        self.assertEqual(code, 0, err)
        shown = json.loads(out)
        self.assertEqual(shown["config"], "nest.toml")
        self.assertEqual(shown["settings"]["users"], {"value": "10", "source": "config", "where": "nest.toml:2"})
        self.assertEqual(shown["settings"]["yes"], {"value": "false", "source": "default", "where": ""})
        self.assertNotIn("run_time", shown["settings"])
        self.assertIn({"taskset": "case.Rare", "weight": 4, "source": "config", "where": "nest.toml:5"},
                      shown["weights"])
        self.assertEqual(shown["params"], [{"param": "case.stock", "value": "9", "source": "flag", "where": "--set"}])
        self.assertEqual(shown["services"], [{"name": "db", "run": "db {port}", "where": "nest.toml:8"}])

    def test_without_a_file_it_says_where_one_would_be(self):
        code, out, _ = self.project().nest("config", "show")
        self.assertEqual(code, 0)
        self.assertIn("Configuration: none (nest.toml does not exist)", out)


class Confirmation(Configured):
    def ask(self, project, answer, *arguments, **options):
        """On a terminal, both ways: (exit code, all that it showed)."""
        ours, theirs = pty.openpty()
        process = project.start("run", *arguments, stdin=theirs, stdout=theirs, stderr=theirs,
                                start_new_session=True, **options)
        os.close(theirs)
        shown = b""
        while True:
            try:
                chunk = os.read(ours, 65536)
            except OSError:
                break
            if not chunk:
                break
            shown += chunk
            if b"[y/N]" in shown and answer:
                os.write(ours, answer)
                answer = b""
        os.close(ours)
        return process.wait(timeout=60), shown.decode()

    def test_the_question_comes_after_what_it_is_about(self):
        project = self.project('host = "HOST"\nrun_time = "300ms"\n[weights]\nRare = 3\n')
        code, shown = self.ask(project, b"y\n")
        self.assertEqual(code, 0, shown)
        before, _, after = shown.partition("Run? [y/N]")
        self.assertRegex(before, r"case\.Rare +3 +75\.0 % +nest\.toml:4")
        self.assertRegex(before, r"Host +http://127\.0\.0\.1")
        self.assertIn("Aggregated", after)

    def test_a_no_runs_nothing(self):
        project = self.project('host = "HOST"\n')
        code, shown = self.ask(project, b"n\n")
        self.assertEqual(code, 0, shown)
        self.assertIn("nest: nothing was run", shown)
        self.assertFalse((project.path / "nest-results").exists())
        code, shown = self.ask(project, b"\x04")
        self.assertEqual(code, 0, shown)
        self.assertIn("nest: nothing was run", shown)
        self.assertEqual(self.server.seen, [])

    def test_what_is_no_answer_is_asked_again(self):
        code, shown = self.ask(self.project('host = "HOST"\nrun_time = "200ms"\n'), b"what\nYES\n")
        self.assertEqual(code, 0, shown)
        self.assertEqual(shown.count("Run? [y/N]"), 2, shown)
        self.assertIn("y runs it; n or Enter does not.", shown)
        self.assertIn("Aggregated", shown)

    def test_everything_that_was_set_is_shown(self):
        config = 'host = "HOST"\ninsecure = true\nproxy = "http://me:hidden1@127.0.0.1:2"\nstop_timeout = "3s"\n'
        variables = {"NEST_RESOLVE": "a.test:80:1.2.3.4,5.6.7.8 b.test:80:1.1.1.1"}
        _, out, _ = self.project(config).nest("run", "--csv", "table", env=variables)
        for line in (r"Insecure +true +\(nest\.toml:2\)", r"Proxy +http://me:\*\*\*@127\.0\.0\.1:2 +\(nest\.toml:3\)",
                     r"Stop timeout +3s +\(nest\.toml:4\)", r"Csv +table +\(--csv\)",
                     r"Resolve +a\.test:80:1\.2\.3\.4,5\.6\.7\.8, b\.test:80:1\.1\.1\.1 +\(NEST_RESOLVE\)"):
            self.assertRegex(out, "(?m)^" + line)
        self.assertNotIn("Threads", out)

    def test_a_foreign_host_stands_in_the_question_in_colour(self):
        code, shown = self.ask(self.project('host = "http://shop.example.com"\n'), b"\n", env={"TERM": "xterm"})
        self.assertEqual(code, 0, shown)
        self.assertIn("shop.example.com is not known to be yours. Run? [y/N]", shown)
        self.assertIn("\x1b[1;33mshop.example.com is not known to be yours", shown)
        _, shown = self.ask(self.project('host = "http://shop.example.com"\n'), b"\n", env={"NO_COLOR": "1"})
        self.assertNotIn("\x1b", shown)

    def test_nest_yes_answers(self):
        for variables, code in (({"NEST_YES": "1"}, 0), ({"NEST_YES": "0"}, 2), ({}, 2)):
            got, _, err = self.project('host = "HOST"\nrun_time = "200ms"\n').nest("run", env=variables)
            self.assertEqual(got, code, err)


if __name__ == "__main__":
    unittest.main()
