"""The data folder as a zip file: the records as they are kept, with licence and citation; the same bytes from the same files."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

from sasac.views.cite import Edition

ROOT = "sasac-data"
# Beside the data folder in the project; each goes in where it exists.
_BESIDE = ("CITATION.cff", "LICENSE-DATA")


def content(project: Path, edition: Edition) -> bytes:
    """The archive's bytes: sorted names below one folder, one date, plain permissions."""
    year, month, day = (int(part) for part in edition.day.split("-"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, path in members(project).items():
            info = zipfile.ZipInfo(f"{ROOT}/{name}", (year, month, day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            # Made by Unix, an ordinary file that everyone may read: the same on every system that builds it.
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, path.read_bytes())
    return out.getvalue()


def members(project: Path) -> dict[str, Path]:
    """Names in the archive, below its folder, to files of the project; hidden files and drafts are left out."""
    found = {name: project / name for name in _BESIDE if (project / name).is_file()}
    for folder, folders, files in os.walk(project / "data"):
        folders[:] = [name for name in folders if not name.startswith(".") and name != "drafts"]
        place = Path(folder).relative_to(project).as_posix()
        found |= {f"{place}/{name}": Path(folder, name) for name in files if not name.startswith(".") and name != "drafts"}
    return dict(sorted(found.items()))
