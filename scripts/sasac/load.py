"""Reads the data folder: files to typed records, every fault collected with its place."""

from __future__ import annotations

import marshal
import re
from collections.abc import Container
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sasac import cores, strict_yaml
from sasac.models import FOLDERS, schema_name
from sasac.models.base import SLUG
from sasac.parse import HEADER, Loaded, first_line, parse
from sasac.problems import Problem, shown, suggest
from sasac.strict_yaml import Document

DRAFT_HEADER = "# yaml-language-server: $schema=../../schema/{}"
# Not records: made or read by their own modules. Drafts are read only on request.
OTHER_FOLDERS = ("schema", "fingerprints", "drafts")
OTHER_FILES = ("redirects.yaml", "CHANGELOG.yaml", "addresses.txt", "README.md", "VERSION")
# What a link leads to may lie outside the project, and may be another thing tomorrow.
LINKED = ("this is a link or a device, no file", "put the file itself here")
# So many files are worth a second process to parse them.
MANY = 400


@dataclass
class Loading:
    """What a data folder holds, and what is wrong with it."""

    root: Path
    records: dict[str, dict[str, Loaded]] = field(default_factory=lambda: {folder: {} for folder in FOLDERS})
    problems: list[Problem] = field(default_factory=list)
    # Files that stand where they should but could not be read: they exist, so nothing that names them dangles.
    unread: set[tuple[str, str]] = field(default_factory=set)

    def holds(self, folder: str, identifier: str) -> bool:
        """Whether a record file of this id exists in a folder, readable or not."""
        return identifier in self.records[folder] or (folder, identifier) in self.unread

    def all(self) -> list[Loaded]:
        """Every loaded file, folder by folder, in order of id."""
        return [loaded for group in self.records.values() for _, loaded in sorted(group.items())]


@dataclass(frozen=True)
class Taken:
    """What one file gave: a record or none, what is wrong with it, and the records that exist though they cannot be read."""

    loaded: Loaded | None
    problems: list[Problem]
    unread: set[tuple[str, str]]


# Files with the time of their last change, their size, and what they gave.
Read = dict[Path, tuple[tuple[int, int], Taken]]


def load(data: Path, project: Path | None = None, drafts: bool = False, without: Container[str] = (), known: Read | None = None) -> Loading:
    """Read every record under a data folder; problems are collected, never raised.

    With `drafts`, those under data/drafts/ too, but for the files named in `without`; a draft stands in for a record of the same id.
    With `known`, files that have not changed since they were put into it are not read again, and those read now are put into it.
    """
    loading = Loading(data)
    project = project or data.parent
    found: list[tuple[str, Path, Path, str]] = []
    for entry in sorted(data.iterdir()) if data.is_dir() else []:
        if entry.name.startswith(".") or entry.name in OTHER_FOLDERS or entry.name in OTHER_FILES:
            continue
        where = shown(entry, project)
        if entry.is_symlink():
            loading.problems.append(Problem(where, 1, 1, *LINKED))
        elif not entry.is_dir():
            loading.problems.append(Problem(where, 1, 1, "a record outside the record folders", "move it into the folder of its type"))
        elif entry.name not in FOLDERS:
            remedy = suggest(entry.name, FOLDERS, f"use one of {', '.join(FOLDERS)}")
            loading.problems.append(Problem(where, 1, 1, f"'{entry.name}' is not a record folder", remedy))
        else:
            for path in sorted(entry.rglob("*")):
                if not path.name.startswith(".") and (path.is_symlink() or not path.is_dir()):
                    found.append((entry.name, path, entry, HEADER))
    for folder in FOLDERS if drafts else ():
        base = data / "drafts" / folder
        for path in sorted(base.glob("*")) if base.is_dir() else []:
            if not path.name.startswith(".") and (path.is_symlink() or not path.is_dir()) and shown(path, project) not in without:
                found.append((folder, path, base, DRAFT_HEADER))
    known = {} if known is None else known
    stamps = {path: _stamp(path) for _, path, _, _ in found}
    parsed = _parsed([path for path, stamp in stamps.items() if path not in known or known[path][0] != stamp])
    for folder, path, base, header in found:
        if path not in known or known[path][0] != stamps[path]:
            known[path] = stamps[path], _take(folder, path, base, project, header, parsed.get(path))
        taken = known[path][1]
        loading.problems += taken.problems
        loading.unread |= taken.unread
        if taken.loaded:
            loading.records[folder][path.stem] = taken.loaded
    if not any(loading.records.values()) and not loading.problems:
        loading.problems.append(Problem(shown(data, project), 1, 1, "the data folder holds no record", "point --data at the data folder"))
    return loading


def _stamp(path: Path) -> tuple[int, int]:
    found = path.lstat()
    return found.st_mtime_ns, found.st_size


def _parsed(paths: list[Path]) -> dict[Path, bytes]:
    """Documents of many files, parsed on every core; none where they are few. A file with a fault is not among them."""
    if len(paths) < MANY or not cores.several():
        return {}
    size = len(paths) // 8 + 1
    shares = [paths[start : start + size] for start in range(0, len(paths), size)]
    return {path: content for share in cores.each([partial(_parse_share, share) for share in shares]) for path, content in share if content}


def _parse_share(paths: list[Path]) -> list[tuple[Path, bytes]]:
    found = []
    for path in paths:
        data = None if path.is_symlink() or not path.is_file() else contents(path, path.name)[0]
        document = strict_yaml.load(data, path.name)[0] if data is not None else None
        # Plain data takes its shortest way back through marshal.
        found.append((path, marshal.dumps((document.value, document.places, document.keys)) if document else b""))
    return found


def _take(folder: str, path: Path, base: Path, project: Path, header: str, parsed: bytes | None) -> Taken:
    file = shown(path, project)
    if path.is_symlink() or not path.is_file():
        return Taken(None, [Problem(file, 1, 1, *LINKED)], set())
    if path.parent != base or path.suffix != ".yaml":
        remedy = f"name it {folder}/{path.stem}.yaml" if path.parent == base else f"move it to {folder}/"
        return Taken(None, [Problem(file, 1, 1, "not a record file of this folder", remedy)], set())
    if not re.fullmatch(SLUG, path.stem):
        remedy = "use lower-case letters, digits and single hyphens in the file's name"
        return Taken(None, [Problem(file, 1, 1, f"'{path.stem}' is not an id", remedy)], set())
    data, problems = contents(path, file)
    loaded = None
    if data is not None:
        loaded, problems = parse(data, folder, path.stem, file, header, Document(*marshal.loads(parsed)) if parsed else None)
    # A file in the wrong folder is still the record that its first line says it is.
    named = first_line(data or b"").rpartition("/schema/")[2]
    unread = {(other, path.stem) for other in FOLDERS if other != folder and schema_name(other) == named}
    return Taken(loaded, problems, unread if loaded else unread | {(folder, path.stem)})


def contents(path: Path, file: str) -> tuple[bytes | None, list[Problem]]:
    """The bytes of a file, or why there are none; a file that is too large is not read at all."""
    try:
        size = path.stat().st_size
        if size > strict_yaml.LARGEST_FILE:
            return None, [Problem(file, 1, 1, f"the file has {size} bytes", f"keep records under {strict_yaml.LARGEST_FILE} bytes")]
        return path.read_bytes(), []
    except OSError as error:
        return None, [Problem(file, 1, 1, f"the file cannot be read ({error.strerror})", "make it readable for the one who builds")]
