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
_PLURAL = {"person": "people"}
_WORDING = ("text", "gist", "line", "name", "asked")
_LONGEST = 160
# Words told on either side of what changed in a long text.
_AROUND = 5


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
            yield Difference("reworded", what, name, f"{key}: {_reworded(before, after)}")
        elif key == "evidence":
            yield Difference("evidence moved", what, name, _moved(before, after))
        else:
            other.append(_value(key, before, after))
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


def _value(key: str, before: Any, after: Any) -> str:
    """One key whose value changed, in words."""
    if key == "evidence":
        return f"evidence {_moved(before, after)}"
    if isinstance(before, str) and isinstance(after, str):
        return f"{key}: {_reworded(before, after)}"
    if isinstance(before, str | None) and isinstance(after, str | None):
        return f"{key}: {_short(before or 'nothing')} → {_short(after or 'nothing')}"
    return _listed(key, before or [], after or [])


def _listed(key: str, before: Any, after: Any) -> str:
    """What came, what went, and what changed inside an entry that stayed."""
    if not (isinstance(before, list) and isinstance(after, list)):
        return f"{key} changed"
    came = [item for item in after if item not in before]
    went = [item for item in before if item not in after]
    parts = []
    for old in list(went):
        new = next((item for item in came if _same(old, item)), None)
        if new is not None:
            went.remove(old)
            came.remove(new)
            names = [*new, *(name for name in old if name not in new)]
            inner = [_value(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)]
            parts.append(f"{key}, {_named(new)}: {', '.join(inner)}")
    parts += [f"{key} {word} {', '.join(_named(item) for item in items)}" for word, items in (("with", came), ("without", went)) if items]
    return "; ".join(parts) or f"{key} in another order"


def _same(old: Any, new: Any) -> bool:
    """Whether two entries of a list speak of the same thing: the same field (and form), the same form, or the same first words."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return False
    for names in (("field", "value"), ("field", "form"), ("form",), ("line",), ("text",), ("field",)):
        if all(name in old and name in new and old[name] == new[name] for name in names):
            return True
    return False


def _named(item: Any) -> str:
    if not isinstance(item, dict):
        return _short(str(item))
    for key in ("field", "form", "line", "text"):
        if key in item:
            return _short(f"{item[key]} ({item['value']})" if key == "field" and "value" in item else str(item[key]))
    return "an entry"


def _moved(before: Any, after: Any) -> str:
    """Evidence that went and that came; what stayed is not told."""
    old, new = ([item for item in items or [] if isinstance(item, dict)] for items in (before, after))
    went, came = [item for item in old if item not in new], [item for item in new if item not in old]
    if not went and not came:
        return "in another order"
    return f"{_places(went)} → {_places(came)}"


def _places(evidence: list[dict[str, Any]]) -> str:
    return ", ".join(f"{item.get('sentence')} “{item.get('quote')}”" for item in evidence) or "nothing"


def _reworded(before: str, after: str) -> str:
    """Old and new words; of long ones only the part that changed, with a few words around it."""
    if max(len(before), len(after)) <= _LONGEST:
        return f"{before} → {after}"
    old, new = before.split(), after.split()
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    end = next((at for at in range(shorter - start) if old[-1 - at] != new[-1 - at]), shorter - start)
    first, last = max(0, start - _AROUND), max(0, end - _AROUND)
    return " → ".join(
        _short(("… " if first else "") + " ".join(words[first : len(words) - last]) + (" …" if last else ""), 2 * _LONGEST) for words in (old, new)
    )


def _short(value: str, longest: int = _LONGEST) -> str:
    return value if len(value) <= longest else value[: longest - 1].rstrip() + "…"


def counted(rows: list[Difference]) -> str:
    """What the changes are to, in words: "2 people, 5 tasks"; each thing once."""
    counts: dict[str, set[str]] = {}
    for row in rows:
        counts.setdefault(row.what, set()).add(row.key)
    return ", ".join(f"{len(keys)} {what if len(keys) == 1 else _PLURAL.get(what, what + 's')}" for what, keys in sorted(counts.items()))


def tell(found: list[Difference], old: str, new: str) -> str:
    """The changes as Markdown, ready for a pull request; no change is said too."""
    if not found:
        return f"No change in the data between {old} and {new}."
    counts = ", ".join(f"{number} {kind}" for kind in ORDER if (number := sum(row.kind == kind for row in found)))
    lines = [f"## Changes in the data from {old} to {new}", "", f"{counts}."]
    for kind in ORDER:
        rows = [row for row in found if row.kind == kind]
        if rows:
            lines += ["", f"### {kind.capitalize()}", "", f"{counted(rows)}.", ""]
            lines += [f"- {row.what} `{row.key}`" + (f": {row.words}" if row.words else "") for row in rows]
    return "\n".join(lines)
