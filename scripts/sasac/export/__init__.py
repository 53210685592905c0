"""Sinks of the corpus other than pages: one step from the linked corpus to every file that people can take away."""

from __future__ import annotations

import json
from pathlib import Path

from sasac import changelog, open_questions, schema
from sasac.export import archive, calendar, checksums, csv_files, feeds, json_files, openapi, package, rows, skos, sqlite_file
from sasac.export.computed import Workings
from sasac.export.tables import TABLES
from sasac.link import Corpus
from sasac.models import FOLDERS, schema_name
from sasac.problems import DataError
from sasac.views.cite import Edition

_OTHERS = ("sasac.sqlite", "sasac-data.zip", "datapackage.json", "openapi.json", "terms.ttl", "SHA256SUMS")


def export(corpus: Corpus, edition: Edition, project: Path) -> dict[str, bytes]:
    """Path below the site's root, and content, of every file that people can take away; the twins of pages come beside these.

    The same records give the same bytes: no clock, no file times, no order of chance.
    Raises DataError where the change log of the data cannot be read.
    """
    log, _, problems = changelog.read(project)
    if log is None:
        raise DataError(problems)
    workings = Workings(corpus)
    questions = open_questions.questions(corpus, edition.day)
    filled = rows.rows(workings, questions)
    tables = csv_files.files(filled)
    files = json_files.files(workings, questions, edition) | tables | _schemas(edition) | feeds.files(corpus, log, edition)
    files |= {
        "data/sasac.sqlite": sqlite_file.content(filled, edition),
        "data/sasac-data.zip": archive.content(project, edition),
        "data/datapackage.json": package.content(tables, edition),
        "data/openapi.json": openapi.content(corpus, edition),
        "data/terms.ttl": skos.content(corpus, edition),
        "meetings.ics": calendar.content(corpus, edition),
    }
    files["data/SHA256SUMS"] = checksums.content(files)
    return dict(sorted(files.items()))


def names() -> list[str]:
    """Path below the site's root of every such file, known before any is made."""
    made = [f"data/{name}.json" for name in (*json_files.TYPES, "all")] + [f"data/{table.name}.csv" for table in TABLES]
    made += [f"data/schema/{schema_name(folder)}" for folder in FOLDERS]
    return sorted([*made, "feed.xml", "feed.json", "meetings.ics", *(f"data/{name}" for name in _OTHERS)])


def _schemas(edition: Edition) -> dict[str, bytes]:
    """The records' JSON Schemas at their stable addresses, which are also their ids."""
    found = {}
    for name, text in schema.schemas().items():
        path = f"data/schema/{name}"
        found[path] = json_files.dump(json.loads(text) | {"$id": edition.absolute(path)})
    return found
