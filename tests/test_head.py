"""What a page says of itself: Dublin Core, Open Graph, JSON-LD; citations; links to the record; the printed brief."""

from __future__ import annotations

import io
import json
from pathlib import Path

import bibtexparser
import rispy
from lxml import html
from playwright.sync_api import Browser
from pypdf import PdfReader

import page_types
from sasac.link import PLACES, Corpus

TYPES = {
    "meeting": "Event", "person": "Person", "enterprise": "Organization", "body": "Organization", "theme": "DefinedTerm", "term": "DefinedTerm",
    "source": "CreativeWork", "home": "Dataset",
}


def tree(site: Path, url: str) -> html.HtmlElement:
    """The page at an address, parsed."""
    return html.document_fromstring((site / url / "index.html").read_text(encoding="utf-8"))


def test_meta_tags_and_json_ld_of_each_type(site: Path, corpus: Corpus) -> None:
    for kind, wanted in TYPES.items():
        page = tree(site, page_types.address(kind, corpus))
        meta = {item.get("name") or item.get("property"): item.get("content") for item in page.xpath("//meta[@content]")}
        canonical = page.xpath("string(//link[@rel='canonical']/@href)")
        assert meta["DC.title"] == meta["og:title"] and meta["DC.title"] in page.xpath("string(//title)")
        assert meta["og:url"] == meta["DC.identifier"] == canonical
        assert meta["DC.publisher"] == "SASAC Meetings Reference" and meta["og:type"] == "website" and meta["description"]
        data = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))
        assert data["@type"] == wanted and data["url"] == canonical and data["name"] == meta["DC.title"]


def test_a_meeting_is_an_event_of_its_days(site: Path) -> None:
    data = json.loads(tree(site, "meetings/2025-07-16-central-enterprise-seminar/").xpath("string(//script[@type='application/ld+json'])"))
    assert (data["startDate"], data["endDate"]) == ("2025-07-16", "2025-07-17")


def test_every_record_page_can_be_cited_in_four_forms(site: Path, corpus: Corpus) -> None:
    version = (Path(__file__).parent.parent / "data" / "VERSION").read_text(encoding="utf-8").strip()
    entries = list(corpus.entries.values())
    assert len(entries) > 150
    for entry in entries:
        page = tree(site, entry.url)
        address = page.xpath("string(//link[@rel='canonical']/@href)")
        plain, bibtex, ris, csl = [code.text_content() for code in page.xpath("//section[@class='cite']//pre/code")]
        assert address in plain and version in plain
        library = bibtexparser.parse_string(bibtex)
        assert not library.failed_blocks and library.entries[0]["url"] == address and version in library.entries[0]["note"]
        reference = rispy.loads(ris)[0]
        assert (reference["type_of_reference"], reference["title"], reference["urls"]) == ("ELEC", entry.title, [address]) and version in ris
        told = json.loads(csl)
        assert (told["type"], told["URL"], told["version"], told["title"]) == ("webpage", address, version, entry.title)


def test_edit_and_history_lead_to_the_record_file(site: Path, corpus: Corpus, project: Path) -> None:
    for kind in PLACES:
        entry = corpus.of_kind(kind)[0]
        links = {link.text_content(): link.get("href") for link in tree(site, entry.url).xpath("//section[@class='cite']//a")}
        assert links["edit this record"].endswith(f"/edit/main/{entry.loaded.file}")
        assert links["history"].endswith(f"/commits/main/{entry.loaded.file}")
        assert (project / entry.loaded.file).is_file()


def test_a_meeting_prints_as_a_brief_with_its_address(browser: Browser, served: str) -> None:
    page = browser.new_page()
    page.goto(served + "meetings/2023-12-25-central-enterprise-heads/")
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    page.close()
    text = "".join(sheet.extract_text() for sheet in printed.pages)
    assert 1 < len(printed.pages) <= 3
    assert "/meetings/2023-12-25-central-enterprise-heads/" in text.replace("\n", "")
    assert "2.4 trillion yuan" in text
