#!/usr/bin/env python3
"""The same behaviour, written for Locust and for nest, against the same server: the mix of requests must agree.

    tests/conformance/compare_locust.py [--seconds 20] [--users 20]

Needs Debian's python3-locust (scripts/setup --peers). Prints both mixes and the probability that chance alone makes
them differ so much (chi-square over the paths); exits 1 below 0.001.

Requests of one visit of a taskset depend on each other, so a plain chi-square would find differences where there are
none. Each user's run is therefore cut into visits of the top taskset, and the counts of a sample of whole visits are
compared by a permutation test on visits.
"""

import argparse
import collections
import pathlib
import random
import subprocess
import sys
import tempfile

from observed_server import ObservedServer
from play import BIN

NEST = """
taskset Shop {
  wait 1ms..5ms
  on_start { GET "/login" { header "X-User": "{user.id}" } }
  on_stop { GET "/logout" { header "X-User": "{user.id}" } }
  task(5) browse { GET "/browse" { header "X-User": "{user.id}" } }
  task(2) buy { GET "/list" { header "X-User": "{user.id}" }  GET "/order" { header "X-User": "{user.id}" } }
  task(1) leave { interrupt }
  taskset Support {
    weight 2
    task(3) ask { GET "/ask" { header "X-User": "{user.id}" } }
    task(1) done { interrupt }
  }
}
"""

LOCUST = '''
import itertools
from locust import FastHttpUser, TaskSet, between, task
numbers = itertools.count()

class Support(TaskSet):
    wait_time = between(0.001, 0.005)
    @task(3)
    def ask(self): self.user.get("/ask")
    @task(1)
    def done(self): self.interrupt()

class Shop(TaskSet):
    wait_time = between(0.001, 0.005)
    tasks = {Support: 2}
    def on_start(self): self.user.get("/login")
    def on_stop(self): self.user.get("/logout")
    @task(5)
    def browse(self): self.user.get("/browse")
    @task(2)
    def buy(self):
        self.user.get("/list")
        self.user.get("/order")
    @task(1)
    def leave(self): self.interrupt()

class Someone(FastHttpUser):
    tasks = [Shop]
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.number = str(next(numbers))
    def get(self, path): self.client.get(path, headers={"X-User": self.number})
'''


def visits_of(server):
    """Whole visits, each as a Counter of paths: from a /login to the /logout that follows it."""
    visits, open_visits = [], {}
    for seen in server.seen:
        if seen.path == "/login":
            open_visits[seen.user] = collections.Counter()
        if seen.user in open_visits:
            open_visits[seen.user][seen.path] += 1
            if seen.path == "/logout":
                visits.append(open_visits.pop(seen.user))
    return visits


def run(command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
    if done.returncode not in (0, 1):
        sys.exit(f"{command[0]} failed ({done.returncode}):\n{done.stdout}\n{done.stderr}")


def observe(kind, users, seconds):
    server = ObservedServer()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        if kind == "nest":
            (folder / "shop.nest").write_text(NEST)
            run([str(BIN / "nest"), "run", str(folder), "--host", server.host, "-u", str(users), "-r", str(users),
                 "-t", f"{seconds}s", "--yes"])
        else:
            (folder / "locustfile.py").write_text(LOCUST)
            run(["/usr/bin/python3", "-m", "locust", "-f", str(folder / "locustfile.py"), "--headless", "--host",
                 server.host, "-u", str(users), "-r", str(users), "-t", f"{seconds}s"])
    server.close()
    return visits_of(server)


def distance(a, b):
    """Chi-square statistic of two counters of paths."""
    total_a, total_b = sum(a.values()), sum(b.values())
    value = 0.0
    for path in set(a) | set(b):
        share = (a[path] + b[path]) / (total_a + total_b)
        value += (a[path] - share * total_a) ** 2 / (share * total_a) + (b[path] - share * total_b) ** 2 / (share * total_b)
    return value


def add_up(visits):
    total = collections.Counter()
    for visit in visits:
        total.update(visit)
    return total


def probability(ours, theirs, rounds=1000):
    observed = distance(add_up(ours), add_up(theirs))
    both, chance = ours + theirs, random.Random(1)
    worse = 0
    for _ in range(rounds):
        chance.shuffle(both)
        worse += distance(add_up(both[:len(ours)]), add_up(both[len(ours):])) >= observed
    return (worse + 1) / (rounds + 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--users", type=int, default=20)
    options = parser.parse_args()
    visits = {kind: observe(kind, options.users, options.seconds) for kind in ("nest", "locust")}
    few = min(len(v) for v in visits.values())
    if few < 30:
        sys.exit(f"too few whole visits to compare: {few}")
    sample = random.Random(2)
    same = {kind: sample.sample(v, min(len(v), 3000)) for kind, v in visits.items()}
    mixes = {kind: add_up(v) for kind, v in same.items()}
    print(f"{'path':10} {'nest':>8} {'locust':>8}   share of requests, {len(same['nest'])} and {len(same['locust'])} visits")
    for path in sorted(set(mixes["nest"]) | set(mixes["locust"])):
        shares = [mixes[kind][path] / sum(mixes[kind].values()) for kind in ("nest", "locust")]
        print(f"{path:10} {shares[0]:8.4f} {shares[1]:8.4f}")
    p = probability(same["nest"], same["locust"])
    print(f"p = {p:.3f}: " + ("the same mix within sampling error" if p >= 0.001 else "the mixes differ"))
    return 0 if p >= 0.001 else 1


if __name__ == "__main__":
    sys.exit(main())
