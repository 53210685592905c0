"""Search on a made-up corpus of 300 pages: it stays small, and finds every page that holds a Chinese term. Times are not measured."""

from __future__ import annotations

import filecmp
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench import corpus, search, words
from conftest import sasac
from sasac.publish import read

PAGES = 300
# An eighth above what was fetched when this was written; the limit at 5,000 pages is 400 kB.
LIMIT = 165_000


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up project."""
    folder = tmp_path_factory.mktemp("made-up") / "project"
    corpus.make(folder, PAGES, seed=1)
    return folder


@pytest.fixture(scope="module")
def measured(made_up: Path, browser: Browser) -> search.Measured:
    """What search costs and finds there."""
    return search.measure(made_up, browser, words.TERMS)


def test_the_made_up_project_passes_the_real_checks_with_its_texts(made_up: Path) -> None:
    ran = sasac("--project", made_up, "check", sources=str(made_up / corpus.TEXTS))
    assert ran.code == 0, ran.err
    assert "30 texts" in ran.out
    assert len(read(made_up).entries) == PAGES


def test_the_same_seed_gives_the_same_files_and_another_seed_others(made_up: Path, tmp_path: Path) -> None:
    corpus.make(tmp_path / "same", PAGES, seed=1)
    corpus.make(tmp_path / "other", PAGES, seed=2)
    files = sorted(path.relative_to(made_up).as_posix() for part in ("data", corpus.TEXTS) for path in (made_up / part).rglob("*") if path.is_file())
    assert len(files) > PAGES
    assert filecmp.cmpfiles(made_up, tmp_path / "same", files, shallow=False) == (files, [], [])
    assert filecmp.cmpfiles(made_up, tmp_path / "other", files, shallow=False)[1:] != ([], [])


def test_a_first_query_fetches_little(measured: search.Measured) -> None:
    assert measured.pages == PAGES and measured.documents > PAGES
    for fetched in measured.fetched:
        assert fetched.results, fetched.query
        assert {"assets/js/search.js", "search/names.json"} & set(fetched.largest) or fetched.requests > 6
        assert 100_000 < fetched.sent < LIMIT, search.table(measured)


@pytest.mark.parametrize("wanted", words.TERMS)
def test_every_page_that_holds_a_chinese_term_is_found_and_nothing_else_comes_first(wanted: str, measured: search.Measured) -> None:
    (row,) = [row for row in measured.terms if row.term == wanted]
    assert row.holding >= 3
    assert (row.found, row.recall, row.precision) == (row.holding, 1.0, 1.0), search.table(measured)
