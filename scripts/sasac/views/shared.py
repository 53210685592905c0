"""Sections that several kinds of page have: facts, facts from outside, printed forms, what links here, open questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sasac import edtf_dates
from sasac.addresses import sentence_words
from sasac.link import Entry
from sasac.views.claims import ClaimView
from sasac.views.page import Builder, Section
from sasac.views.parts import TYPE_WORDS, ExternalView, Link, external_views, fact_view, link_to, publisher_address, verdicts

# What a page of a record shows in full; the rest stands on the pages of the meetings, and all of it in the record's JSON.
MOST_CLAIMS = 150
MOST_MEETINGS = 300
MOST_LINKS = 200


@dataclass(frozen=True)
class FormView:
    """A printed form with every place where it stands."""

    form: str
    verdict: str | None
    places: list[FormPlace]


@dataclass(frozen=True)
class FormPlace:
    """One place of a printed form, and the meeting whose text holds it."""

    meeting: Link
    date: str
    place: str
    ledger: Link


@dataclass(frozen=True)
class LinkGroup:
    """Links under a common heading: those that are shown, and how many there are."""

    title: str
    links: list[Link]
    number: int


@dataclass(frozen=True)
class MeetingGroup:
    """Claims of one meeting: those that are shown, and how many there are."""

    meeting: Link
    date: str
    when: str
    claims: list[ClaimView]
    number: int


def facts_section(builder: Builder, entry: Entry, title: str = "What the texts say") -> Section:
    """Facts about a record's fields, those not stated included."""
    return Section("facts", title, "facts", [fact_view(builder.corpus, fact) for fact in entry.record.facts])


def outside_section(entry: Entry) -> Section:
    """Facts from outside the texts."""
    facts: list[ExternalView] = external_views(getattr(entry.record, "external", []))
    return Section("not-in-the-source", "Not in the source", "external", facts, "From outside the five texts; each with its basis and address.")


def forms_view(builder: Builder, entry: Entry) -> list[FormView]:
    """Printed forms in order of first appearance by date, each with its places."""
    corpus = builder.corpus
    order = corpus.position
    said = verdicts(entry)
    places: dict[str, list[tuple[int, FormPlace]]] = {}
    for form in entry.record.forms:
        source = corpus.entries[form.source]
        meeting = corpus.entries[source.record.meeting]
        ledger = Link(sentence_words(form.sentence), f"{source.url}#{corpus.lead(form.source, form.sentence)}", "source")
        place = FormPlace(link_to(meeting), meeting.record.date[:10], sentence_words(form.sentence), ledger)
        places.setdefault(form.form, []).append((order[meeting.id], place))
    found = [
        (min(at for at, _ in group), FormView(form, said.get(form.casefold()), [place for _, place in sorted(group, key=lambda item: item[0])]))
        for form, group in places.items()
    ]
    return [view for _, view in sorted(found, key=lambda item: item[0])]


def forms_section(builder: Builder, entry: Entry) -> Section:
    """Printed forms and where they stand."""
    return Section("as-printed", "As printed", "forms", {"forms": forms_view(builder, entry), "same_because": entry.record.same_because})


def claims_naming(builder: Builder, entry: Entry) -> list[ClaimView]:
    """Claims that name a record, in date order."""
    claims = [mention.claim for mention in entry.mentions if mention.claim]
    return builder.claims.all(sorted(claims, key=lambda claim: builder.corpus.position[claim.meeting.id]))


def by_meeting(builder: Builder, claims: list[ClaimView]) -> list[MeetingGroup]:
    """Claims grouped by meeting, in date order."""
    groups: dict[str, list[ClaimView]] = {}
    for claim in claims:
        groups.setdefault(claim.meeting.url.split("/")[1], []).append(claim)
    found = [(builder.corpus.entries[identifier], group) for identifier, group in groups.items()]
    found.sort(key=lambda item: builder.corpus.position[item[0].id])
    return [MeetingGroup(link_to(meeting), meeting.record.date[:10], edtf_dates.words(meeting.record.date), group, len(group)) for meeting, group in found]


def newest(identifier: str, title: str, part: str, items: list[Any], most: int = MOST_CLAIMS) -> Section:
    """A section of things in date order: all of them, or the newest with a word on how many there are."""
    note = "" if len(items) <= most else f"The newest {most} of {len(items)}; all of them stand on the pages of their meetings, and in this record's JSON."
    return Section(identifier, title, part, items[-most:], note)


def claims_section(builder: Builder, identifier: str, title: str, claims: list[ClaimView], most: int = MOST_CLAIMS) -> Section:
    """Claims by meeting, in date order: the newest in full, of earlier meetings only how many there are."""
    shown = newest(identifier, title, "by_meeting", claims, most)
    groups = by_meeting(builder, shown.data)
    earlier = [MeetingGroup(group.meeting, group.date, group.when, [], group.number) for group in by_meeting(builder, claims[:-most])]
    return Section(identifier, title, "by_meeting", [*earlier[-MOST_MEETINGS:], *groups], shown.note)


def backlinks_section(builder: Builder, entry: Entry) -> Section:
    """Every record that links to this one, by type; claims that do stand on the page themselves."""
    groups: dict[str, dict[Link, None]] = {}
    for link in map(link_to, [*(mention.entry for mention in entry.mentions if mention.entry), *builder.named_in_text.get(entry.id, [])]):
        groups.setdefault(TYPE_WORDS[link.kind], {})[link] = None
    data = [LinkGroup(title, list(links)[:MOST_LINKS], len(links)) for title, links in groups.items()]
    return Section("what-links-here", "What links here", "backlinks", data)


def questions_section(builder: Builder, entry: Entry) -> Section:
    """Open questions about a record."""
    data: list[Any] = [
        {"asked": loaded.record.asked, "text": loaded.record.text, "url": f"questions/#{loaded.id}"} for loaded in builder.corpus.asked_about.get(entry.id, [])
    ]
    return Section("open-questions", "Open questions", "questions", data)


def source_address(entry: Entry) -> str | None:
    """Where a source was published."""
    return publisher_address(entry)
