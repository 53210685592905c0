"""The checks: each takes what was loaded and returns problems; none raises, none writes."""

from __future__ import annotations

from pathlib import Path

from sasac.checks import changelog, dates, evidence, external, facts, figures, handwritten, ledger, references, repeats
from sasac.load import Loading
from sasac.problems import Problem
from sasac.texts import Texts


def run(loading: Loading, texts: Texts, project: Path) -> list[Problem]:
    """Every problem in the data: those met while loading, then those between records and on hand-written pages."""
    problems = [*loading.problems, *texts.problems]
    for check in (references.check, repeats.check, facts.check, external.check, dates.check):
        problems += check(loading)
    problems += ledger.check(loading, texts)
    problems += evidence.check(loading, texts)
    problems += figures.check(loading, texts)
    problems += handwritten.check(loading, project)
    problems += changelog.check(loading, project)
    return sorted(set(problems))
