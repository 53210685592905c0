"""Pages that grow: index pages are divided past a bound, record pages show the newest claims, and no page grows past what a line can carry."""

from __future__ import annotations

import gzip
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from bench import corpus as made_up
from sasac import open_questions
from sasac.addresses import relative
from sasac.dividing import bound, letter, parts
from sasac.link import Corpus
from sasac.publish import Publication, publish
from sasac.views import indexes
from sasac.views.cite import cite
from sasac.views.divided import divided
from sasac.views.page import SitePage
from sasac.views.shared import backlinks_section, claims_naming, claims_section, newest

# What an index page may weigh, compressed, shell included; the shell itself takes under 3 kB.
MOST_BYTES = 100_000
SHELL = 3_000
KINDS = {"tasks/": "task", "figures/": "figure", "statements/": "statement"}


def weight(text: str) -> int:
    """Bytes after gzip -9."""
    return len(gzip.compress(text.encode(), 9))


@pytest.fixture(scope="module")
def publication(project: Path) -> Publication:
    """The real project, laid out."""
    return publish(project)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """A made-up project of 1,000 record pages, laid out."""
    folder = tmp_path_factory.mktemp("large") / "project"
    made_up.make(folder, 1000, seed=1)
    return publish(folder)


@pytest.mark.parametrize(("number", "expected"), [(0, []), (10, []), (11, [10, 1]), (25, [10, 10, 5])])
def test_rows_of_one_key_are_cut_into_numbered_pieces(number: int, expected: list[int]) -> None:
    found = parts(list(range(number)), lambda row: "2024", most=10)
    assert [len(part.rows) for part in found] == expected
    assert [row for part in found for row in part.rows] == (list(range(number)) if expected else [])
    assert [part.name for part in found] == ["2024", "2024-2", "2024-3"][: len(expected)]


def test_rows_are_grouped_by_key_in_their_own_order() -> None:
    found = parts(["b1", "a1", "b2", "c1"], lambda row: row[0], most=3)
    assert [(part.name, part.rows) for part in found] == [("b", ["b1", "b2"]), ("a", ["a1"]), ("c", ["c1"])]


@pytest.mark.parametrize(("title", "expected"), [("Élan", "letter-e"), ("zeal", "letter-z"), ("14th Plan", "other"), ("生产力", "other"), ("", "other")])
def test_a_letter_is_a_piece_of_an_address(title: str, expected: str) -> None:
    assert letter(title) == expected


def test_today_no_index_is_divided(publication: Publication) -> None:
    assert not [page.url for page in publication.pages if page.kind == "part"]
    for page in publication.pages:
        if page.kind == "index":
            assert not page.view["parts"] and len(page.view["rows"]) <= bound(page.url)


def links(publication: Publication, page: SitePage) -> set[str]:
    """Where the links of a page lead, as written."""
    return {str(href) for href in html.fromstring(f"<div>{publication.body(page)}</div>").xpath(".//a/@href")}


@pytest.mark.parametrize("url", KINDS)
def test_each_claim_stands_in_one_part_of_a_divided_index(url: str, publication: Publication) -> None:
    (page,) = [page for page in publication.pages if page.url == url]
    index, *pieces = [plan.make() for plan in divided(page, page.view["rows"], lambda claim: str(claim.year), most=40, newest=5)]
    assert len(pieces) >= 3 and (index.url, index.kind) == (url, "index")
    seen: list[str] = []
    for piece in pieces:
        assert piece.kind == "part" and len(piece.view["rows"]) <= 40
        assert relative(url, piece.url) in links(publication, index), "the index does not lead to a part"
        body = html.fromstring(f"<div>{publication.body(piece)}</div>")
        assert relative(piece.url, url) in {str(href) for href in body.xpath(".//p[@class='crumb']/a/@href")}
        seen += [str(href).partition("meetings/")[2].replace("index.html", "") for href in body.xpath(".//a[@class='permalink']/@href")]
    expected = [claim.url.removeprefix("meetings/") for claim in publication.corpus.claims_of_kind(KINDS[url])]
    assert sorted(seen) == sorted(expected)
    assert len(html.fromstring(publication.body(index)).xpath("//a[@class='permalink']")) == 5


def test_the_questions_that_people_wrote_stay_on_a_divided_index(publication: Publication) -> None:
    (page,) = [plan.make() for plan in indexes.questions(publication.builder)]
    written = {loaded.id for loaded in publication.corpus.questions}
    key = partial(open_questions.subject, publication.corpus)
    plans = divided(page, page.view["rows"], lambda row: key(row["question"]), lay=indexes.by_kind, most=100, newest=len(written))
    index, *pieces = [plan.make() for plan in plans]
    assert written and written == {str(found) for found in html.fromstring(publication.body(index)).xpath("//li/@id")}
    rows = [row["question"].id for piece in pieces for row in piece.view["rows"]]
    assert len(rows) == len(set(rows)) == page.view["total"]


def test_a_record_named_in_many_claims_shows_the_newest_and_counts_the_rest(publication: Publication, corpus: Corpus) -> None:
    builder = publication.builder
    entry = max(publication.corpus.entries.values(), key=lambda entry: len(entry.mentions))
    claims = claims_naming(builder, entry)
    assert len(claims) > 60
    section = claims_section(builder, "used", "Where it is used", claims, most=20)
    shown = [claim for group in section.data for claim in group.claims]
    assert [claim.key for claim in shown] == [claim.key for claim in claims[-20:]]
    assert sum(group.number for group in section.data) == len(claims)
    assert section.note.startswith(f"The newest 20 of {len(claims)}")
    page = SitePage(entry.url, entry.title, f"records/{entry.kind}.html", "", {"segments": []}, [section], entry.kind, entry)
    body = html.fromstring(f"<div>{publication.renderer.body(page, cite(page, publication.edition))}</div>")
    assert len(body.xpath(".//li[contains(@class, 'claim')]")) == 20
    assert len(body.xpath(".//p[@class='earlier']")) == len([group for group in section.data if not group.claims]) > 0
    assert not claims_section(builder, "used", "", claims).note and not newest("used", "", "figures", claims).note


def test_what_links_here_never_lists_without_end(publication: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sasac.views.shared.MOST_LINKS", 3)
    entry = max(publication.corpus.entries.values(), key=lambda entry: sum(1 for mention in entry.mentions if mention.entry))
    groups = backlinks_section(publication.builder, entry).data
    assert any(group.number > 3 for group in groups) and all(len(group.links) <= 3 for group in groups)


def test_no_page_of_a_large_reference_is_heavy(large: Publication) -> None:
    assert len(large.corpus.entries) == 1000 and len(large.corpus.claims) > 800
    heavy: list[str] = []
    divided_ones: set[str] = set()
    for page in large.pages:
        bytes_now = weight(large.body(page)) + SHELL
        rows: list[Any] = page.view.get("rows") or []
        # A list that is not full yet is weighed as it will be when it is: past that it is divided.
        if page.kind == "index" and len(rows) > 50:
            assert len(rows) <= bound(page.url)
            bytes_now = bytes_now * bound(page.url) // len(rows)
        if page.kind == "part":
            divided_ones.add(page.url.split("/")[0])
        if bytes_now > MOST_BYTES:
            heavy.append(f"{page.url}: {bytes_now} with {len(rows)} rows")
    assert "questions" in divided_ones
    assert not heavy, "\n".join(heavy)
    home = large.view("home", "")
    assert weight(home) + SHELL < MOST_BYTES // 2


def test_each_question_stands_on_the_page_that_its_address_names(large: Publication, publication: Publication) -> None:
    assert {question.page for question in open_questions.questions(publication.corpus, "2024-01-01")} == {"questions/"}
    questions = open_questions.questions(large.corpus, large.corpus.newest_day())
    pages = {page.url: page for page in large.pages if page.url.startswith("questions/")}
    assert len(questions) > bound("questions/") and len({question.page for question in questions}) > 3
    anchors = {url: {str(found) for found in html.fromstring(f"<div>{large.body(page)}</div>").xpath("//li/@id")} for url, page in pages.items()}
    assert [question.id for question in questions if question.id not in anchors[question.page]] == []


def test_a_part_is_a_page_like_any_other(large: Publication) -> None:
    piece = next(page for page in large.pages if page.kind == "part")
    assert piece.title.startswith("Open questions: ")
    assert f"<h1 id=\"top\">{piece.title}</h1>" in large.body(piece)
