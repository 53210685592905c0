"""`sasac suggest`: proposals for open sentences, written as comments beneath them, to be taken up or deleted."""

from __future__ import annotations

import re
from pathlib import Path

from sasac.editing import rules
from sasac.editing.known import Known
from sasac.editing.unfinished import CHOOSE, PROPOSAL, TODO
from sasac.load import Loading

_SENTENCE = re.compile(r"^- sentence: (p\d+s\d+)\s*$")
_MOST = 12


def proposals(line: str, known: Known, folder_of: dict[str, str]) -> list[str]:
    """What the records and rules propose for one sentence."""
    named = known.names(line)
    found = [f"names {folder_of.get(identifier, 'records')}/{identifier} (as '{form}')" for identifier, form in named[:_MOST]]
    for number in rules.numbers(line)[:_MOST]:
        parts = [f'value: "{number.value}"'] + [f"{key}: {part}" for key, part in (("qualifier", number.qualifier), ("unit", number.unit)) if part]
        found.append("figure? " + ", ".join(parts))
    found += [f'date: "{date}"' for date in rules.dates(line)]
    found += [f"task? modality: {modality} (by '{word}')" for modality, word in rules.marks(line)]
    themes = known.themes(line, [identifier for identifier, _ in named])
    if themes:
        found.append(f"themes: [{', '.join(themes)}]")
    return found


def folders(loading: Loading) -> dict[str, str]:
    """Folder of each record that a proposal can name."""
    return {identifier: folder for folder in ("people", "organizations", "terms") for identifier in loading.records[folder]}


def insert(content: str, lines: dict[str, str], known: Known, folder_of: dict[str, str]) -> tuple[str, int]:
    """A source record's file with proposals as comments below each sentence whose gist is still open; how many were written."""
    out, count, rows = [], 0, content.splitlines()
    for index, row in enumerate(rows):
        match = _SENTENCE.match(row)
        out.append(row)
        after = rows[index + 1] if index + 1 < len(rows) else ""
        if match and match[1] in lines and after.strip().startswith(f"gist: {TODO}"):
            fresh = proposals(lines[match[1]], known, folder_of)
            out += [f"  {PROPOSAL} {text}" for text in fresh]
            count += len(fresh)
    return "\n".join(out) + "\n", count


def clear(content: str) -> tuple[str, int]:
    """A file without any proposal (what a skeleton asks for stays), and how many stood in it."""
    kept = [row for row in content.splitlines() if not row.lstrip().startswith(PROPOSAL) or row.lstrip() == CHOOSE]
    return "\n".join(kept) + "\n", len(content.splitlines()) - len(kept)


def text_of(source_file: str, folder: Path | None, given: Path | None) -> Path | None:
    """Where a source's text is: the file given, or the one of its name in the folder of texts."""
    if given:
        return given
    path = folder / source_file if folder else None
    return path if path and path.is_file() else None
