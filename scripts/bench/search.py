"""Measures search on a project: bytes fetched before the first result, and recall and precision of ten Chinese terms.

    python -m bench.search PROJECT [--json FILE]

PROJECT is a folder such as `python -m bench.corpus` writes. Only the search index is made, beside one bare page: what is
measured does not depend on the rest. Times are not measured; sizes are those of a server that compresses text by gzip.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench import words
from bench.web import Served, serving
from find_browser import find
from sasac import search_index
from sasac.link import Corpus
from sasac.publish import read

ENGLISH = "restructuring of the water group"
CHINESE = words.TERMS[0]
LIMIT = 400_000
FIRST = 10
_ALL = 100_000
_FIND = "async ([source, query, most]) => (await import(source)).find(query, {}, most)"


@dataclass(frozen=True)
class Fetched:
    """What one first query fetched: requests and bytes as sent, before its results stood."""

    query: str
    results: int
    requests: int
    sent: int
    largest: dict[str, int]


@dataclass(frozen=True)
class Term:
    """How well one term is found: pages and claims that hold it, how many were found, and how many of the first ten hold it."""

    term: str
    holding: int
    found: int
    total: int
    recall: float
    precision: float


@dataclass(frozen=True)
class Measured:
    """All that was measured on one project."""

    pages: int
    documents: int
    index_bytes: int
    fetched: list[Fetched]
    terms: list[Term]


def bare_site(corpus: Corpus, project: Path, folder: Path) -> int:
    """A folder with the search index, the scripts and one bare page; returns the number of documents."""
    shutil.copytree(project / "overrides" / "assets" / "js", folder / "assets" / "js")
    (folder / "index.html").write_text("<!doctype html><html lang=en><title>Bare</title><body></body></html>", encoding="utf-8")
    return search_index.write(corpus, folder)


def holding(corpus: Corpus, term: str) -> set[str]:
    """Addresses of records and claims in whose data a term stands, whatever the index took of it."""
    records = {entry.url for entry in corpus.entries.values() if term in entry.record.model_dump_json()}
    return records | {claim.url for claim in corpus.claims.values() if term in claim.claim.model_dump_json()}


def first_query(browser: Browser, served: Served, query: str) -> Fetched:
    """What a reader's first query fetches, in a browser that holds nothing yet."""
    found, files = _asked(browser, served, query, FIRST)
    sizes = {file: served.transferred([file]) for file in dict.fromkeys(files)}
    largest = dict(sorted(sizes.items(), key=lambda item: -item[1])[:6])
    return Fetched(query, len(found["results"]), len(sizes), sum(sizes.values()), largest)


def _asked(browser: Browser, served: Served, query: str, most: int) -> tuple[dict[str, Any], list[str]]:
    context = browser.new_context()
    page = context.new_page()
    page.goto(served.address)
    served.asked.clear()
    found: dict[str, Any] = page.evaluate(_FIND, [served.address + "assets/js/search.js", query, most])
    files = list(served.asked)
    context.close()
    return found, files


def term(browser: Browser, served: Served, corpus: Corpus, wanted: str) -> Term:
    """Recall over all results, precision over the first ten."""
    expected = holding(corpus, wanted)
    whole, _ = _asked(browser, served, wanted, _ALL)
    first, _ = _asked(browser, served, wanted, FIRST)
    found = {item["url"] for item in whole["results"]} & expected
    top = [item["url"] for item in first["results"]]
    right = sum(url in expected for url in top)
    recall = len(found) / len(expected) if expected else 1.0
    return Term(wanted, len(expected), len(found), len(whole["results"]), recall, right / len(top) if top else float(not expected))


def measure(project: Path, browser: Browser, terms: tuple[str, ...] = words.TERMS) -> Measured:
    """Everything, on one project."""
    corpus = read(project)
    with tempfile.TemporaryDirectory(prefix="sasac-bench-") as temporary:
        folder = Path(temporary) / "site"
        documents = bare_site(corpus, project, folder)
        size = sum(path.stat().st_size for path in (folder / "search").rglob("*") if path.is_file())
        with serving(folder, "/some/path/") as served:
            fetched = [first_query(browser, served, query) for query in (ENGLISH, CHINESE)]
            found = [term(browser, served, corpus, wanted) for wanted in terms]
    return Measured(len(corpus.entries), documents, size, fetched, found)


def table(measured: Measured) -> str:
    """The numbers for a terminal."""
    lines = [f"{measured.pages} record pages, {measured.documents} documents, index of {measured.index_bytes / 1e6:.1f} MB"]
    for fetched in measured.fetched:
        lines.append(f"first query '{fetched.query}': {fetched.results} results, {fetched.requests} requests, {fetched.sent / 1000:.0f} kB sent")
        lines += [f"    {size / 1000:6.1f} kB  {file}" for file, size in fetched.largest.items()]
    lines.append("term          holding  found  results  recall  precision of the first ten")
    lines += [f"{row.term}\t{row.holding:7} {row.found:6} {row.total:8} {row.recall:7.2f} {row.precision:6.2f}" for row in measured.terms]
    return "\n".join(lines)


def main() -> None:
    """The command; exit code 1 where a first query fetches too much or a term is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description="Measure search on a project.")
    parser.add_argument("project", type=Path)
    parser.add_argument("--json", type=Path, help="Also write the numbers to this file.")
    asked = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), headless=True, args=["--no-sandbox", "--disable-gpu"])
        measured = measure(asked.project.resolve(), browser)
        browser.close()
    print(table(measured))
    text = json.dumps(asdict(measured), ensure_ascii=False, indent=1)
    print(text)
    if asked.json:
        asked.json.write_text(text + "\n", encoding="utf-8")
    if any(fetched.sent >= LIMIT for fetched in measured.fetched) or any(row.recall < 1 or row.precision < 1 for row in measured.terms):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
