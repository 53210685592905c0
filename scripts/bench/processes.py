"""Runs a command and says what it cost: wall time, processor time and peak memory, its children included."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

_LAUNCH = Path(__file__).with_name("launch.py")


@dataclass(frozen=True)
class Usage:
    """What a run cost: seconds on the wall, seconds of processor (user and system) and MiB, of all its processes."""

    wall: float
    processor: float
    memory: float

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.wall + other.wall, self.processor + other.processor, max(self.memory, other.memory))


class NotFinished(Exception):
    """Raised where a run was ended because it took longer than it may."""


def run(command: list[str], folder: Path, environment: dict[str, str] | None = None, limit: float = 3600) -> Usage:
    """Run a command in a folder.

    Raises NotFinished where it takes longer than `limit` seconds, and RuntimeError, with what it printed, where it fails.
    """
    late = threading.Event()
    with tempfile.TemporaryFile() as printed, tempfile.NamedTemporaryFile(mode="r", encoding="utf-8") as report:
        launched = [sys.executable, "-I", "-S", str(_LAUNCH), report.name, *command]
        # A session of its own: all its processes can be ended together, and nothing else.
        running = subprocess.Popen(launched, cwd=folder, env=os.environ | (environment or {}), stdout=printed, stderr=printed, start_new_session=True)

        def end() -> None:
            late.set()
            os.killpg(running.pid, signal.SIGKILL)

        timer = threading.Timer(limit, end)
        timer.start()
        code = running.wait()
        timer.cancel()
        if late.is_set():
            raise NotFinished(f"not finished in {limit:.0f} s")
        if code:
            printed.seek(0)
            told = printed.read().decode("utf-8", "replace")[-2000:]
            raise RuntimeError(f"{' '.join(command)} failed in {folder}:\n{told}")
        return Usage(**json.load(report))
