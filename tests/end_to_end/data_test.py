"""Rows of data files in real runs: who gets which, what is left when none is, and what is said before a run starts."""

import collections
import hashlib
import json
import re
import unittest

from nest_program import ObservedServer, Project

USERS = 'name,e-mail\nann,"a ""1"""\nben,"b,\n2"\ncleo,c\n'

ONE_EACH = """
data users = csv("data/users.csv") unique{exhausted}
taskset Shop {{
    wait 5ms..15ms
    let account = users.next()
    on_stop {{ GET "/out/{{account.name}}?user={{user.id}}" }}
    task in {{ GET "/in/{{account.name}}?user={{user.id}}&size={{users.size}}" }}
    task leave {{ interrupt }}
}}
"""


class Data(unittest.TestCase):
    def setUp(self):
        self.server = ObservedServer()
        self.addCleanup(self.server.close)

    def project(self, source, **files):
        project = Project(source)
        project.__enter__()
        self.addCleanup(project.__exit__)
        folder = project.path / "tasksets" / "data"
        folder.mkdir()
        (folder / "users.csv").write_text(USERS)
        for name, text in files.items():
            (folder / name.replace("__", ".")).write_text(text)
        return project

    def run_of(self, project, *arguments):
        return project.nest("run", "--host", self.server.host, "--yes", "--threads", 2, *arguments)

    def test_a_unique_row_is_one_users_at_a_time_over_threads(self):
        project = self.project(ONE_EACH.format(exhausted=" when exhausted wait"))
        code, out, err = self.run_of(project, "-u", 8, "-r", 200, "-t", "1500ms", "--no-results")
        self.assertEqual(code, 0, out + err)
        self.assertIn("`users` has 3 rows (tasksets/data/users.csv), and there are 8 users: those that find none will wait", err)
        holder = {}
        held_by = collections.Counter()
        for path in self.server.paths():
            step, name, user = re.match(r"/(in|out)/(\w+)\?user=(\d+)", path).groups()
            if step == "out":
                self.assertIn(holder.pop(name, user), (user,), path)
                continue
            self.assertEqual(holder.setdefault(name, user), user, path)
            held_by[user] += 1
        self.assertGreater(len(held_by), 3)  # rows go from user to user
        self.assertTrue(all("size=3" in path for path in self.server.paths() if path.startswith("/in/")))

    def test_too_few_rows_are_found_before_a_run(self):
        project = self.project(ONE_EACH.format(exhausted=""))
        code, _, err = self.run_of(project, "-u", 5, "-t", "1s")
        self.assertEqual(code, 2)
        self.assertIn("`users` has 3 rows (tasksets/data/users.csv), and there are 5 users that claim one each at a time", err)
        self.assertIn("run at most 3 users", err)
        self.assertEqual(self.server.paths(), [])
        self.assertEqual(self.run_of(project, "-u", 3, "-t", "300ms")[0], 0)

    def test_rows_that_are_used_once_end_their_users_and_then_the_run(self):
        project = self.project("""
            data users = csv("data/users.csv") once when exhausted stop user
            taskset Shop { task in { GET "/in?mail={users.next()["e-mail"]}" } }
        """)
        code, out, err = self.run_of(project, "-u", 2, "--no-results")
        self.assertEqual(code, 0, out + err)
        self.assertEqual(sorted(self.server.paths()), ["/in?mail=a%20%221%22", "/in?mail=b%2C%0A2", "/in?mail=c"])

    def test_a_run_can_end_with_its_rows(self):
        project = self.project("""
            data users = csv("data/users.csv") sequential when exhausted stop run
            taskset Shop {
                task in { GET "/in/{users.next().name}" sleep 20ms }
            }
            taskset Idle { wait 1h  task once { GET "/idle" }  task leave { interrupt } }
        """)
        code, out, err = self.run_of(project, "-u", 4, "--no-results", "--stop-timeout", "1s")
        self.assertEqual(code, 0, out + err)
        self.assertIn("nest: no row of `users` was left, which ended the run", err)
        self.assertEqual(sorted(path for path in self.server.paths() if "in/" in path), ["/in/ann", "/in/ben", "/in/cleo"])

    def test_a_shuffle_is_the_seeds(self):
        source = """
            data terms = lines("data/terms.txt") shuffle when exhausted stop user
            taskset Shop { task in { GET "/in/{terms.next()}" } }
        """
        orders = []
        for seed in (1, 1, 2):
            project = self.project(source, terms__txt="\n".join(f"t{i}" for i in range(40)))
            code, out, err = self.run_of(project, "-u", 1, "--seed", seed, "--no-results")
            self.assertEqual(code, 0, out + err)
            orders.append(self.server.paths())
            self.server = ObservedServer()
            self.addCleanup(self.server.close)
        self.assertEqual(sorted(orders[0]), sorted(f"/in/t{i}" for i in range(40)))
        self.assertEqual(orders[0], orders[1])
        self.assertNotEqual(orders[0], orders[2])

    def test_a_broken_row_is_an_error_with_its_line_before_anything_is_sent(self):
        project = self.project(ONE_EACH.format(exhausted=""), users__csv="name,e-mail\nann,a\nben\n")
        code, _, err = self.run_of(project, "-t", "1s")
        self.assertEqual(code, 1)
        self.assertIn("tasksets/data/users.csv:3: 1 value, but the header has 2 columns (data `users`, tasksets/case.nest:2)", err)
        self.assertEqual(self.server.paths(), [])

    def test_another_header_is_checked_anew_though_the_code_is_cached(self):
        project = self.project(ONE_EACH.format(exhausted=""))
        options = {"env": {"XDG_CACHE_HOME": str(project.path / "cache")}}
        command = ["run", "--host", self.server.host, "--yes", "-t", "200ms", "--no-results"]
        self.assertEqual(project.nest(*command, **options)[0], 0)
        (project.path / "tasksets/data/users.csv").write_text("mail,name\nx,zoe\n")
        self.assertEqual(project.nest(*command, **options)[0], 0)
        self.assertTrue(any("/in/zoe" in path for path in self.server.paths()))
        (project.path / "tasksets/data/users.csv").write_text("mail,nick\nx,zoe\n")
        code, _, err = project.nest(*command, **options)
        self.assertEqual(code, 1)
        self.assertIn("N0578", err)
        self.assertIn("`users` has no column `name`", err)

    def test_list_shows_it_and_results_note_it(self):
        project = self.project("/// Accounts.\n" + ONE_EACH.format(exhausted="").lstrip())
        code, out, err = project.nest("list")
        self.assertEqual(code, 0, err)
        self.assertRegex(out, r"case\.users +tasksets/data/users\.csv +name, e-mail +3 +unique +tasksets/case\.nest:2:6 +Accounts\.")
        [data] = json.loads(project.nest("list", "--format", "json")[1])["data"]
        self.assertEqual((data["full_name"], data["format"], data["columns"], data["rows"], data["policy"], data["when_exhausted"]),
                         ("case.users", "csv", ["name", "e-mail"], 3, "unique", "fail"))
        self.assertEqual(self.run_of(project, "-t", "200ms", "--results", "out")[0], 0)
        [folder] = (project.path / "out").iterdir()
        [noted] = json.loads((folder / "results.json").read_text())["data"]
        self.assertEqual(noted, {"data": "case.users", "path": "tasksets/data/users.csv", "rows": 3, "bytes": len(USERS),
                                 "sha256": hashlib.sha256(USERS.encode()).hexdigest()})
        self.assertNotIn("cleo", (folder / "results.json").read_text())

    def test_try_takes_rows_too(self):
        project = self.project(ONE_EACH.format(exhausted=""))
        code, out, err = project.nest("try", "Shop.in", "--host", self.server.host)
        self.assertEqual(code, 0, out + err)
        self.assertEqual(self.server.paths(), ["/in/ann?user=0&size=3", "/out/ann?user=0"])


if __name__ == "__main__":
    unittest.main()
