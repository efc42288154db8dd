"""nest list: what a project holds, for people and for programs."""

import json
import unittest

from nest_program import Project

SOURCE = """
/// How many are on the shelf.
param stock: int = 20

/// Orders to be paid.
shared queue<string> orders

/// Someone who browses,
/// and sometimes buys.
taskset Shopper {
    weight 3
    tags web
    task(5) browse { tags read  GET "/a" }
    /// The way out.
    task leave { interrupt }
    taskset Support {
        weight 2
        task ask { POST "/tickets" { json { n: stock } } }
        task done { interrupt }
    }
}
taskset Chain { task a -> b: 3, a: 1 { GET "/a" }  task b -> a { GET "/b"  interrupt } }
"""


class List(unittest.TestCase):
    def setUp(self):
        self.project = Project(SOURCE)
        self.project.__enter__()
        self.addCleanup(self.project.__exit__)

    def listed(self, *arguments):
        code, out, err = self.project.nest("list", "--format", "json", *arguments)
        self.assertEqual(code, 0, err)
        return json.loads(out)

    def test_people_see_a_tree(self):
        code, out, err = self.project.nest("list")
        self.assertEqual(code, 0, err)
        self.assertRegex(out, r"(?m)^case\.Shopper +3 +web +tasksets/case\.nest:10:1 +Someone who browses,$")
        self.assertRegex(out, r"(?m)^  browse +5 +read, web +tasksets/case\.nest:13:5")
        self.assertRegex(out, r"(?m)^  taskset Support +2 +web ")
        self.assertRegex(out, r"(?m)^    ask +1 +web ")
        self.assertRegex(out, r"(?m)^case\.orders +queue<string> +tasksets/case\.nest:6:\d+ +Orders to be paid\.")
        self.assertRegex(out, r"(?m)^case\.stock +int +20 +tasksets/case\.nest:3:7 +How many")

    def test_programs_get_json(self):
        listed = self.listed()
        self.assertEqual(listed["format"], 1)
        shopper, chain = listed["tasksets"]
        self.assertEqual((shopper["full_name"], shopper["name"], shopper["weight"], shopper["order"]),
                         ("case.Shopper", "Shopper", 3, "random"))
        self.assertEqual(shopper["tags"], ["web"])
        self.assertEqual(shopper["place"], "tasksets/case.nest:10:1")
        self.assertEqual([(task["name"], task["weight"], task["tags"]) for task in shopper["tasks"]],
                         [("browse", 5, ["read", "web"]), ("leave", 1, ["web"])])
        self.assertEqual(shopper["tasks"][1]["doc"], "The way out.")
        self.assertEqual([(nested["full_name"], nested["weight"]) for nested in shopper["tasksets"]],
                         [("case.Shopper.Support", 2)])
        self.assertEqual(chain["order"], "transitions")
        self.assertEqual(chain["tasks"][0]["followers"], [{"name": "b", "weight": 3}, {"name": "a", "weight": 1}])
        self.assertEqual([(param["full_name"], param["type"], param["default"]) for param in listed["params"]],
                         [("case.stock", "int", "20")])
        self.assertEqual([(shared["full_name"], shared["type"]) for shared in listed["shared"]],
                         [("case.orders", "queue<string>")])
        self.assertEqual((listed["services"], listed["left_out"]), ([], []))

    def test_services_of_nest_toml_are_listed_and_take_the_place_of_declared_ones(self):
        (self.project.path / "tasksets" / "more.nest").write_text("""
/// The shop itself.
service shop { run "x {port}" }
/// What it keeps things in.
service db { run "y {port}" }
""")
        self.project.configure('[services.db]\nrun = "z {port}"\n[services.mail]\nrun = "m"\nafter = ["db"]\n')
        self.assertEqual([(one["full_name"], one["doc"], one["place"], one["after"]) for one in self.listed()["services"]],
                         [("more.shop", "The shop itself.", "tasksets/more.nest:3:9", []), ("db", "", "nest.toml:1", []),
                          ("mail", "", "nest.toml:3", ["db"])])
        out = self.project.nest("list")[1]
        self.assertRegex(out, r"(?m)^more\.shop +tasksets/more\.nest:3:9 +The shop itself\.$")
        self.assertRegex(out, r"(?m)^mail +db +nest\.toml:3$")
        self.assertNotIn("What it keeps things in", out)

    def test_it_lists_what_takes_part(self):
        self.assertEqual([taskset["name"] for taskset in self.listed("--except", "Shopper")["tasksets"]], ["Chain"])
        (self.project.path / "tasksets" / "broken.nest").write_text("taskset {")
        self.assertEqual(self.project.nest("list")[0], 1)
        self.assertEqual(self.listed("--skip-broken")["left_out"], ["tasksets/broken.nest"])
        self.assertIn("left out because of errors: tasksets/broken.nest", self.project.nest("list", "--skip-broken")[1])


if __name__ == "__main__":
    unittest.main()
