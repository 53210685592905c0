"""Which pages a change of records can change: the record's own, those that it names or named, and those that show it or a claim of it.

Rather too many than too few: a page that is made again and is the same costs a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pydantic import BaseModel

from sasac import walk
from sasac.link import ClaimEntry, Corpus
from sasac.load import Loading
from sasac.models import CLAIM_FOLDERS, Evidence, Form
from sasac.parse import Loaded

Name = tuple[str, str]


def changed(old: Loading, new: Loading) -> set[Name]:
    """Folder and id of every record that is not the one it was."""
    names = {(folder, identifier) for loading in (old, new) for folder, group in loading.records.items() for identifier in group}
    return {(folder, identifier) for folder, identifier in names if old.records[folder].get(identifier) is not new.records[folder].get(identifier)}


@dataclass
class State:
    """A corpus with what it was linked from, and whose own line names whom."""

    loading: Loading
    corpus: Corpus
    named_in_text: dict[str, list[str]] = field(default_factory=dict)


def pages(old: State, new: State, names: Iterable[Name]) -> set[str]:
    """Ids of the records whose pages may differ now."""
    found: set[str] = set()
    for folder, identifier in names:
        for state in (old, new):
            loaded = state.loading.records[folder].get(identifier)
            if loaded:
                found |= _about(state, loaded)
                found |= _claims(state.corpus, loaded, old, new)
    ids = old.named_in_text.keys() | new.named_in_text.keys()
    return found | {identifier for identifier in ids if old.named_in_text.get(identifier) != new.named_in_text.get(identifier)}


def _about(state: State, loaded: Loaded) -> set[str]:
    """The record's page, those that it names, those that show it, and those that share a passage with it."""
    corpus, folder = state.corpus, loaded.folder
    found = {loaded.id} | set(_references(inner for _, inner in loaded.models))
    for _, model in loaded.models:
        if isinstance(model, Evidence | Form):
            # A meeting's page lists whatever is printed in its sources.
            found |= {corpus.entries[model.source].record.meeting, *(entry.id for entry in corpus.ledgers[model.source][model.sentence].entries)}
    entry = corpus.entries.get(loaded.id) if folder not in CLAIM_FOLDERS else None
    for mention in entry.mentions if entry else []:
        found |= {mention.entry.id} if mention.entry else shown_on(mention.claim) if mention.claim else set()
    if folder == "sources":
        found |= _of_source(corpus, loaded.id)
    if folder == "meetings":
        found |= _of_meeting(corpus, loaded.id)
    return found


def _of_source(corpus: Corpus, identifier: str) -> set[str]:
    """Everything that cites a source shows its title and leads to it."""
    found: set[str] = set()
    for line in corpus.ledgers[identifier].values():
        found |= {entry.id for entry in line.entries}
        for claim in line.claims:
            found |= shown_on(claim)
    return found


def _of_meeting(corpus: Corpus, identifier: str) -> set[str]:
    """Everything that shows a claim of a meeting, or a form printed in its sources, shows its name and date; its neighbours lead to it."""
    found = {entry.id for entry in corpus.neighbours(corpus.entries[identifier]) if entry}
    for source in corpus.sources_of[identifier]:
        found |= {source.id, *(entry.id for entry in corpus.printed_in[source.id])}
    for group in corpus.by_meeting[identifier].values():
        for claim in group:
            found |= shown_on(claim)
    return found


def _claims(corpus: Corpus, loaded: Loaded, old: State, new: State) -> set[str]:
    """Pages of the claims in a file that are not what they were, and of whatever rests on one or is part of one."""
    found: set[str] = set()
    if loaded.folder not in ("meetings", *CLAIM_FOLDERS):
        return found
    keys = set()
    for group in corpus.by_meeting.get(loaded.id, {}).values():
        for claim in group:
            before, after = old.corpus.claims.get(claim.key), new.corpus.claims.get(claim.key)
            if claim.loaded is loaded and (before is None or after is None or before.claim != after.claim or before.number != after.number):
                keys.add(claim.key)
                found |= shown_on(claim)
    for key, owners in _resting(corpus).items() if keys else ():
        found |= owners if key in keys else set()
    return found


def _resting(corpus: Corpus) -> dict[str, set[str]]:
    """Key of each claim that a summary line or another claim names, to the records on whose pages that is shown."""
    found: dict[str, set[str]] = {}
    for meeting in corpus.meetings:
        for line in meeting.record.summary:
            for target in line.rests_on:
                found.setdefault(target if "#" in target else f"{meeting.id}#{target}", set()).add(meeting.id)
        for claim in corpus.by_meeting[meeting.id].get("task", []):
            if claim.claim.part_of:
                target = claim.claim.part_of
                found.setdefault(target if "#" in target else f"{meeting.id}#{target}", set()).update(shown_on(claim))
    return found


def shown_on(claim: ClaimEntry) -> set[str]:
    """Ids of the records on whose pages a claim is shown, or listed as resting on a sentence."""
    return {claim.meeting.id, *_references(model for _, model in claim.models)}


def _references(models: Iterable[BaseModel]) -> Iterator[str]:
    for model in models:
        for _, target, ref in walk.references(model, ()):
            yield target.partition("#")[0] if ref.claims else target
