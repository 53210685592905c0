"""Links to the very passage on a publisher's page, in as few words as find it."""

from __future__ import annotations

from sasac import sentences
from sasac.addresses import text_fragment
from sasac.fingerprint import Fingerprint

# Fewer words could stand in a menu or a headline of the publisher's, which no fingerprint knows.
FEWEST = 3


def deep_link(address: str, fingerprint: Fingerprint, sentence: str, quotes: list[str]) -> str:
    """The publisher's address with a text fragment (WICG Scroll to Text Fragment) that marks the longest of a sentence's quotes, whole.

    A browser takes the first passage that fits. So the start is as many words as stand nowhere earlier in the source, and the
    end as many as stand nowhere between the start and the quote's own end; a quote that is no longer than these is given as it is.
    """
    quote = max(quotes, key=lambda quote: (len(quote), quote))
    parts = [part.split() for part in sentences.parts(quote)]
    start, end = parts[0], parts[-1] if len(parts) > 1 else []
    begin = fingerprint.find(_tokens(start), fingerprint.begins(sentence))
    size = next((size for size in range(FEWEST, len(start)) if fingerprint.find(_tokens(start[:size])) == begin), len(start))
    after = begin + len(_tokens(start[:size]))
    tail = end or start[size:]
    place = fingerprint.find(_tokens(tail), begin + len(_tokens(start)) if end else after)
    close = place + len(_tokens(tail))
    few = next((few for few in range(1, len(tail)) if fingerprint.find(_tokens(tail[-few:]), after) == close - len(_tokens(tail[-few:]))), len(tail))
    # One word saved is not worth an end of its own.
    if not end and len(tail) - few < 2:
        return text_fragment(address, quote)
    return text_fragment(address, f"{' '.join(start[:size])} {sentences.JOINER} {' '.join(tail[-few:])}")


def _tokens(words: list[str]) -> list[str]:
    return sentences.tokens(" ".join(words))
