"""The checks: each takes what was loaded and returns problems; none raises, none writes.

What a check says of a record that has not changed is kept, so that an edit of one file is checked as fast in a thousand as in ten.
"""

from __future__ import annotations

from pathlib import Path

from sasac.checks import changelog, dates, evidence, external, facts, figures, handwritten, ledger, references, repeats
from sasac.load import Loading
from sasac.parse import Loaded
from sasac.problems import Problem
from sasac.texts import Texts


def run(loading: Loading, texts: Texts, project: Path) -> list[Problem]:
    """Every problem in the data: those met while loading, then those between records and on hand-written pages."""
    problems = [*loading.problems, *texts.problems, *references.check(loading)]
    for loaded in loading.all():
        problems += own(loaded)
    problems += against_texts(loading, texts)
    problems += ledger.check(loading, texts)
    problems += handwritten.check(loading, project)
    problems += changelog.check(loading, project)
    return sorted(set(problems))


def own(loaded: Loaded) -> list[Problem]:
    """Problems that show in a record by itself, whatever stands beside it."""
    if loaded.own_problems is None:
        loaded.own_problems = [problem for check in (repeats.check, facts.check, external.check, dates.check) for problem in check(loaded)]
    return loaded.own_problems


def against_texts(loading: Loading, texts: Texts) -> list[Problem]:
    """Quotes, printed names and numbers that do not stand in the texts."""
    joins = evidence.joined(loading)
    inner = evidence.leading(joins)
    problems: list[Problem] = []
    for loaded in loading.all():
        known = texts.held_against.get(id(loaded))
        if known is None:
            known = loaded, [*evidence.check(loaded, texts, joins, inner), *figures.check(loaded, texts, joins)]
            texts.held_against[id(loaded)] = known
        problems += known[1]
    return problems
