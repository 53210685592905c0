"""The glossary's orders, the index of printed wordings, and the page of the concordance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sasac.dividing import MOST_ROWS, letter
from sasac.link import Corpus, Entry
from sasac.pinyin import is_chinese, pinyin
from sasac.views.concordance import Context
from sasac.views.divided import divided
from sasac.views.page import Builder, SitePage
from sasac.views.parts import Link, link_to
from sasac.views.shared import FormView, forms_view


@dataclass(frozen=True)
class Wording:
    """A printed wording and the record that it leads to."""

    form: FormView
    link: Link
    chinese: list[str]
    outside_english: list[str]


@dataclass(frozen=True)
class Rendering:
    """A Chinese rendering with its pinyin, basis and record."""

    chinese: str
    pinyin: str
    basis: str
    link: Link


@dataclass(frozen=True)
class Lines:
    """The concordance of one term."""

    link: Link
    contexts: list[Context]


def wordings(builder: Builder) -> list[Wording]:
    """Every printed wording of every named record, in alphabetical order."""
    found = []
    for entry in _named(builder.corpus):
        outside = entry.record.external
        chinese = [fact.value for fact in outside if fact.field == "Chinese"]
        english = [fact.value for fact in outside if fact.field in ("official English", "common English")]
        found += [Wording(form, link_to(entry), chinese, english) for form in forms_view(builder, entry)]
    return sorted(found, key=lambda wording: (wording.form.form.casefold(), wording.link.title))


def renderings(corpus: Corpus) -> list[Rendering]:
    """Chinese renderings of terms in pinyin order."""
    found = [
        Rendering(fact.value, pinyin(fact.value), fact.basis, link_to(entry))
        for entry in corpus.of_kind("term")
        for fact in entry.record.external
        if fact.field == "Chinese" and is_chinese(fact.value)
    ]
    return sorted(found, key=lambda item: (item.pinyin, item.chinese))


def chinese(view: dict[str, Any]) -> list[SitePage]:
    """Pages of their own for the Chinese renderings where they are too many for the end of the glossary; its view then leads there."""
    rows = view["renderings"]
    view["chinese"] = None
    if len(rows) <= MOST_ROWS // 2:
        return []
    view |= {"renderings": [], "chinese": Link(f"In Chinese, by pinyin ({len(rows)})", "terms/in-chinese/", "index")}
    about = "Chinese renderings of the terms, in the order of their pinyin."
    page = SitePage("terms/in-chinese/", "Terms in Chinese", "indexes/chinese.html", about, {"about": about}, [], "part")
    return divided(page, rows, lambda row: letter(row.pinyin))


def pages(builder: Builder) -> list[SitePage]:
    """The index of wordings and the concordance."""
    corpus = builder.corpus
    lines = [Lines(link_to(entry), builder.concordance.of(entry)) for entry in corpus.of_kind("term")]
    about_wordings = "You read a wording in an English text? Here is what it is: every printed form of every term, person, enterprise and body."
    about_lines = "Every fixed term in its surroundings: fragments of at most twelve words from the texts, with what the sentence says in our words."
    words = SitePage("wordings/", "Wordings", "indexes/wordings.html", about_wordings, {"about": about_wordings}, [], "index")
    concordance = SitePage("concordance/", "Concordance", "indexes/concordance.html", about_lines, {"about": about_lines}, [], "index")
    return [
        *divided(words, wordings(builder), lambda row: letter(row.form.form)),
        *divided(concordance, lines, lambda row: letter(row.link.title)),
    ]


def _named(corpus: Corpus) -> list[Entry]:
    return [entry for entry in corpus.entries.values() if hasattr(entry.record, "forms")]
