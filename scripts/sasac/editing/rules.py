"""Plain rules that read a sentence: numbers with their unit, dates as EDTF, and words that mark a task. No network, no model."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sasac import sentences

_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
_SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"]
_QUALIFIER = (
    r"(?:(?:no )?(?:more|less|fewer) than|nearly|close to|about|around|roughly|approximately|over|under|at least|at most|up to|some|almost|exceeding|"
    r"as many as)"
)
_LARGE = r"(?:trillion|billion|million)(?: (?:yuan|US dollars|dollars)| [a-z][a-z-]+(?: [a-z][a-z-]+)?)?"
_UNIT = rf"(?:percentage points?|percent|per cent|%|{_LARGE}|yuan|[a-z][a-z-]+(?: [a-z][a-z-]+)?)"
# Not the hour of a clock, and not what stands after "No.".
_NUMBER = re.compile(
    rf"(?P<qualifier>\b{_QUALIFIER} )?(?<![\w.,:-])(?<!\bNo\. )(?P<value>\d+(?:,\d{{3}})*(?:\.\d+)?)(?!\w|:\d| ?[ap]\.? ?m\b)(?P<unit> ?{_UNIT})?",
    re.IGNORECASE,
)
# Not the first part of "five-year".
_WORDS = re.compile(rf"(?P<qualifier>\b{_QUALIFIER} )?\b(?P<value>{'|'.join(_SMALL[2:])})\b(?!-)(?P<unit> [a-z-]+(?: [a-z-]+)?)?", re.IGNORECASE)
# The numbers of a list of pages.
_PAGES = re.compile(r"\d{1,2}(?: \d{1,2}){2,}(?!\S)")
_M = "|".join(_MONTHS)
_D = r"(\d{1,2})(?:st|nd|rd|th)?"
_DATES = (
    # July 16th to 17th, 2025 · December 25-26 · January 24
    re.compile(rf"\b(?P<month>{_M})\.? {_D}(?: ?(?:to|and|-|–|until) ?(?:(?P<month2>{_M}) )?{_D})?(?:,? (?P<year>\d{{4}}))?(?!\d)", re.IGNORECASE),
    # 24 January 2024 · 25 to 26 December
    re.compile(rf"\b{_D}(?: ?(?:to|and|-|–) ?{_D})? (?:of )?(?P<month>{_M})(?:,? (?P<year>\d{{4}}))?(?!\d)", re.IGNORECASE),
)
_ISO = re.compile(r"\b(\d{4}-\d\d-\d\d)\b")
# Four digits of this age are a year, unless both a qualifier and a unit stand beside them.
_YEAR = re.compile(r"(?<![\w.,:-])((?:19|20)\d\d)(?![\w%]|[.,:-]\d)")
_SMALL_WORDS = frozenset(
    ("a", "after", "again", "all", "also", "an", "and", "are", "as", "at", "be", "been", "before", "but", "by", "can", "during", "each", "every", "for", "from",
     "had", "has", "have", "he", "if", "in", "into", "is", "it", "its", "may", "more", "must", "not", "of", "on", "or", "over", "per", "shall", "she", "should",
     "since", "than", "that", "the", "their", "they", "this", "to", "under", "until", "was", "we", "were", "when", "which", "who", "will", "with", "without",
     "would", "you")
)
_MARKS = {
    "demanded": r"\bmust\b|\bshould\b|\bshall\b|\bneeds? to\b|\bhave to\b|\bhas to\b|\bit is necessary\b|\bit is important to\b|\brequired\b|\brequires\b|"
    r"\bcalled (?:for|on)\b|\burged\b|\bdemanded\b|\bemphasi[sz]ed\b|\bstressed\b|\bhighlighted\b|\bunderscored\b|\bpointed out\b|\bis to\b|\bare to\b|"
    # An order: a sentence, or what follows a colon, that opens with its verb.
    r"(?:^[\W\d]*|: |^(?:And|First|Second|Third|Finally),? )(?:please |let us )?"
    r"(?:strengthen|promote|improve|accelerate|deepen|ensure|adhere|make|give|continue|speed up|build|carry out|implement|study|"
    r"optimize|do|focus on|learn|ask|write|keep|take|set up|use|avoid|reduce|publish|report|prevent|check|open up)\b",
    "planned": r"\bwill\b|\bplans? to\b|\bgoing to\b|\bnext step\b|\bintends?\b",
    "done": r"\bcompleted\b|\bestablished\b|\bhas been\b|\bhave been\b|\bwas set up\b|\bwere set up\b|"
    # Whoever reports tells of their own deeds in the past.
    r"\b(?:we|the sasac|sasac) (?:also |have |has )?(?:[a-z]+ed|made|held|built|took|set up|gave|began|spent|cut|put|led)\b",
    "expected": r"\bexpected\b|\bforecast\b|\bis likely\b",
    "recommended": r"\brecommend|\bsuggests?\b|\bought to\b",
}


@dataclass(frozen=True)
class Number:
    """A number as printed: its digits, what stands before and after it."""

    value: str
    unit: str
    qualifier: str


def numbers(line: str) -> list[Number]:
    """Numbers in a sentence, written in digits or in words; days, years and sentence headers are not numbers here."""
    line = sentences.plain(line)
    taken = [match.span() for pattern in (*_DATES, _ISO, _PAGES) for match in pattern.finditer(line)]
    found = []
    for match in [*_NUMBER.finditer(line), *_WORDS.finditer(line)]:
        at = match.start("value")
        if any(start <= at < end for start, end in taken):
            continue
        value, unit = match["value"].casefold(), _unit(match["unit"] or "")
        qualifier = (match["qualifier"] or "").strip()
        if (_YEAR.fullmatch(value) and not (unit and qualifier)) or (value in _SMALL and at and match["value"][0].isupper() and unit[:1].isupper()):
            # A year; or a part of a name, as in Three Gorges.
            continue
        value = str(_SMALL.index(value)) if value in _SMALL else value.replace(",", "")
        found.append(Number(value, unit, qualifier))
    return list(dict.fromkeys(found))


def _unit(words: str) -> str:
    """The unit up to the first word that belongs to the rest of the sentence."""
    kept = []
    for word in words.split():
        if word.casefold() in _SMALL_WORDS:
            break
        kept.append(word)
    return " ".join(kept)


def dates(line: str) -> list[str]:
    """Dates in a sentence, as EDTF; a year that the sentence does not give is XXXX."""
    line = sentences.plain(line)
    found = [match[1] for match in _ISO.finditer(line)]
    for index, pattern in enumerate(_DATES):
        for match in pattern.finditer(line):
            year, month = match["year"] or "XXXX", _MONTHS.index(match["month"].casefold()) + 1
            first, last = (match[2], match[4]) if index == 0 else (match[1], match[2])
            end = _MONTHS.index(match["month2"].casefold()) + 1 if index == 0 and match["month2"] else month
            start = f"{year}-{month:02d}-{int(first):02d}"
            found.append(start if not last else f"{start}/{year}-{end:02d}-{int(last):02d}")
    counted = {number.value for number in numbers(line)}
    found += [match[1] for match in _YEAR.finditer(line) if match[1] not in counted and not any(match[1] in date for date in found)]
    return list(dict.fromkeys(found))


def marks(line: str) -> list[tuple[str, str]]:
    """Modalities that a sentence's words may mark, each with the word that marks it; a question sets no task."""
    line = sentences.plain(line)
    if line.endswith("?"):
        return []
    rows = [(modality, re.search(pattern, line, re.IGNORECASE)) for modality, pattern in _MARKS.items()]
    return [(modality, match[0].strip(" :")) for modality, match in rows if match]
