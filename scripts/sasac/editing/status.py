"""`sasac status`: how far each source has come, published or draft, as a table with progress bars; or what is open in one."""

from __future__ import annotations

from dataclasses import dataclass

from sasac.checks import ledger
from sasac.editing import known
from sasac.editing.drafts import Drafts
from sasac.editing.unfinished import TODO
from sasac.problems import Problem

WIDTH = 20


@dataclass(frozen=True)
class Progress:
    """How much of one source is done: a sentence is done when its gist is written and something rests on it or a reason says why nothing does."""

    source: str
    state: str
    sentences: int
    gists: int
    done: int
    open: int

    @property
    def share(self) -> float:
        """Sentences done, of all."""
        return self.done / self.sentences if self.sentences else 0.0

    @property
    def bar(self) -> str:
        """The share as a bar; full only when all is done."""
        full = int(self.share * WIDTH)
        return "[" + "#" * full + "." * (WIDTH - full) + f"] {int(100 * self.share):3d} %"


def measure(found: Drafts) -> list[Progress]:
    """Progress of every source, in order of id."""
    rests = ledger.uses(found.loading)
    rows = []
    for source, loaded in sorted(found.loading.records["sources"].items()):
        gists = done = 0
        for line in loaded.record.ledger:
            pieces = 1 + len(line.joins)
            written = not line.gist.startswith(TODO)
            gists += pieces * written
            done += pieces * (written and bool(line.uses == "none" or rests.get((source, line.sentence))))
        state = "draft" if loaded.draft else "published"
        rows.append(Progress(source, state, len(found.texts.sentence_ids(source)), gists, done, len(concerning(found, source))))
    return rows


def concerning(found: Drafts, source: str) -> list[Problem]:
    """What is open or wrong in a source's record, in its meeting's files, and in the drafts that cite it."""
    loaded = found.loading.records["sources"].get(source)
    if loaded is None:
        return []
    ends = (f"/sources/{source}.yaml", f"/fingerprints/{source}.txt", f"/{loaded.record.meeting}.yaml")
    citing = {
        other.file for other in found.loading.all() if other.draft and any(getattr(model, "source", None) == source for _, model in other.models)
    }
    return sorted(problem for problem in [*found.open, *found.errors] if problem.file.endswith(ends) or problem.file in citing)


def unlisted(found: Drafts, source: str) -> list[str]:
    """Names on record that a draft's text prints though their records do not list it; only where the text is at hand."""
    loaded = found.loading.records["sources"].get(source)
    if loaded is None or not loaded.draft:
        return []
    named = {identifier: (folder, other.record) for folder in known.NAMED for identifier, other in found.loading.records[folder].items()}
    taught = known.learn(found.loading, without=source)
    first: dict[str, str] = {}
    for sentence, line in found.texts.sentences.get(source, {}).items():
        for identifier, form in taught.names(line):
            folder, record = named[identifier]
            if all(listed.source != source for listed in record.forms):
                first.setdefault(identifier, f"{folder}/{identifier}: '{form}' stands in {sentence}")
    return [first[identifier] for identifier in sorted(first)]


def table(rows: list[Progress]) -> str:
    """The rows, and all together, for a terminal."""
    whole = Progress("all sources", "", *(sum(getattr(row, name) for row in rows) for name in ("sentences", "gists", "done", "open")))
    head = ("source", "state", "sentences", "gists", "done", "open", "progress")
    lines = [head] + [(row.source, row.state, str(row.sentences), str(row.gists), str(row.done), str(row.open), row.bar) for row in [*rows, whole]]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    out = []
    for line in lines:
        cells = [cell.ljust(width) if column in (0, 1, 6) else cell.rjust(width) for column, (cell, width) in enumerate(zip(line, widths, strict=True))]
        out.append("  ".join(cells).rstrip())
    return "\n".join(out)
