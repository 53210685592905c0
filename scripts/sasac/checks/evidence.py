"""C1: every quote stands, word for word, in the sentence that it names."""

from __future__ import annotations

from collections.abc import Iterator

from sasac import sentences
from sasac.load import Loading
from sasac.models import Claim, Evidence, Form
from sasac.models.claims import Participant, Statement
from sasac.models.vocabulary import NOT_STATED
from sasac.parse import Loaded
from sasac.problems import Problem, suggest
from sasac.strict_yaml import Path
from sasac.texts import Texts


def joined(loading: Loading) -> dict[tuple[str, str], list[str]]:
    """(source, leading sentence) to all its pieces, for sentences that a ledger joins."""
    return {
        (source, line.sentence): [line.sentence, *line.joins]
        for source, loaded in loading.records["sources"].items()
        for line in loaded.record.ledger
        if line.joins
    }


def leading(joins: dict[tuple[str, str], list[str]]) -> dict[tuple[str, str], str]:
    """(source, sentence) to the sentence that a ledger joins it to."""
    return {(source, piece): lead for (source, lead), pieces in joins.items() for piece in pieces[1:]}


def quotes(loaded: Loaded) -> Iterator[tuple[Path, str, str, str]]:
    """Path, source, sentence and wording of everything in a file that claims to stand in a source."""
    for path, model in loaded.models:
        if isinstance(model, Evidence):
            yield (*path, "quote"), model.source, model.sentence, model.quote
        elif isinstance(model, Form):
            yield (*path, "form"), model.source, model.sentence, model.form


def check(
    loaded: Loaded, texts: Texts, joins: dict[tuple[str, str], list[str]], inner: dict[tuple[str, str], str],
) -> list[Problem]:
    """Quotes, printed forms, names and roles of a record that do not stand where they are said to stand."""
    problems: list[Problem] = []
    for path, source, sentence, wording in quotes(loaded):
        problem = _one(loaded, path, source, sentence, wording, texts, joins, inner)
        if problem:
            problems.append(problem)
    for path, model in loaded.models:
        if isinstance(model, Claim):
            problems += _printed(loaded, path, model, texts, joins)
    return problems


def _one(
    loaded: Loaded, path: Path, source: str, sentence: str, wording: str, texts: Texts,
    joins: dict[tuple[str, str], list[str]], inner: dict[tuple[str, str], str],
) -> Problem | None:
    at = (*path[:-1], "sentence")
    if source not in texts.fingerprints:
        return None  # the missing source or fingerprint is reported once, elsewhere
    if sentence not in texts.fingerprints[source].lines:
        known = texts.sentence_ids(source)
        return loaded.problem(at, f"'{source}' has no sentence {sentence}", suggest(sentence, known, f"it runs to {known[-1]}"))
    if (source, sentence) in inner:
        lead = inner[source, sentence]
        return loaded.problem(at, f"the ledger joins {sentence} to {lead}", f"cite {lead}")
    if stands(source, joins.get((source, sentence), [sentence]), wording, texts):
        return None
    elsewhere = [number for number in texts.sentence_ids(source) if stands(source, [number], wording, texts)]
    remedy = f"it stands in {', '.join(elsewhere)}" if elsewhere else "copy the words exactly; … joins a start and an end, in order"
    return loaded.problem(path, f"these words do not stand in {sentence} of '{source}'", remedy)


def stands(source: str, pieces: list[str], wording: str, texts: Texts) -> bool:
    """Whether a wording stands in the (joined) sentences of a source, by its fingerprint and, where it is at hand, by its text."""
    if not texts.fingerprints[source].holds(pieces, wording):
        return False
    if source not in texts.sentences:
        return True
    hay = [token for piece in pieces for token in sentences.tokens(texts.sentences[source][piece])]
    return sentences.stands([sentences.tokens(part) for part in sentences.parts(wording)], hay)


def _printed(loaded: Loaded, path: Path, claim: Claim, texts: Texts, joins: dict[tuple[str, str], list[str]]) -> list[Problem]:
    """Names and roles given 'as printed' must stand in a sentence that the claim cites."""
    if isinstance(claim, Participant):
        printed = {"name_as_printed": claim.name_as_printed, "role_as_printed": claim.role_as_printed}
    elif isinstance(claim, Statement):
        printed = {"capacity": claim.capacity}
    else:
        return []
    places = [(item.source, item.sentence) for item in claim.evidence if item.source in texts.fingerprints]
    found = []
    for key, wording in printed.items():
        if wording != NOT_STATED and places and not any(stands(source, joins.get((source, at), [at]), wording, texts) for source, at in places):
            what = f"'{wording}' does not stand in a sentence that this entry cites"
            found.append(loaded.problem((*path, key), what, "copy it as printed, cite its sentence, or write 'not stated'"))
    return found
