"""How to cite a page: plain text, BibTeX, RIS and CSL-JSON, with the data's version; computed, so that no reader has to."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sasac.views.page import SitePage

NAME = "SASAC Meetings Reference"


@dataclass(frozen=True)
class Edition:
    """What is being cited: where it is published, in which version, of which day, and where its records are kept."""

    site_url: str
    version: str
    day: str
    repository: str

    def absolute(self, url: str) -> str:
        """Full address of a page of the site."""
        return self.site_url.rstrip("/") + "/" + url


@dataclass(frozen=True)
class CiteView:
    """A page's citations, and where its record can be corrected."""

    address: str
    version: str
    formats: list[tuple[str, str]]
    file: str | None
    edit: str | None
    history: str | None


def cite(page: SitePage, edition: Edition) -> CiteView:
    """Citations of one page in four forms."""
    address = edition.absolute(page.url)
    year = edition.day[:4]
    key = "sasac-" + (page.url.strip("/").replace("/", "-") or "home")
    plain = f"{NAME}: {page.title}. Version {edition.version}, {edition.day}. {address}"
    bibtex = (
        f"@misc{{{key},\n  title = {{{_braced(page.title)}}},\n  author = {{{{{NAME}}}}},\n  year = {{{year}}},\n"
        f"  note = {{Version {edition.version}, {edition.day}}},\n  url = {{{address}}}\n}}"
    )
    ris = f"TY  - ELEC\nTI  - {page.title}\nT2  - {NAME}\nAU  - {NAME},\nPY  - {year}\nET  - {edition.version}\nUR  - {address}\nER  - "
    csl = json.dumps(
        {
            "id": key, "type": "webpage", "title": page.title, "container-title": NAME, "author": [{"literal": NAME}], "version": edition.version,
            "issued": {"date-parts": [[int(part) for part in edition.day.split("-")]]}, "URL": address,
        },
        ensure_ascii=False, indent=1,
    )
    repository = edition.repository.rstrip("/")
    return CiteView(
        address, edition.version, [("Plain text", plain), ("BibTeX", bibtex), ("RIS", ris), ("CSL-JSON", csl)], page.file,
        f"{repository}/edit/main/{page.file}" if repository and page.file else None,
        f"{repository}/commits/main/{page.file}" if repository and page.file else None,
    )


def _braced(text: str) -> str:
    """Text for a BibTeX field: the characters that TeX reads as commands are escaped."""
    for mark in "\\{}&%$#_":
        text = text.replace(mark, "\\" + mark if mark != "\\" else "\\textbackslash ")
    return text
