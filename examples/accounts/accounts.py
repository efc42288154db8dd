#!/usr/bin/env python3
"""Hands out accounts over HTTP, each to one user at a time.

    POST /claim           200 {"name": …, "password": …}; 503 when all of them are in use
    POST /release/NAME    204; 409 when nobody has claimed it
    GET  /accounts        200 {"free": …, "claimed": …, "claims": …, "releases": …, "most_at_once": …}
    GET  /health          200

When it is asked to end (SIGTERM), it prints its books: as many releases as claims, if all users were good.
"""

import argparse
import signal
import sys
import threading

from flask import Flask, jsonify


class Accounts:
    """Who has which account. Used by several threads."""

    def __init__(self, count):
        self._lock = threading.Lock()
        self._free = [f"account-{number:03}" for number in range(1, count + 1)]
        self._claimed = set()
        self._claims = self._releases = self._most_at_once = 0

    def claim(self):
        with self._lock:
            if not self._free:
                return None
            name = self._free.pop(0)
            self._claimed.add(name)
            self._claims += 1
            self._most_at_once = max(self._most_at_once, len(self._claimed))
            return name

    def release(self, name):
        with self._lock:
            if name not in self._claimed:
                return False
            self._claimed.remove(name)
            # To the end of the queue: an account rests for as long as possible.
            self._free.append(name)
            self._releases += 1
            return True

    def books(self):
        with self._lock:
            return {"free": len(self._free), "claimed": len(self._claimed), "claims": self._claims,
                    "releases": self._releases, "most_at_once": self._most_at_once}


def make_app(accounts):
    app = Flask("accounts")

    @app.post("/claim")
    def claim():
        name = accounts.claim()
        if name is None:
            return jsonify(error="all accounts are in use"), 503
        return jsonify(name=name, password=f"{name}-password")

    @app.post("/release/<name>")
    def release(name):
        return ("", 204) if accounts.release(name) else (jsonify(error=f"{name} is not claimed"), 409)

    @app.get("/accounts")
    def books():
        return jsonify(accounts.books())

    @app.get("/health")
    def health():
        return "ok"

    return app


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=5000)
    parser.add_argument("--accounts", type=int, default=20, help="how many there are [20]")
    arguments = parser.parse_args()
    accounts = Accounts(arguments.accounts)

    def end(*_):
        print("books:", ", ".join(f"{name} {count}" for name, count in accounts.books().items()), flush=True)
        sys.exit(0)

    signal.signal(signal.SIGTERM, end)
    make_app(accounts).run(host="127.0.0.1", port=arguments.port, threaded=True)


if __name__ == "__main__":
    main()
