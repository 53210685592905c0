"""What a page says of itself: Dublin Core, Open Graph, JSON-LD; citations; links to the record; the printed brief."""

from __future__ import annotations

import json
from pathlib import Path

from lxml import html

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


def test_edit_and_history_lead_to_the_record_file(site: Path, corpus: Corpus, project: Path) -> None:
    for kind in PLACES:
        entry = corpus.of_kind(kind)[0]
        links = {link.text_content(): link.get("href") for link in tree(site, entry.url).xpath("//section[@class='cite']//a")}
        assert links["edit this record"].endswith(f"/edit/main/{entry.loaded.file}")
        assert links["history"].endswith(f"/commits/main/{entry.loaded.file}")
        assert (project / entry.loaded.file).is_file()
