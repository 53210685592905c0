"""An OpenAPI 3.1 description of the static JSON addresses: every file a type, everything, and the twin of each record page."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from sasac.export.json_files import CLAIM_FILES, LICENCE, RECORD_FILES, TYPES, dump
from sasac.export.package import LICENCE as LICENCE_FULL
from sasac.export.twins import DOCUMENTATION, SCHEMA_VERSION
from sasac.link import PLACES, Corpus
from sasac.models import Figure, Meeting, Model, Organization, Participant, Person, Question, Restructuring, Source, Statement, Task, Term, Theme
from sasac.models.base import SLUG
from sasac.models.claims import AgendaItem
from sasac.views.cite import NAME, Edition

_MODELS: dict[str, type[Model]] = {
    "meetings": Meeting, "sources": Source, "people": Person, "organizations": Organization, "themes": Theme, "terms": Term, "tasks": Task,
    "figures": Figure, "statements": Statement, "restructurings": Restructuring, "participants": Participant, "agenda": AgendaItem, "questions": Question,
}
_KINDS = {
    "meetings": ["meeting"], "sources": ["source"], "people": ["person"], "organizations": ["enterprise", "body"], "themes": ["theme"], "terms": ["term"],
    "questions": ["question"], **{name: [kind] for name, kind in CLAIM_FILES.items()},
}
_TEXT = {"type": "string"}
_HEAD: dict[str, Any] = {
    "schema_version": {"const": SCHEMA_VERSION}, "documentation": {"const": DOCUMENTATION, "description": "The page that explains it, below the site's root"},
}
_DAY = {"type": ["string", "null"], "format": "date"}


def content(corpus: Corpus, edition: Edition) -> bytes:
    """data/openapi.json."""
    paths = {f"/data/{name}.json": _get(f"list_{name}", f"All {name}", {"$ref": f"#/components/schemas/{_list_name(name)}"}) for name in TYPES}
    paths["/data/all.json"] = _get("everything", "All records of all types in one file", {"$ref": "#/components/schemas/Everything"})
    for kind, place in PLACES.items():
        some = next(iter(corpus.of_kind(kind)), None)
        paths[f"/{place}/{{id}}/index.json"] = _twin(kind, some.id if some else "")
    return dump({
        "openapi": "3.1.0",
        "info": {
            "title": NAME, "version": edition.version, "license": {"name": LICENCE_FULL["title"], "identifier": LICENCE},
            "description": "Static files, read with GET. In each record, 'record' is as written by people and 'computed' is worked out from it. "
                           "The schema of each record as a file of its own: data/schema/.",
        },
        "servers": [{"url": edition.absolute("").rstrip("/") or "/"}],
        "externalDocs": {"url": edition.absolute(DOCUMENTATION), "description": "Using the data"},
        "paths": paths,
        "components": {"schemas": _schemas()},
    })


def _list_name(name: str) -> str:
    return f"{_MODELS[name].__name__}File"


def _get(operation: str, summary: str, schema: dict[str, Any]) -> dict[str, Any]:
    answers = {"200": {"description": "The file", "content": {"application/json": {"schema": schema}}}}
    return {"get": {"operationId": operation, "summary": summary, "responses": answers}}


def _twin(kind: str, example: str) -> dict[str, Any]:
    model = "Organization" if kind in ("enterprise", "body") else next(_MODELS[name].__name__ for name in RECORD_FILES if kind in _KINDS[name])
    path = _get(f"read_{kind}", f"The machine twin of the page of one {kind}", {"$ref": f"#/components/schemas/{model}Twin"})
    ids = "organizations" if kind in ("enterprise", "body") else PLACES[kind]
    parameter = {
        "name": "id", "in": "path", "required": True, "description": f"Id of a record of the type '{kind}' in data/{ids}.json",
        "schema": {"type": "string", "pattern": SLUG},
    }
    path["get"]["parameters"] = [parameter | ({"example": example} if example else {})]
    path["get"]["responses"]["404"] = {"description": "There is no such record"}
    return path


def _schemas() -> dict[str, Any]:
    _, made = models_json_schema([(model, "validation") for model in _MODELS.values()], by_alias=True, ref_template="#/components/schemas/{model}")
    schemas: dict[str, Any] = {
        "Days": {
            "type": "object", "description": "JSON Pointer of each EDTF date in the record to its earliest and latest day",
            "additionalProperties": {"type": "object", "required": ["first", "last"], "properties": {"first": _DAY, "last": _DAY}},
        },
        "Assertion": _object({
            "at": _TEXT | {"description": "JSON Pointer in the record; empty for the record itself"},
            "kind": {"enum": ["stated", "inferred", "not stated", "external"]},
            "basis": {"enum": ["source", "reading", "found", "inferred", "unchecked"]},
            "verification": {"enum": ["quotes matched", "quotes not matched", "read at address", "read, address not kept", "drawn from", "not checked"]},
        }),
        "Computed": {
            "type": "object", "description": "Worked out from the records; further keys differ by type", "required": ["dates"],
            "properties": {
                "dates": {"$ref": "#/components/schemas/Days"}, "assertions": {"type": "array", "items": {"$ref": "#/components/schemas/Assertion"}},
                "file": _TEXT | {"description": "Record file in the data folder"},
            },
        },
    }
    schemas |= made["$defs"]
    for name in TYPES:
        model = _MODELS[name].__name__
        item = {"id": _TEXT, "type": {"enum": _KINDS[name]}, "record": {"$ref": f"#/components/schemas/{model}"},
                "computed": {"$ref": "#/components/schemas/Computed"}}
        schemas[f"{model}Entry"] = _object(item | {"url": _TEXT | {"description": "Address of its place on the site, below the site's root"}})
        schemas[_list_name(name)] = _envelope(name, {"type": "array", "items": {"$ref": f"#/components/schemas/{model}Entry"}})
        if name in RECORD_FILES:
            schemas[f"{model}Twin"] = _object(_HEAD | item)
    lists = {name: {"type": "array", "items": {"$ref": f"#/components/schemas/{_MODELS[name].__name__}Entry"}} for name in TYPES}
    schemas["Everything"] = _envelope("all", _object(lists), {"counts": _object({name: {"type": "integer"} for name in TYPES})})
    return schemas


def _envelope(name: str, records: dict[str, Any], more: dict[str, Any] | None = None) -> dict[str, Any]:
    return _object(_HEAD | {
        "data_version": _TEXT | {"description": "Semantic version of the data"},
        "data_day": {"type": "string", "format": "date"}, "licence": {"const": LICENCE}, "type": {"const": name}, "count": {"type": "integer"},
        "records": records, **(more or {}),
    })


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties, "additionalProperties": False}
