"""Builds the site beside the old one and swaps them: an older site stays whole until the new one is complete."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

# Names the file in which the generator's side reports back: page counts, or what is wrong with the data.
REPORT = "SASAC_REPORT"
# Names what is left out of a build, for measuring: search, exports.
WITHOUT = "SASAC_WITHOUT"
# Begins the lines of the generator's side that are passed on while it works.
PROGRESS = "progress: "
# Seconds in which an interrupted generator ends.
LONGEST_END = 30


class BuildFailed(Exception):
    """Raised when the data is wrong (one problem a line) or the site generator reports an error; nothing was swapped."""

    def __init__(self, lines: list[str], in_data: bool) -> None:
        self.in_data = in_data
        super().__init__("\n".join(lines))


def build(project: Path, target: Path, say: Callable[[str], None], without: Iterable[str] = ()) -> dict[str, int]:
    """Build into a folder beside the target with strict on, then put it in the target's place; returns counts by kind.

    `without` leaves out 'search' or 'exports', for measuring what the rest costs.

    Raises BuildFailed where the data is wrong, or the generator fails or warns.
    """
    try:
        clear(target)
        # Prefixed with a dot so that a killed build leaves nothing that looks like a site; named after the process that works in it.
        fresh = Path(tempfile.mkdtemp(prefix=f".site-new-{os.getpid()}-", dir=target.parent))
        report = Path(tempfile.mkstemp(prefix="sasac-report-")[1])
    except OSError as error:
        raise BuildFailed([_told(error)], False) from error
    try:
        environment = os.environ | {REPORT: str(report), WITHOUT: ",".join(without), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "sasac.generator", "build", "--strict", "--site-dir", str(fresh), "--config-file", str(project / "mkdocs.yml")]
        printed = []
        # A web server, run by another user, can read the site whatever the mask of the one who builds it.
        with subprocess.Popen(command, cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, umask=0o022) as running:
            assert running.stdout is not None
            try:
                for line in running.stdout:
                    if line.startswith(PROGRESS):
                        say(line.removeprefix(PROGRESS).strip())
                    else:
                        printed.append(line)
            except KeyboardInterrupt:
                # It was interrupted too; what it still writes would come back after the folder is removed.
                running.wait(LONGEST_END)
                raise
        told = json.loads(report.read_text(encoding="utf-8") or "{}")
        if running.returncode:
            raise BuildFailed(told.get("problems") or [_plain("".join(printed))], "problems" in told)
        fresh.chmod(0o755)
        swap(fresh, target)
        say(f"site written to {target}")
        counts: dict[str, int] = told["counts"]
        return counts
    except OSError as error:
        raise BuildFailed([_told(error)], False) from error
    finally:
        report.unlink(missing_ok=True)
        shutil.rmtree(fresh, ignore_errors=True)


def _told(error: OSError) -> str:
    return f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error)


def _plain(printed: str) -> str:
    """What the generator printed, without the inner life of Python: of a traceback only its last line says what happened."""
    before, mark, after = printed.partition("Traceback (most recent call last):")
    return (before + after.strip().rpartition("\n")[2] if mark else before).strip()


def clear(target: Path) -> None:
    """What killed builds left beside the target: half a site is removed, and a whole one that was put aside comes back."""
    for old in target.parent.glob(".site-old-*"):
        if not _alive(old):
            if not target.exists() and (old / "index.html").is_file():
                old.rename(target)
            else:
                shutil.rmtree(old, ignore_errors=True)
    for fresh in target.parent.glob(".site-new-*"):
        if not _alive(fresh):
            shutil.rmtree(fresh, ignore_errors=True)


def _alive(folder: Path) -> bool:
    """Whether the build that a folder is named after still runs."""
    number = folder.name.split("-")[2]
    try:
        os.kill(int(number), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        pass
    return True


def swap(fresh: Path, target: Path) -> None:
    """Put a complete folder in the target's place, in one step where the system has one; the old one is removed only afterwards."""
    old = target.with_name(f".site-old-{os.getpid()}")
    if target.exists() and _exchange(fresh, target):
        fresh.rename(old)
    else:
        if target.exists():
            target.rename(old)
        try:
            fresh.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places at once (Linux: renameat2 with RENAME_EXCHANGE); False where that cannot be done."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    here, exchange = -100, 2
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)
