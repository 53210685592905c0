"""JSON: a file a type and one with everything, each in an envelope with schema version, data version and count.

`record` is as written in the data folder (lists that are not written are empty); what is worked out stands under `computed`.
Each record is one line, so that plain search finds it whole and large files stay small.
"""

from __future__ import annotations

from typing import Any

from pydantic_core import to_json

from sasac.export import computed
from sasac.export.computed import Workings
from sasac.export.twins import DOCUMENTATION, SCHEMA_VERSION, twin
from sasac.link import ClaimEntry, Corpus, Entry
from sasac.open_questions import Question
from sasac.parse import Loaded
from sasac.views.cite import Edition

LICENCE = "CC-BY-4.0"
# File's stem to folder or kind of claim.
RECORD_FILES = ("meetings", "sources", "people", "organizations", "themes", "terms")
CLAIM_FILES = {
    "tasks": "task", "figures": "figure", "statements": "statement", "restructurings": "restructuring", "participants": "participant", "agenda": "agenda",
}
TYPES = (*RECORD_FILES, *CLAIM_FILES, "questions")


def files(workings: Workings, questions: list[Question], edition: Edition) -> dict[str, bytes]:
    """data/<type>.json for each type, and data/all.json."""
    corpus = workings.corpus
    written = {loaded.id: loaded for loaded in corpus.questions}
    # Each record is put into JSON once, for both files that hold it.
    lists = {name: [to_json(_record(workings, entry)) for entry in of_folder(corpus, name)] for name in RECORD_FILES}
    lists |= {name: [to_json(_claim(workings, claim)) for claim in corpus.claims_of_kind(kind)] for name, kind in CLAIM_FILES.items()}
    lists["questions"] = [to_json(_question(question, written.get(question.id))) for question in questions]
    envelope = {
        "schema_version": SCHEMA_VERSION, "documentation": DOCUMENTATION, "data_version": edition.version, "data_day": edition.day, "licence": LICENCE,
    }
    found = {f"data/{name}.json": _with(envelope | {"type": name, "count": len(items)}, _array(items)) for name, items in lists.items()}
    counts = {name: len(items) for name, items in lists.items()}
    everything = b"{\n" + b",\n".join(to_json(name) + b":" + _array(items) for name, items in lists.items()) + b"\n}"
    found["data/all.json"] = _with(envelope | {"type": "all", "count": sum(counts.values()), "counts": counts}, everything)
    return found


def _array(items: list[bytes]) -> bytes:
    return b"[\n" + b",\n".join(items) + b"\n]"


def _with(envelope: dict[str, Any], records: bytes) -> bytes:
    """An envelope around records that are JSON already."""
    return to_json(envelope)[:-1] + b',"records":' + records + b"}\n"


def of_folder(corpus: Corpus, folder: str) -> list[Entry]:
    """Entries of one record folder: meetings by date, the rest by id."""
    if folder == "meetings":
        return corpus.meetings
    return [entry for _, entry in sorted(corpus.entries.items()) if entry.loaded.folder == folder]


def dump(value: Any) -> bytes:
    """JSON in UTF-8, keys in the order given."""
    return to_json(value, indent=1) + b"\n"


def _record(workings: Workings, entry: Entry) -> dict[str, Any]:
    made = twin(workings, entry)
    if entry.kind == "meeting":
        # The claims themselves have files of their own.
        made["computed"]["claims"] = {kind: [claim["key"] for claim in claims] for kind, claims in made["computed"]["claims"].items()}
    return {"id": entry.id, "type": entry.kind, "url": entry.url, "record": made["record"], "computed": made["computed"]}


def _claim(workings: Workings, claim: ClaimEntry) -> dict[str, Any]:
    worked_out = {
        "meeting": claim.meeting.id, "number": claim.number, "file": claim.loaded.file, "line": claim.line,
        "dates": computed.dates(workings.models(claim)), "assertions": workings.assertions(claim),
    }
    record = claim.claim.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {"id": claim.key, "type": claim.kind, "url": claim.url, "record": record, "computed": worked_out}


def _question(question: Question, written: Loaded | None) -> dict[str, Any]:
    record = {
        "name": written.record.name if written else question.asked, "asked": question.asked, "text": question.text, "kind": question.kind,
        "about": question.about, "where_we_looked": question.where_we_looked, "as_of": question.as_of,
    }
    worked_out = {"written": not question.computed, "subject_url": question.url, "dates": {"/as_of": computed.first_last(question.as_of)}}
    if written:
        worked_out["file"] = written.file
    return {"id": question.id, "type": "question", "url": f"{question.page}#{question.id}", "record": record, "computed": worked_out}
