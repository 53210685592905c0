"""How much of each source is accounted for, how many claims of each kind rest on it, and how much is quoted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sasac import sentences
from sasac.checks.evidence import joined, quotes
from sasac.fingerprint import token_hash
from sasac.load import Loading
from sasac.models import Claim, External, Fact
from sasac.models.records import Component
from sasac.texts import Texts


@dataclass
class Coverage:
    """Counts for one source, or for all."""

    source: str
    sentences: int = 0
    accounted: int = 0
    stated: int = 0
    inferred: int = 0
    not_stated: int = 0
    external: int = 0
    verified: int = 0
    quoted: int = 0
    words: int = 0
    uncovered: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Words quoted, each place once, as a percentage of the source's words and marks."""
        return 100 * self.quoted / self.words if self.words else 0.0


def measure(loading: Loading, texts: Texts) -> list[Coverage]:
    """Coverage of each source, in order of id. A claim counts for the source of its first evidence."""
    found = {source: Coverage(source) for source in sorted(loading.records["sources"])}
    joins = joined(loading)
    for source, row in found.items():
        print_ = texts.fingerprints.get(source)
        row.words = print_.words() if print_ else 0
        row.sentences = len(texts.sentence_ids(source))
        ledger = loading.records["sources"][source].record.ledger
        covered = {piece for line in ledger for piece in (line.sentence, *line.joins)}
        row.uncovered = [number for number in texts.sentence_ids(source) if number not in covered]
        row.accounted = row.sentences - len(row.uncovered)
    for loaded in loading.all():
        for _, model in loaded.models:
            if isinstance(model, External):
                source = loaded.id if loaded.folder == "sources" else ""
                if source in found:
                    found[source].external += 1
            elif isinstance(model, Claim | Fact | Component):
                row = found.get(model.evidence[0].source) or Coverage("")
                kind = getattr(model, "kind", "stated")
                row.stated += kind == "stated"
                row.inferred += kind == "inferred"
                row.not_stated += kind == "not stated"
                row.verified += kind == "stated" and all(_holds(item.source, item.sentence, item.quote, texts, joins) for item in model.evidence)
    for source, taken in _quoted(loading, texts, joins).items():
        if source in found:
            found[source].quoted = len(taken)
    return list(found.values())


def _holds(source: str, sentence: str, quote: str, texts: Texts, joins: dict[tuple[str, str], list[str]]) -> bool:
    found = texts.fingerprints.get(source)
    return bool(found and found.holds(joins.get((source, sentence), [sentence]), quote))


def _quoted(loading: Loading, texts: Texts, joins: dict[tuple[str, str], list[str]]) -> dict[str, set[tuple[str, int]]]:
    """By source, the tokens (sentence and position) that stand in some quote or printed form on record."""
    found: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for loaded in loading.all():
        for _, source, sentence, wording in quotes(loaded):
            print_ = texts.fingerprints.get(source)
            if print_ is None:
                continue
            hay = [(piece, index, mark) for piece in joins.get((source, sentence), [sentence]) for index, mark in enumerate(print_.lines.get(piece, []))]
            marks = [mark for _, _, mark in hay]
            start = 0
            for part in sentences.parts(wording):
                needle = [token_hash(source, token) for token in sentences.tokens(part)]
                at = sentences.position(needle, marks, start)
                if at < 0:
                    break
                found[source].update((piece, index) for piece, index, _ in hay[at : at + len(needle)])
                start = at + len(needle)
    return found


def total(rows: list[Coverage]) -> Coverage:
    """All sources together."""
    whole = Coverage("all sources")
    for row in rows:
        for name in ("sentences", "accounted", "stated", "inferred", "not_stated", "external", "verified", "quoted", "words"):
            setattr(whole, name, getattr(whole, name) + getattr(row, name))
    return whole


def summary(loading: Loading, texts: Texts) -> str:
    """What `sasac check` says when all is well."""
    rows = measure(loading, texts)
    whole = total(rows)
    counts = ", ".join(f"{len(group)} {folder}" for folder, group in loading.records.items() if group)
    return (
        f"{len(rows)} sources, {whole.accounted} of {whole.sentences} sentences accounted for, "
        f"{whole.verified} of {whole.stated} stated claims verified\n"
        f"checked {texts.way()}\nfiles: {counts}"
    )


def table(loading: Loading, texts: Texts) -> str:
    """The counts as a table for a terminal."""
    rows = measure(loading, texts)
    head = ("source", "sentences", "accounted", "stated", "verified", "inferred", "not stated", "quoted %")
    lines = [head] + [
        (row.source, str(row.sentences), str(row.accounted), str(row.stated), str(row.verified), str(row.inferred), str(row.not_stated), f"{row.share:.1f}")
        for row in [*rows, total(rows)]
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]).rstrip() for line in lines
    )
