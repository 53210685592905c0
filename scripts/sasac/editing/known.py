"""What the records teach about texts: printed forms of what has a record, and which words speak of which theme.

One source can be held out: then nothing that only its records tell is known, as if its text had never been seen.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from sasac import sentences
from sasac.load import Loading
from sasac.models import CLAIM_FOLDERS, Claim
from sasac.models.claims import ThemedClaim
from sasac.parse import Loaded

NAMED = ("people", "organizations", "terms")
_WORD = re.compile(r"[a-z][a-z-]{2,}")
_STOP = frozenset((
    "the", "and", "for", "with", "that", "this", "from", "are", "was", "were", "has", "have", "had", "been", "its", "their", "they", "not", "which",
    "who", "what", "when", "where", "will", "would", "should", "must", "can", "may", "than", "more", "into", "onto", "over", "under", "between",
    "among", "also", "all", "any", "each", "other", "some", "such", "only", "both", "one", "two", "three", "four", "five", "six", "said", "says",
    "told", "asked", "demanded", "meeting", "conference", "text", "source", "stated", "central", "enterprises", "enterprise", "soes", "state-owned",
    "sasac", "china", "chinese",
))


@dataclass
class Known:
    """Printed forms by record, and words by theme."""

    forms: dict[tuple[str, ...], set[str]] = field(default_factory=lambda: defaultdict(set))
    words: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    claims: Counter[str] = field(default_factory=Counter)
    themes_of: dict[str, list[str]] = field(default_factory=dict)

    def names(self, line: str) -> list[tuple[str, str]]:
        """Records whose printed form stands in a sentence, with that form; a longer form hides a shorter one inside it."""
        hay = [token.casefold() for token in sentences.tokens(line)]
        taken: set[int] = set()
        found: dict[str, str] = {}
        for form in sorted(self.forms, key=len, reverse=True):
            at = sentences.position(list(form), hay)
            while at >= 0:
                place = set(range(at, at + len(form)))
                if not place <= taken:
                    taken |= place
                    for identifier in sorted(self.forms[form]):
                        found.setdefault(identifier, " ".join(form))
                at = sentences.position(list(form), hay, at + 1)
        return list(found.items())

    def themes(self, line: str, named: list[str], most: int = 3) -> list[str]:
        """The likeliest themes of a sentence: by its words, weighed by how far each tells themes apart, and by the terms it holds."""
        score: Counter[str] = Counter()
        spoken = set(_words(line))
        for theme, counts in self.words.items():
            for word in spoken:
                if counts[word]:
                    rare = math.log(len(self.words) / sum(1 for other in self.words.values() if other[word]))
                    score[theme] += rare * min(1.0, 3 * counts[word] / self.claims[theme])  # type: ignore[assignment]
        for term in named:
            for theme in self.themes_of.get(term, []):
                score[theme] += 1
        best = score.most_common(most)
        return [theme for theme, points in best if points >= 0.5 and points >= 0.4 * best[0][1]]


def _words(line: str) -> Iterator[str]:
    for word in _WORD.findall(sentences.plain(line).casefold()):
        if word not in _STOP:
            # Plurals and simple endings aside, so that "reforming" and "reforms" speak of reform.
            yield re.sub(r"(?:ization|ized|izing|ing|ies|ed|es|s)$", "", word) if len(word) > 5 else word


def learn(loading: Loading, without: str = "") -> Known:
    """What all records teach, or all but those that rest on one source."""
    known = Known()
    for folder in NAMED:
        for identifier, loaded in loading.records[folder].items():
            forms = [form for form in loaded.record.forms if form.source != without]
            if not forms:
                continue
            for form in forms:
                _take_form(known, form.form, identifier)
            _take_form(known, loaded.record.name, identifier)
            known.themes_of[identifier] = list(getattr(loaded.record, "themes", []))
    for identifier, loaded in loading.records["themes"].items():
        known.claims[identifier] += 1
        known.words[identifier].update(set(_words(f"{loaded.record.name} {loaded.record.scope_note}")))
    for claim in claims(loading):
        if any(item.source == without for item in claim.evidence):
            continue
        spoken = set(_words(" ".join([claim.text, *(item.quote for item in claim.evidence)])))
        for theme in claim.themes:
            known.claims[theme] += 1
            known.words[theme].update(spoken)
    return known


def _take_form(known: Known, form: str, identifier: str) -> None:
    parts = sentences.parts(form)
    if len(parts) == 1:
        known.forms[tuple(token.casefold() for token in sentences.tokens(form))].add(identifier)


def claims(loading: Loading) -> Iterator[ThemedClaim]:
    """Every claim that is filed under themes."""
    for loaded in loading.all():
        if loaded.folder in CLAIM_FOLDERS:
            yield from _claims(loaded)


def _claims(loaded: Loaded) -> Iterator[ThemedClaim]:
    for _, model in loaded.models:
        if isinstance(model, ThemedClaim) and isinstance(model, Claim):
            yield model
