"""Known wordings in a text: whole words, the longest, in one case; the same as a pattern of all of them would find."""

from __future__ import annotations

import random
import re

import pytest

from sasac.link import Corpus
from sasac.wordings import Wordings, find, folded


def by_pattern(text: str, forms: list[str]) -> list[tuple[int, int, str]]:
    """What a regular expression of all wordings finds, the slow way."""
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    pattern = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, ordered)) + r")(?![\w-])", re.I)
    return [(match.start(), match.end(), folded(match.group())) for match in pattern.finditer(text)]


@pytest.mark.parametrize(
    ("text", "forms", "found"),
    [
        ("The SASAC met.", ["SASAC"], ["sasac"]), ("SASACs met", ["SASAC"], []), ("non-SASAC", ["SASAC"], []), ("“Big one” is", ["“big one”"], ["“big one”"]),
        ("state-owned central enterprises", ["central enterprises", "state-owned central enterprises"], ["state-owned central enterprises"]),
        ("new, newer, new.", ["new", "newer"], ["new", "newer", "new"]), ("国资委 met", ["国资委"], ["国资委"]), ("", ["a"], []),
        ("straße STRASSE", ["STRASSE"], ["strasse"]),
    ],
)
def test_what_is_found(text: str, forms: list[str], found: list[str]) -> None:
    assert [wording for _, _, wording in find(text, Wordings(forms))] == found


def test_it_finds_what_a_pattern_of_all_wordings_finds(corpus: Corpus) -> None:
    forms = sorted({form.form for entry in corpus.entries.values() for form in getattr(entry.record, "forms", [])})
    texts = [claim.claim.text for claim in corpus.claims.values()] + [getattr(entry.record, "text", "") for entry in corpus.entries.values()]
    chance = random.Random(7)
    count = 0
    for text in texts:
        some = chance.sample(forms, 60)
        here = list(find(text, Wordings(some[:30]), Wordings(some[30:])))
        assert here == by_pattern(text, some)
        count += len(here)
    assert count > 100
