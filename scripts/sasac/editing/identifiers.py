"""Ids for editors: a list that any editor's word completion reads, and snippets for VS Code."""

from __future__ import annotations

import json
from pathlib import Path

from sasac.load import Loading

FOLDERS = ("organizations", "people", "themes", "terms", "meetings", "sources")
SNIPPETS = Path(".vscode") / "sasac-ids.code-snippets"


def rows(loading: Loading) -> list[tuple[str, str, str]]:
    """Folder, id and name of every record that others name."""
    return [(folder, identifier, loaded.record.name) for folder in FOLDERS for identifier, loaded in sorted(loading.records[folder].items())]


def snippets(loading: Loading) -> str:
    """A snippets file for VS Code: typing the start of an id, or of a word in it, completes it in YAML files."""
    found = {
        f"{folder}/{identifier}": {"scope": "yaml", "prefix": [identifier], "body": identifier, "description": f"{name} ({folder})"}
        for folder, identifier, name in rows(loading)
    }
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def write(project: Path, loading: Loading) -> Path:
    """Write the snippets; they are made from the records and not kept in git."""
    path = project / SNIPPETS
    path.parent.mkdir(exist_ok=True)
    path.write_text(snippets(loading), encoding="utf-8")
    return path
