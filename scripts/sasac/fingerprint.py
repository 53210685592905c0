"""Fingerprints: a short hash of every word of a source text, sentence by sentence, so that quotes can be checked without it.

Scheme sasac-fp1: the first 16 bits, as 4 hexadecimal digits, of SHA-256 (FIPS 180-4) over source id, a zero byte and
the token. Short on purpose: a wrong word passes once in 65,536, and the words cannot be read back with certainty.
"""

from __future__ import annotations

import bisect
import hashlib
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from sasac import sentences

SCHEME = "sasac-fp1"


@lru_cache(maxsize=200_000)
def token_hash(source: str, token: str) -> str:
    """Four hexadecimal digits for one token of one source."""
    return hashlib.sha256(f"{source}\0{token}".encode()).hexdigest()[:4]


@dataclass
class Fingerprint:
    """Token hashes of one source, by sentence id, in order."""

    source: str
    lines: dict[str, list[str]] = field(default_factory=dict)

    def holds(self, sentence_ids: list[str], quote: str) -> bool:
        """Whether each part of the quote stands in the (joined) sentences, in order."""
        hay = [mark for sentence in sentence_ids for mark in self.lines.get(sentence, [])]
        pieces = [[token_hash(self.source, token) for token in sentences.tokens(part)] for part in sentences.parts(quote)]
        return sentences.stands(pieces, hay)

    @cached_property
    def _places(self) -> tuple[list[str], dict[str, int], dict[str, list[int]]]:
        """All hashes in order, where each sentence begins among them, and where each hash stands."""
        hashes: list[str] = []
        starts: dict[str, int] = {}
        places: dict[str, list[int]] = {}
        for sentence, line in self.lines.items():
            starts[sentence] = len(hashes)
            hashes += line
        for at, mark in enumerate(hashes):
            places.setdefault(mark, []).append(at)
        return hashes, starts, places

    def begins(self, sentence: str) -> int:
        """How many tokens of the source stand before a sentence."""
        return self._places[1][sentence]

    def find(self, tokens: list[str], start: int = 0) -> int:
        """How many tokens of the source stand before the first place, from `start` tokens on, where these stand in sequence; -1 where none is."""
        hashes, _, places = self._places
        marks = [token_hash(self.source, token) for token in tokens]
        found = places.get(marks[0], []) if marks else []
        return next((at for at in found[bisect.bisect_left(found, start) :] if hashes[at : at + len(marks)] == marks), -1)

    def words(self) -> int:
        """Number of tokens in the source, marks included."""
        return sum(len(line) for line in self.lines.values())


def make(source: str, text: str) -> Fingerprint:
    """The fingerprint of a text, given the id of its source record."""
    return Fingerprint(
        source,
        {number: [token_hash(source, token) for token in sentences.tokens(line)] for number, line in sentences.split(text).items()},
    )


def write(fingerprint: Fingerprint) -> str:
    """The file form: a head line with scheme and source, then a line a sentence."""
    lines = [f"{SCHEME} {fingerprint.source}"]
    lines += [" ".join([number, *marks]) for number, marks in fingerprint.lines.items()]
    return "\n".join(lines) + "\n"


def read(content: str) -> Fingerprint:
    """The fingerprint a file holds.

    Raises ValueError where the head line or a sentence line is not of this scheme.
    """
    head, *rest = content.splitlines() or [""]
    scheme, _, source = head.partition(" ")
    if scheme != SCHEME or not source:
        raise ValueError(f"the first line is not '{SCHEME} <source id>'")
    found = Fingerprint(source)
    for line in rest:
        number, *marks = line.split(" ")
        if not marks or any(len(mark) != 4 for mark in marks) or number in found.lines:
            raise ValueError(f"the line of sentence '{number}' is damaged")
        found.lines[number] = marks
    return found


def digest(content: str) -> str:
    """SHA-256 of a fingerprint file; the source record states it, so an altered line is noticed."""
    return hashlib.sha256(content.encode()).hexdigest()
