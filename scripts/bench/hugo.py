"""Writes a project for Hugo that gives the same pages from the same records, so that both can be measured side by side.

    python -m bench.hugo PROJECT FOLDER

A page's front matter is the record's own YAML, laid out section by section; a meeting's holds its claims. What costs us time and
would cost a user of Hugo a program of its own is handed over ready: names found in a line of text, backlinks, groups, counts,
contexts. Titles and addresses of all records come in one JSON file, and a claim that stands on many pages is rendered once
(`partialCached`), as are header and footer. All of that favours Hugo.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import yaml

from sasac.addresses import page_file
from sasac.link import ClaimEntry, Entry
from sasac.models import Model
from sasac.publish import Publication, publish
from sasac.views.cite import Edition
from sasac.views.claims import ClaimView
from sasac.views.head import head
from sasac.views.page import Section, SitePage
from sasac.views.parts import Link, Segment

LAYOUTS = Path(__file__).with_name("hugo_site")
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_CLAIM_INDEXES = {
    "tasks": ["Meeting", "Task", "Told as", "Set by", "Addressed to", "Period", "Themes"],
    "figures": ["Meeting", "Figure", "Status", "Measure", "Scope", "Period", "Themes"],
    "statements": ["Meeting", "Statement", "Told as", "Speaker", "Capacity, as printed", "Themes"],
    "restructurings": ["Meeting", "Restructuring", "Status", "Themes"],
}


class Writer:
    """Turns a publication's pages into content files."""

    def __init__(self, publication: Publication, folder: Path) -> None:
        self.publication, self.corpus, self.folder = publication, publication.corpus, folder
        self.ids = {entry.url: entry.id for entry in self.corpus.entries.values()} | {claim.url: claim.key for claim in self.corpus.claims.values()}

    def id(self, link: Link) -> str:
        """The key of a link's target in the file of links."""
        return self.ids[link.url]

    def write(self) -> None:
        """Everything: content, data and layouts."""
        shutil.copytree(LAYOUTS, self.folder, dirs_exist_ok=True)
        links = {entry.id: _link(entry.title, entry.kind, entry.url) for entry in self.corpus.entries.values()}
        links |= {claim.key: _link(claim.claim.text, claim.kind, claim.url) for claim in self.corpus.claims.values()}
        (self.folder / "data").mkdir()
        (self.folder / "data" / "links.json").write_text(json.dumps(links, ensure_ascii=False), encoding="utf-8")
        for page in self.publication.pages:
            if page.entry:
                self._put(self.folder / "content" / f"{page.url.strip('/')}.md", self.record(page, page.entry))
            elif page.kind == "index":
                folder = page.url.strip("/")
                more = {"claim_kind": folder[:-1], "columns": _CLAIM_INDEXES[folder]} if folder in _CLAIM_INDEXES else {}
                self._put(self.folder / "content" / folder / "_index.md", {"title": page.title, "description": page.description} | more)
        self._put(self.folder / "content" / "_index.md", {"title": "Home", "description": "Meetings, people and terms."})

    def _put(self, path: Path, matter: dict[str, Any]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{yaml.dump(matter, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=10_000)}---\n", encoding="utf-8")

    def record(self, page: SitePage, entry: Entry) -> dict[str, Any]:
        """Front matter of a record's page."""
        told = head(page, self.corpus, self.publication.edition)
        said = json.loads(told["json_ld"])
        matter: dict[str, Any] = {
            "title": page.title, "description": told["description"], "file": page.file,
            "ld": {key: value for key, value in said.items() if key not in ("@context", "@id", "url", "name", "description")},
            "sections": [
                {"id": section.id, "title": section.title, "part": section.part, "note": section.note, "data": self.data(section, entry)}
                for section in page.sections
            ],
            "years": sorted({meeting.record.date[:4] for meeting in self.corpus.meetings_of(entry)}), "number": len(entry.mentions),
        }
        view = page.view
        if entry.kind == "meeting":
            claims = [claim for group in self.corpus.by_meeting[entry.id].values() for claim in group]
            matter |= {
                "when": view["when"], "day": entry.record.date[:10], "counts": [{"kind": kind, "number": number} for kind, number in view["counts"]],
                "before": self.id(view["before"]) if view["before"] else None, "after": self.id(view["after"]) if view["after"] else None,
                "claims": {claim.id: self.claim(claim) for claim in claims},
            }
        elif entry.kind == "source":
            matter["source"] = {"meeting": self.id(view["meeting"]), "file": view["file_name"], "sha256": view["sha256"], **view["coverage"]}
        else:
            chinese = next((fact.value for fact in getattr(entry.record, "external", []) if fact.field == "Chinese"), None)
            matter |= {"lead": self.segments(view["segments"]), "text": entry.record.text, "chinese": chinese, "term_kind": view.get("kind")}
        return {key: value for key, value in matter.items() if value is not None}

    def claim(self, claim: ClaimEntry) -> dict[str, Any]:
        """A claim as its record has it, with the names found in its text."""
        view = self.publication.builder.claims.of(claim)
        return _plain(claim.claim) | {"segments": self.segments(view.segments), "also": [self.id(link) for link in view.also]}

    def segments(self, segments: list[Segment]) -> list[dict[str, str]]:
        """Runs of text, with the key of what each links to."""
        return [{"text": run.text, "to": self.id(run.link)} if run.link else {"text": run.text} for run in segments]

    def data(self, section: Section, entry: Entry) -> Any:
        """What a section shows, by the name of its part."""
        data, record = section.data, entry.record
        if section.part == "factbox":
            return {"facts": [_plain(fact) for fact in record.facts]}
        if section.part in ("facts", "external"):
            return [_plain(fact) for fact in getattr(record, section.part)]
        if section.part == "summary":
            return [{"segments": self.segments(line["segments"]), "rests_on": [self.id(link) for link in line["rests_on"]]} for line in data]
        if section.part in ("participants", "claims", "figures", "flows"):
            return _keys(data)
        if section.part == "tasks":
            return {"filters": data["filters"], "groups": [{"theme": self.id(group.theme), "claims": _keys(group.claims)} for group in data["groups"]]}
        if section.part == "by_meeting":
            return [{"meeting": self.id(group.meeting), "when": group.when, "number": group.number, "claims": _keys(group.claims)} for group in data]
        if section.part == "shifts":
            return [
                {"meeting": self.id(row["meeting"]), "when": row["when"], "first": row["first"],
                 **{name: [self.id(link) for link in row[name]] for name in ("new", "kept", "gone")}}
                for row in data
            ]
        if section.part == "chips":
            return [self.id(link) for link in data]
        if section.part == "forms":
            return [
                {"form": form.form, "verdict": form.verdict,
                 "places": [{"meeting": self.id(place.meeting), "ledger": _address(place.ledger.url), "place": place.place} for place in form.places]}
                for form in data["forms"]
            ]
        if section.part == "contexts":
            return [
                {"before": line.before, "form": line.form, "after": line.after, "meeting": self.id(line.meeting), "ledger": _address(line.ledger.url),
                 "place": line.place, "gist": line.gist}
                for line in data
            ]
        if section.part == "sources":
            return [{"source": self.id(row["link"])} | {name: row[name] for name in ("sentences", "used", "lines")} for row in data]
        if section.part == "backlinks":
            return [{"title": group.title, "number": group.number, "links": [self.id(link) for link in group.links]} for group in data]
        if section.part == "ledger":
            return [
                {"sentence": line["id"], "gist": line["gist"], "reason": line["reason"], "claims": [self.id(link) for link in line["claims"]],
                 "entries": [self.id(link) for link in line["entries"]]}
                for line in data
            ]
        if section.part == "line":
            return data
        raise ValueError(f"a section '{section.part}' has no counterpart in scripts/bench/hugo_site")


def _plain(model: Model) -> dict[str, Any]:
    found: dict[str, Any] = model.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
    return found


def _keys(claims: list[ClaimView]) -> list[str]:
    return [claim.key for claim in claims]


def _address(url: str) -> str:
    page, mark, anchor = url.partition("#")
    return page_file(page) + mark + anchor


def _link(title: str, kind: str, url: str) -> dict[str, str]:
    return {"title": title, "kind": kind, "url": _address(url)}


def make(project: Path, folder: Path) -> None:
    """Write Hugo's project for the records of one of ours."""
    publication = publish(project)
    publication.edition = Edition("https://sasac-reference.example/", publication.edition.version, publication.edition.day, "")
    Writer(publication, folder).write()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.hugo", description="Write Hugo's project for the records of one of ours.")
    parser.add_argument("project", type=Path)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    make(asked.project.resolve(), asked.folder)


if __name__ == "__main__":
    main()
