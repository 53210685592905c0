"""Builds the site beside the old one and swaps them: an older site stays whole until the new one is complete."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path


class BuildFailed(Exception):
    """Raised when the site generator reports an error; nothing was swapped."""


def build(project: Path, target: Path, epoch: str, say: Callable[[str], None]) -> None:
    """Build into a folder beside the target with strict on, then put it in the target's place.

    Raises BuildFailed where the generator fails or warns.
    """
    # Prefixed with a dot so that a killed build leaves nothing that looks like a site.
    fresh = Path(tempfile.mkdtemp(prefix=".site-new-", dir=target.parent))
    try:
        environment = os.environ | {"SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", epoch), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(fresh), "--config-file", str(project / "mkdocs.yml")]
        done = subprocess.run(command, cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode:
            raise BuildFailed(done.stdout.strip())
        fresh.chmod(0o755)
        swap(fresh, target)
        say(f"site written to {target}")
    finally:
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
