"""Ledgers: every sentence of every source has one line, and either something rests on it or a reason says why nothing does."""

from __future__ import annotations

from collections import defaultdict

from sasac.checks.evidence import joined, quotes
from sasac.load import Loading
from sasac.problems import Problem
from sasac.texts import Texts


def uses(loading: Loading) -> dict[tuple[str, str], list[str]]:
    """(source, leading sentence) to the files in which something rests on it; a source's own facts count too."""
    lead = {(source, piece): first for (source, first), pieces in joined(loading).items() for piece in pieces}
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for loaded in loading.all():
        for _, source, sentence, _ in quotes(loaded):
            found[source, lead.get((source, sentence), sentence)].append(loaded.file)
    return found


def check(loading: Loading, texts: Texts) -> list[Problem]:
    """Sentences without a line, lines without a sentence, lines twice or out of order, and wrong or missing 'uses'."""
    problems: list[Problem] = []
    used = uses(loading)
    for source, loaded in loading.records["sources"].items():
        if source not in texts.fingerprints:
            continue
        expected = texts.sentence_ids(source)
        covered = [piece for line in loaded.record.ledger for piece in (line.sentence, *line.joins)]
        for number in expected:
            if number not in covered:
                problems.append(loaded.problem(("ledger",), f"sentence {number} has no line in the ledger", f"add '- sentence: {number}' with its gist"))
        seen: set[str] = set()
        for index, line in enumerate(loaded.record.ledger):
            path = ("ledger", index, "sentence")
            for piece in (line.sentence, *line.joins):
                if piece not in expected:
                    problems.append(loaded.problem(path, f"the source has no sentence {piece}", f"it runs to {expected[-1]}"))
                elif piece in seen:
                    problems.append(loaded.problem(path, f"sentence {piece} stands twice in the ledger", "keep one line for it"))
                seen.add(piece)
            rests = used.get((source, line.sentence), [])
            if line.uses == "none" and rests:
                what = f"the ledger says that nothing rests on {line.sentence}, but {rests[0]} cites it"
                problems.append(loaded.problem(("ledger", index, "uses"), what, "delete 'uses' and 'reason' here"))
            if line.uses is None and not rests and not loading.unread:
                remedy = "add the record that rests on it, or 'uses: none' with a 'reason'"
                problems.append(loaded.problem(path, f"nothing rests on {line.sentence} and no reason is given", remedy))
        order = [number for number in covered if number in expected]
        if len(set(order)) == len(order) and order != [number for number in expected if number in order]:
            problems.append(loaded.problem(("ledger",), "the ledger's lines are not in the order of the sentences", "sort them"))
    return problems
