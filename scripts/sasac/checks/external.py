"""Facts from outside the texts: what each basis must carry, and what general knowledge may not supply."""

from __future__ import annotations

from collections.abc import Iterator

from sasac.models import External, Form
from sasac.models.base import is_address
from sasac.models.vocabulary import EXTERNAL_FIELDS, IDENTIFIERS, RENDERINGS, Verdict, options
from sasac.parse import Loaded
from sasac.problems import Problem, suggest
from sasac.strict_yaml import Path


def check(loaded: Loaded) -> list[Problem]:
    """External facts without basis or address, unchecked identities, identifiers that were not found, unknown verdicts."""
    problems: list[Problem] = []
    forms = {form.form for _, form in loaded.models if isinstance(form, Form)}
    for path, model in loaded.models:
        if isinstance(model, External):
            problems += [loaded.problem((*path, key), what, remedy) for key, what, remedy in _faults(model, forms, loaded, path)]
    return problems


def _faults(fact: External, forms: set[str], loaded: Loaded, path: Path) -> Iterator[tuple[str, str, str]]:
    if fact.field not in EXTERNAL_FIELDS:
        yield "field", f"'{fact.field}' is not a field for facts from outside", suggest(fact.field, EXTERNAL_FIELDS, f"use one of {', '.join(EXTERNAL_FIELDS)}")
    if fact.field == "address" and not is_address(fact.value):
        yield "value", f"'{fact.value}' is not a web address", "write it whole, beginning with http:// or https://"
    # A page that was read and whose address was not kept is still found; an address that nobody read would say more than we know.
    if fact.basis == "found" and not fact.address and not fact.no_address:
        what = "a fact that was found has no address, and no reason for having none"
        yield "basis", what, "add 'address' where it was read, or 'no_address', or change the basis"
    if fact.address and fact.no_address:
        yield "no_address", "the fact has an address and a reason for having none", "keep one of the two"
    if fact.basis == "inferred" and not fact.drawn_from:
        yield "basis", "an inferred fact from outside does not say what it is drawn from", "add 'drawn_from' in one line"
    if fact.basis == "inferred" and not fact.address and not fact.no_address:
        yield "basis", "the fact has neither an address nor a reason for having none", "add 'address' or 'no_address'"
    if fact.basis == "unchecked" and fact.field not in RENDERINGS:
        yield "basis", f"an unchecked fact gives '{fact.field}'", f"only a rendering may be unchecked ({', '.join(RENDERINGS)})"
    if fact.field in IDENTIFIERS and fact.basis != "found":
        yield "basis", f"the identifier '{fact.field}' was not found in a public page", "leave the field out"
    if fact.field == "verdict" and fact.value not in options(Verdict):
        yield "value", f"'{fact.value}' is not a verdict", suggest(fact.value, options(Verdict), f"use one of {', '.join(options(Verdict))}")
    if fact.form and forms and fact.form not in forms:
        yield "form", f"'{fact.form}' is not a printed form of this record", suggest(fact.form, forms, "list it under 'forms' with its place")
