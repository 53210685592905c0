"""Measures building and checking side by side with Hugo and with MkDocs and Material, on the same made-up records.

    python -m bench.build [--pages 100 1000] [--runs 3] [--only hugo pages] [--up-to material=1000] [--limit 900] [--json FILE]

All contenders take turns (A B C A B C …), so that noise hits all alike; each starts cold and builds into a memory file system.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
from dataclasses import asdict, dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.contenders import CONTENDERS, HUGO, Contender, Missing, Place, page_bytes, place
from bench.processes import NotFinished, Usage

_MEMORY = Path("/dev/shm")


@dataclass(frozen=True)
class Row:
    """A contender at one size: medians of its runs, or why there are none."""

    key: str
    name: str
    pages: int
    runs: int
    wall: float = 0
    processor: float = 0
    memory: float = 0
    page_bytes: float = 0
    note: str = ""


def fast_folder() -> Path | None:
    """A memory file system, where there is one that can be written."""
    return _MEMORY if os.access(_MEMORY, os.W_OK) else None


def machine() -> dict[str, Any]:
    """Date, machine, what else it does (the load of the last minute), and versions."""
    names = ("mkdocs", "mkdocs-material", "pagefind", "jinja2", "pydantic")
    model = next((line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), platform.processor())
    return {
        "date": date.today().isoformat(), "processor": model, "cores": os.cpu_count(), "system": platform.system(), "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in names} | {"hugo": HUGO},
    }


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def measure(sizes: list[int], runs: int, chosen: list[Contender], limit: float) -> list[Row]:
    """Every contender at every size, taking turns."""
    found: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="sasac-bench-", dir=fast_folder()) as temporary:
        for pages in sizes:
            found += _size(place(Path(temporary), pages), runs, [contender for contender in chosen if pages <= contender.most], limit)
    return found


def _size(at: Place, runs: int, chosen: list[Contender], limit: float) -> list[Row]:
    done: dict[str, list[Usage]] = {contender.key: [] for contender in chosen}
    why: dict[str, str] = {}
    for turn in range(runs):
        for contender in chosen:
            if contender.key in why:
                continue
            try:
                usage = contender.once(at, limit)
            except (NotFinished, Missing) as error:
                why[contender.key] = str(error)
            else:
                done[contender.key].append(usage)
                print(f"{at.pages} pages, run {turn + 1}: {contender.key} {usage.wall:.1f} s, processor {usage.processor:.1f} s", file=sys.stderr, flush=True)
    return [_row(contender, at, done[contender.key], why.get(contender.key, "")) for contender in chosen]


def _row(contender: Contender, at: Place, done: list[Usage], note: str) -> Row:
    if not done:
        return Row(contender.key, contender.name, at.pages, 0, note=note)
    return Row(
        contender.key, contender.name, at.pages, len(done), statistics.median(usage.wall for usage in done),
        statistics.median(usage.processor for usage in done), max(usage.memory for usage in done), page_bytes(at.output(contender.key)), note,
    )


def _bound(text: str) -> tuple[str, int]:
    key, _, pages = text.partition("=")
    if key not in {contender.key for contender in CONTENDERS}:
        raise argparse.ArgumentTypeError(f"'{key}' is no contender")
    return key, int(pages)


def main() -> None:
    """The command."""
    keys = [contender.key for contender in CONTENDERS]
    parser = argparse.ArgumentParser(prog="python -m bench.build", description="Measure building side by side with Hugo and MkDocs.")
    parser.add_argument("--pages", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=keys, default=keys, metavar="CONTENDER", help=", ".join(keys))
    parser.add_argument("--limit", type=float, default=900, help="Seconds after which a run is ended and the table says so.")
    parser.add_argument("--up-to", nargs="+", type=_bound, default=[], metavar="CONTENDER=PAGES", help="The largest size at which a contender is measured.")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    bounds = dict(asked.up_to)
    chosen = [replace(contender, most=bounds.get(contender.key, contender.most)) for contender in CONTENDERS if contender.key in asked.only]
    here = machine()
    rows = measure(asked.pages, asked.runs, chosen, asked.limit)
    text = json.dumps({"machine": here, "rows": [asdict(row) for row in rows]}, indent=1)
    print(text)
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
