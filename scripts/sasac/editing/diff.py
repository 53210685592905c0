"""`sasac diff`: what changed in the data between two revisions, in words, claim by claim and record by record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sasac.editing.revisions import Records
from sasac.models import CLAIM_FOLDERS, SINGULAR

Kind = Literal["added", "removed", "reworded", "evidence moved", "changed"]
ORDER: tuple[Kind, ...] = ("added", "removed", "reworded", "changed", "evidence moved")
_LISTS = {"participants": "participant", "agenda": "agenda item"}
_WORDING = ("text", "gist", "line", "name", "asked")
_LONGEST = 160


@dataclass(frozen=True)
class Difference:
    """One change: to what (id of a record, or meeting#claim), of which kind, said in words."""

    kind: Kind
    what: str
    key: str
    words: str


def compare(old: Records, new: Records) -> list[Difference]:
    """Everything that changed, kind by kind."""
    found: list[Difference] = []
    for folder, identifier in sorted(old.keys() | new.keys()):
        found += _record(folder, identifier, old.get((folder, identifier)), new.get((folder, identifier)))
    return sorted(found, key=lambda difference: (ORDER.index(difference.kind), difference.what, difference.key))


def _record(folder: str, identifier: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> Iterator[Difference]:
    lists = {folder: SINGULAR[folder]} if folder in CLAIM_FOLDERS else _LISTS if folder == "meetings" else {}
    if folder not in CLAIM_FOLDERS:
        what = SINGULAR[folder]
        if old is None or new is None:
            standing = new or old or {}
            yield Difference("added" if old is None else "removed", what, identifier, str(standing.get("name", "")))
            if folder == "sources":
                return
        elif old != new:
            yield from _values(what, identifier, {**old, **dict.fromkeys(lists)}, {**new, **dict.fromkeys(lists)})
    for key, singular in lists.items():
        before, after = _by_id(old, key), _by_id(new, key)
        for claim in [*after, *(claim for claim in before if claim not in after)]:
            name = f"{identifier}#{claim}"
            if claim not in before or claim not in after:
                standing = after.get(claim) or before[claim]
                yield Difference("added" if claim not in before else "removed", singular, name, str(standing.get("text", "")))
            elif before[claim] != after[claim]:
                yield from _values(singular, name, before[claim], after[claim])


def _by_id(record: dict[str, Any] | None, key: str) -> dict[str, dict[str, Any]]:
    items = (record or {}).get(key)
    return {str(item.get("id")): item for item in items if isinstance(item, dict)} if isinstance(items, list) else {}


def _values(what: str, name: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Difference]:
    """Changes inside one record or claim."""
    other = []
    for key in [*new, *(key for key in old if key not in new)]:
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        if key == "ledger":
            yield from _ledger(name, before, after)
        elif key in _WORDING and isinstance(before, str) and isinstance(after, str):
            yield Difference("reworded", what, name, f"{key}: {_short(before)} → {_short(after)}")
        elif key == "evidence":
            yield Difference("evidence moved", what, name, f"{_places(before)} → {_places(after)}")
        elif isinstance(before, str | None) and isinstance(after, str | None):
            other.append(f"{key}: {_short(before or 'nothing')} → {_short(after or 'nothing')}")
        else:
            other.append(_listed(key, before or [], after or []))
    if other:
        yield Difference("changed", what, name, "; ".join(other))


def _ledger(name: str, before: Any, after: Any) -> Iterator[Difference]:
    old, new = ({str(line.get("sentence")): line for line in lines or [] if isinstance(line, dict)} for lines in (before, after))
    for sentence in [*new, *(sentence for sentence in old if sentence not in new)]:
        if sentence not in old or sentence not in new:
            standing = new.get(sentence) or old[sentence]
            yield Difference("added" if sentence not in old else "removed", "ledger line", f"{name}#{sentence}", str(standing.get("gist", "")))
        elif old[sentence] != new[sentence]:
            yield from _values("ledger line", f"{name}#{sentence}", old[sentence], new[sentence])


def _listed(key: str, before: Any, after: Any) -> str:
    if isinstance(before, list) and isinstance(after, list):
        came = [item for item in after if item not in before]
        went = [item for item in before if item not in after]
        parts = [f"{word} {', '.join(_named(item) for item in items)}" for word, items in (("with", came), ("without", went)) if items]
        return f"{key} {' and '.join(parts) or 'in another order'}"
    return f"{key} changed"


def _named(item: Any) -> str:
    if not isinstance(item, dict):
        return _short(str(item))
    for key in ("field", "form", "line", "text"):
        if key in item:
            return _short(f"{item[key]} ({item['value']})" if key == "field" and "value" in item else str(item[key]))
    return "an entry"


def _places(evidence: Any) -> str:
    rows = [item for item in evidence or [] if isinstance(item, dict)]
    return ", ".join(f"{item.get('sentence')} “{item.get('quote')}”" for item in rows) or "nothing"


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1].rstrip() + "…"


def tell(found: list[Difference], old: str, new: str) -> str:
    """The changes as Markdown, ready for a pull request; no change is said too."""
    if not found:
        return f"No change in the data between {old} and {new}."
    counts = ", ".join(f"{number} {kind}" for kind in ORDER if (number := sum(row.kind == kind for row in found)))
    lines = [f"## Changes in the data from {old} to {new}", "", f"{counts}."]
    for kind in ORDER:
        rows = [row for row in found if row.kind == kind]
        if rows:
            lines += ["", f"### {kind.capitalize()}", "", *(f"- {row.what} `{row.key}`" + (f": {row.words}" if row.words else "") for row in rows)]
    return "\n".join(lines)
