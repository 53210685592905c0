"""How large a built site is, part by part, as the table in docs/about/hosting.md; `python -m bench.sizes site` prints it afresh."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

# What a server compresses; the rest is small, or compressed already.
TEXT = (".html", ".json", ".jsonld", ".css", ".js", ".map", ".xml", ".csv", ".txt", ".ttl", ".svg", ".ics", ".yaml")
PARTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("Pages", lambda name: name.endswith(".html")),
    ("The same records as JSON, beside the pages", lambda name: name.endswith("/index.json")),
    ("Files to take away, in `data/`", lambda name: name.startswith("data/")),
    ("Search indexes", lambda name: name.startswith("search/")),
    ("Styles, scripts and icons", lambda name: name.startswith("assets/")),
)


@dataclass
class Size:
    """How many files, their bytes, and their bytes as a server sends them."""

    files: int = 0
    plain: int = 0
    packed: int = 0


def parts(site: Path) -> dict[str, Size]:
    """Part of the site to its size; every file counts once, and 'The whole site' counts all."""
    found = {name: Size() for name, _ in PARTS} | {"Site map, feeds, calendar": Size(), "The whole site": Size()}
    for name, content in _files(site):
        part = next((part for part, holds in PARTS if holds(name)), "Site map, feeds, calendar")
        packed = len(gzip.compress(content, 6)) if name.endswith(TEXT) else len(content)
        for size in (found[part], found["The whole site"]):
            size.files += 1
            size.plain += len(content)
            size.packed += min(packed, len(content))
    return found


def loads(site: Path) -> dict[str, Size]:
    """What a reader's browser asks for, in bytes: the home page, the largest meeting, and the styles and scripts of every page."""
    meetings = sorted((site / "meetings").glob("*/index.html"), key=lambda path: path.stat().st_size)
    named = [path for folder in ("stylesheets", "css", "js") for path in (site / "assets" / folder).glob("*.*")]
    used = [path for path in named if any(f"/{path.name}" in text for text in _heads(site))]
    return {
        "The home page": _size([site / "index.html"]), "The largest meeting, with every claim": _size([meetings[-1]]),
        "Styles and scripts, once": _size(used),
    }


def _heads(site: Path) -> list[str]:
    return [(site / name).read_text(encoding="utf-8") for name in ("index.html", "search/index.html")]


def _size(paths: list[Path]) -> Size:
    contents = [path.read_bytes() for path in paths]
    return Size(len(paths), sum(map(len, contents)), sum(len(gzip.compress(content, 6)) for content in contents))


def _files(site: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(site.rglob("*")):
        if path.is_file():
            yield path.relative_to(site).as_posix(), path.read_bytes()


def table(site: Path) -> str:
    """Both tables in Markdown."""
    lines = ["| Part | Files | kB | kB compressed |", "|---|---|---|---|"]
    lines += [f"| {name} | {size.files:,} | {size.plain / 1000:,.0f} | {size.packed / 1000:,.0f} |" for name, size in parts(site).items()]
    lines += ["", "| What a reader loads | kB | kB compressed |", "|---|---|---|"]
    lines += [f"| {name} | {size.plain / 1000:,.0f} | {size.packed / 1000:,.0f} |" for name, size in loads(site).items()]
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(Path(sys.argv[1])))
