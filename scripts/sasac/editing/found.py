"""What a new text holds, before any record of it: its extent, its dates, and whether a text like it is held already."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sasac import fingerprint, sentences
from sasac.fingerprint import Fingerprint
from sasac.strict_yaml import decode

# Words in a row that two texts must share for one piece of overlap, and the share of such pieces that makes two texts nearly one.
SHINGLE = 5
NEARLY = 0.4


class Unfit(Exception):
    """Raised for a file that is not a text this reference can number; says why, with a remedy."""


@dataclass
class Text:
    """A text read and numbered."""

    raw: bytes
    sentences: dict[str, str]

    @property
    def sha256(self) -> str:
        """SHA-256 of the file's bytes."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def words(self) -> int:
        """Runs of letters and digits."""
        return sum(sentences.word_count(line) for line in self.sentences.values())

    @property
    def paragraphs(self) -> int:
        """Lines that are not blank."""
        return len({number.partition("s")[0] for number in self.sentences})


def read(raw: bytes, name: str) -> Text:
    """The text in a file.

    Raises Unfit for a file that is empty, too large, not UTF-8, or holds characters that nobody can see.
    """
    text, problem = decode(raw.replace(b"\r\n", b"\n").replace(b"\t", b" "), name)
    if problem:
        raise Unfit(str(problem))
    found = sentences.split(text)
    if not any(sentences.word_count(line) for line in found.values()):
        raise Unfit(f"{name}:1:1: the text has no words; give the text itself, saved as UTF-8")
    return Text(raw, sentences.split(raw.decode("utf-8")))


def _shingles(lines: list[list[str]]) -> set[tuple[str, ...]]:
    words = [word for line in lines for word in line]
    return {tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))}


def overlap(text: Text, held: Fingerprint) -> float:
    """Share of the shorter text's runs of five words that the other holds too; from the committed hashes, without the held text."""
    mine = _shingles([[fingerprint.token_hash(held.source, token) for token in sentences.tokens(line)] for line in text.sentences.values()])
    theirs = _shingles(list(held.lines.values()))
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def nearest(text: Text, held: Mapping[str, Fingerprint]) -> tuple[str, float] | None:
    """The held source most like a text, and how much of the shorter one they share."""
    rows = sorted(((overlap(text, print_), source) for source, print_ in held.items()), reverse=True)
    return (rows[0][1], rows[0][0]) if rows else None


def opening(line: str, words: int = 4) -> str:
    """The first words of a sentence, as a fragment that evidence can quote while nothing better is chosen."""
    taken: list[str] = []
    for word in line.split():
        if sentences.word_count(" ".join([*taken, word])) > words and taken:
            break
        taken.append(word)
    return " ".join(taken)
