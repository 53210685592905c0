"""Facts about fields: known field names, kinds from the closed list, and the fields that a reader always looks for."""

from __future__ import annotations

import re

from sasac.models import Fact, Figure
from sasac.models.vocabulary import FACT_FIELDS, NOT_STATED, REQUIRED_FACTS, OrganizationKind, options
from sasac.parse import Loaded
from sasac.problems import Problem, suggest

# ASCII digits only: other scripts' digits look alike and sort apart.
PLAIN_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def check(loaded: Loaded) -> list[Problem]:
    """Unknown fact fields, unknown organization kinds, figures that are no number, and required fields left unsaid."""
    problems: list[Problem] = []
    known = FACT_FIELDS[loaded.folder]
    for path, model in loaded.models:
        if isinstance(model, Fact) and model.field not in known:
            remedy = suggest(model.field, known, f"use one of {', '.join(known) or 'none here'}")
            problems.append(loaded.problem((*path, "field"), f"'{model.field}' is not a field of {loaded.folder}", remedy))
        if isinstance(model, Figure) and model.value != NOT_STATED and not PLAIN_DECIMAL.fullmatch(model.value):
            remedy = 'write digits such as "2.4"; the unit has its own key'
            problems.append(loaded.problem((*path, "value"), f"'{model.value}' is not a plain decimal", remedy))
    for field in REQUIRED_FACTS.get(loaded.folder, ()):
        if not any(fact.field == field for fact in loaded.record.facts):
            remedy = "add a fact for it: stated, inferred, or 'kind: not stated' with the sentence that shows it"
            problems.append(loaded.problem(("facts",), f"nothing is said of the field '{field}'", remedy))
    if loaded.folder == "organizations":
        for index, fact in enumerate(loaded.record.facts):
            allowed = options(OrganizationKind)
            if fact.field == "kind" and fact.value is None:
                remedy = f"choose the nearest as our reading (kind: inferred, with a reason) of {', '.join(allowed)}"
                problems.append(loaded.problem(("facts", index), "an organization needs a kind, which decides where its page stands", remedy))
            elif fact.field == "kind" and fact.value not in allowed:
                remedy = suggest(fact.value, allowed, f"use one of {', '.join(allowed)}")
                problems.append(loaded.problem(("facts", index, "value"), f"'{fact.value}' is not a kind of organization", remedy))
    return problems
