"""Dates: EDTF, real days, and a meeting's sorting date that some fact on its record supports."""

from __future__ import annotations

from sasac import edtf_dates, walk
from sasac.parse import Loaded
from sasac.problems import Problem


def check(loaded: Loaded) -> list[Problem]:
    """Impossible or unreadable dates, and meeting ids or sorting dates that nothing supports."""
    problems: list[Problem] = []
    for path, text in walk.dates(loaded.models):
        wrong = edtf_dates.problem(text)
        if wrong:
            problems.append(loaded.problem(path, wrong, "write EDTF such as 2023-12-25/2023-12-26, 2024, or XXXX-07-16 where no year is stated"))
    if loaded.folder == "meetings" and edtf_dates.problem(loaded.record.date) is None:
        problems += _meeting(loaded)
    return problems


def _meeting(loaded: Loaded) -> list[Problem]:
    record, problem, identifier = loaded.record, loaded.problem, loaded.id
    found = []
    if "X" in record.date:
        return [problem(("date",), "the sorting date has no year", "give the resolved date; the stated one stays under 'facts'")]
    supported = [fact.value for fact in [*record.facts, *record.external] if fact.field == "date held"]
    if record.date not in supported:
        found.append(problem(("date",), f"no fact 'date held' supports {record.date}", "add it under 'facts' or 'external' with what it rests on"))
    if not identifier.startswith(record.date[:10] + "-"):
        found.append(problem(("date",), f"the id '{identifier}' does not begin with the first day, {record.date[:10]}", "rename the file, or correct the date"))
    return found
