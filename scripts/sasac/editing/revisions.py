"""The data as it stood at a revision, read from git as plain values: no record of then need fit the models of now."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import yaml

from sasac.models import FOLDERS

Records = dict[tuple[str, str], dict[str, Any]]


class NoRevision(Exception):
    """Raised where git knows no such revision, or the project is no git repository."""


def at(project: Path, revision: str) -> Records:
    """Every record at a revision: (folder, id) to its values, all of them dicts, lists and strings.

    Raises NoRevision where git cannot give it.
    """
    if revision.startswith("-"):
        raise NoRevision(f"'{revision}' is not a revision; name a commit, a tag or a branch")
    done = subprocess.run(["git", "archive", "--format=tar", revision, "data"], cwd=project, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NoRevision(f"git has no data at '{revision}' ({said[-1] if said else 'no reason given'}); name a commit, a tag or a branch")
    found: Records = {}
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        for member in archive.getmembers():
            parts = Path(member.name).parts
            inside = archive.extractfile(member) if member.isfile() else None
            if inside and len(parts) == 3 and parts[1] in FOLDERS and member.name.endswith(".yaml"):
                _take(found, parts[1], Path(member.name).stem, inside.read())
    return found


def now(project: Path) -> Records:
    """Every record as it stands in the folder, committed or not."""
    found: Records = {}
    for folder in FOLDERS:
        for path in sorted((project / "data" / folder).glob("*.yaml")):
            _take(found, folder, path.stem, path.read_bytes())
    return found


def _take(found: Records, folder: str, identifier: str, content: bytes) -> None:
    try:
        value = yaml.load(content, Loader=yaml.CBaseLoader)
    except yaml.YAMLError:
        return
    if isinstance(value, dict):
        found[folder, identifier] = value
