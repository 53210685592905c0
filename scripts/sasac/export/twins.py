"""The machine twin of each record page: `index.json` beside `index.html`; authored and computed fields named apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic_core import to_json

from sasac.export.computed import Workings, dates
from sasac.link import CLAIM_KINDS, ClaimEntry, Corpus, Entry, Mention

SCHEMA_VERSION = "1"
# The page that explains these files, below the site's root.
DOCUMENTATION = "about/data/"


def twins(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Path below the site's root, and JSON, for every record with a page."""
    for entry in corpus.entries.values():
        name, content = twin_file(corpus, entry)
        yield name, content.decode()


def twin_file(corpus: Corpus, entry: Entry) -> tuple[str, bytes]:
    """Path below the site's root, and JSON, for one record."""
    return f"{entry.url}index.json", to_json(twin(Workings(corpus), entry), indent=1) + b"\n"


def twin(workings: Workings, entry: Entry) -> dict[str, Any]:
    """A record as authored, and what is computed about it."""
    corpus = workings.corpus
    computed: dict[str, Any] = {"url": entry.url, "file": entry.loaded.file, "linked_from": [_mention(mention) for mention in entry.mentions]}
    computed |= {"dates": dates(workings.models(entry)), "assertions": workings.assertions(entry)}
    if entry.kind == "meeting":
        before, after = corpus.neighbours(entry)
        computed |= {"previous": before.id if before else None, "next": after.id if after else None}
        computed["sources"] = [source.id for source in corpus.sources_of[entry.id]]
        computed["claims"] = {kind: [claim_data(claim) for claim in corpus.by_meeting[entry.id][kind]] for kind in CLAIM_KINDS}
    if entry.kind == "source":
        computed["ledger"] = [
            {"sentence": line.line.sentence, "claims": [claim.key for claim in line.claims], "records": [other.id for other in line.entries]}
            for line in dict.fromkeys(corpus.ledgers[entry.id].values())
        ]
    return {
        "schema_version": SCHEMA_VERSION, "documentation": DOCUMENTATION, "id": entry.id, "type": entry.kind,
        "record": entry.record.model_dump(mode="json", by_alias=True, exclude_none=True), "computed": computed,
    }


def claim_data(claim: ClaimEntry) -> dict[str, Any]:
    """A claim as authored, with its key and address."""
    return {"key": claim.key, "url": claim.url, "type": claim.kind, **claim.claim.model_dump(mode="json", by_alias=True, exclude_none=True)}


def _mention(mention: Mention) -> dict[str, str]:
    if mention.claim:
        return {"type": mention.claim.kind, "key": mention.claim.key, "as": mention.role}
    assert mention.entry is not None
    return {"type": mention.entry.kind, "key": mention.entry.id, "as": mention.role}
