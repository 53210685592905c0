"""C3: an address that was published never dies. The committed list only grows; what moved or went says so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from sasac import strict_yaml
from sasac.addresses import page_file
from sasac.link import Corpus
from sasac.load import contents
from sasac.models.base import line_problem
from sasac.problems import Problem, shown, suggest

LIST = "addresses.txt"
REDIRECTS = "redirects.yaml"
_HEAD = "# Every address ever published below the site's root; it may only grow. Made by: sasac addresses\n"
_KEYS = {"from", "to", "gone", "since"}
_ADDRESS = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)+(?:#[a-z0-9-]+)?")

_DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?")


class Addressed(Protocol):
    """Anything that has an address below the site's root."""

    @property
    def url(self) -> str:
        """The address."""


@dataclass(frozen=True)
class Move:
    """An address that no longer stands for a record: where it leads now, or what became of it."""

    old: str
    new: str | None
    gone: str | None
    since: str
    # Where data/redirects.yaml says so.
    line: int = 1


def current(corpus: Corpus, pages: Iterable[Addressed]) -> list[str]:
    """Every address that the site promises: pages, claims on their meeting's page, sentences in their source's ledger."""
    found = {page.url for page in pages} | {claim.url for claim in corpus.claims.values()}
    found |= {f"{corpus.entries[source].url}#{sentence}" for source, lines in corpus.ledgers.items() for sentence in lines}
    return sorted(found)


def listed(data: Path) -> list[str]:
    """The committed list of all addresses ever published, without its head line."""
    return [address for _, address in _numbered(data)]


def _numbered(data: Path) -> list[tuple[int, str]]:
    path = data / LIST
    # A byte that is no text makes an address that does not stand, and that is told with its line.
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n") if path.exists() else []
    return [(number, line) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]


def extend(data: Path, addresses: Iterable[str]) -> int:
    """Add new addresses to the committed list; returns how many. Nothing is ever removed from it."""
    known = set(listed(data))
    fresh = set(addresses) - known
    (data / LIST).write_text(_HEAD + "".join(f"{address}\n" for address in sorted(known | fresh)), encoding="utf-8")
    return len(fresh)


def moves(data: Path, project: Path) -> tuple[list[Move], list[Problem]]:
    """What data/redirects.yaml says, or what is wrong with it."""
    path = data / REDIRECTS
    if not path.exists():
        return [], []
    file = shown(path, project)
    content, problems = contents(path, file)
    if content is None:
        return [], problems
    document, problems = strict_yaml.load(content, file)
    if document is None:
        return [], problems
    rows = document.value.get("redirects") if isinstance(document.value, dict) else None
    if not isinstance(rows, list):
        return [], [Problem(file, 1, 1, "the file does not hold 'redirects:' with a list", "write 'redirects: []' where there are none")]
    found: list[Move] = []
    for index, row in enumerate(rows):
        line, column = document.place(("redirects", index))
        plain = isinstance(row, dict) and all(isinstance(value, str) and value for value in row.values())
        if not plain or set(row) - _KEYS or "from" not in row or "since" not in row or ("to" in row) == ("gone" in row):
            what = "a redirect holds 'from', 'since' and one of 'to' (where it is now) and 'gone' (what became of it)"
            problems.append(Problem(file, line, column, "this is not a redirect", what))
        elif not _ADDRESS.fullmatch(row["from"]):
            what = f"'{row['from']}' is not an address below the site's root"
            problems.append(Problem(file, line, column, what, "write it as data/addresses.txt does: terms/x/ or meetings/x/#task-y"))
        elif not _DAY.fullmatch(row["since"]):
            problems.append(Problem(file, line, column, f"'{row['since']}' is not a day or month", 'write it as in since: "2026-11-22"'))
        elif "gone" in row and (wrong := line_problem(row["gone"])):
            problems.append(Problem(file, *document.place(("redirects", index, "gone")), *wrong))
        elif any(move.old == row["from"] for move in found):
            problems.append(Problem(file, line, column, f"the redirect of '{row['from']}' stands twice", "keep one of the two"))
        else:
            found.append(Move(row["from"], row.get("to"), row.get("gone"), row["since"], line))
    return found, problems


def check(corpus: Corpus, pages: Iterable[Addressed], data: Path, project: Path) -> list[Problem]:
    """Addresses that would die, redirects that lead nowhere, round in a circle, or away from something that still stands."""
    now = set(current(corpus, pages))
    found, problems = moves(data, project)
    file = shown(data / REDIRECTS, project)
    by_old = {move.old: move for move in found}
    for move in found:
        if move.old in now:
            problems.append(Problem(file, move.line, 1, f"'{move.old}' still stands", "remove the redirect"))
        seen, target = {move.old}, move.new
        while target in by_old and target not in seen:
            seen.add(target)
            target = by_old[target].new
        page = move.old.partition("#")[0]
        if target in seen:
            problems.append(Problem(file, move.line, 1, f"'{move.old}' leads round in a circle", "let it lead to an address that stands"))
        elif move.new and move.new not in by_old and move.new not in now:
            problems.append(Problem(file, move.line, 1, f"'{move.new}' is no address of the site", suggest(move.new, now, "lead to one that is")))
        elif page != move.old and page not in now and page not in by_old:
            problems.append(Problem(file, move.line, 1, f"'{move.old}': its page neither stands nor moved", f"add a redirect for '{page}' too"))
    problems += _list_problems(data, shown(data / LIST, project))
    for number, address in _numbered(data):
        if address not in now and address not in by_old:
            what = f"the published address '{address}' would die"
            problems.append(Problem(shown(data / LIST, project), number, 1, what, f"add it to {file}: where it is now, or what became of it"))
    return problems


def _list_problems(data: Path, file: str) -> list[Problem]:
    """A list that is not as it was written: without its head line, or with an address twice or out of order."""
    path = data / LIST
    if not path.exists():
        return []
    if not path.read_bytes().startswith(_HEAD.encode()):
        return [Problem(file, 1, 1, "the list of addresses does not begin with its head line", "restore it from the last commit")]
    lines = _numbered(data)
    return [
        Problem(file, number, 1, f"'{address}' stands twice or out of order", "restore the list from the last commit, then run: sasac addresses")
        for (_, before), (number, address) in pairwise(lines) if address <= before
    ][:1]


def final(move: Move, found: list[Move]) -> Move:
    """The last of a chain of moves."""
    by_old = {other.old: other for other in found}
    while move.new in by_old:
        move = by_old[move.new]
    return move


def gone_pages(found: list[Move]) -> dict[str, Move]:
    """Files to write for pages that moved or went (anchors are handled on their meeting's page)."""
    return {page_file(move.old): final(move, found) for move in found if "#" not in move.old}
