"""The search index: a document for every record and every claim, made into Pagefind bundles, and a small index of names.

Two bundles, because one language is chosen for a whole bundle: English with stemming, and Chinese as pairs of characters.
Pagefind's own segmenter cuts a word by its neighbours, so that the same word in a query may be cut otherwise and not found;
pairs are the same everywhere. The index of names holds what Pagefind cannot find: parts of names, pinyin, and spellings
that are nearly right.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from pagefind_bin_extended import get_executable

from sasac import edtf_dates
from sasac.link import PLACES, ClaimEntry, Corpus, Entry
from sasac.models.claims import Figure, Participant, Restructuring, Statement, Task
from sasac.models.vocabulary import NOT_STATED
from sasac.pinyin import is_chinese, toneless
from sasac.views.cite import NAME
from sasac.views.claims import modality_label
from sasac.views.parts import TYPE_WORDS

# What Pagefind writes for its own user interface is not used.
_UNUSED = re.compile(r"^pagefind-(ui|modular-ui|highlight|component-ui)")
# Folder of a bundle to the language that Pagefind is told: "und" has neither stemming nor a segmenter.
LANGUAGES = {"en": "en", "zh": "und"}
_HAN = re.compile("[\u4e00-\u9fff]+")


@dataclass(frozen=True)
class Document:
    """Something that a search may find."""

    url: str
    title: str
    content: str
    meta: dict[str, str]
    filters: dict[str, list[str]]


def documents(corpus: Corpus) -> list[Document]:
    """A document for every record with a page, and for every participant, task, figure, statement, restructuring and agenda item."""
    return [*(_record(corpus, entry) for entry in corpus.entries.values()), *(_claim(corpus, claim) for claim in corpus.claims.values())]


def _record(corpus: Corpus, entry: Entry) -> Document:
    record = entry.record
    meetings = corpus.meetings_of(entry)
    forms = dict.fromkeys(form.form for form in getattr(record, "forms", []))
    outside = [words for fact in getattr(record, "external", []) if fact.field != "address" for words in (fact.value, fact.note, fact.drawn_from) if words]
    facts = [f"{fact.field} {fact.value or NOT_STATED}" for fact in getattr(record, "facts", [])]
    lines = [line.line for line in getattr(record, "summary", [])]
    when = edtf_dates.words(record.date) if entry.kind == "meeting" else ""
    content = ". ".join([entry.title, when, getattr(record, "text", ""), *lines, *forms, *facts, *outside])
    kinds = ["not in the source"] if outside else []
    kinds += ["not stated"] if any(fact.kind == NOT_STATED for fact in getattr(record, "facts", [])) else []
    lead = lines[0] if lines else getattr(record, "text", "")
    return Document(
        entry.url, entry.title, _spoken(content), {"type": TYPE_WORDS[entry.kind], "date": when, "lead": lead, "meeting": ""},
        _filters(TYPE_WORDS[entry.kind], corpus, meetings, getattr(record, "themes", []), None, kinds),
    )


def _claim(corpus: Corpus, claim: ClaimEntry) -> Document:
    model = claim.claim
    words = [model.text, *(corpus.entries[item].title for item in [*getattr(model, "entities", []), *getattr(model, "terms", [])])]
    words += [corpus.entries[theme].title for theme in getattr(model, "themes", [])] + [claim.meeting.title, edtf_dates.words(claim.meeting.record.date)]
    modality = None
    if isinstance(model, Task | Statement):
        modality = modality_label(model.modality)
        words.append(modality)
    if isinstance(model, Figure):
        words += [model.measure, model.value, model.unit, model.qualifier or "", model.scope, model.period, model.status, "how many how much number of"]
        words += ["growth increase"] if model.change.startswith("rise") else ["decrease decline"] if model.change.startswith("fall") else []
    if isinstance(model, Restructuring):
        words += [model.asset_text, model.transfer, model.status]
    if isinstance(model, Participant):
        words += [model.name_as_printed, model.role_as_printed, *model.did, "who took part participant"]
    words += [said for fact in getattr(model, "external", []) for said in (fact.value, fact.note, fact.drawn_from) if said]
    when = edtf_dates.words(claim.meeting.record.date)
    kind = "our reading" if model.kind == "inferred" else "stated"
    return Document(
        claim.url, model.text, _spoken(". ".join(words)), {"type": TYPE_WORDS[claim.kind], "date": when, "lead": "", "meeting": claim.meeting.title},
        _filters(TYPE_WORDS[claim.kind], corpus, [claim.meeting], getattr(model, "themes", []), modality, [kind]),
    )


def _spoken(text: str) -> str:
    """The text with signs also as the words that a reader types for them."""
    return text.replace("%", "% percent per cent").replace("R&D", "R&D research and development")


def _filters(kind: str, corpus: Corpus, meetings: list[Entry], themes: list[str], modality: str | None, kinds: list[str]) -> dict[str, list[str]]:
    found = {
        "type": [kind], "year": sorted({meeting.record.date[:4] for meeting in meetings}), "meeting": [meeting.title for meeting in meetings],
        "theme": [corpus.entries[theme].title for theme in themes], "modality": [modality] if modality else [], "kind": kinds,
    }
    return {name: values for name, values in found.items() if values}


def facets(found: list[Document]) -> list[dict[str, Any]]:
    """The filters with their values and how many documents have each, for the search page."""
    titles = {"type": "Type", "year": "Year", "meeting": "Meeting", "theme": "Theme", "modality": "Told as", "kind": "Kind of claim"}
    counts = {name: Counter(value for document in found for value in document.filters.get(name, [])) for name in titles}
    return [
        {"name": name, "title": title, "choices": [{"value": value, "count": count} for value, count in sorted(counts[name].items())]}
        for name, title in titles.items()
    ]


def names(corpus: Corpus) -> str:
    """JSON of all records, by type as [folder, type, rows]: printed forms, renderings, short forms and pinyin.

    A row is [title, id, ways to write it, date], the id 0 where it is the title's own slug; the date stands for meetings
    only. Pinyin stands without tones, which the script takes off what a reader types.
    """
    rows: dict[str, list[list[Any]]] = {}
    for entry in corpus.entries.values():
        ways = {form.form for form in getattr(entry.record, "forms", [])}
        for fact in getattr(entry.record, "external", []):
            if fact.field in ("Chinese", "official English", "common English", "short form"):
                ways.add(fact.value)
                if is_chinese(fact.value):
                    ways.add(toneless(fact.value))
        slug = re.sub(r"[^a-z0-9]+", "-", entry.title.lower()).strip("-")
        row: list[Any] = [entry.title, 0 if slug == entry.id else entry.id, sorted(way for way in ways if way.casefold() != entry.title.casefold())]
        rows.setdefault(entry.kind, []).append([*row, edtf_dates.words(entry.record.date)] if entry.kind == "meeting" else row)
    groups = [[PLACES[kind], TYPE_WORDS[kind], group] for kind, group in rows.items()]
    return json.dumps(groups, ensure_ascii=False, separators=(",", ":"))


def pairs(text: str) -> str:
    """The text with Chinese as overlapping pairs and the last character: 生产力 is `生产 产力 力`, so that any part of it is found."""
    return _HAN.sub(lambda run: f" {' '.join(run[0][at : at + 2] for at in range(len(run[0])))} ", text)


def write(corpus: Corpus, site: Path, languages: Iterable[str] = LANGUAGES) -> int:
    """Write the bundles of these languages, and with the English one the index of names, into the built site; returns the number of documents.

    The bundles do not depend on one another, so each may be made by a process of its own.
    Raises subprocess.CalledProcessError where Pagefind fails.
    """
    found = documents(corpus)
    target = site / "search"
    target.mkdir(parents=True, exist_ok=True)
    for name in languages:
        wanted = [document for document in found if name == "en" or is_chinese(document.content)]
        # Pagefind makes no bundle of nothing: then the home page is all that a search in that language may find.
        _bundle(wanted or [Document("index.html", NAME, NAME, {}, {})], LANGUAGES[name], target / name)
        if name == "en":
            (target / "names.json").write_text(names(corpus), encoding="utf-8")
    return len(found)


def _bundle(wanted: list[Document], language: str, target: Path) -> None:
    """One Pagefind bundle. Documents are handed over as small pages: its Python interface takes 0.1 s for each instead."""
    with tempfile.TemporaryDirectory(prefix="sasac-search-") as folder:
        pages = Path(folder) / "pages"
        pages.mkdir()
        for number, document in enumerate(wanted):
            (pages / f"{number:06}.html").write_text(_page(document, language), encoding="utf-8")
        output = Path(folder) / "bundle"
        command = [get_executable(), "--site", str(pages), "--output-path", str(output), "--force-language", language, "--include-characters", "%", "--silent"]
        subprocess.run(command, check=True, capture_output=True)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(output, target, ignore=lambda _, found: [name for name in found if _UNUSED.match(name)])


def _page(document: Document, language: str) -> str:
    def attribute(name: str, value: str) -> str:
        return f'<i data-pagefind-{name}="{escape(value)}"></i>'

    marks = [attribute("meta", f"{name}:{value}") for name, value in {"url": document.url, **document.meta}.items() if value]
    marks += [attribute("filter", f"{name}:{value}") for name, values in document.filters.items() for value in values]
    return (
        f'<!doctype html><html lang="{language}"><body data-pagefind-body><h1 data-pagefind-meta="title">{escape(document.title)}</h1>'
        f"<p>{escape(document.content if language == 'en' else pairs(document.content))}</p>{''.join(marks)}</body></html>"
    )
