"""Remembers that a project passed the checks as it stands, byte for byte, so that nothing unchanged is checked twice.

Kept in the user's cache folder (XDG Base Directory Specification), so that a check writes nothing into the project: deleted,
it is made anew. Only what is sound is remembered.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def place(project: Path) -> Path:
    """Where it is remembered of a project that it passed."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "sasac-reference" / f"{hashlib.sha256(str(project).encode('utf-8', 'surrogateescape')).hexdigest()[:16]}.json"


def key(project: Path, texts: Path | None) -> str:
    """SHA-256 of everything that a check looks at: data, hand-written pages, source texts, and the code that checks."""
    digest = hashlib.sha256(f"{sys.version}\0{project}\0{texts}\0".encode())
    for folder, kind in ((project / "data", ""), (project / "docs", ".md"), *([(texts, ".txt")] if texts else []), (_PACKAGE, ".py")):
        for path in _files(str(folder), kind):
            content = b""
            if not path.endswith("/"):
                with open(path, "rb") as file:
                    content = file.read()
            digest.update(f"{path}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
            digest.update(content)
    return digest.hexdigest()


def _files(folder: str, kind: str) -> Iterator[str]:
    """Every file below a folder whose name ends so, in order, and every folder, with a slash: an empty one is a mistake too."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir():
            yield f"{entry.path}/"
            yield from _files(entry.path, kind)
        elif entry.name.endswith(kind):
            yield entry.path


def remembered(project: Path, key: str) -> str | None:
    """What was said when exactly this passed; None where it did not, or not lately."""
    try:
        told = json.loads(place(project).read_text(encoding="utf-8"))
        return str(told["said"]) if told["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(project: Path, key: str, said: str) -> None:
    """Remember that this passed; where the cache folder cannot be written to, it is checked each time."""
    with contextlib.suppress(OSError):
        path = place(project)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        fresh.write_text(json.dumps({"key": key, "said": said}), encoding="utf-8")
        fresh.replace(path)
