"""Plain rules that read a sentence: numbers with their unit, dates as EDTF, and words that mark a task. No network, no model."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sasac import sentences

_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
_SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"]
_QUALIFIER = r"(?:more than|less than|no less than|nearly|about|around|over|at least|up to|some|almost|exceeding|as many as)"
_LARGE = r"(?:trillion|billion|million)(?: (?:yuan|US dollars|dollars|kilowatts|tons))?"
_UNIT = rf"(?:percentage points?|percent|per cent|%|{_LARGE}|yuan|[a-z][a-z-]+(?: [a-z][a-z-]+)?)"
_NUMBER = re.compile(rf"(?P<qualifier>\b{_QUALIFIER} )?(?<![\w.,-])(?P<value>\d+(?:,\d{{3}})*(?:\.\d+)?)(?!\w)(?P<unit> ?{_UNIT})?", re.IGNORECASE)
_WORDS = re.compile(rf"(?P<qualifier>\b{_QUALIFIER} )?\b(?P<value>{'|'.join(_SMALL[2:])})\b(?P<unit> [a-z-]+(?: [a-z-]+)?)?", re.IGNORECASE)
_M = "|".join(_MONTHS)
_D = r"(\d{1,2})(?:st|nd|rd|th)?"
_DATES = (
    # July 16th to 17th, 2025 · December 25-26 · January 24
    re.compile(rf"\b(?P<month>{_M})\.? {_D}(?: ?(?:to|and|-|–|until) ?(?:(?P<month2>{_M}) )?{_D})?(?:,? (?P<year>\d{{4}}))?(?!\d)", re.IGNORECASE),
    # 24 January 2024 · 25 to 26 December
    re.compile(rf"\b{_D}(?: ?(?:to|and|-|–) ?{_D})? (?:of )?(?P<month>{_M})(?:,? (?P<year>\d{{4}}))?(?!\d)", re.IGNORECASE),
)
_ISO = re.compile(r"\b(\d{4}-\d\d-\d\d)\b")
_YEAR = re.compile(r"\b(?:in|of|by|since|during|throughout|for|from)(?: the year| early| late)? (\d{4})\b", re.IGNORECASE)
_SMALL_WORDS = frozenset(
    ("a", "an", "and", "are", "as", "at", "been", "by", "for", "from", "has", "have", "in", "is", "of", "on", "or", "that", "the", "this", "to", "was", "were",
     "which", "will", "with")
)
_MARKS = {
    "demanded": r"\bmust\b|\bshould\b|\bshall\b|\bneeds? to\b|\bhave to\b|\bhas to\b|\bit is necessary\b|\brequired\b|\brequires\b|\bcalled (?:for|on)\b|"
    r"\burged\b|\bdemanded\b|\bemphasi[sz]ed\b|\bstressed\b|\bpointed out\b|\bis to\b|\bare to\b|\bfocus on\b|^(?:[\W\d]*)(?:strengthen|promote|improve|"
    r"accelerate|deepen|ensure|adhere|make|give|continue|speed up|build|carry out|implement|study|optimize|do)\b",
    "planned": r"\bwill\b|\bplans? to\b|\bgoing to\b|\bnext step\b|\bintends?\b",
    "done": r"\bfacilitated\b|\bcompleted\b|\bachieved\b|\bestablished\b|\bhas been\b|\bhave been\b|\bpromoted\b|\bwas set up\b|\bwere set up\b",
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
    taken = [match.span() for pattern in (*_DATES, _ISO, _YEAR) for match in pattern.finditer(line)]
    found = []
    for match in [*_NUMBER.finditer(line), *_WORDS.finditer(line)]:
        at = match.start("value")
        if any(start <= at < end for start, end in taken):
            continue
        value = match["value"].casefold()
        value = str(_SMALL.index(value)) if value in _SMALL else value.replace(",", "")
        found.append(Number(value, _unit(match["unit"] or ""), (match["qualifier"] or "").strip()))
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
    found += [match[1] for match in _YEAR.finditer(line) if not any(match[1] in date for date in found)]
    return list(dict.fromkeys(found))


def marks(line: str) -> list[tuple[str, str]]:
    """Modalities that a sentence's words may mark, each with the word that marks it."""
    line = sentences.plain(line)
    rows = [(modality, re.search(pattern, line, re.IGNORECASE)) for modality, pattern in _MARKS.items()]
    return [(modality, match[0].strip()) for modality, match in rows if match]
