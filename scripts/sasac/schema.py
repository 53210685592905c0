"""JSON Schemas (2020-12) of the records, generated from the models and published in data/schema/."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from sasac.models import FOLDERS, schema_name

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@cache
def schemas() -> dict[str, str]:
    """File name to content, for every record folder."""
    found = {}
    for folder, model in FOLDERS.items():
        body = {"$schema": DIALECT, "$id": schema_name(folder), **model.model_json_schema(by_alias=True)}
        found[schema_name(folder)] = json.dumps(body, indent=1, ensure_ascii=False, sort_keys=False) + "\n"
    return found


def write(data: Path) -> list[str]:
    """Write the schemas under the data folder; returns the names of those that changed."""
    folder = data / "schema"
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, content in schemas().items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            path.write_text(content, encoding="utf-8")
            changed.append(name)
    return changed
