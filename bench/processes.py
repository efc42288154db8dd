"""What /proc says of a process that runs."""

import os
import pathlib
import re


def memory_kib(pid, name):
    """VmRSS: what is resident now; VmHWM: the most that was. None when the process has gone, or holds nothing any more."""
    try:
        found = re.search(rf"{name}:\s+(\d+) kB", pathlib.Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return None
    return int(found.group(1)) if found else None


def cpu_seconds(pid):
    """User and system time."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def descriptors(pid):
    """How many are open."""
    return sum(1 for _ in pathlib.Path(f"/proc/{pid}/fd").iterdir())
