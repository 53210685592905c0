"""Bounds for code under test: processor time, memory, and that it does nothing to the world."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# For one file.
SECONDS = 2.0
MEGABYTES = 300


class TooLong(Exception):
    """Raised in code that takes more processor time than it may."""


def _stop(*_: Any) -> None:
    raise TooLong


@contextlib.contextmanager
def bounded(seconds: float = SECONDS, megabytes: int = MEGABYTES) -> Iterator[None]:
    """Code inside that takes more processor time or memory than it may is stopped: TooLong, MemoryError."""
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    before, limits = signal.signal(signal.SIGPROF, _stop), resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (size + megabytes * 2**20, limits[1]))
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, limits)
        signal.signal(signal.SIGPROF, before)


class Watch:
    """What the interpreter is asked to do to the world (PEP 578), while it is watched."""

    TOUCHES = ("os.", "shutil.", "subprocess.", "socket.", "urllib.", "tempfile.", "ctypes.", "pty.", "sqlite3.")
    LOOKS = ("os.listdir", "os.scandir", "os.walk", "os.fwalk")

    def __init__(self) -> None:
        self.seen: list[str] | None = None
        sys.addaudithook(self._take)

    def _take(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.seen is None:
            return
        if event == "open":
            _, mode, flags = arguments
            if (isinstance(mode, str) and set(mode) & set("wax+")) or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                self.seen.append(f"open {arguments}")
        elif event.startswith(self.TOUCHES) and event not in self.LOOKS:
            self.seen.append(event)

    @contextlib.contextmanager
    def nothing_done(self) -> Iterator[list[str]]:
        """A list that stays empty where code inside writes, starts, sends and fetches nothing."""
        self.seen = found = list[str]()
        try:
            yield found
        finally:
            self.seen = None
