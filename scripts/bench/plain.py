"""Writes the same records as an ordinary project for MkDocs with Material: Markdown pages with front matter, links and lists.

    python -m bench.plain PROJECT FOLDER [--in-nav]

Pages stay out of the navigation tree; with --in-nav they stand in it, as they do where nobody takes care of that. The theme
and its search are as they come, only without fonts from another host.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bench.hugo import Writer
from sasac.link import PLACES
from sasac.publish import Publication, publish
from sasac.views.page import SitePage

_LABELS = {
    "set_by": "Set by", "addressee": "Addressed to", "period": "Period", "measure": "Measure", "value": "Value", "unit": "Unit", "scope": "Scope",
    "status": "Status", "change": "Change", "speaker": "Speaker", "capacity": "Capacity, as printed", "about": "About", "modality": "Told as",
    "asset": "Asset", "from": "From", "to": "To", "transfer": "Kind", "who": "Who", "role_as_printed": "Role as printed",
}
_CLAIMS = ("participants", "claims", "figures", "flows")


class Markdown:
    """Writes pages in Markdown; all of them lie two folders deep or one, as on the site."""

    def __init__(self, publication: Publication, folder: Path) -> None:
        self.publication, self.corpus = publication, publication.corpus
        self.docs = folder / "docs"
        self.writer = Writer(publication, folder)

    def link(self, key: str) -> str:
        """A link to a record or a claim, from a record's page."""
        entry = self.corpus.entries.get(key)
        if entry:
            return f"[{entry.title}](../{PLACES[entry.kind]}/{entry.id}.md)"
        claim = self.corpus.claims[key]
        return f"[{claim.claim.text}](../meetings/{claim.meeting.id}.md#{claim.id})"

    def known(self, value: str) -> str:
        """A value, as a link where it names a record."""
        return self.link(value) if value in self.corpus.entries else value

    def text(self, segments: list[dict[str, str]]) -> str:
        """A line of text with its links."""
        return "".join(f"[{run['text']}]({self.link(run['to']).partition('](')[2]}" if "to" in run else run["text"] for run in segments)

    def evidence(self, rests_on: list[dict[str, str]]) -> Iterator[str]:
        """Lines of evidence below a claim or a fact."""
        for item in rests_on:
            yield f"    - evidence: “{item['quote']}”, {self.link(item['source'])}, [{item['sentence']}](../sources/{item['source']}.md#{item['sentence']})"

    def outside(self, facts: list[dict[str, str]], indent: str = "") -> Iterator[str]:
        """Facts from outside the texts."""
        for fact in facts:
            notes = "; ".join(fact[name] for name in ("drawn_from", "no_address", "note") if name in fact)
            yield f"{indent}- **{fact['field']}** (not in the source, {fact['basis']}): {fact['value']} {notes}"

    def claim(self, key: str, own: bool) -> Iterator[str]:
        """A claim with its details."""
        entry = self.corpus.claims[key]
        found = self.writer.claim(entry)
        anchor = f'<a id="{entry.id}"></a>' if own else ""
        yield f"- {anchor}{self.text(found['segments'])} [#](../meetings/{entry.meeting.id}.md#{entry.id})"
        yield from (f"    - {label}: {self.known(found[name])}" for name, label in _LABELS.items() if name in found)
        if found.get("themes"):
            yield f"    - Themes: {', '.join(map(self.link, found['themes']))}"
        yield from self.evidence(found["evidence"])
        yield from self.outside(found.get("external", []), "    ")

    def facts(self, facts: list[dict[str, Any]]) -> Iterator[str]:
        """Facts with their evidence."""
        for fact in facts:
            yield f"- **{fact['field']}**: {self.known(fact.get('record') or fact.get('value') or 'not stated in the source')} {fact.get('reason', '')}"
            yield from self.evidence(fact["evidence"])

    def section(self, part: str, data: Any, own: bool) -> Iterator[str]:
        """The lines of a section."""
        if part in ("facts", "factbox"):
            yield from self.facts(data["facts"] if part == "factbox" else data)
        elif part == "external":
            yield from self.outside(data)
        elif part == "summary":
            for line in data:
                yield f"1. {self.text(line['segments'])} ({', '.join(self.link(key) for key in line['rests_on'])})"
        elif part in _CLAIMS:
            for key in data:
                yield from self.claim(key, own)
        elif part in ("tasks", "by_meeting"):
            for group in data["groups"] if part == "tasks" else data:
                yield from ("", f"### {self.link(group.get('theme') or group['meeting'])}", "")
                for key in group["claims"]:
                    yield from self.claim(key, own)
        elif part == "chips":
            yield from (f"- {self.link(key)}" for key in data)
        elif part == "forms":
            for form in data:
                yield f"- “{form['form']}”: " + "; ".join(f"{self.link(place['meeting'])}, {place['place']}" for place in form["places"])
        elif part == "contexts":
            yield from (f"- {line['before']} **{line['form']}** {line['after']} {self.link(line['meeting'])}, {line['place']}: {line['gist']}" for line in data)
        elif part == "shifts":
            yield from ("| Meeting | New here | Also before | No longer |", "|---|---|---|---|")
            for row in data:
                cells = (", ".join(map(self.link, row[name])) or "—" for name in ("new", "kept", "gone"))
                yield f"| {self.link(row['meeting'])} | {' | '.join(cells)} |"
        elif part == "backlinks":
            for group in data:
                yield from ("", f"### {group['title']}", "", *(f"- {self.link(key)}" for key in group["links"]))
        elif part == "ledger":
            yield from ("| Sentence | What it says, in our words | What rests on it |", "|---|---|---|")
            for line in data:
                rests = line["reason"] or ", ".join(map(self.link, [*line["claims"], *line["entries"]]))
                yield f'| <a id="{line["sentence"]}"></a>{line["sentence"]} | {line["gist"]} | {rests} |'
        elif part == "sources":
            yield from (f"- {self.link(row['source'])}: {row['sentences']} sentences, all accounted for." for row in data)
        else:
            yield str(data)

    def page(self, page: SitePage) -> str:
        """A record's page."""
        assert page.entry
        matter = self.writer.record(page, page.entry)
        head = {name: matter[name] for name in ("title", "description", "file")}
        own = page.entry.kind == "meeting"
        lines = [f"# {page.title}", "", self.text(matter.get("lead", []))]
        for section in matter["sections"]:
            lines += ["", f"## {section['title']}", "", *self.section(section["part"], section["data"], own)]
        return f"---\n{yaml.safe_dump(head, allow_unicode=True)}---\n" + "\n".join(lines) + "\n"

    def index(self, page: SitePage) -> str:
        """An index page: a list of what is of one kind."""
        folder = page.url.strip("/")
        claims = [claim.key for claim in self.corpus.claims.values() if claim.kind == folder[:-1]]
        kinds = [kind for kind, place in PLACES.items() if place == folder]
        keys = claims or [entry.id for kind in kinds for entry in self.corpus.of_kind(kind)]
        return f"# {page.title}\n\n{page.description}\n\n" + "\n".join(f"- {self.link(key)}" for key in keys) + "\n"

    def write(self, in_nav: bool) -> None:
        """All pages, and the configuration."""
        config: dict[str, Any] = {"site_name": "SASAC Meetings Reference", "site_url": "https://sasac-reference.example/"}
        config |= {"theme": {"name": "material", "font": False}, "markdown_extensions": ["attr_list", "tables", "md_in_html"]}
        indexes = [page for page in self.publication.pages if page.kind == "index"]
        if not in_nav:
            config["nav"] = ["index.md", *(f"{page.url}index.md" for page in indexes)]
        for page in self.publication.pages:
            if page.entry or page.kind == "index":
                path = self.docs / (f"{page.url.strip('/')}.md" if page.entry else f"{page.url}index.md")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(self.page(page) if page.entry else self.index(page), encoding="utf-8")
        (self.docs / "index.md").write_text("# Home\n\n" + "\n".join(f"- [{page.title}]({page.url}index.md)" for page in indexes) + "\n", encoding="utf-8")
        (self.docs.parent / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")


def make(project: Path, folder: Path, in_nav: bool = False) -> None:
    """Write a project for MkDocs with Material from the records of one of ours."""
    Markdown(publish(project), folder).write(in_nav)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.plain", description="Write the same records as an ordinary MkDocs project.")
    parser.add_argument("project", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--in-nav", action="store_true")
    asked = parser.parse_args()
    make(asked.project.resolve(), asked.folder, asked.in_nav)


if __name__ == "__main__":
    main()
