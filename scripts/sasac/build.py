"""Builds the site beside the old one and swaps them: an older site stays whole until the new one is complete."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

# Names the file in which the generator's side reports back: page counts, or what is wrong with the data.
REPORT = "SASAC_REPORT"
# Begins the lines of the generator's side that are passed on while it works.
PROGRESS = "progress: "


class BuildFailed(Exception):
    """Raised when the data is wrong (one problem a line) or the site generator reports an error; nothing was swapped."""

    def __init__(self, lines: list[str], in_data: bool) -> None:
        self.in_data = in_data
        super().__init__("\n".join(lines))


def build(project: Path, target: Path, say: Callable[[str], None]) -> dict[str, int]:
    """Build into a folder beside the target with strict on, then put it in the target's place; returns counts by kind.

    Raises BuildFailed where the data is wrong, or the generator fails or warns.
    """
    # Prefixed with a dot so that a killed build leaves nothing that looks like a site.
    fresh = Path(tempfile.mkdtemp(prefix=".site-new-", dir=target.parent))
    report = Path(tempfile.mkstemp(prefix="sasac-report-")[1])
    try:
        environment = os.environ | {REPORT: str(report), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(fresh), "--config-file", str(project / "mkdocs.yml")]
        printed = []
        with subprocess.Popen(command, cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
            assert running.stdout is not None
            for line in running.stdout:
                if line.startswith(PROGRESS):
                    say(line.removeprefix(PROGRESS).strip())
                else:
                    printed.append(line)
        told = json.loads(report.read_text(encoding="utf-8") or "{}")
        if running.returncode:
            raise BuildFailed(told.get("problems") or ["".join(printed).strip()], "problems" in told)
        fresh.chmod(0o755)
        swap(fresh, target)
        say(f"site written to {target}")
        counts: dict[str, int] = told["counts"]
        return counts
    finally:
        report.unlink(missing_ok=True)
        shutil.rmtree(fresh, ignore_errors=True)


def swap(fresh: Path, target: Path) -> None:
    """Put a complete folder in the target's place; the old one is removed only afterwards."""
    old = target.with_name(f".site-old-{os.getpid()}")
    if target.exists():
        target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
