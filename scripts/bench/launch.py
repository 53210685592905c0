"""Starts one command and writes what it cost into a file: `python -I -S launch.py FILE COMMAND …`.

A process of its own, and a small one: the peak memory that the system tells of a child begins with that of the parent which
started it, so that a large parent would hide what a small child used.

Memory is that of all processes together, looked at four times a second, pages that they share counted once (PSS); where the
system does not tell it, or never more than the largest process held, it is that of the largest process.
"""

import contextlib
import json
import os
import resource
import sys
import time

_PAUSE = 0.25


def together() -> float:
    """MiB that the processes of this session hold now."""
    total = 0
    for name in os.listdir("/proc") if os.path.isdir("/proc") else []:
        # A process may end while it is looked at.
        with contextlib.suppress(OSError, ValueError):
            if name.isdigit() and int(name) != os.getpid() and os.getsid(int(name)) == os.getsid(0):
                with open(f"/proc/{name}/smaps_rollup", encoding="ascii") as file:
                    total += sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    return total / 1024


def watched(child: int) -> tuple[int, float]:
    """Wait for a child: its status, and the most memory that was seen meanwhile."""
    most, looked = 0.0, time.monotonic()
    while True:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return status, most
        if time.monotonic() - looked >= _PAUSE:
            most, looked = max(most, together()), time.monotonic()
        time.sleep(0.002)


if __name__ == "__main__":
    report, *command = sys.argv[1:]
    started = time.monotonic()
    status, most = watched(os.posix_spawnp(command[0], command, os.environ))
    wall = time.monotonic() - started
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(report, "w", encoding="utf-8") as file:
        json.dump({"wall": wall, "processor": usage.ru_utime + usage.ru_stime, "memory": max(most, usage.ru_maxrss / 1024)}, file)
    sys.exit(os.waitstatus_to_exitcode(status))
