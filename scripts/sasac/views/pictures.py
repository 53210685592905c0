"""Pictures worked out at build time: where each mark stands, what it links to, what it says without a picture."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from datetime import date

from sasac import edtf_dates
from sasac.link import Corpus, Entry, first_day
from sasac.models.claims import Restructuring
from sasac.views.parts import Link, link_to

# A picture of more than this many rows is a list; the newest and most named are drawn.
MOST_MEETINGS = 12
MOST_NAMES = 16
# Width of an average letter of a label, in the picture's units.
LETTER = 7.2


@dataclass(frozen=True)
class Mark:
    """A mark of a picture: where it stands, in the picture's own units, and where it leads."""

    x: float
    y: float
    link: Link
    words: str
    size: float = 7
    anchor: str = "middle"


@dataclass(frozen=True)
class Line:
    """A line between two marks."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str


@dataclass(frozen=True)
class Tick:
    """A division of an axis."""

    x: float
    words: str


@dataclass(frozen=True)
class Picture:
    """A drawing with its text alternative."""

    title: str
    words: str
    width: int
    height: int
    marks: list[Mark]
    lines: list[Line]
    ticks: list[Tick]


@dataclass(frozen=True)
class Cell:
    """A cell of the matrix: how many claims, and where they stand."""

    count: int
    radius: float
    link: Link | None


@dataclass(frozen=True)
class MatrixRow:
    """A theme with a cell for each meeting."""

    theme: Link
    total: int
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    """Themes by meetings."""

    meetings: list[tuple[Link, str]]
    rows: list[MatrixRow]


def timeline(corpus: Corpus) -> Picture:
    """Meetings on an axis of time, newest last."""
    meetings = corpus.meetings[-MOST_MEETINGS:]
    start = date(first_day(meetings[0]).year, 1, 1)
    end = date(first_day(meetings[-1]).year + 1, 1, 1)
    width, left = 960, 20

    def across(day: date) -> float:
        return round(left + (width - 2 * left) * (day - start).days / (end - start).days, 1)

    marks: list[Mark] = []
    rows: list[float] = []
    for number, meeting in enumerate(meetings):
        x, title = across(first_day(meeting)), meeting.title
        half = LETTER * max(len(title), 18) / 2
        anchor = "end" if x > width - half else "start" if x < half else "middle"
        start_of_label = x - 2 * half if anchor == "end" else x if anchor == "start" else x - half
        # A label stands on the first row that has room for it.
        row = next((at for at, taken in enumerate(rows) if taken < start_of_label), len(rows))
        rows[row : row + 1] = [start_of_label + 2 * half + 10]
        marks.append(Mark(x, row, link_to(meeting), edtf_dates.words(meeting.record.date), number, anchor))
    axis = 44 * len(rows) + 24
    marks = [replace(mark, y=axis - 34 - 44 * mark.y) for mark in marks]
    ticks = [Tick(across(date(year, 1, 1)), str(year)) for year in range(start.year, end.year + 1)]
    words = "; ".join(f"{mark.words}: {mark.link.title}" for mark in marks)
    return Picture("Time line of meetings", words, width, axis + 40, marks, [], ticks)


def matrix(corpus: Corpus) -> Matrix:
    """How many claims each meeting has on each theme; a theme's rows run from the most to the fewest."""
    meetings = corpus.meetings[-MOST_MEETINGS:]
    counts: dict[tuple[str, str], int] = {}
    for claim in corpus.claims.values():
        for theme in getattr(claim.claim, "themes", []):
            counts[theme, claim.meeting.id] = counts.get((theme, claim.meeting.id), 0) + 1
    most = max(counts.values(), default=1)
    rows = []
    for theme in corpus.of_kind("theme"):
        cells = []
        for meeting in meetings:
            count = counts.get((theme.id, meeting.id), 0)
            where = Link(f"{count} on {theme.title}, {meeting.title}", f"{theme.url}#over-time", "theme")
            cells.append(Cell(count, round(2 + 12 * (count / most) ** 0.5, 1), where if count else None))
        rows.append(MatrixRow(link_to(theme), sum(cell.count for cell in cells), cells))
    rows.sort(key=lambda row: (-row.total, row.theme.title))
    return Matrix([(link_to(meeting), first_day(meeting).strftime("%-d %b %Y")) for meeting in meetings], rows)


def network(corpus: Corpus) -> Picture:
    """People, meetings and enterprises in three columns, joined where a text names them at a meeting or in a transfer."""
    meetings = list(reversed(corpus.meetings[-MOST_MEETINGS:]))
    ties: dict[tuple[str, str], str] = {}
    transfers: dict[tuple[str, str], None] = {}
    for claim in corpus.claims.values():
        ids = [*getattr(claim.claim, "entities", []), *(value for name in ("who", "speaker", "set_by") if (value := getattr(claim.claim, name, None)))]
        for identifier in ids:
            if identifier in corpus.entries and corpus.entries[identifier].kind in ("person", "enterprise"):
                if claim.kind == "participant":
                    ties[identifier, claim.meeting.id] = "present"
                else:
                    ties.setdefault((identifier, claim.meeting.id), "named")
        if claim.kind == "restructuring":
            parties = [value for value in (claim.claim.giver, claim.claim.asset, claim.claim.receiver) if value in corpus.entries]
            transfers.update(dict.fromkeys(itertools.pairwise(parties)))
    order = {meeting.id: number for number, meeting in enumerate(meetings)}

    def column(kind: str) -> list[Entry]:
        found = sorted(corpus.of_kind(kind), key=lambda entry: -len(entry.mentions))[:MOST_NAMES]
        where = {entry.id: [order[meeting] for name, meeting in ties if name == entry.id and meeting in order] for entry in found}
        drawn = [entry for entry in found if where[entry.id]]
        return sorted(drawn, key=lambda entry: (sum(where[entry.id]) / len(where[entry.id]), entry.title))

    people, enterprises = column("person"), column("enterprise")
    height = 34 * max(len(people), 2 * len(meetings), len(enterprises), 1) + 20
    spots: dict[str, Mark] = {}
    for x, anchor, group in ((170, "end", people), (390, "middle", meetings), (600, "start", enterprises)):
        for number, entry in enumerate(group):
            y = round(height * (number + 0.5) / len(group), 1)
            spots[entry.id] = Mark(x, y, link_to(entry), entry.title, 6, anchor)
    lines = [_line(spots[one], spots[two], kind) for (one, two), kind in ties.items() if one in spots and two in spots]
    lines += [_line(spots[one], spots[two], "transfer") for one, two in transfers if one in spots and two in spots]
    named = {meeting.id: [corpus.entries[name].title for name, at in ties if at == meeting.id and name in spots] for meeting in meetings}
    words = "; ".join(f"{meeting.title}: {', '.join(named[meeting.id]) or 'no one named'}" for meeting in meetings)
    return Picture("People, meetings and enterprises", words, 960, height, list(spots.values()), lines, [])


def flows(corpus: Corpus) -> Picture | None:
    """Restructurings, a row each, the newest first: from whom, what, to whom, as far as a text names them; None where no text names two of these."""
    rows = [
        (claim, named) for claim in corpus.claims_of_kind("restructuring")[::-1]
        if len(named := {at: corpus.entries[value] for at, value in enumerate(_parties(claim.claim)) if value in corpus.entries}) > 1
    ][:MOST_NAMES]
    if not rows:
        return None
    # Each column is as wide as its longest label.
    left, middle, right = (LETTER * 1.15 * max((len(named[at].title) for _, named in rows if at in named), default=12) for at in range(3))
    across = (left + 12, left + middle / 2 + 60, left + middle + 108)
    marks: list[Mark] = []
    lines: list[Line] = []
    for number, (_, named) in enumerate(rows):
        y = 52 + 46 * number
        marks += [Mark(round(across[at], 1), y, link_to(entry), entry.title, 6, ("end", "middle", "start")[at]) for at, entry in named.items()]
        lines += [Line(round(across[one], 1), y, round(across[two], 1), y, "flow") for one, two in itertools.pairwise(named)]
    ticks = [Tick(round(x, 1), title) for x, title in zip(across, ("From", "What", "To"), strict=True)]
    words = " ".join(claim.claim.text for claim, _ in rows)
    return Picture("Restructurings: from whom, what, to whom", words, round(across[2] + 12 + right), 46 * len(rows) + 40, marks, lines, ticks)


def _parties(restructuring: Restructuring) -> tuple[str, str, str]:
    return restructuring.giver, restructuring.asset or "", restructuring.receiver


def _line(one: Mark, two: Mark, kind: str) -> Line:
    return Line(one.x, one.y, two.x, two.y, kind)
