"""Puts what was measured last into words and tables, on the terminal and into the page on speed.

    python -m bench.report [--from .cache/bench] [--write docs/about/speed.md]

Reads build.json, edit.json, visit.json and steps.json as the other parts of the bench write them; what is missing is left out. With --write
the block between the two marks in the page is replaced, and nothing else.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from bench.goals import judge

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("build", "edit", "visit", "steps")
BEGIN, END = "[begin]: # (measured)", "[end]: # (measured)"
# Bytes of a page may differ by this much before the comparison with Hugo is no longer one of like with like.
ALIKE = 0.15
# Load for each core above which a machine does too much else for times to be believed.
BUSY = 0.5


def read(folder: Path) -> dict[str, Any]:
    """Part to what it measured, for each part that has run."""
    return {name: json.loads(path.read_text(encoding="utf-8")) for name in PARTS if (path := folder / f"{name}.json").is_file()}


def block(measured: dict[str, Any]) -> str:
    """All tables in Markdown."""
    build, edit = measured.get("build"), measured.get("edit")
    visits = measured.get("visit", {}).get("visits", [])
    rows = build["rows"] if build else []
    parts = []
    if build:
        machine = build["machine"]
        versions = ", ".join(f"{name} {number}" for name, number in {"Python": machine["python"], **machine["versions"]}.items())
        parts.append(f"Measured on {machine['date']}: {machine['processor']}, {machine['cores']} cores, {machine['system']}; {versions}.")
        if machine["load"] > BUSY * machine["cores"]:
            parts.append(f"**The machine was busy with other work** (load {machine['load']:g} before the start): seconds are too many, and ratios unsure.")
    verdicts = judge(rows, edit, visits)
    parts.append(_table(["Goal", "Measured", "Bound", "Verdict"], [[item.goal, item.measured or "–", item.bound, item.word] for item in verdicts]))
    for pages in sorted({row["pages"] for row in rows}):
        parts.append(f"### {pages:,} record pages\n\n{_builds([row for row in rows if row['pages'] == pages])}")
    if edit:
        parts.append(f"### From saving to seeing, {edit['pages']:,} record pages\n\n{_edits(edit)}")
    if visits:
        parts.append(f"### First visit and first search\n\n{_visits(visits)}")
    if "steps" in measured:
        parts.append(f"### Where the time goes, {measured['steps']['pages']:,} record pages\n\n{_steps(measured['steps'])}")
    return "\n\n".join(parts)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _builds(rows: list[dict[str, Any]]) -> str:
    hugo = next((row for row in rows if row["key"] == "hugo" and row["runs"]), None)
    found = []
    for row in rows:
        if not row["runs"]:
            found.append([row["name"], row["note"], "", "", "", "", ""])
            continue
        times = f"{row['wall'] / hugo['wall']:.2f}" if hugo else "–"
        note = f" ({row['note']})" if row["note"] else ""
        size = f"{row['page_bytes'] / 1000:.1f}" if row["page_bytes"] else "–"
        numbers = [f"{row['wall']:.1f}", f"{1000 * row['wall'] / row['pages']:.1f}", f"{row['processor']:.1f}", times, f"{row['memory']:.0f}", size]
        found.append([row["name"] + note, *numbers])
    told = _table(["", "Seconds", "ms a page", "Processor seconds", "Times Hugo", "MiB", "kB a page"], found)
    unlike = _unlike(rows)
    return f"{told}\n\n{unlike}" if unlike else told


def _unlike(rows: list[dict[str, Any]]) -> str:
    """A warning where Hugo's pages are not of the size of ours."""
    sizes = {row["key"]: row["page_bytes"] for row in rows if row["page_bytes"]}
    ours = sizes.get("pages") or sizes.get("full")
    if not ours or "hugo" not in sizes or abs(sizes["hugo"] / ours - 1) <= ALIKE:
        return ""
    return f"Hugo's pages are {sizes['hugo'] / ours:.2f} times as large as ours: its templates in `scripts/bench/hugo_site` no longer follow our pages."


def _edits(edit: dict[str, Any]) -> str:
    rows = [[row["name"], *(", ".join(f"{seconds:.2f}" for seconds in row[server]) or "–" for server in ("ours", "material"))] for row in edit["edits"]]
    return _table(["Edit", "`sasac serve`, seconds", "MkDocs with Material, seconds"], rows)


def _visits(visits: list[dict[str, Any]]) -> str:
    lines: list[tuple[str, Any]] = [
        ("Meeting's page, kB", lambda visit: f"{visit['html'] / 1000:.1f}"),
        ("Its words alone, kB", lambda visit: f"{visit['words'] / 1000:.1f}"),
        ("Everything, kB in requests", lambda visit: f"{visit['bytes'] / 1000:.1f} in {visit['requests']}"),
        ("Second page, kB", lambda visit: f"{visit['second_bytes'] / 1000:.1f}"),
        ("Largest contentful paint, ms", lambda visit: f"{visit['paint']:.0f}"),
        ("Longest task, ms", lambda visit: f"{visit['task']:.0f}" if visit["task"] else "below 50"),
        ("First search in English, in Chinese, kB", lambda visit: ", ".join(f"{sent / 1000:.0f}" for sent in visit["searches"].values())),
    ]
    return _table(["", *(visit["name"] for visit in visits)], [[name, *map(say, visits)] for name, say in lines])


def _steps(found: dict[str, Any]) -> str:
    whole = sum(found["steps"].values())
    rows = [[name, f"{seconds:.2f}", f"{1000 * seconds / found['pages']:.2f}", f"{100 * seconds / whole:.0f}"] for name, seconds in found["steps"].items()]
    return _table(["Step", "Processor seconds", "ms a page", "Percent"], rows)


def put(page: str, tables: str) -> str:
    """The page with the block between its marks replaced.

    Raises ValueError where the page has not both marks, in order.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page needs the lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.report", description="Put what was measured last into tables.")
    parser.add_argument("--from", dest="folder", type=Path, default=ROOT / ".cache" / "bench")
    page = ROOT / "docs" / "about" / "speed.md"
    parser.add_argument("--write", type=Path, nargs="?", const=page, help="Replace the tables in this page (default: the page on speed).")
    asked = parser.parse_args()
    tables = block(read(asked.folder))
    print(tables)
    if asked.write:
        asked.write.write_text(put(asked.write.read_text(encoding="utf-8"), tables), encoding="utf-8")


if __name__ == "__main__":
    main()
