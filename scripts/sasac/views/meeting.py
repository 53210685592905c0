"""The page of one meeting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sasac import edtf_dates
from sasac.link import Entry
from sasac.models import SummaryLine
from sasac.views.claims import ClaimView, handle, modality_label
from sasac.views.page import Builder, Section, SitePage, kept
from sasac.views.parts import KIND_WORDS, Link, external_views, fact_view, link_to
from sasac.views.shared import backlinks_section, outside_section, questions_section, source_address

# A summary has three to six lines.
_COUNTS = {3: "three", 4: "four", 5: "five", 6: "six"}


@dataclass(frozen=True)
class ThemeGroup:
    """Claims under the theme that they name first."""

    theme: Link
    claims: list[ClaimView]


def page(builder: Builder, entry: Entry) -> SitePage:
    """Summary; what, when, who; tasks, figures, statements, restructurings; terms; sources; neighbours."""
    corpus, record = builder.corpus, entry.record
    claims = {kind: builder.claims.all(group) for kind, group in corpus.by_meeting[entry.id].items()}
    before, after = corpus.neighbours(entry)
    facts = [fact_view(corpus, fact) for fact in record.facts]
    sections = [
        Section("summary", f"In {_COUNTS[len(record.summary)]} lines", "summary", [_summary(builder, entry, line) for line in record.summary]),
        Section("at-a-glance", "At a glance", "factbox", {"facts": facts, "external": external_views([f for f in record.external if f.field == "date held"])}),
        Section("participants", "Who took part", "participants", claims["participant"]),
        Section("agenda", "What it was held for", "claims", claims["agenda"]),
        Section("figures", "Figures", "figures", sorted(claims["figure"], key=lambda claim: (claim.missing, claim.badge == "counted"))),
        Section("tasks", "Tasks, by theme", "tasks", task_view(claims["task"])),
        Section("statements", "Statements", "claims", claims["statement"]),
        Section("restructurings", "Restructurings", "flows", claims["restructuring"]),
        Section("terms", "Terms used", "chips", _named(builder, entry, "term")),
        Section("named", "People, enterprises and bodies named", "chips", _named(builder, entry, "person", "enterprise", "body")),
        Section("sources", "Source and coverage", "sources", [_source(builder, source) for source in corpus.sources_of[entry.id]]),
        outside_section(entry),
        questions_section(builder, entry),
        backlinks_section(builder, entry),
    ]
    view: dict[str, Any] = {
        "when": edtf_dates.words(record.date),
        "resolved": not any(fact.field == "date held" and fact.kind == "stated" and fact.value == record.date for fact in record.facts),
        "date": record.date, "sources": [link_to(source) for source in corpus.sources_of[entry.id]],
        "before": link_to(before) if before else None, "after": link_to(after) if after else None,
        "counts": [(kind, len(claims[kind])) for kind in ("task", "figure", "statement", "restructuring") if claims[kind]],
    }
    description = f"{record.name}, {view['when']}: {record.summary[0].line}"
    return SitePage(entry.url, record.name, "records/meeting.html", description, view, kept(sections), "meeting", entry, entry.loaded.file)


def task_view(claims: list[ClaimView]) -> dict[str, Any]:
    """Tasks by theme, and the filters that apply to them; empty where there are no tasks."""
    if not claims:
        return {}
    choices: list[tuple[str, str, Counter[str], Callable[[str], str]]] = [
        ("modality", "Told as", Counter(claim.badge for claim in claims), modality_label),
        ("addressee", "Addressed to", Counter(claim.addressee or "not stated" for claim in claims), str),
        ("kind", "Rests on", Counter(claim.claim_kind for claim in claims), KIND_WORDS.__getitem__),
    ]
    filters = [
        {"name": name, "title": title, "choices": [{"value": value, "label": label(value), "count": count} for value, count in counts.most_common()]}
        for name, title, counts, label in choices if len(counts) > 1
    ]
    return {"groups": by_theme(claims), "filters": filters}


def by_theme(claims: list[ClaimView]) -> list[ThemeGroup]:
    """Claims grouped under the first theme that each names, largest group first."""
    groups: dict[Link, list[ClaimView]] = {}
    for claim in claims:
        groups.setdefault(claim.themes[0], []).append(claim)
    return [ThemeGroup(theme, group) for theme, group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0].title))]


def _summary(builder: Builder, entry: Entry, line: SummaryLine) -> dict[str, Any]:
    claims = [builder.corpus.claims[target if "#" in target else f"{entry.id}#{target}"] for target in line.rests_on]
    ids = [identifier for claim in claims for identifier in [*getattr(claim.claim, "entities", []), *getattr(claim.claim, "terms", [])]]
    return {
        "segments": builder.mentions.segments(line.line, ids, entry.id),
        "rests_on": [Link(handle(claim.id), claim.url, claim.kind) for claim in claims],
    }


def _named(builder: Builder, entry: Entry, *kinds: str) -> list[Link]:
    corpus = builder.corpus
    found = {other.id: other for source in corpus.sources_of[entry.id] for other in corpus.printed_in[source.id] if other.kind in kinds}
    return [link_to(other) for other in sorted(found.values(), key=lambda other: other.title.casefold())]


def _source(builder: Builder, source: Entry) -> dict[str, Any]:
    lines = set(builder.corpus.ledgers[source.id].values())
    used = sum(1 for line in lines if line.line.uses is None)
    total = sum(len(line.pieces) for line in lines)
    return {
        "link": link_to(source), "address": source_address(source), "external": external_views(source.record.external),
        "sentences": total, "lines": len(lines), "used": used,
    }
