"""Paragraphs, sentences and words of a source text: the numbering and the tokens that evidence is checked by."""

from __future__ import annotations

import re

JOINER = "…"
LONGEST_QUOTE = 12
_PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})
# A copier's date line stands before the first sentence of a text and is a sentence of its own.
_HEADER = re.compile(r"date \d{4}-\d\d-\d\d\s+")
_BOUNDARY = re.compile(r"[.!?]+[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])")
_TOKEN = re.compile(r"'s\b|\w+(?:(?:[-&./](?=\w)|(?<=\d),(?=\d))\w+)*|\S")
_WORD = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """The text with curly quotation marks and no-break spaces in their plain forms; nothing else is changed."""
    return text.translate(_PLAIN)


def split(text: str) -> dict[str, str]:
    """Sentence id (`p3s2`: paragraph 3, sentence 2) to sentence, in order.

    A paragraph is a line that is not blank. A sentence ends at a full stop, question or exclamation mark that is
    followed by white space and a capital or digit; a ledger joins what a stray full stop divides.
    """
    found: dict[str, str] = {}
    lines = [line for line in (" ".join(raw.split()) for raw in plain(text).splitlines()) if line]
    for paragraph, line in enumerate(lines, 1):
        header = _HEADER.match(line) if paragraph == 1 else None
        ends = ([header.end()] if header else []) + [match.end() for match in _BOUNDARY.finditer(line)] + [len(line)]
        start, number = 0, 0
        for end in ends:
            if line[start:end].strip():
                number += 1
                found[f"p{paragraph}s{number}"] = line[start:end].strip()
            start = end
    return found


def tokens(text: str) -> list[str]:
    """Words and marks in order; hyphenated words and numbers such as 2.4 or 1,000 are one token, `'s` is one."""
    return _TOKEN.findall(plain(text))


def parts(quote: str) -> list[str]:
    """The pieces of a quote that `…` joins, as the start and end of a URL text fragment are joined."""
    return [part.strip() for part in quote.split(JOINER)]


def word_count(quote: str) -> int:
    """Runs of letters and digits; the strictest count: `state-owned` is two, `2.4` is two."""
    return len(_WORD.findall(quote))


def position(needle: list[str], hay: list[str], start: int = 0) -> int:
    """Index from `start` at which the needle stands in the hay in sequence, or -1."""
    size = len(needle)
    first = needle[0]
    for index in range(start, len(hay) - size + 1):
        if hay[index] == first and hay[index : index + size] == needle:
            return index
    return -1


def stands(pieces: list[list[str]], hay: list[str]) -> bool:
    """Whether each piece stands in the hay, one after the other and without overlap."""
    start = 0
    for piece in pieces:
        if not piece:
            return False
        found = position(piece, hay, start)
        if found < 0:
            return False
        start = found + len(piece)
    return True
