"""What a page weighs on the line: one style sheet, few requests, and markup that does not grow back."""

from __future__ import annotations

import gzip
import posixpath
from pathlib import Path
from statistics import median

import pytest
from lxml import html

from sasac.link import PLACES, Corpus

# The whole first visit to any record page, compressed: the goal is 70 kB in 6 requests.
MOST_FIRST = 45_000
MOST_REQUESTS = 5
# Compressed HTML of a typical page of each type (the median), as so many times what its words alone take: more words are more to read,
# more markup for the same words is not. About three percent above what it was when this was written.
TYPICAL = {"meeting": 1.9, "person": 2.05, "enterprise": 2.19, "body": 2.4, "theme": 2.04, "term": 2.31, "source": 1.8}
# And in bytes, for the types whose words have not outgrown what was set when the site was first weighed: these only fall.
LIGHT = {"enterprise": 5_200, "body": 4_200, "term": 4_700, "source": 10_100}


def weight(path: Path) -> int:
    """Bytes of a file after gzip -9."""
    return len(gzip.compress(path.read_bytes(), 9))


def words(path: Path) -> int:
    """Bytes of the words on a page after gzip -9."""
    return len(gzip.compress(html.document_fromstring(path.read_text(encoding="utf-8")).text_content().encode(), 9))


def fetched(site: Path, file: Path) -> list[Path]:
    """What a browser fetches with a page before a reader does anything: the page, style sheets, scripts, its icon, pictures."""
    tree = html.document_fromstring(file.read_text(encoding="utf-8"))
    found = tree.xpath("//link[@rel='stylesheet' or @rel='icon' or @rel='preload']/@href | //script/@src | //img/@src")
    return [file, *(site / posixpath.normpath(posixpath.join(file.parent.relative_to(site).as_posix(), str(address))) for address in found)]


@pytest.mark.parametrize("kind", PLACES)
def test_a_typical_page_stays_light(kind: str, site: Path, corpus: Corpus) -> None:
    pages = [site / entry.url / "index.html" for entry in corpus.of_kind(kind)]
    assert len(pages) >= 5 and min(map(words, pages)) > 1_000
    ratios = [weight(page) / words(page) for page in pages]
    assert median(ratios) < TYPICAL[kind], ratios
    weights = [weight(page) for page in pages]
    assert min(weights) > 2_000 and (kind not in LIGHT or median(weights) < LIGHT[kind]), weights


def test_a_first_visit_is_light_and_asks_for_little(site: Path, corpus: Corpus) -> None:
    for entry in corpus.entries.values():
        files = fetched(site, site / entry.url / "index.html")
        assert 3 <= len(files) <= MOST_REQUESTS, files
        assert sum(map(weight, files)) < MOST_FIRST, entry.url


def test_nothing_but_one_style_sheet_holds_up_the_first_paint(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 200
    for path in pages:
        head = html.document_fromstring(path.read_text(encoding="utf-8")).find("head")
        assert head is not None
        sheets = head.xpath("link[@rel='stylesheet']")
        moved = bool(head.xpath("meta[@http-equiv='refresh']")) or "Moved or withdrawn" in (head.findtext("title") or "")
        assert len(sheets) == (0 if moved else 1), path
        assert not head.xpath("script[@src][not(@defer or @async or @type='module')]"), path
