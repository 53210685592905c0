"""What the exports say about a record beside what is written in it: days of its dates, and on what each assertion in it rests."""

from __future__ import annotations

from datetime import date
from typing import Any

from sasac import edtf_dates, walk
from sasac.link import Corpus
from sasac.models import Claim, External, Fact
from sasac.models.records import Component, Meeting
from sasac.strict_yaml import Path

_OUTSIDE = {"found": "read at address", "inferred": "drawn from", "unchecked": "not checked"}
Assertion = Claim | Fact | Component | External


def pointer(path: Path) -> str:
    """A place in a record as a JSON Pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def days(text: str | None) -> tuple[date | None, date | None]:
    """Earliest and latest day of an EDTF date; neither where there is no date or its year is not known."""
    if text is None or "XXXX" in text:
        return None, None
    return edtf_dates.days(text)


def dates(record: Any) -> dict[str, dict[str, str | None]]:
    """JSON Pointer of each EDTF date in a record to its earliest and latest day (ISO 8601)."""
    found = {}
    for path, text in walk.dates(walk.models(record)):
        first, last = days(text)
        found[pointer(path)] = {"first": first.isoformat() if first else None, "last": last.isoformat() if last else None}
    return found


def kind(model: Assertion) -> str:
    """Which of the kinds of claim it is: stated, inferred, not stated, or external."""
    return "external" if isinstance(model, External) else getattr(model, "kind", "stated")


def basis(model: Assertion) -> str:
    """On what it rests: the source, our reading of it, or (outside facts) found, inferred, unchecked."""
    if isinstance(model, External):
        return model.basis
    return "reading" if kind(model) == "inferred" else "source"


def verification(corpus: Corpus, model: Assertion) -> str:
    """How it was verified; quotes are matched against the committed fingerprints, here and now."""
    if isinstance(model, External):
        return _OUTSIDE[model.basis]
    for item in model.evidence:
        pieces = corpus.ledgers[item.source][item.sentence].pieces
        if not corpus.texts.fingerprints[item.source].holds(pieces, item.quote):
            return "quotes not matched"
    return "quotes matched"


def assertions(corpus: Corpus, record: Any) -> list[dict[str, str]]:
    """Everything in a record that asserts something: JSON Pointer, kind, basis and verification."""
    return [
        {"at": pointer(path), "kind": kind(model), "basis": basis(model), "verification": verification(corpus, model)}
        for path, model in walk.models(record)
        if isinstance(model, Assertion)
    ]


def date_basis(meeting: Meeting) -> str:
    """What supports a meeting's date best: stated or inferred by the text itself, or external."""
    kinds = {fact.kind for fact in meeting.facts if fact.field == "date held" and fact.value == meeting.date}
    return "stated" if "stated" in kinds else "inferred" if "inferred" in kinds else "external"
