"""Addresses: relative links that work under any path and from a disk, and deep links into a publisher's page."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from sasac import sentences


def page_file(url: str) -> str:
    """The file that answers for an address below the site's root: `meetings/x/` is `meetings/x/index.html`."""
    return url + "index.html" if url == "" or url.endswith("/") else url


@lru_cache(maxsize=200_000)
def relative(here: str, there: str) -> str:
    """Relative link from one page's address to another, with `index.html` spelt out so that it also works from a disk.

    Both are addresses below the site's root; the target may carry a query or an anchor.
    """
    target, mark, anchor = there.partition("#")
    if target == here:
        return mark + anchor if mark else "index.html"
    return "../" * here.count("/") + page_file(target) + mark + anchor


def text_fragment(address: str, wording: str) -> str:
    """The address with a text fragment (WICG Scroll to Text Fragment): `#:~:text=start,end` for `start … end`."""
    pieces = [part.strip("\"'.,;: ") for part in sentences.parts(wording)]
    # A text directive takes one start and one end; inner pieces are left to the reader's eye.
    ends = pieces if len(pieces) < 3 else [pieces[0], pieces[-1]]
    return f"{address.partition('#')[0]}#:~:text={','.join(quote(piece, safe='').replace('-', '%2D') for piece in ends)}"


def sentence_words(sentence: str) -> str:
    """`p3s2` in words: paragraph 3, sentence 2."""
    paragraph, _, number = sentence[1:].partition("s")
    return f"paragraph {paragraph}, sentence {number}"
