"""Figures: the number of a figure and its qualifier stand in a sentence that it cites, and its line tells the same number."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sasac import sentences
from sasac.checks.evidence import stands
from sasac.checks.facts import PLAIN_DECIMAL
from sasac.models import Figure
from sasac.models.vocabulary import NOT_STATED
from sasac.parse import Loaded
from sasac.problems import Problem
from sasac.texts import Texts

# Words that make a number another number; a figure that leaves them out says more than its source.
QUALIFIERS = (
    "more than", "less than", "fewer than", "no less than", "no more than", "nearly", "almost", "about", "around", "approximately", "over", "under",
    "at least", "at most", "up to", "exceeding", "as many as", "as much as",
)
_CARDINALS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen", "twenty",
)
_MULTIPLES = {"1": "once", "2": "twice"}
_ORDINALS = (
    "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth",
    "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
)


def spellings(value: str) -> list[str]:
    """How a text may print a plain decimal: digits, digits in groups, a word for a number up to twenty, an ordinal, once or twice."""
    found = [value]
    whole, _, fraction = value.partition(".")
    if len(whole) > 3:
        found.append(f"{int(whole):,}" + (f".{fraction}" if fraction else ""))
    if value.isdecimal() and int(value) < len(_CARDINALS):
        words = [_CARDINALS[int(value)], _ORDINALS[int(value)]] if int(value) else [_CARDINALS[0]]
        words += [_MULTIPLES[value]] if value in _MULTIPLES else []
        found += [form for word in words for form in (word, word.capitalize())]
    return found


def check(loaded: Loaded, texts: Texts, joins: dict[tuple[str, str], list[str]]) -> list[Problem]:
    """Numbers of a record that no cited sentence prints, numbers whose line tells another, qualifiers left out or not as printed."""
    problems: list[Problem] = []
    for path, model in loaded.models:
        if isinstance(model, Figure):
            places = [(item.source, joins.get((item.source, item.sentence), [item.sentence])) for item in model.evidence]
            known = [place for place in places if place[0] in texts.fingerprints]

            def printed(words: str, known: list[tuple[str, list[str]]] = known) -> bool:
                return any(stands(source, pieces, words, texts) for source, pieces in known)

            if len(known) == len(places):
                problems += [loaded.problem((*path, key), what, remedy) for key, what, remedy in _faults(model, printed)]
    return problems


def _faults(figure: Figure, printed: Callable[[str], bool]) -> Iterator[tuple[str, str, str]]:
    value, qualifier = figure.value, figure.qualifier
    if value != NOT_STATED and PLAIN_DECIMAL.fullmatch(value):
        forms = spellings(value)
        line = sentences.tokens(figure.text)
        if not any(form in line for form in forms):
            yield "value", f"the figure's line does not tell its value, {value}", "let 'text' and 'value' tell the same number"
        # Only what we counted ourselves is printed nowhere; a number that we read as somebody's is printed all the same.
        ours = figure.kind == "inferred" and figure.status == "counted"
        if not ours and not any(printed(form) for form in forms):
            remedy = "copy it, or cite its sentence; if we counted it ourselves, make it inferred and counted"
            yield "value", f"no sentence that this figure cites prints the number {value}", remedy
        said = next((words for words in QUALIFIERS if any(printed(f"{words} {form}") for form in forms)), None)
        if said and (qualifier or "").casefold() != said:
            yield "value", f"the source says '{said} {value}'", f"add 'qualifier: {said}'"
    if qualifier and not (printed(qualifier) or printed(qualifier[:1].upper() + qualifier[1:])):
        yield "qualifier", f"'{qualifier}' does not stand in a sentence that this figure cites", "copy it as printed, or delete it"
