"""Views of tasks, figures, statements, restructurings, participants and agenda items."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sasac.link import ClaimEntry, Corpus
from sasac.models.claims import Figure, Participant, Restructuring, Statement, Task, ThemedClaim
from sasac.models.vocabulary import NOT_STATED
from sasac.views.mentions import Mentions
from sasac.views.parts import EvidenceView, ExternalView, FactView, Link, Segment, evidence_views, external_views, fact_view, label, link_to, short_name

# In the order in which a reader asks: what happened, what comes, what is wanted.
MODALITIES = {
    "done": "Told as done", "planned": "Planned", "demanded": "Demanded", "expected": "Expected", "recommended": "Recommended", "asserted": "Asserted",
    "asked": "Asked",
}
# "6.4 percentage points" is no percentage.
_PERCENT = re.compile(r" (?:percent\b|%)")


def grouped(value: str) -> str:
    """A plain decimal with its thousands set apart, as people write it: 1300 becomes 1,300."""
    whole, dot, rest = value.partition(".")
    return f"{int(whole or 0):,}{dot}{rest}"


@dataclass(frozen=True)
class Row:
    """A labelled value under a claim: set by, addressed to, period, …"""

    label: str
    value: str
    link: Link | None = None
    missing: bool = False


@dataclass(frozen=True)
class FlowView:
    """A restructuring as a picture: from, asset, to."""

    giver: Row
    asset: Row
    receiver: Row
    status: str
    transfer: str


@dataclass(frozen=True)
class ClaimView:
    """One claim, ready to be laid out."""

    id: str
    key: str
    url: str
    kind: str
    text: str
    segments: list[Segment]
    claim_kind: str
    reason: str | None
    other_reading: str | None
    evidence: list[EvidenceView]
    meeting: Link
    meeting_date: str
    year: str
    rows: list[Row]
    badge: str
    themes: list[Link]
    entities: list[Link]
    terms: list[Link]
    also: list[Link]
    handle: str
    facts: list[FactView]
    external: list[ExternalView]
    file: str
    line: int
    big: str = ""
    missing: bool = False
    flow: FlowView | None = None
    who: Link | None = None
    addressee: str = ""


class ClaimViews:
    """Makes views of a corpus's claims, each once."""

    def __init__(self, corpus: Corpus, mentions: Mentions) -> None:
        self.corpus = corpus
        self.mentions = mentions
        self._made: dict[str, ClaimView] = {}

    def of(self, entry: ClaimEntry) -> ClaimView:
        """The view of one claim."""
        if entry.key not in self._made:
            self._made[entry.key] = self._make(entry)
        return self._made[entry.key]

    def all(self, entries: list[ClaimEntry]) -> list[ClaimView]:
        """Views of several claims, in the same order."""
        return [self.of(entry) for entry in entries]

    def _row(self, name: str, value: str | None, words: str | None = None) -> Row:
        if value is None or value == NOT_STATED:
            return Row(name, NOT_STATED, None, True)
        found = self.corpus.entries.get(value)
        return Row(name, words or (short_name(found.title) if found else value), link_to(found) if found else None)

    def _make(self, entry: ClaimEntry) -> ClaimView:
        claim, corpus = entry.claim, self.corpus
        themed = claim if isinstance(claim, ThemedClaim) else None
        named = [*themed.entities, *themed.terms] if themed else []
        rows, badge, big, flow, who, missing = self._details(entry)
        ids = [*named, *(row.link.url.split("/")[1] for row in rows if row.link)]
        meeting = entry.meeting
        segments = self.mentions.segments(claim.text, ids, meeting.id)
        linked = {segment.link.url for segment in segments if segment.link} | {row.link.url for row in rows if row.link}
        return ClaimView(
            id=entry.id, key=entry.key, url=entry.url, kind=entry.kind, text=claim.text,
            segments=segments, handle=handle(entry.id), also=[link for item in named if (link := link_to(corpus.entries[item])).url not in linked],
            claim_kind=claim.kind, reason=claim.reason, other_reading=claim.other_reading,
            evidence=evidence_views(corpus, claim.evidence), meeting=link_to(meeting),
            meeting_date=meeting.record.date[:10], year=meeting.record.date[:4], rows=rows, badge=badge,
            themes=[link_to(corpus.entries[theme]) for theme in themed.themes] if themed else [],
            entities=[link_to(corpus.entries[item]) for item in themed.entities] if themed else [],
            terms=[link_to(corpus.entries[item]) for item in themed.terms] if themed else [],
            facts=[fact_view(corpus, fact) for fact in themed.facts] if themed else [],
            external=external_views(themed.external) if themed else [],
            file=entry.loaded.file, line=entry.line, big=big, flow=flow, who=who, missing=missing,
            addressee=next((row.value for row in rows if row.label == "Addressed to"), ""),
        )

    def _details(self, entry: ClaimEntry) -> tuple[list[Row], str, str, FlowView | None, Link | None, bool]:
        claim = entry.claim
        meeting = entry.meeting.id
        if isinstance(claim, Task):
            setter = self._row("Set by", claim.set_by, "the meeting" if claim.set_by == meeting else None)
            rows = [setter, self._row("Addressed to", claim.addressee), self._row("Period", claim.period)]
            if claim.part_of:
                part = self.corpus.claims[claim.part_of if "#" in claim.part_of else f"{meeting}#{claim.part_of}"]
                rows.append(Row("Part of", handle(part.id), Link(part.claim.text, part.url, "task")))
            return rows, claim.modality, "", None, setter.link, False
        if isinstance(claim, Figure):
            rows = [
                Row("Measure", claim.measure), self._row("Scope", claim.scope), self._row("Period", claim.period), Row("Status", claim.status),
                Row("Change", claim.change),
            ]
            missing = claim.value == NOT_STATED
            unit = "" if claim.unit == NOT_STATED else claim.unit
            big = "no number stated" if missing else " ".join(piece for piece in (claim.qualifier or "", grouped(claim.value), unit) if piece)
            return rows, claim.status, _PERCENT.sub("%", big), None, None, missing
        if isinstance(claim, Statement):
            speaker = self._row("Speaker", claim.speaker, "the meeting" if claim.speaker == meeting else None)
            rows = [speaker, self._row("Capacity, as printed", claim.capacity)]
            if claim.about:
                rows.append(self._row("About", claim.about))
            return rows, claim.modality, "", None, speaker.link, False
        if isinstance(claim, Restructuring):
            flow = FlowView(
                self._row("From", claim.giver), self._row("Asset", claim.asset or NOT_STATED) if claim.asset else Row("Asset", claim.asset_text),
                self._row("To", claim.receiver), claim.status, claim.transfer,
            )
            return [flow.giver, flow.asset, flow.receiver, Row("Kind", claim.transfer), self._row("Period", claim.period)], claim.status, "", flow, None, False
        if isinstance(claim, Participant):
            who = self._row("Who", claim.who)
            rows = [Row("Name as printed", claim.name_as_printed), self._row("Role as printed", claim.role_as_printed), Row("Did", ", ".join(claim.did))]
            return rows, ", ".join(claim.did), "", None, who.link, False
        return [], "", "", None, None, False


def handle(identifier: str) -> str:
    """A claim's id as a few words: `task-new-central-soes` is `new central soes`."""
    return identifier.partition("-")[2].replace("-", " ")


def modality_label(word: str) -> str:
    """A modality in reader's words."""
    return MODALITIES.get(word, label(word))
