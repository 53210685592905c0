"""The goals for speed, judged by what was measured: ratios within one run, sizes, and seconds only where a reader or an editor waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Rows = list[dict[str, Any]]
# A goal that names a number of pages is judged at the next smaller size where that one was not measured.
COMPARED, LARGEST, BASE = 5000, 10_000, 1000


@dataclass(frozen=True)
class Verdict:
    """A goal, what was measured, the bound, and whether it is met; None where it was not measured."""

    goal: str
    measured: str
    bound: str
    met: bool | None

    @property
    def word(self) -> str:
        """The verdict in words."""
        return "not measured" if self.met is None else "met" if self.met else "**not met**"


def judge(rows: Rows, edit: dict[str, Any] | None, visits: Rows) -> list[Verdict]:
    """Every goal."""
    return [*_building(rows), *_linear(rows), _editing(edit), *_checking(rows), *(verdict for visit in visits for verdict in _visiting(visit))]


def _sizes(rows: Rows, most: int, *keys: str) -> list[int]:
    """Sizes up to `most` at which all of these were measured."""
    return [size for size in sorted({row["pages"] for row in rows}) if size <= most and all(_row(rows, key, size) for key in keys)]


def _row(rows: Rows, key: str, pages: int) -> dict[str, Any] | None:
    return next((row for row in rows if row["key"] == key and row["pages"] == pages and row["runs"]), None)


def _at_most(goal: str, value: float | None, bound: float, at: str = "", unit: str = "") -> Verdict:
    if value is None:
        return Verdict(goal, "", f"at most {bound:g}{unit}", None)
    said = f"{value:.2f}" if isinstance(value, float) and bound < 10 else f"{value:.0f}"
    return Verdict(goal, f"{said}{unit}{at}", f"at most {bound:g}{unit}", value <= bound)


def _ratio(rows: Rows, one: str, other: str, most: int) -> tuple[float | None, str]:
    """Ratio of times on the wall, and in words the size and the ratio of processor time, on which other work weighs less."""
    sizes = _sizes(rows, most, one, other)
    if not sizes:
        return None, ""
    first, second = _row(rows, one, sizes[-1]), _row(rows, other, sizes[-1])
    assert first and second
    return first["wall"] / second["wall"], f" at {sizes[-1]:,} pages ({first['processor'] / second['processor']:.2f} by processor time)"


def _building(rows: Rows) -> list[Verdict]:
    pages = _at_most("1. Pages, against Hugo: times as long", *_with_bound(_ratio(rows, "pages", "hugo", COMPARED), 1.5))
    search = _at_most("1. Pages and search, against Hugo and Pagefind: times as long", *_with_bound(_ratio(rows, "search", "hugo-pagefind", COMPARED), 1.3))
    slower, at = _ratio(rows, "material", "pages", COMPARED)
    goal = "1. Pages, against MkDocs with Material: times as fast"
    plain = Verdict(goal, f"{slower:.1f}{at}" if slower else "", "at least 8", slower >= 8 if slower else None)
    return [pages, search, plain]


def _with_bound(found: tuple[float | None, str], bound: float) -> tuple[float | None, float, str]:
    return found[0], bound, found[1]


def _linear(rows: Rows) -> list[Verdict]:
    found = []
    for key, name in (("full", "building"), ("check", "checking")):
        sizes = [size for size in _sizes(rows, LARGEST, key) if size >= BASE]
        for what, words in (("processor", "processor time"), ("memory", "memory")):
            goal = f"2. A page in a large project, against one in a project of {BASE:,}, {name}: times the {words}"
            if len(sizes) < 2:
                found.append(_at_most(goal, None, 1.15))
                continue
            small, large = _row(rows, key, sizes[0]), _row(rows, key, sizes[-1])
            assert small and large
            found.append(_at_most(goal, (large[what] / sizes[-1]) / (small[what] / sizes[0]), 1.15, f" at {sizes[-1]:,} pages"))
    return found


def _editing(edit: dict[str, Any] | None) -> Verdict:
    goal = "3. From saving a record to seeing the change"
    if not edit:
        return _at_most(goal, None, 0.5, unit=" s")
    beside = f" (MkDocs with Material: {edit['material']:.1f} s)" if edit.get("material") else ""
    return _at_most(goal, edit["ours"], 0.5, f" at {edit['pages']:,} pages{beside}", " s")


def _checking(rows: Rows) -> list[Verdict]:
    cold, warm = _ratio(rows, "check", "full", LARGEST), _ratio(rows, "check-again", "full", LARGEST)
    return [
        _at_most("4. Checking, against the full build: part of its time", *_with_bound(cold, 0.6)),
        _at_most("4. Checking again, nothing changed: part of its time", *_with_bound(warm, 0.1)),
    ]


def _visiting(visit: dict[str, Any]) -> list[Verdict]:
    at = f", {visit['name']}"
    return [
        _at_most(f"5. A meeting's page{at}", visit["html"] / 1000, 14, f" (its words alone {visit['words'] / 1000:.0f} kB)", " kB"),
        _at_most(f"5. First visit, everything{at}", visit["bytes"] / 1000, 70, f" in {visit['requests']} requests", " kB"),
        _at_most(f"5. First visit, requests{at}", visit["requests"], 6),
        _at_most(f"5. First visit, requests to other hosts{at}", visit["other_hosts"], 0),
        _at_most(f"5. First visit, what blocks the first paint{at}", len(visit["blocking"]), 1),
        _at_most(f"5. Second page{at}", visit["second_bytes"] / 1000, 20, unit=" kB"),
        _at_most(f"5. Largest contentful paint, slow line and processor{at}", visit["paint"] / 1000, 1.0, unit=" s"),
        _at_most(f"5. Longest task of the main thread (below 50 ms none is told){at}", visit["task"], 50, unit=" ms"),
        _at_most(f"6. The largest page, {visit['largest_page'].removesuffix('index.html') or 'home'}{at}", visit["largest_bytes"] / 1000, 100, unit=" kB"),
    ]
