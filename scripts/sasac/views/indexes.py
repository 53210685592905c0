"""Index pages: one for every type of record, and the home page's parts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from sasac import edtf_dates, open_questions, search_index
from sasac.dividing import letter
from sasac.link import Corpus, Entry
from sasac.open_questions import Question
from sasac.views import glossary
from sasac.views.claims import ClaimView
from sasac.views.divided import NEWEST, divided
from sasac.views.page import Builder, Plan, Section, SitePage
from sasac.views.parts import TYPE_WORDS, Link, fact_view, link_to
from sasac.views.pictures import flows, matrix, network, timeline
from sasac.views.shared import by_meeting, forms_view

# Meetings and people on the home page; of the figures, which are short, four times as many.
MOST_AT_HOME = 16
_CLAIM_TITLES = {
    "task": ("tasks", "Tasks", "Everything that the texts tell as done, planned, demanded, expected or recommended."),
    "figure": ("figures", "Figures", "Every number, counted thing and quantity in the texts, also those told without a number."),
    "statement": ("statements", "Statements", "What was asserted, asked or said, by whom and in what capacity."),
    "restructuring": ("restructurings", "Restructurings", "Transfers, mergers and foundings: what, from whom, to whom, how far."),
}
_CLAIM_COLUMNS = {
    "task": ("Set by", "Addressed to", "Period"), "figure": ("Measure", "Scope", "Period"), "statement": ("Speaker", "Capacity, as printed"),
    "restructuring": (),
}
_ENTITY_TITLES = {
    "person": ("people", "People", "Everyone whom the texts name."),
    "enterprise": ("enterprises", "Enterprises", "Every enterprise that the texts name, under the name they print."),
    "body": ("bodies", "Bodies", "Government and party bodies, research units, media outlets, and groups that the texts leave unnamed."),
    "theme": ("themes", "Themes", "Policy themes: our grouping of what was said, not words of the sources."),
    "term": ("terms", "Terms", "Slogans, formulas, numbered phrases and fixed terms, with every wording in which they are printed."),
    "source": ("sources", "Sources", "The five texts, where they were published, and their sentence-by-sentence ledgers."),
}


def plans(builder: Builder) -> list[Plan]:
    """Every index page to come, those past a bound with their parts."""
    found = [*meetings(builder), *questions(builder), search(builder), *glossary.plans(builder)]
    for kind in _CLAIM_TITLES:
        found += _claims(builder, kind)
    for kind, (folder, title, about) in _ENTITY_TITLES.items():
        page = SitePage(f"{folder}/", title, f"indexes/{folder}.html", about, {"about": about, "kind": kind}, [], "index")
        beside = _pictures(builder.corpus, kind)
        if kind == "term":
            in_chinese, more = glossary.chinese(builder.corpus)
            beside |= in_chinese
            found += more
        entries = builder.corpus.of_kind(kind)
        found += divided(page, entries, lambda entry: letter(entry.title), partial(_row, builder), beside=beside)
    return found


def _claims(builder: Builder, kind: str) -> list[Plan]:
    """The index of one kind of claim, the latest meeting first."""
    folder, title, about = _CLAIM_TITLES[kind]
    claims = builder.corpus.claims_of_kind(kind)[::-1]
    view: dict[str, Any] = {
        "about": about, "total": len(claims), "kind": kind, "one": TYPE_WORDS[kind], "badge_title": "Status" if kind == "figure" else "Told as",
        "columns": _CLAIM_COLUMNS[kind],
    }
    moves = kind == "restructuring"
    return divided(
        SitePage(f"{folder}/", title, "indexes/claims.html", about, view, [], "index"), claims, lambda claim: str(claim.meeting.record.date[:4]),
        builder.claims.of, beside={"flows": lambda: flows(builder.corpus) if moves else None}, lay=partial(_flows, builder) if moves else None,
    )


def _flows(builder: Builder, claims: list[ClaimView]) -> list[Section]:
    """Restructurings by meeting, the latest first, each meeting's in file order."""
    groups = by_meeting(builder, claims[::-1])[::-1]
    return [Section(group.meeting.url.split("/")[1], f"{group.meeting.title}, {group.when}", "flows", group.claims) for group in groups]


def _pictures(corpus: Corpus, kind: str) -> dict[str, Callable[[], Any]]:
    """The picture that heads an index, where one tells more than the table."""
    if kind in ("person", "enterprise"):
        return {"network": lambda: network(corpus)}
    return {"matrix": lambda: matrix(corpus)} if kind == "theme" else {}


def meetings(builder: Builder) -> list[Plan]:
    """The meetings, latest first."""
    about = "The meetings that the texts report, the latest first."
    page = SitePage("meetings/", "Meetings", "indexes/meetings.html", about, {"about": about}, [], "index")
    return divided(
        page, builder.corpus.meetings[::-1], lambda meeting: str(meeting.record.date[:4]), partial(meeting_row, builder),
        beside={"timeline": lambda: timeline(builder.corpus)},
    )


def meeting_row(builder: Builder, meeting: Entry) -> dict[str, Any]:
    """The row of a meeting."""
    groups = builder.corpus.by_meeting[meeting.id]
    unsure = not any(fact.kind == "stated" and fact.value == meeting.record.date for fact in meeting.record.facts if fact.field == "date held")
    return {
        "link": link_to(meeting), "year": meeting.record.date[:4], "when": edtf_dates.words(meeting.record.date), "resolved": unsure,
        "lead": meeting.record.summary[0].line,
        "counts": {kind: len(groups.get(kind, [])) for kind in ("task", "figure", "statement", "restructuring")},
        "who": [link_to(entry) for claim in groups["participant"] if (entry := builder.corpus.entries[claim.claim.who]).kind == "person"],
    }


def search(builder: Builder) -> Plan:
    """The search page: every filter with its values, and the way to the tables for those who read without a script."""
    about = "Search every record, task, figure and statement, in English, Chinese or pinyin, or list everything by filter."
    tables = [Link(title, f"{folder}/", "index") for folder, title, _ in [*_CLAIM_TITLES.values(), *_ENTITY_TITLES.values()]]
    tables += [Link("Meetings", "meetings/", "index"), Link("Wordings", "wordings/", "index"), Link("Open questions", "questions/", "index")]

    def make() -> SitePage:
        view: dict[str, Any] = {"facets": search_index.facets(search_index.documents(builder.corpus)), "tables": tables}
        return SitePage("search/", "Search", "indexes/search.html", about, view, [], "search")

    return Plan("search/", "Search", "search", make)


def questions(builder: Builder) -> list[Plan]:
    """Open questions: what is not stated, not identified, not checked, or readable in two ways."""
    corpus = builder.corpus
    # Those that people wrote come first: their addresses are linked, and an index that leads to parts still holds them.
    found = sorted(builder.questions, key=lambda question: question.computed)

    def row(question: Question) -> dict[str, Any]:
        about = [link_to(corpus.entries[item]) for item in question.about]
        return {"question": question, "about": about, "link": Link(question.asked, question.url, "question")}

    about = "What the texts leave open and we could not settle, or settled only from outside."
    page = SitePage("questions/", "Open questions", "indexes/questions.html", about, {"about": about, "total": len(found)}, [], "index")
    return divided(page, found, partial(open_questions.subject, corpus), row, lay=by_kind, newest=max(NEWEST, len(corpus.questions)))


def by_kind(rows: list[dict[str, Any]]) -> list[Section]:
    """Questions by kind."""
    groups: dict[str, list[dict[str, Any]]] = {kind: [] for kind in open_questions.KINDS}
    for row in rows:
        groups[row["question"].kind].append(row)
    return [
        Section(f"kind-{kind.replace(' ', '-')}", f"{title} ({len(groups[kind])})", "question_rows", groups[kind])
        for kind, title in open_questions.KINDS.items()
    ]


def _row(builder: Builder, entry: Entry) -> dict[str, Any]:
    corpus = builder.corpus
    claims = [mention.claim for mention in entry.mentions if mention.claim]
    meetings = corpus.meetings_of(entry)
    row: dict[str, Any] = {
        "link": link_to(entry), "text": getattr(entry.record, "text", ""), "claims": len(claims), "meetings": [link_to(meeting) for meeting in meetings],
        "years": sorted({meeting.record.date[:4] for meeting in meetings}),
    }
    if hasattr(entry.record, "forms"):
        row["forms"] = forms_view(builder, entry)
    if entry.kind in ("person", "body", "enterprise"):
        row["facts"] = [fact_view(corpus, fact) for fact in entry.record.facts if fact.field in ("role", "kind", "parent")]
        row["chinese"] = [fact.value for fact in entry.record.external if fact.field == "Chinese"]
    if entry.kind == "term":
        row |= {"term_kind": entry.record.kind, "chinese": [fact.value for fact in entry.record.external if fact.field == "Chinese"]}
    if entry.kind == "source":
        row |= _source_row(corpus, entry)
    return row


def _source_row(corpus: Corpus, entry: Entry) -> dict[str, Any]:
    lines = set(corpus.ledgers[entry.id].values())
    outside = {fact.field: fact.value for fact in entry.record.external}
    return {
        "meeting": link_to(corpus.entries[entry.record.meeting]),
        "host": outside.get("kind of host", "not known"), "text_kind": outside.get("kind of text", "not known"),
        "sentences": sum(len(line.pieces) for line in lines), "used": sum(line.line.uses is None for line in lines), "lines": len(lines),
    }


def home(builder: Builder) -> dict[str, Any]:
    """What the home page shows: meetings, themes, people, figures, counts."""
    corpus = builder.corpus
    speakers = [entry for entry in corpus.of_kind("person") if any(mention.role in ("speaker", "set_by", "who") for mention in entry.mentions)]
    numbers = [claim for claim in builder.claims.all(corpus.claims_of_kind("figure")) if not claim.missing and claim.claim_kind == "stated"]
    # Who is named most comes first; the home page of a large reference shows only them, and leads to the whole lists.
    speakers.sort(key=lambda entry: -len(entry.mentions))
    themes = sorted(corpus.of_kind("theme"), key=lambda entry: (-len(entry.mentions), entry.title))
    return {
        "timeline": timeline(corpus), "matrix": matrix(corpus),
        "meetings": [meeting_row(builder, meeting) for meeting in corpus.meetings[::-1][:MOST_AT_HOME]],
        "meetings_in_all": len(corpus.meetings), "speakers_in_all": len(speakers), "figures_in_all": len(numbers),
        "themes": [{"link": link_to(theme), "claims": sum(1 for mention in theme.mentions if mention.claim)} for theme in themes],
        "speakers": [_row(builder, entry) for entry in speakers[:MOST_AT_HOME]],
        "figures": numbers[::-1][: 4 * MOST_AT_HOME],
        "counts": [
            Link(f"{len(builder.corpus.claims_of_kind(kind))} {folder}", f"{folder}/", "index") for kind, (folder, _, _) in _CLAIM_TITLES.items()
        ] + [Link(f"{len(corpus.of_kind(kind))} {title.lower()}", f"{folder}/", "index") for kind, (folder, title, _) in _ENTITY_TITLES.items()],
        "questions": Link(f"{len(builder.questions)} open questions", "questions/", "index"),
    }
