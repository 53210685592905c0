"""The Data Package descriptor (v2): each CSV table with types, keys, foreign keys and licence."""

from __future__ import annotations

import hashlib
from typing import Any

from sasac.export.json_files import dump
from sasac.export.tables import TABLES, Column, Table
from sasac.views.cite import NAME, Edition

PROFILES = "https://datapackage.org/profiles/2.0"
LICENCE = {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/", "title": "Creative Commons Attribution 4.0"}


def content(tables: dict[str, bytes], edition: Edition) -> bytes:
    """data/datapackage.json for the CSV files."""
    return dump({
        "$schema": f"{PROFILES}/datapackage.json",
        "name": "sasac-meetings-reference",
        "id": edition.absolute("data/datapackage.json"),
        "title": NAME,
        "description": "What China's State-owned Assets Supervision and Administration Commission (SASAC) told state-owned enterprises to do, claim by "
                       "claim, each pinned to the passage it rests on.",
        "version": edition.version,
        "created": f"{edition.day}T00:00:00Z",
        "homepage": edition.absolute(""),
        "licenses": [LICENCE],
        "contributors": [{"title": NAME, "roles": ["author", "publisher"]}],
        "keywords": ["SASAC", "China", "state-owned enterprises", "industrial policy"],
        "resources": [_resource(table, tables[f"data/{table.name}.csv"]) for table in TABLES],
    })


def _resource(table: Table, body: bytes) -> dict[str, Any]:
    return {
        "name": table.name, "type": "table", "path": f"{table.name}.csv", "title": table.about, "scheme": "file", "format": "csv", "mediatype": "text/csv",
        "encoding": "utf-8", "bytes": len(body), "hash": f"sha256:{hashlib.sha256(body).hexdigest()}", "dialect": {"lineTerminator": "\n"},
        "licenses": [LICENCE], "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    return {
        "$schema": f"{PROFILES}/tableschema.json",
        "fields": [_field(column, table) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {"fields": list(own), "reference": {"resource": other, "fields": list(its)}} for own, other, its in table.foreign_keys
        ],
    }


def _field(column: Column, table: Table) -> dict[str, Any]:
    constraints: dict[str, Any] = {} if column.empty else {"required": True}
    if table.key == (column.name,):
        constraints["unique"] = True
    return {"name": column.name, "type": column.type, "description": column.about} | ({"constraints": constraints} if constraints else {})
