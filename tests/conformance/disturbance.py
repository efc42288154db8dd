"""For tests of how long things take: tells a slow program from a machine that was busy with something else.

A thread sleeps for a moment, again and again, and keeps by how much it overslept. Upper bounds on times are only wrong
where it was on time; where it was late, the test is tried again. A program that is slow is so in every try.
"""

import functools
import threading
import time

# A third of the finest tolerance that the tests have.
LATE = 0.015
TRIES = 8
_MOMENT = 0.002


class Disturbance:
    """`with Disturbance() as seen:` and then `seen.worst`, in seconds."""

    def __enter__(self):
        self.worst = 0.0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._end.set()
        self._thread.join()

    def _watch(self):
        last = time.monotonic()
        while not self._end.wait(_MOMENT):
            now = time.monotonic()
            self.worst = max(self.worst, now - last - _MOMENT)
            last = now


def timed(test):
    """Tries a test again for which the machine was too busy."""
    @functools.wraps(test)
    def tried(*arguments):
        for left in reversed(range(TRIES)):
            try:
                with Disturbance() as seen:
                    return test(*arguments)
            except AssertionError:
                if seen.worst < LATE or not left:
                    raise
        return None
    return tried
