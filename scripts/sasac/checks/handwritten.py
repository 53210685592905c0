"""Hand-written pages: their front matter says which records they cite, and every citation and link must hold."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import frontmatter
import yaml

from sasac import strict_yaml
from sasac.load import LINKED, Loading, contents
from sasac.models.base import line_problem
from sasac.problems import Problem, shown, suggest
from sasac.strict_yaml import decode

_FRONT = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*\n", re.S)
_KEYS = ("title", "description", "cites", "view", "hide")
HIDDEN = ("navigation", "toc")
VIEWS = ("home", "corrections")
# A link in Markdown to a record's page, written as MkDocs wants it: ../meetings/<id>/index.md#anchor
_LINK = re.compile(r"\]\((?:\.\./)*(meetings|people|enterprises|bodies|themes|terms|sources)/([a-z0-9-]+)/index\.md(?:#([a-z0-9-]+))?\)")


def check(loading: Loading, project: Path) -> list[Problem]:
    """Pages without a title or description, unknown keys and views, cited records that do not exist, links not declared."""
    problems: list[Problem] = []
    known = {identifier for group in loading.records.values() for identifier in group} | {identifier for _, identifier in loading.unread}
    for path in sorted((project / "docs").rglob("*")):
        if path.is_symlink():
            problems.append(Problem(shown(path, project), 1, 1, *LINKED))
        elif path.suffix in (".html", ".htm", ".xhtml", ".svg", ".js", ".mjs", ".xml") and path.is_file():
            # A file of these kinds is copied as it is, and could run something in a reader's browser.
            what, remedy = f"a file of the kind '{path.suffix}' among the pages", "write a page in Markdown; scripts and pictures belong to overrides/"
            problems.append(Problem(shown(path, project), 1, 1, what, remedy))
        elif path.suffix == ".md" and not path.is_dir():
            data, faults = contents(path, shown(path, project))
            problems += faults if data is None else _page(data, shown(path, project), known)
    return problems


def cited(project: Path) -> set[str]:
    """Ids of the records that hand-written pages link to."""
    return {match[2] for path in (project / "docs").rglob("*.md") for match in _LINK.finditer(path.read_text(encoding="utf-8"))}


def _page(data: bytes, file: str, known: set[str]) -> list[Problem]:
    text, problem = decode(data, file)
    if problem:
        return [problem]

    def at(needle: str, what: str, remedy: str, after: str = "") -> Problem:
        offset = max(text.find(needle, max(text.find(after), 0)), 0)
        line = text.count("\n", 0, offset) + 1
        return Problem(file, line, offset - (text.rfind("\n", 0, offset) + 1) + 1, what, remedy)

    # The front matter is held to the same rules as a record; its first line is the page's second.
    front = _FRONT.match(text)
    document, faults = strict_yaml.load(front[1].encode(), file) if front else (None, [])
    if front and not (document and isinstance(document.value, dict)):
        nothing = Problem(file, 1, 1, "the front matter does not hold keys and values", "write 'title: …'")
        return [replace(fault, line=fault.line + 1) for fault in faults or [nothing]]
    try:
        meta, _ = frontmatter.parse(text)
    except yaml.YAMLError as error:
        return [Problem(file, 1, 1, f"the front matter is not valid YAML ({str(error).splitlines()[0]})", "check its indentation and quotation marks")]
    found = [at(key + ":", f"unknown key '{key}' in the front matter", suggest(str(key), _KEYS, f"use {', '.join(_KEYS)}")) for key in meta if key not in _KEYS]
    for key in ("title", "description"):
        wrong = line_problem(meta[key]) if meta.get(key) else None
        if not meta.get(key):
            found.append(Problem(file, 1, 1, f"the page has no '{key}'", f"add '{key}: …' to its front matter"))
        elif wrong:
            found.append(at(f"{key}:", f"'{key}': {wrong[0]}", wrong[1]))
    if meta.get("view") not in (None, *VIEWS):
        found.append(at("view:", f"there is no view '{meta['view']}'", suggest(str(meta["view"]), VIEWS, f"use {', '.join(VIEWS)}")))
    hide = meta.get("hide", ["toc"])
    if not isinstance(hide, list) or not hide or any(item not in HIDDEN for item in hide) or len(hide) > len(set(hide)):
        found.append(at("hide:", "'hide' names something else than parts of the page", f"list some of {', '.join(HIDDEN)}, each once"))
    cites = meta.get("cites") or []
    if not isinstance(cites, list):
        return [*found, at("cites:", "'cites' is not a list", "write 'cites: [id, id]'")]
    for item in sorted({str(item) for item in cites if cites.count(item) > 1}):
        found.append(at(item, f"'cites' names '{item}' twice", "keep it once", "\ncites:"))
    for item in map(str, cites):
        if item not in known:
            found.append(at(item, f"the page cites '{item}', which is no record", suggest(item, known, "remove it, or add the record"), "\ncites:"))
    for match in _LINK.finditer(text):
        if match[2] not in cites:
            found.append(at(match[0], f"the page links to '{match[2]}' without declaring it", f"add {match[2]} to 'cites' in its front matter"))
    linked = {match[2] for match in _LINK.finditer(text)}
    for item in map(str, cites):
        if item in known and item not in linked:
            found.append(at(item, f"the page declares '{item}' but never links to it", "link to it, or remove it from 'cites'", "\ncites:"))
    return found
