"""The glossary's orders, the index of printed wordings, and the page of the concordance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sasac.dividing import MOST_ROWS, letter
from sasac.link import Corpus, Entry
from sasac.pinyin import is_chinese, pinyin
from sasac.views.concordance import Context
from sasac.views.divided import divided
from sasac.views.page import Builder, Plan, SitePage
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


def wording(builder: Builder, form: str, entry: Entry) -> Wording:
    """A printed wording of a named record."""
    outside = entry.record.external
    chinese = [fact.value for fact in outside if fact.field == "Chinese"]
    english = [fact.value for fact in outside if fact.field in ("official English", "common English")]
    return Wording(next(view for view in forms_view(builder, entry) if view.form == form), link_to(entry), chinese, english)


def renderings(corpus: Corpus) -> list[Rendering]:
    """Chinese renderings of terms in pinyin order."""
    found = [
        Rendering(fact.value, pinyin(fact.value), fact.basis, link_to(entry))
        for entry in corpus.of_kind("term")
        for fact in entry.record.external
        if fact.field == "Chinese" and is_chinese(fact.value)
    ]
    return sorted(found, key=lambda item: (item.pinyin, item.chinese))


def chinese(corpus: Corpus) -> tuple[dict[str, Callable[[], Any]], list[Plan]]:
    """The Chinese renderings for the end of the glossary; where they are too many, pages of their own and the way there."""
    rows = renderings(corpus)
    if len(rows) <= MOST_ROWS // 2:
        return {"renderings": lambda: rows, "chinese": lambda: None}, []
    about = "Chinese renderings of the terms, in the order of their pinyin."
    page = SitePage("terms/in-chinese/", "Terms in Chinese", "indexes/chinese.html", about, {"about": about}, [], "part")
    way = Link(f"In Chinese, by pinyin ({len(rows)})", page.url, "index")
    return {"renderings": list, "chinese": lambda: way}, divided(page, rows, lambda row: letter(row.pinyin))


def plans(builder: Builder) -> list[Plan]:
    """The index of wordings, every printed form of every named record in alphabetical order, and the concordance."""
    corpus = builder.corpus
    named = [entry for entry in corpus.entries.values() if hasattr(entry.record, "forms")]
    forms = [(form, entry) for entry in named for form in dict.fromkeys(form.form for form in entry.record.forms)]
    about_wordings = "You read a wording in an English text? Here is what it is: every printed form of every term, person, enterprise and body."
    about_lines = "Every fixed term in its surroundings: fragments of at most twelve words from the texts, with what the sentence says in our words."
    words = SitePage("wordings/", "Wordings", "indexes/wordings.html", about_wordings, {"about": about_wordings}, [], "index")
    concordance = SitePage("concordance/", "Concordance", "indexes/concordance.html", about_lines, {"about": about_lines}, [], "index")
    return [
        *divided(
            words, sorted(forms, key=lambda item: (item[0].casefold(), item[1].title)), lambda item: letter(item[0]), lambda item: wording(builder, *item)
        ),
        *divided(
            concordance, corpus.of_kind("term"), lambda entry: letter(entry.title), lambda entry: Lines(link_to(entry), builder.concordance.of(entry))
        ),
    ]
