"""The change log's entry for what `sasac diff` found: written into data/CHANGELOG.yaml, with the version that it asks for."""

from __future__ import annotations

import re
from pathlib import Path

from sasac import changelog
from sasac.editing.canonical import scalar
from sasac.editing.diff import Difference, counted
from sasac.models.base import LONGEST_LINE

_PARTS: dict[str, int] = {"removed": 0, "changed meaning": 0, "added": 1, "corrected": 2}


class NoEntry(Exception):
    """Raised where there is nothing to enter, or the change log cannot be extended; says why, with a remedy."""


def changes(found: list[Difference], meaning: tuple[str, ...] = ()) -> list[tuple[str, str, list[str]]]:
    """(kind, words, ids) for the change log; what an editor names in `meaning` changed its meaning, the rest is correction."""
    known = {row.key for row in found}
    for key in meaning:
        if key not in known:
            raise NoEntry(f"'{key}' did not change; name a key that sasac diff prints")
    groups: dict[str, list[Difference]] = {}
    for row in found:
        kind = "changed meaning" if row.key in meaning else row.kind if row.kind in ("added", "removed") else "corrected"
        if row.what == "ledger line" and kind == "removed":
            kind = "corrected"
        groups.setdefault(kind, []).append(row)
    return [(kind, _words(kind, groups[kind]), _ids(groups[kind])) for kind in _PARTS if kind in groups]


def _ids(rows: list[Difference]) -> list[str]:
    # A ledger line has no id of its own in the log: its source stands for it.
    return sorted({row.key.partition("#")[0] if row.what == "ledger line" else row.key for row in rows})


def _words(kind: str, rows: list[Difference]) -> str:
    words = f"{kind.capitalize()}: {counted(rows)}."
    return words if len(words) <= LONGEST_LINE else words[: LONGEST_LINE - 1] + "…"


def write(project: Path, found: list[Difference], day: str, meaning: tuple[str, ...] = (), words: str = "") -> str:
    """Put a release above the others and its version into data/VERSION and CITATION.cff; returns the version.

    Raises NoEntry where nothing changed, or the log cannot be read.
    """
    entries = changes(found, meaning)
    if not entries:
        raise NoEntry("nothing changed; there is nothing to enter")
    log, _, problems = changelog.read(project)
    if log is None:
        raise NoEntry(str(problems[0]))
    newest = log.releases[0]
    part = min(_PARTS[kind] for kind, _, _ in entries)
    number = [*newest.number[:part], newest.number[part] + 1, *[0] * (2 - part)]
    version = ".".join(map(str, number))
    lines = [f"- version: {version}", f'  date: "{day}"', "  changes:"]
    for index, (kind, said, ids) in enumerate(entries):
        lines += [f"  - kind: {kind}", f"    text: {scalar(words if words and index == 0 else said)}", "    records:", *(f"    - {scalar(key)}" for key in ids)]
    path = project / "data" / "CHANGELOG.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^releases:\n", lambda match: match[0] + "\n".join(lines) + "\n", text, count=1, flags=re.MULTILINE), encoding="utf-8")
    (project / "data" / "VERSION").write_text(version + "\n", encoding="utf-8")
    changelog.bring_citation_up_to_date(project, version, day)
    return version
