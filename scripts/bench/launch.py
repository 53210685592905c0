"""Starts one command and writes what it cost into a file: `python -I -S launch.py FILE COMMAND …`.

A process of its own, and a small one: the peak memory that the system tells of a child begins with that of the parent which
started it, so that a large parent would hide what a small child used.
"""

import json
import os
import resource
import sys
import time

if __name__ == "__main__":
    report, *command = sys.argv[1:]
    started = time.monotonic()
    _, status = os.waitpid(os.posix_spawnp(command[0], command, os.environ), 0)
    wall = time.monotonic() - started
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(report, "w", encoding="utf-8") as file:
        json.dump({"wall": wall, "processor": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024}, file)
    sys.exit(os.waitstatus_to_exitcode(status))
