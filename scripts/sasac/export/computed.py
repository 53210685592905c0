"""What the exports say about a record beside what is written in it: days of its dates, and on what each assertion in it rests."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel

from sasac import edtf_dates, walk
from sasac.link import ClaimEntry, Corpus, Entry
from sasac.models import Claim, External, Fact
from sasac.models.records import Component, Meeting
from sasac.strict_yaml import Path

_OUTSIDE = {"found": "read at address", "inferred": "drawn from", "unchecked": "not checked"}
_NOT_KEPT = "read, address not kept"
Assertion = Claim | Fact | Component | External
Models = list[tuple[Path, BaseModel]]


def pointer(path: Path) -> str:
    """A place in a record as a JSON Pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


@lru_cache(maxsize=10_000)
def days(text: str | None) -> tuple[str | None, str | None]:
    """Earliest and latest day (ISO 8601) of an EDTF date; neither where there is no date or its year is not known."""
    if text is None or "XXXX" in text:
        return None, None
    first, last = edtf_dates.days(text)
    return first.isoformat(), last.isoformat()


def first_last(text: str) -> dict[str, str | None]:
    """The same as JSON has it."""
    first, last = days(text)
    return {"first": first, "last": last}


def dates(models: Models) -> dict[str, dict[str, str | None]]:
    """JSON Pointer of each EDTF date in the models of a record to its earliest and latest day."""
    return {pointer(path): first_last(text) for path, text in walk.dates(models)}


def kind(model: Assertion) -> str:
    """Which of the kinds of claim it is: stated, inferred, not stated, or external."""
    return "external" if isinstance(model, External) else getattr(model, "kind", "stated")


def basis(model: Assertion) -> str:
    """On what it rests: the source, our reading of it, or (outside facts) found, inferred, unchecked."""
    if isinstance(model, External):
        return model.basis
    return "reading" if kind(model) == "inferred" else "source"


class Workings:
    """What several exports work out of one corpus, each thing once: the models in each record, and whether each assertion holds."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._verified: dict[int, str] = {}

    def models(self, of: Entry | ClaimEntry) -> Models:
        """Every model inside a record or claim, with its path."""
        return of.loaded.models if isinstance(of, Entry) else of.models

    def verification(self, model: Assertion) -> str:
        """How it was verified; quotes are matched against the committed fingerprints, here and now."""
        # The corpus holds every model as long as this lives, so no two share an identity.
        found = self._verified.get(id(model))
        if found is None:
            found = self._verified[id(model)] = self._verify(model)
        return found

    def _verify(self, model: Assertion) -> str:
        if isinstance(model, External):
            return _NOT_KEPT if model.basis == "found" and not model.address else _OUTSIDE[model.basis]
        for item in model.evidence:
            pieces = self.corpus.ledgers[item.source][item.sentence].pieces
            if not self.corpus.texts.fingerprints[item.source].holds(pieces, item.quote):
                return "quotes not matched"
        return "quotes matched"

    def assertions(self, of: Entry | ClaimEntry) -> list[dict[str, str]]:
        """Everything in a record or claim that asserts something: JSON Pointer, kind, basis and verification."""
        return [
            {"at": pointer(path), "kind": kind(model), "basis": basis(model), "verification": self.verification(model)}
            for path, model in self.models(of)
            if isinstance(model, Assertion)
        ]


def date_basis(meeting: Meeting) -> str:
    """What supports a meeting's date best: stated or inferred by the text itself, or external."""
    kinds = {fact.kind for fact in meeting.facts if fact.field == "date held" and fact.value == meeting.date}
    return "stated" if "stated" in kinds else "inferred" if "inferred" in kinds else "external"
