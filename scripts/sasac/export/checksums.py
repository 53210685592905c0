"""SHA-256 of every exported file, as `sha256sum --check` reads it in the folder of the data."""

from __future__ import annotations

import hashlib
import posixpath


def content(files: dict[str, bytes]) -> bytes:
    """The list, in order of name; files outside the data folder are named from it (`../feed.xml`)."""
    lines = [f"{hashlib.sha256(body).hexdigest()}  {posixpath.relpath(name, 'data')}\n" for name, body in sorted(files.items())]
    return "".join(lines).encode()
