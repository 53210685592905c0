"""From checked records to one linked corpus: pages, claims, backlinks, neighbours, order; everything computed once, here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from sasac import edtf_dates, walk
from sasac.checks.evidence import joined
from sasac.load import Loading
from sasac.models import CLAIM_FOLDERS, Claim, Evidence, Form, LedgerLine
from sasac.models.claims import AgendaItem, Participant
from sasac.models.vocabulary import NOT_STATED
from sasac.parse import Loaded
from sasac.strict_yaml import Path
from sasac.texts import Texts

# Kind of page to its folder on the site (C3).
PLACES = {
    "meeting": "meetings", "person": "people", "enterprise": "enterprises", "body": "bodies", "theme": "themes", "term": "terms", "source": "sources",
}
_KINDS = {"sources": "source", "meetings": "meeting", "people": "person", "themes": "theme", "terms": "term"}
CLAIM_KINDS = ("task", "figure", "statement", "restructuring", "participant", "agenda")


@dataclass(eq=False, repr=False)
class Entry:
    """A record with a page of its own."""

    id: str
    kind: str
    title: str
    record: Any
    loaded: Loaded
    mentions: list[Mention] = field(default_factory=list)

    @cached_property
    def url(self) -> str:
        """Address below the site's root (C3)."""
        return f"{PLACES[self.kind]}/{self.id}/"


@dataclass(eq=False, repr=False)
class ClaimEntry:
    """A claim with an anchor on its meeting's page."""

    id: str
    kind: str
    claim: Any
    meeting: Entry
    loaded: Loaded
    path: Path
    number: int = 0

    @cached_property
    def key(self) -> str:
        """The id that is unique in the whole reference: meeting, `#`, claim."""
        return f"{self.meeting.id}#{self.id}"

    @cached_property
    def url(self) -> str:
        """Address below the site's root, with the anchor (C3)."""
        return f"{self.meeting.url}#{self.id}"

    @cached_property
    def models(self) -> list[tuple[Path, BaseModel]]:
        """Every model inside the claim, itself first, with its path inside the claim."""
        return walk.models(self.claim)

    @property
    def line(self) -> int:
        """Line of the record file on which the claim begins."""
        return self.loaded.document.place(self.path)[0]


@dataclass(frozen=True)
class Mention:
    """Somewhere that names a record: a claim (with its meeting) or another record."""

    entry: Entry | None
    claim: ClaimEntry | None
    role: str


@dataclass(eq=False, repr=False)
class LedgerEntry:
    """A ledger line with what rests on it (computed)."""

    line: LedgerLine
    pieces: list[str]
    claims: list[ClaimEntry] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


@dataclass(repr=False)
class Corpus:
    """The whole reference, linked."""

    entries: dict[str, Entry] = field(default_factory=dict)
    claims: dict[str, ClaimEntry] = field(default_factory=dict)
    meetings: list[Entry] = field(default_factory=list)
    questions: list[Loaded] = field(default_factory=list)
    ledgers: dict[str, dict[str, LedgerEntry]] = field(default_factory=dict)
    by_meeting: dict[str, dict[str, list[ClaimEntry]]] = field(default_factory=dict)
    sources_of: dict[str, list[Entry]] = field(default_factory=dict)
    asked_about: dict[str, list[Loaded]] = field(default_factory=lambda: defaultdict(list))
    texts: Texts = field(default_factory=Texts)
    # Position of each meeting by date, and the records whose printed forms stand in each source: looked up, never searched.
    position: dict[str, int] = field(default_factory=dict)
    printed_in: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))

    def meetings_of(self, entry: Entry) -> list[Entry]:
        """The meetings at which some claim names a record, by date; a meeting's own is itself."""
        if entry.kind == "meeting":
            return [entry]
        found = {mention.claim.meeting.id: mention.claim.meeting for mention in entry.mentions if mention.claim}
        return sorted(found.values(), key=lambda meeting: self.position[meeting.id])

    def of_kind(self, kind: str) -> list[Entry]:
        """Entries of one kind, meetings by date and the rest by title."""
        if kind == "meeting":
            return self.meetings
        return sorted((entry for entry in self.entries.values() if entry.kind == kind), key=lambda entry: entry.title.casefold())

    def claims_of_kind(self, kind: str) -> list[ClaimEntry]:
        """Claims of one kind, meeting by meeting in date order, then in file order."""
        return [claim for meeting in self.meetings for claim in self.by_meeting[meeting.id].get(kind, [])]

    def neighbours(self, meeting: Entry) -> tuple[Entry | None, Entry | None]:
        """The meetings before and after one, by date."""
        at = self.position[meeting.id]
        return (self.meetings[at - 1] if at else None, self.meetings[at + 1] if at + 1 < len(self.meetings) else None)

    def newest_day(self) -> str:
        """The newest day that the data speaks of itself; what dates the edition, instead of a clock."""
        return max((loaded.record.as_of for loaded in self.questions), default="2024-01-01")

    def lead(self, source: str, sentence: str) -> str:
        """The ledger line's leading sentence for a sentence that may be joined to another."""
        found = self.ledgers[source].get(sentence)
        return found.line.sentence if found else sentence


def first_day(entry: Entry) -> date:
    """First day of a meeting's best date."""
    return edtf_dates.days(entry.record.date)[0]


def kind_of(loaded: Loaded) -> str:
    """Kind of page that a record file gives."""
    if loaded.folder == "organizations":
        kind = next((fact.value for fact in loaded.record.facts if fact.field == "kind"), None)
        return "enterprise" if kind == "enterprise" else "body"
    return _KINDS[loaded.folder]


def link(loading: Loading, texts: Texts) -> Corpus:
    """One corpus out of records that passed the checks."""
    corpus = Corpus(texts=texts)
    for folder in ("sources", "meetings", "people", "organizations", "themes", "terms"):
        for identifier, loaded in sorted(loading.records[folder].items()):
            corpus.entries[identifier] = Entry(identifier, kind_of(loaded), loaded.record.name, loaded.record, loaded)
    corpus.meetings = sorted((entry for entry in corpus.entries.values() if entry.kind == "meeting"), key=lambda entry: (first_day(entry), entry.id))
    corpus.position = {meeting.id: number for number, meeting in enumerate(corpus.meetings)}
    corpus.questions = [loaded for _, loaded in sorted(loading.records["questions"].items())]
    for loaded in corpus.questions:
        for identifier in loaded.record.about:
            corpus.asked_about[identifier].append(loaded)
    for meeting in corpus.meetings:
        corpus.by_meeting[meeting.id] = {kind: [] for kind in CLAIM_KINDS}
        corpus.sources_of[meeting.id] = []
        for loaded in [meeting.loaded, *(loading.records[folder][meeting.id] for folder in CLAIM_FOLDERS if meeting.id in loading.records[folder])]:
            _take_claims(corpus, meeting, loaded)
    for entry in corpus.entries.values():
        for source in dict.fromkeys(form.source for form in getattr(entry.record, "forms", [])):
            corpus.printed_in[source].append(entry)
    _ledgers(corpus, loading)
    _mentions(corpus)
    return corpus


def _take_claims(corpus: Corpus, meeting: Entry, loaded: Loaded) -> None:
    for path, model in loaded.models:
        if isinstance(model, Claim):
            kind = {Participant: "participant", AgendaItem: "agenda"}.get(type(model)) or type(model).__name__.lower()
            group = corpus.by_meeting[meeting.id][kind]
            claim = ClaimEntry(model.id, kind, model, meeting, loaded, path, len(group) + 1)
            group.append(claim)
            corpus.claims[claim.key] = claim


def _ledgers(corpus: Corpus, loading: Loading) -> None:
    joins = joined(loading)
    for source in corpus.of_kind("source"):
        lines: dict[str, LedgerEntry] = {}
        for line in source.record.ledger:
            found = LedgerEntry(line, joins.get((source.id, line.sentence), [line.sentence]))
            lines.update(dict.fromkeys(found.pieces, found))
        corpus.ledgers[source.id] = lines
        corpus.sources_of[source.record.meeting].append(source)
    for claim in corpus.claims.values():
        for _, model in claim.models:
            if isinstance(model, Evidence):
                _add(corpus.ledgers[model.source][model.sentence].claims, claim)
    for entry in corpus.entries.values():
        for path, model in entry.loaded.models:
            inside_claim = entry.kind == "meeting" and path[:1] in (("participants",), ("agenda",))
            if isinstance(model, Evidence | Form) and not inside_claim:
                _add(corpus.ledgers[model.source][model.sentence].entries, entry)


def _add(group: list[Any], item: Any) -> None:
    if item not in group:
        group.append(item)


def _mentions(corpus: Corpus) -> None:
    for claim in corpus.claims.values():
        seen: set[str] = set()
        for path, model in claim.models:
            for where, target, ref in walk.references(model, path):
                skipped = ref.claims or target == NOT_STATED or target in seen or target not in corpus.entries
                if not skipped and corpus.entries[target].kind != "source" and target != claim.meeting.id:
                    seen.add(target)
                    corpus.entries[target].mentions.append(Mention(None, claim, str(where[0])))
    for entry in corpus.entries.values():
        seen = set()
        for path, model in entry.loaded.models:
            if isinstance(model, Evidence | Form) or (entry.kind == "meeting" and path[:1] in (("participants",), ("agenda",))):
                continue
            for where, target, ref in walk.references(model, path):
                if not ref.claims and target in corpus.entries and target != entry.id and target not in seen:
                    seen.add(target)
                    corpus.entries[target].mentions.append(Mention(entry, None, str(where[0])))
