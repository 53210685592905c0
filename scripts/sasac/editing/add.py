"""`sasac add`: from a text file to drafts; nothing is overwritten, and a text already held is recognised."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from sasac import edtf_dates, fingerprint
from sasac.editing import drafts, found, skeleton
from sasac.editing.skeleton import Origin
from sasac.load import Loading
from sasac.models.base import SLUG
from sasac.problems import shown

_FILE = re.compile(r"^[0-9A-Za-z_.-]+\.txt$")


class Refused(Exception):
    """Raised where a text is not taken; says why, with a remedy."""


@dataclass
class Added:
    """What was found in a text, and the drafts to write for it."""

    text: found.Text
    like: tuple[str, float] | None
    new_meeting: bool
    files: dict[Path, str] = field(default_factory=dict)


def plan(project: Path, text: Path, origin: Origin, although_alike: bool = False) -> Added:
    """Read a text and lay out its drafts; nothing is written yet.

    Raises Refused for a text that cannot be read or is held already, and for ids that are taken or are none.
    """
    try:
        read = found.read(text.read_bytes(), str(text))
    except found.Unfit as error:
        raise Refused(str(error)) from None
    held = drafts.read(project)
    _ids(origin, held.loading)
    for identifier, loaded in held.loading.records["sources"].items():
        if loaded.record.sha256 == read.sha256:
            raise Refused(f"this text is held already: {loaded.file} (the same SHA-256); correct that record, or add to it")
        if loaded.record.file == origin.file:
            raise Refused(f"a text with the file name {origin.file} is held already ({identifier}); give this one another with --file")
    like = found.nearest(read, held.texts.fingerprints)
    if like and like[1] >= found.NEARLY and not although_alike:
        raise Refused(
            f"nearly the same words are held already: {like[1]:.0%} of the runs of five words stand in '{like[0]}' too; "
            "correct that record, or, where this is another edition worth keeping, repeat with --although-alike"
        )
    new_meeting = not held.loading.holds("meetings", origin.meeting)
    plan_ = Added(read, like, new_meeting)
    base = project / "data" / drafts.FOLDER
    print_ = fingerprint.write(fingerprint.make(origin.source, read.raw.decode("utf-8")))
    plan_.files[base / "fingerprints" / f"{origin.source}.txt"] = print_
    plan_.files[base / "sources" / f"{origin.source}.yaml"] = skeleton.source(origin, read, fingerprint.digest(print_))
    if new_meeting:
        plan_.files[base / "meetings" / f"{origin.meeting}.yaml"] = skeleton.meeting(origin, read)
    for path in plan_.files:
        if path.exists():
            raise Refused(f"{shown(path, project)} stands already; nothing was overwritten: continue with it, or move it away")
    return plan_


def _ids(origin: Origin, loading: Loading) -> None:
    for what, identifier in (("source", origin.source), ("meeting", origin.meeting)):
        if not re.fullmatch(SLUG, identifier):
            raise Refused(f"'{identifier}' is not an id for a {what}; use lower-case letters, digits and single hyphens")
    if not _FILE.match(origin.file):
        raise Refused(f"'{origin.file}' is not a name for a text file; use letters, digits, dots and hyphens, ending in .txt, or give one with --file")
    for folder, group in loading.records.items():
        if origin.source in group or (folder, origin.source) in loading.unread:
            raise Refused(f"the id '{origin.source}' is taken (data/{folder}/{origin.source}.yaml); choose another for the source")
    if loading.holds("meetings", origin.meeting):
        return
    day = origin.day or origin.meeting[:10]
    wrong = edtf_dates.problem(day)
    if wrong or "X" in day or not re.match(r"\d{4}-\d\d-\d\d-[a-z0-9]", origin.meeting) or not origin.meeting.startswith(day[:10]):
        raise Refused(f"'{origin.meeting}' is not an id for a meeting; begin with its first day, as in 2024-01-11-local-sasac-heads")


def write(added: Added) -> None:
    """Write the drafts; a file that stands is never overwritten."""
    for path, content in added.files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(content)
