"""What a page says of itself to machines: Dublin Core, Open Graph and JSON-LD (schema.org)."""

from __future__ import annotations

import json
from typing import Any

from sasac import edtf_dates
from sasac.link import Corpus, Entry
from sasac.views.cite import NAME, Edition
from sasac.views.page import SitePage

# Data licence, as schema.org wants it: an address.
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def head(page: SitePage, corpus: Corpus, edition: Edition) -> dict[str, Any]:
    """Title, description, address, meta tags and JSON-LD of a page."""
    address = edition.absolute(page.url)
    description = page.description if len(page.description) <= 200 else page.description[:199].rsplit(" ", 1)[0] + " …"
    meta = [
        ("name", "DC.title", page.title), ("name", "DC.publisher", NAME), ("name", "DC.date", edition.day), ("name", "DC.identifier", address),
        ("name", "DC.type", "Text"), ("name", "DC.language", "en"), ("name", "DC.rights", LICENCE),
        ("property", "og:title", page.title), ("property", "og:site_name", NAME), ("property", "og:type", "website"), ("property", "og:url", address),
        ("property", "og:description", description),
    ]
    return {
        "title": page.title if page.title == NAME else f"{page.title} - {NAME}", "description": description, "address": address, "meta": meta,
        "json_ld": _script(_json_ld(page, corpus, edition, description)), "twin": page.entry is not None,
    }


def _script(data: dict[str, Any]) -> str:
    """JSON that can stand inside a script element: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _json_ld(page: SitePage, corpus: Corpus, edition: Edition, description: str) -> dict[str, Any]:
    address = edition.absolute(page.url)
    base: dict[str, Any] = {"@context": "https://schema.org", "@id": address, "url": address, "name": page.title, "description": description}
    entry = page.entry
    if entry is None:
        return base | ({"@type": "Dataset", "license": LICENCE, "version": edition.version, "creator": {"@type": "Organization", "name": NAME}}
                       if page.url == "" else {"@type": "CollectionPage"})
    if entry.kind == "meeting":
        first, last = edtf_dates.days(entry.record.date)
        return base | {"@type": "Event", "startDate": first.isoformat(), "endDate": last.isoformat(), "organizer": _organizer(entry, corpus, edition)}
    kinds = {"person": "Person", "enterprise": "Organization", "body": "Organization", "source": "CreativeWork"}
    if entry.kind in kinds:
        return base | {"@type": kinds[entry.kind]} | _names(entry)
    return base | {"@type": "DefinedTerm", "inDefinedTermSet": edition.absolute("terms/" if entry.kind == "term" else "themes/")} | _names(entry)


def _names(entry: Entry) -> dict[str, Any]:
    forms = sorted({form.form for form in getattr(entry.record, "forms", [])} - {entry.title})
    return {"alternateName": forms} if forms else {}


def _organizer(entry: Entry, corpus: Corpus, edition: Edition) -> dict[str, str]:
    for fact in entry.record.facts:
        if fact.field == "organizer" and fact.record:
            organizer = corpus.entries[fact.record]
            return {"@type": "Organization", "name": organizer.title, "url": edition.absolute(organizer.url)}
    return {"@type": "Organization", "name": "not stated in the source"}
