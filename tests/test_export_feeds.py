"""Feeds, calendar and citation: each read by a library or against its standard, and compared with the change log and the meetings."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from click.testing import CliRunner
from icalendar import Calendar
from lxml import etree, html

from conftest import MakeCopy
from sasac import changelog
from sasac.cli import main
from sasac.export import calendar as calendar_sink
from sasac.export import feeds
from sasac.export.feeds import MOST_NAMED
from sasac.link import Corpus
from sasac.publish import read
from sasac.views.cite import Edition

ATOM = {"a": "http://www.w3.org/2005/Atom"}
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
Exported = dict[str, bytes]
# Two versions that try what a feed has to bear: markup, a claim's key, an id that is gone.
LATER = {
    "releases": [
        {"version": "2.0.0", "date": "2027-01-02", "changes": [
            {"kind": "removed", "text": "A record <b>&amp;</b> \"its\" claims.", "records": ["gone-for-good"]},
            {"kind": "corrected", "text": "One figure.", "records": ["2023-12-25-central-enterprise-heads#figure-total-profit", "zhang-yuzhuo"]},
        ]},
        {"version": "1.0.0", "date": "2026-11-22", "changes": [{"kind": "added", "text": "First version.", "records": []}]},
    ],
}


@pytest.fixture(scope="module")
def log(project: Path) -> Any:
    """The change log of the data as its file has it."""
    return yaml.load((project / "data" / "CHANGELOG.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)


@pytest.fixture(scope="module", params=["now", "later"])
def told(request: pytest.FixtureRequest, exported: Exported, log: Any, corpus: Corpus, edition: Edition) -> tuple[Any, dict[str, bytes]]:
    """A change log and its feeds: that of the data, and one with more in it."""
    if request.param == "now":
        return log, {name: exported[name] for name in ("feed.xml", "feed.json")}
    return LATER, feeds.files(corpus, changelog.ChangeLog.model_validate(LATER), edition)


def one(element: Any, name: str) -> str:
    """The text of an element that stands exactly once."""
    found = element.findall(f"a:{name}", ATOM)
    assert len(found) == 1 and found[0].text.strip(), name
    return str(found[0].text)


def test_atom_has_what_the_standard_asks_for(told: tuple[Any, dict[str, bytes]], edition: Edition) -> None:
    """RFC 4287: what each of feed (4.1.1) and entry (4.1.2) must hold, links (4.2.7) and dates (3.3)."""
    log, files = told
    feed = etree.fromstring(files["feed.xml"])
    assert feed.tag == f"{{{ATOM['a']}}}feed"
    assert urlsplit(one(feed, "id")).scheme == "https" and one(feed, "title")
    assert RFC3339.fullmatch(one(feed, "updated")) and one(feed, "updated")[:10] == log["releases"][0]["date"]
    assert one(feed.find("a:author", ATOM), "name")
    links = {(link.get("rel"), link.get("type")): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links == {("self", "application/atom+xml"): f"{edition.site_url}feed.xml", ("alternate", "text/html"): f"{edition.site_url}about/data/"}
    entries = feed.findall("a:entry", ATOM)
    assert len(entries) == len(log["releases"])
    ids = {one(entry, "id") for entry in entries}
    assert len(ids) == len(entries) and all(urlsplit(name).netloc for name in ids)
    for entry, release in zip(entries, log["releases"], strict=True):
        assert one(entry, "title") == f"Data version {release['version']}"
        assert datetime.fromisoformat(one(entry, "updated")).date().isoformat() == release["date"] == one(entry, "published")[:10]
        assert [link.get("rel") for link in entry.findall("a:link", ATOM)] == ["alternate"]
        assert one(entry, "summary") == " ".join(f"{change['kind'].capitalize()}: {change['text']}" for change in release["changes"])
        assert entry.find("a:content", ATOM).get("type") == "html"
        says_what_changed(one(entry, "content"), release, edition)


def says_what_changed(content: str, release: Any, edition: Edition) -> None:
    """The content of an entry, read as HTML, is the release: kind, words, and a link for each record that still is."""
    items = html.fragment_fromstring(content)
    assert items.tag == "ul" and len(items) == len(release["changes"])
    assert {element.tag for element in items.iter()} <= {"ul", "li", "strong", "a", "code"}
    for item, change in zip(items, release["changes"], strict=True):
        text = item.text_content()
        assert text.startswith(f"{change['kind'].capitalize()}: {change['text']}")
        named = [element.get("href") or element.text for element in item if element.tag in ("a", "code")]
        assert len(named) == min(len(change["records"]), MOST_NAMED)
        assert ("more, listed in" in text) is (len(change["records"]) > MOST_NAMED)
        for given, address in zip(change["records"], named, strict=False):
            # Questions have no page of their own.
            gone = given == "gone-for-good" or change["kind"] == "removed" or given.startswith("question-")
            assert address == given if gone else address.startswith(edition.site_url) and given.rpartition("#")[2] in address


def test_json_feed_has_what_the_standard_asks_for(told: tuple[Any, dict[str, bytes]], edition: Edition) -> None:
    """JSON Feed 1.1: top-level version, title and items; each item an id and content."""
    log, files = told
    feed = json.loads(files["feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"] and feed["authors"][0]["name"]
    assert (feed["home_page_url"], feed["feed_url"], feed["language"]) == (edition.site_url, f"{edition.site_url}feed.json", "en")
    assert [item["title"] for item in feed["items"]] == [f"Data version {release['version']}" for release in log["releases"]]
    atom = etree.fromstring(files["feed.xml"])
    assert [item["id"] for item in feed["items"]] == [one(entry, "id") for entry in atom.findall("a:entry", ATOM)]
    for item, release in zip(feed["items"], log["releases"], strict=True):
        assert RFC3339.fullmatch(item["date_published"]) and item["date_published"][:10] == release["date"]
        assert item["tags"] == sorted({change["kind"] for change in release["changes"]})
        says_what_changed(item["content_html"], release, edition)


def test_what_feeds_link_to_is_in_the_built_site(exported: Exported, site: Path, edition: Edition) -> None:
    feed = json.loads(exported["feed.json"])
    links = [feed["home_page_url"], *(item["url"] for item in feed["items"])]
    links += [link for item in feed["items"] for link in html.fragment_fromstring(item["content_html"]).xpath("//a/@href")]
    assert len(links) > 6
    for link in links:
        place, _, anchor = link.removeprefix(edition.site_url).partition("#")
        page = site / place / "index.html"
        assert page.is_file() and (not anchor or f'id="{anchor}"' in page.read_text(encoding="utf-8")), link


def test_every_page_names_the_feeds(site: Path) -> None:
    for name in ("index.html", "meetings/2023-12-25-central-enterprise-heads/index.html"):
        head = html.parse(str(site / name)).getroot().find("head")
        found = {link.get("type") for link in head.findall("link") if link.get("rel") == "alternate"}
        assert found >= {"application/atom+xml", "application/feed+json"}, name


@pytest.fixture(scope="module")
def calendar(exported: Exported) -> Calendar:
    """The calendar, as a library reads it."""
    return Calendar.from_ical(exported["meetings.ics"])


def test_calendar_has_what_the_standard_asks_for(calendar: Calendar, exported: Exported, corpus: Corpus) -> None:
    """RFC 5545: 3.1 (lines of at most 75 octets, CRLF), 3.6 (PRODID, VERSION), 3.6.1 (UID, DTSTAMP, DTSTART, the end not included)."""
    body = exported["meetings.ics"]
    lines = body.split(b"\r\n")
    assert lines[-1] == b"" and all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert all(line.decode() for line in lines[:-1])
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"] and calendar["METHOD"] == "PUBLISH"
    events = calendar.walk("VEVENT")
    assert len(events) == len(corpus.meetings) == 5
    assert len({event["UID"] for event in events}) == 5 and all("DTSTAMP" in event for event in events)
    assert not calendar.errors and not [event.errors for event in events if event.errors]


def test_calendar_tells_each_meeting(calendar: Calendar, project: Path, site: Path, edition: Edition) -> None:
    for event in calendar.walk("VEVENT"):
        identifier = str(event["UID"]).partition("@")[0]
        record = yaml.load((project / "data" / "meetings" / f"{identifier}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
        first, _, last = record["date"].partition("/")
        assert event["DTSTART"].dt == date.fromisoformat(first) and not isinstance(event["DTSTART"].dt, datetime)
        assert event["DTEND"].dt == date.fromisoformat(last or first) + timedelta(days=1)
        assert str(event["SUMMARY"]).startswith(record["name"])
        description = str(event["DESCRIPTION"]).splitlines()
        assert [line for line in description if line in {item["line"] for item in record["summary"]}] == [item["line"] for item in record["summary"]]
        assert description[-1].startswith("Source: ")
        assert (site / str(event["URL"]).removeprefix(edition.site_url) / "index.html").is_file()
        # No text states its days whole; so each is tentative, says so, and tells what the days rest on.
        stated = {fact["value"] for fact in record["facts"] if fact["field"] == "date held" and fact["kind"] == "stated"}
        assert record["date"] not in stated
        assert str(event["STATUS"]) == "TENTATIVE" and str(event["SUMMARY"]).endswith(" (date resolved)")
        assert description[0].startswith("Date resolved, not stated whole in the text: ")
        reasons = [fact.get("reason") for fact in record["facts"] if fact["field"] == "date held" and fact["kind"] == "inferred"]
        assert any(reason in description[0] for reason in reasons) if reasons else "from outside" in description[0]


def test_a_date_that_the_text_states_is_sure(make_copy: MakeCopy, tmp_path: Path, edition: Edition) -> None:
    project = make_copy(tmp_path)
    path = project / "data" / "meetings" / "2023-05-24-strategic-emerging-industries.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("value: XXXX-05-24") == 1
    path.write_text(text.replace("value: XXXX-05-24", 'value: "2023-05-24"'), encoding="utf-8")
    events = Calendar.from_ical(calendar_sink.content(read(project), edition)).walk("VEVENT")
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", *["TENTATIVE"] * 4]
    assert str(events[0]["SUMMARY"]) == "Deployment meeting on strategic emerging industries"
    assert "resolved" not in str(events[0]["DESCRIPTION"])


def test_a_long_line_with_chinese_is_folded_between_characters() -> None:
    line = "DESCRIPTION:" + calendar_sink.text("中央企业, 负责人; 会议\\\n" * 20)
    assert all(len(piece.encode()) <= 75 for piece in calendar_sink.fold(line).split("\r\n"))
    assert calendar_sink.fold(line).replace("\r\n ", "") == line
    held = Calendar.from_ical(f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{calendar_sink.fold(line)}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n").walk("VEVENT")[0]
    assert str(held["DESCRIPTION"]) == "中央企业, 负责人; 会议\\\n" * 20


def test_citation_file_is_in_step(project: Path, log: Any, edition: Edition) -> None:
    """CFF 1.2.0: cff-version, message, title and authors are required; the rest is what this project promises."""
    cff = yaml.safe_load((project / "CITATION.cff").read_text(encoding="utf-8"))
    assert cff["cff-version"] == "1.2.0" and cff["message"] and cff["title"] == "SASAC Meetings Reference"
    assert cff["authors"] and all(set(author) == {"name"} for author in cff["authors"])
    assert set(cff) <= {
        "cff-version", "message", "title", "authors", "type", "abstract", "version", "date-released", "license", "url", "repository", "keywords",
    }
    assert cff["type"] == "dataset" and cff["license"] == "CC-BY-4.0"
    assert (cff["version"], cff["date-released"]) == (log["releases"][0]["version"], log["releases"][0]["date"])
    assert cff["version"] == (project / "data" / "VERSION").read_text(encoding="utf-8").strip()
    assert (cff["url"], cff["repository"]) == (edition.site_url, edition.repository)


def test_a_citation_file_out_of_step_is_an_error_and_is_brought_into_step(make_copy: MakeCopy, project: Path, log: Any, tmp_path: Path) -> None:
    copy = make_copy(tmp_path)
    text = (project / "CITATION.cff").read_text(encoding="utf-8")
    stale = re.sub(r"^version: .*$", "version: 0.9.0", text, flags=re.MULTILINE)
    (copy / "CITATION.cff").write_text(re.sub(r"^date-released: .*$", 'date-released: "2026-11-21"', stale, flags=re.MULTILINE), encoding="utf-8")
    done = CliRunner(env={"SASAC_SOURCES": ""}).invoke(main, ["--project", str(copy), "check"])
    assert done.exit_code == 1
    assert "CITATION.cff:8:1: version is 0.9.0" in done.stderr and "CITATION.cff:9:1: date-released is 2026-11-21" in done.stderr
    changelog.bring_citation_up_to_date(copy, log["releases"][0]["version"], log["releases"][0]["date"])
    assert (copy / "CITATION.cff").read_text(encoding="utf-8") == text
    assert CliRunner(env={"SASAC_SOURCES": ""}).invoke(main, ["--project", str(copy), "check"]).exit_code == 0
