"""Reads the data folder: files to typed records, every fault collected with its place."""

from __future__ import annotations

import marshal
import os
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from stat import S_ISREG

from sasac import cores, strict_yaml
from sasac.models import FOLDERS, schema_name
from sasac.models.base import SLUG
from sasac.parse import HEADER, Loaded, first_line, parse, read, typed
from sasac.problems import Problem, shown, suggest
from sasac.strict_yaml import Document

DRAFT_HEADER = "# yaml-language-server: $schema=../../schema/{}"
# Not records: made or read by their own modules. Drafts are read only on request.
OTHER_FOLDERS = ("schema", "fingerprints", "drafts")
OTHER_FILES = ("redirects.yaml", "CHANGELOG.yaml", "addresses.txt", "README.md", "VERSION")
# What a link leads to may lie outside the project, and may be another thing tomorrow.
LINKED = ("this is a link or a device, no file", "put the file itself here")
# So many files are worth a second process to parse them, and so many are handed out at a time.
MANY, SHARE = 400, 200


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


@dataclass(frozen=True)
class Found:
    """A file in a record folder: where it lies, how it is told, how its first line must begin, and when it changed last."""

    folder: str
    path: Path
    file: str
    header: str
    # Whether it lies in the folder itself and is a file, not a link or a device.
    at_home: bool
    plain: bool
    stamp: tuple[int, int]


# Files with the time of their last change, their size, and what they gave.
Read = dict[Path, tuple[tuple[int, int], Taken]]


def load(data: Path, project: Path | None = None, drafts: bool = False, without: Container[str] = (), known: Read | None = None) -> Loading:
    """Read every record under a data folder; problems are collected, never raised.

    With `drafts`, those under data/drafts/ too, but for the files named in `without`; a draft stands in for a record of the same id.
    With `known`, files that have not changed since they were put into it are not read again, and those read now are put into it.
    """
    loading = Loading(data)
    project = project or data.parent
    found: list[Found] = []
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
            found += _files(entry.name, entry, where, HEADER)
    for folder in FOLDERS if drafts else ():
        base = data / "drafts" / folder
        if base.is_dir():
            found += [file for file in _files(folder, base, shown(base, project), DRAFT_HEADER, deep=False) if file.file not in without]
    known = {} if known is None else known
    unknown = [file for file in found if file.path not in known or known[file.path][0] != file.stamp]
    for file, sound in _read(unknown):
        known[file.path] = file.stamp, _take(file, sound)
    for file in found:
        taken = known[file.path][1]
        loading.problems += taken.problems
        loading.unread |= taken.unread
        if taken.loaded:
            loading.records[file.folder][file.path.stem] = taken.loaded
    if not any(loading.records.values()) and not loading.problems:
        loading.problems.append(Problem(shown(data, project), 1, 1, "the data folder holds no record", "point --data at the data folder"))
    return loading


def _files(folder: str, base: Path, where: str, header: str, deep: bool = True) -> list[Found]:
    """Every file below a folder, and every link, in order; the system is asked once for each."""
    found = []
    todo = [(base, where)]
    while todo:
        inside, told = todo.pop()
        for entry in os.scandir(inside):
            path, file = inside / entry.name, f"{told}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                todo += [(path, file)] if deep else []
            elif not entry.name.startswith("."):
                stat = entry.stat(follow_symlinks=False)
                plain = S_ISREG(stat.st_mode)
                found.append(Found(folder, path, file, header, inside == base, plain, (stat.st_mtime_ns, stat.st_size)))
    return sorted(found, key=lambda file: file.file)


def _read(files: list[Found]) -> Iterator[tuple[Found, bytes | None]]:
    """Each file, with its document where it is read on another core and has no fault: the first come while the last are still being read."""
    if len(files) < MANY or not cores.several():
        yield from ((file, None) for file in files)
        return
    shares = [files[start : start + SHARE] for start in range(0, len(files), SHARE)]
    for share, documents in zip(shares, cores.each([partial(_share, share) for share in shares]), strict=True):
        yield from zip(share, documents, strict=True)


def _share(files: list[Found]) -> list[bytes | None]:
    found: list[bytes | None] = []
    for file in files:
        data = contents(file.path, file.file)[0] if _misplaced(file) is None else None
        document, problems = read(data, file.folder, file.file, file.header) if data is not None else (None, [])
        # Plain data takes its shortest way back through marshal.
        found.append(marshal.dumps((document.value, document.places, document.keys)) if document and not problems else None)
    return found


def _take(found: Found, sound: bytes | None = None) -> Taken:
    """What a file gives; `sound` is its document, where another process has read it and met no fault."""
    folder, name, file = found.folder, found.path.stem, found.file
    if sound:
        loaded, problems = typed(Document(*marshal.loads(sound)), folder, name, file, [])
        return Taken(loaded, problems, set() if loaded else {(folder, name)})
    misplaced = _misplaced(found)
    if misplaced:
        return Taken(None, [misplaced], set())
    data, problems = contents(found.path, file)
    loaded, problems = parse(data, folder, name, file, found.header) if data is not None else (None, problems)
    # A file in the wrong folder is still the record that its first line says it is.
    named = first_line(data or b"").rpartition("/schema/")[2]
    unread = {(other, name) for other in FOLDERS if other != folder and schema_name(other) == named}
    return Taken(loaded, problems, unread if loaded else unread | {(folder, name)})


def _misplaced(found: Found) -> Problem | None:
    """Why a file cannot be a record of its folder, whatever it holds."""
    if not found.plain:
        return Problem(found.file, 1, 1, *LINKED)
    if not found.at_home or found.path.suffix != ".yaml":
        remedy = f"name it {found.folder}/{found.path.stem}.yaml" if found.at_home else f"move it to {found.folder}/"
        return Problem(found.file, 1, 1, "not a record file of this folder", remedy)
    if not re.fullmatch(SLUG, found.path.stem):
        remedy = "use lower-case letters, digits and single hyphens in the file's name"
        return Problem(found.file, 1, 1, f"'{found.path.stem}' is not an id", remedy)
    return None


def contents(path: Path, file: str) -> tuple[bytes | None, list[Problem]]:
    """The bytes of a file, or why there are none; a file that is too large is not read at all."""
    try:
        size = path.stat().st_size
        if size > strict_yaml.LARGEST_FILE:
            return None, [Problem(file, 1, 1, f"the file has {size} bytes", f"keep records under {strict_yaml.LARGEST_FILE} bytes")]
        return path.read_bytes(), []
    except OSError as error:
        return None, [Problem(file, 1, 1, f"the file cannot be read ({error.strerror})", "make it readable for the one who builds")]
