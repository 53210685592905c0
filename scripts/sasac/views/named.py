"""Pages of people, enterprises, bodies, terms and themes."""

from __future__ import annotations

from typing import Any

from sasac.link import Entry
from sasac.models.vocabulary import NOT_STATED
from sasac.views.claims import ClaimView
from sasac.views.page import Builder, Section, SitePage, kept
from sasac.views.parts import Link, evidence_views, link_to
from sasac.views.shared import (
    backlinks_section,
    by_meeting,
    claims_naming,
    claims_section,
    facts_section,
    forms_section,
    newest,
    outside_section,
    questions_section,
)

# Names beside a name, the most frequent first; meetings whose wording is compared, the newest last.
MOST_TOGETHER = 60
MOST_SHIFTS = 24


def entity(builder: Builder, entry: Entry) -> SitePage:
    """A person, enterprise or body: appearances in date order, what was said, name forms, identity apart."""
    claims = claims_naming(builder, entry)
    spoken = [claim for claim in claims if claim.who and claim.who.url == entry.url]
    roles = [claim for claim in spoken if claim.kind == "participant"]
    said = [claim for claim in spoken if claim.kind != "participant"]
    other = [claim for claim in claims if not (claim.who and claim.who.url == entry.url)]
    sections = [
        newest("roles", "At which meetings, in which role", "participants", roles),
        facts_section(builder, entry),
        claims_section(builder, "said", "What they said or set", said),
        claims_section(builder, "appearances", "Where they are named", other),
        Section("together", "Named in the same passages", "chips", _together(builder, entry, claims)),
        forms_section(builder, entry),
        outside_section(entry),
        questions_section(builder, entry),
        backlinks_section(builder, entry),
    ]
    view: dict[str, Any] = {"segments": builder.lines[entry.id], "text": entry.record.text}
    return SitePage(entry.url, entry.title, f"records/{entry.kind}.html", entry.record.text, view, kept(sections), entry.kind, entry, entry.loaded.file)


def _together(builder: Builder, entry: Entry, claims: list[ClaimView]) -> list[Link]:
    counts: dict[Link, int] = {}
    for claim in claims:
        for link in claim.entities:
            if link.url != entry.url:
                counts[link] = counts.get(link, 0) + 1
    return [link for link, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0].title))][:MOST_TOGETHER]


def term(builder: Builder, entry: Entry) -> SitePage:
    """A slogan or fixed term: wordings side by side, members, what it stands for, where it is used."""
    record, corpus = entry.record, builder.corpus
    components = [{"text": part.text, "named": part.named, "evidence": evidence_views(corpus, part.evidence)} for part in record.components]
    unlisted = [fact.reason for fact in record.facts if fact.field == "members" and fact.kind == NOT_STATED]
    members = {"parts": components, "unlisted": unlisted} if components or unlisted else None
    sections = [
        forms_section(builder, entry),
        Section("members", "Members, as a text spells them out" if components else "Members", "components", members),
        facts_section(builder, entry),
        outside_section(entry),
        newest("contexts", "In its surroundings", "contexts", builder.concordance.of(entry)),
        claims_section(builder, "used", "Where it is used", claims_naming(builder, entry)),
        Section("themes", "Themes", "chips", [link_to(corpus.entries[theme]) for theme in record.themes]),
        Section("see-also", "See also", "chips", [link_to(corpus.entries[other]) for other in record.see_also]),
        questions_section(builder, entry),
        backlinks_section(builder, entry),
    ]
    view = {"segments": builder.lines[entry.id], "text": record.text, "kind": record.kind}
    return SitePage(entry.url, record.name, "records/term.html", record.text, view, kept(sections), "term", entry, entry.loaded.file)


def theme(builder: Builder, entry: Entry) -> SitePage:
    """A policy theme across the meetings, in date order."""
    record, corpus = entry.record, builder.corpus
    claims = claims_naming(builder, entry)
    of_kind = {kind: [claim for claim in claims if claim.kind == kind] for kind in ("task", "figure", "statement", "restructuring")}
    sections = [
        Section("scope", "What belongs here", "line", record.scope_note),
        Section("wording", "From meeting to meeting: what is new, what no longer appears", "shifts", shifts(builder, claims)),
        claims_section(builder, "over-time", "What was wanted, when", of_kind["task"]),
        newest("figures", "Figures", "figures", of_kind["figure"]),
        claims_section(builder, "statements", "Statements", of_kind["statement"]),
        newest("restructurings", "Restructurings", "flows", of_kind["restructuring"]),
        Section("related", "Related themes", "chips", [link_to(corpus.entries[other]) for other in record.related]),
        questions_section(builder, entry),
        backlinks_section(builder, entry),
    ]
    view = {"segments": builder.mentions.segments(record.text, [], entry.id), "text": record.text}
    return SitePage(entry.url, record.name, "records/theme.html", record.text, view, kept(sections), "theme", entry, entry.loaded.file)


def shifts(builder: Builder, claims: list[ClaimView]) -> list[dict[str, Any]]:
    """For each meeting with claims on a theme: the terms that are new since the previous such meeting, kept, and gone."""
    found: list[dict[str, Any]] = []
    before: dict[Link, None] | None = None
    for group in by_meeting(builder, claims):
        now = {link: None for claim in group.claims for link in claim.terms}
        found.append({
            "meeting": group.meeting, "when": group.when, "first": before is None,
            "new": [link for link in now if before is None or link not in before],
            "kept": [link for link in now if before is not None and link in before],
            "gone": [link for link in before or {} if link not in now],
        })
        before = now
    return found[-MOST_SHIFTS:] if len(found) > 1 else []

