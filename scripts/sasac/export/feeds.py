"""Feeds of changes to the data, from its change log: Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

from html import escape
from xml.etree import ElementTree as ET

from sasac.changelog import Change, ChangeLog, Release
from sasac.export.json_files import dump
from sasac.link import Corpus
from sasac.views.cite import NAME, Edition

# A reader of feeds wants to know what changed, and not every place of it.
MOST_NAMED = 50
ATOM = "http://www.w3.org/2005/Atom"
# The page that tells of versions, under the heading "Versions".
_PAGE = "about/data/"
_TITLE = f"{NAME}: changes to the data"
_ABOUT = "What each version of the records added, corrected or removed."


def files(corpus: Corpus, log: ChangeLog, edition: Edition) -> dict[str, bytes]:
    """feed.xml and feed.json."""
    return {"feed.xml": _atom(corpus, log, edition), "feed.json": _json_feed(corpus, log, edition)}


def _moment(release: Release) -> str:
    """A version is dated by its day; the time is only what the format asks for (RFC 3339)."""
    return f"{release.date}T00:00:00Z"


def _identity(release: Release, edition: Edition) -> str:
    return edition.absolute(f"{_PAGE}#version-{release.version}")


def _title(release: Release) -> str:
    return f"Data version {release.version}"


def _atom(corpus: Corpus, log: ChangeLog, edition: Edition) -> bytes:
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _put(feed, "id", edition.absolute("feed.xml"))
    _put(feed, "title", _TITLE)
    _put(feed, "subtitle", _ABOUT)
    _put(feed, "updated", _moment(log.releases[0]))
    ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": edition.absolute("feed.xml")})
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": edition.absolute(_PAGE)})
    _put(ET.SubElement(feed, "author"), "name", NAME)
    _put(feed, "rights", "Creative Commons Attribution 4.0 International")
    for release in log.releases:
        entry = ET.SubElement(feed, "entry")
        _put(entry, "id", _identity(release, edition))
        _put(entry, "title", _title(release))
        _put(entry, "updated", _moment(release))
        _put(entry, "published", _moment(release))
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": edition.absolute(f"{_PAGE}#versions")})
        _put(entry, "summary", summary(release))
        _put(entry, "content", _html(corpus, release, edition)).set("type", "html")
    ET.indent(feed, " ")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode").encode() + b"\n"


def _put(parent: ET.Element, tag: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, tag)
    child.text = text
    return child


def _json_feed(corpus: Corpus, log: ChangeLog, edition: Edition) -> bytes:
    return dump({
        "version": "https://jsonfeed.org/version/1.1", "title": _TITLE, "description": _ABOUT, "language": "en",
        "home_page_url": edition.absolute(""), "feed_url": edition.absolute("feed.json"), "authors": [{"name": NAME}],
        "items": [
            {
                "id": _identity(release, edition), "url": edition.absolute(f"{_PAGE}#versions"), "title": _title(release), "summary": summary(release),
                "content_html": _html(corpus, release, edition), "date_published": _moment(release), "date_modified": _moment(release),
                "tags": sorted({change.kind for change in release.changes}),
            }
            for release in log.releases
        ],
    })


def summary(release: Release) -> str:
    """A version's changes in one line."""
    return " ".join(f"{change.kind.capitalize()}: {change.text}" for change in release.changes)


def _html(corpus: Corpus, release: Release, edition: Edition) -> str:
    return "<ul>" + "".join(f"<li><strong>{change.kind.capitalize()}:</strong> {_change(corpus, change, edition)}</li>" for change in release.changes) + "</ul>"


def _change(corpus: Corpus, change: Change, edition: Edition) -> str:
    links = []
    for identifier in change.records[:MOST_NAMED]:
        entry, claim = corpus.entries.get(identifier), corpus.claims.get(identifier)
        if entry:
            links.append(f'<a href="{escape(edition.absolute(entry.url))}">{escape(entry.title)}</a>')
        elif claim:
            links.append(f'<a href="{escape(edition.absolute(claim.url))}">{escape(claim.key)}</a>')
        else:
            links.append(f"<code>{escape(identifier)}</code>")
    more = len(change.records) - len(links)
    if more:
        links.append(f"and {more} more, listed in data/CHANGELOG.yaml")
    return escape(change.text, quote=False) + (f" {', '.join(links)}" if links else "")
