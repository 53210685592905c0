"""CSV, SQLite and the Data Package: whole records come back from the tables, types are right, keys hold."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from frictionless import validate

from rebuild import Rebuilder, Records, Tables, written
from sasac.export.sqlite_file import INDEXED
from sasac.export.sqlite_views import VIEWS
from sasac.export.tables import TABLES
from sasac.link import Corpus

PANDAS = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


@pytest.fixture(scope="module")
def csv_tables(taken_away: Path) -> Tables:
    """Every CSV file's rows."""
    found: Tables = {}
    for table in TABLES:
        with (taken_away / "data" / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            found[table.name] = list(csv.DictReader(file, strict=True))
    return found


@pytest.fixture(scope="module")
def database(taken_away: Path) -> Iterator[sqlite3.Connection]:
    """The SQLite file, read only."""
    with closing(sqlite3.connect(f"file:{taken_away / 'data' / 'sasac.sqlite'}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


@pytest.fixture(scope="module")
def sqlite_tables(database: sqlite3.Connection) -> Tables:
    """Every SQLite table's rows."""
    return {table.name: [dict(row) for row in database.execute(f'SELECT * FROM "{table.name}"')] for table in TABLES}


@pytest.fixture(scope="module")
def package(taken_away: Path) -> Any:
    """The Data Package's descriptor."""
    return json.loads((taken_away / "data" / "datapackage.json").read_text(encoding="utf-8"))


def the_same(rebuilt: Records, originals: Records) -> None:
    """Record by record and field by field: nothing lost, nothing added."""
    assert len(originals) > 250
    assert set(rebuilt) == set(originals)
    for key, record in originals.items():
        assert rebuilt[key] == record, key


def test_the_records_come_back_from_csv(csv_tables: Tables, project: Path) -> None:
    the_same(Rebuilder(csv_tables).records(), written(project / "data"))


def test_the_records_come_back_from_sqlite(sqlite_tables: Tables, project: Path) -> None:
    the_same(Rebuilder(sqlite_tables).records(), written(project / "data"))


def test_there_is_one_row_for_each_thing(sqlite_tables: Tables, corpus: Corpus) -> None:
    assert {row["key"] for row in sqlite_tables["claims"]} == set(corpus.claims)
    assert {row["id"] for row in sqlite_tables["records"]} == set(corpus.entries)
    for row in sqlite_tables["claims"]:
        claim = corpus.claims[row["key"]]
        assert (row["type"], row["meeting"], row["url"], row["line"]) == (claim.kind, claim.meeting.id, claim.url, claim.line)
        assert row["verification"] == "quotes matched" and row["basis"] == {"stated": "source", "inferred": "reading"}[claim.claim.kind]
    links = {(row["from_record"] or row["from_claim"], row["to_record"]) for row in sqlite_tables["links"]}
    for entry in corpus.entries.values():
        for mention in entry.mentions:
            owner = mention.claim.key if mention.claim else mention.entry.id if mention.entry else ""
            # What a claim's evidence cites or a printed form names stands in tables of its own.
            assert (owner, entry.id) in links or entry.kind == "source" or not row_names(mention.role), (owner, entry.id, mention.role)


def row_names(role: str) -> bool:
    """Whether a mention comes from a reference that is written as such."""
    return role in ("who", "set_by", "addressee", "speaker", "about", "asset", "from", "to", "entities", "terms", "themes", "see_also", "related", "facts")


def test_csv_has_one_shape(taken_away: Path) -> None:
    for path in sorted((taken_away / "data").glob("*.csv")):
        body = path.read_bytes()
        assert not body.startswith(b"\xef\xbb\xbf") and b"\r" not in body and body.endswith(b"\n"), path.name
        # An editor of tables must not take a cell for a formula.
        with path.open(encoding="utf-8", newline="") as file:
            assert not [cell for row in csv.reader(file) for cell in row if cell[:1] in "=+@" and cell], path.name


def test_csv_opens_in_pandas_with_the_right_types(taken_away: Path, package: Any, sqlite_tables: Tables) -> None:
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        days = [field["name"] for field in fields if field["type"] == "date"]
        types = {field["name"]: PANDAS[field["type"]] for field in fields if field["type"] != "date"}
        frame = pd.read_csv(taken_away / "data" / resource["path"], dtype=types, parse_dates=days, keep_default_na=False, na_values=[""])
        rows = sqlite_tables[resource["name"]]
        assert len(frame) == len(rows) > 0
        for field in fields:
            column = frame[field["name"]]
            if field["type"] == "date":
                assert pd.api.types.is_datetime64_any_dtype(column) or column.isna().all(), (resource["name"], field["name"])
                held = [None if pd.isna(value) else value.date().isoformat() for value in column]
            else:
                assert str(column.dtype) == PANDAS[field["type"]]
                held = [None if pd.isna(value) else value for value in column.astype(object)]
            # SQLite gives no order of its own to rows that a key orders otherwise.
            assert sorted(map(repr, held)) == sorted(repr(row[field["name"]] if field["type"] != "boolean" else bool(row[field["name"]])) for row in rows)


def test_a_plain_read_gives_usable_types_too(taken_away: Path) -> None:
    figures = pd.read_csv(taken_away / "data" / "figures.csv")
    assert figures["value_number"].dtype == "float64" and figures["position"].dtype == "int64"
    assert pd.read_csv(taken_away / "data" / "questions.csv")["written"].dtype == "bool"


def test_dates_stand_beside_their_text(sqlite_tables: Tables) -> None:
    meetings = {row["id"]: row for row in sqlite_tables["meetings"]}
    seminar = meetings["2025-07-16-central-enterprise-seminar"]
    assert (seminar["date"], seminar["date_first"], seminar["date_last"]) == ("2025-07-16/2025-07-17", "2025-07-16", "2025-07-17")
    said = [row for row in sqlite_tables["facts"] if row["value"] == "XXXX-07-16/XXXX-07-17"]
    assert said and all(row["value_first"] is None and row["value_last"] is None for row in said)
    years = [row for row in sqlite_tables["figures"] if row["period_edtf"] == "2023"]
    assert years and all((row["period_edtf_first"], row["period_edtf_last"]) == ("2023-01-01", "2023-12-31") for row in years)


def test_sqlite_is_sound(database: sqlite3.Connection) -> None:
    assert [row[0] for row in database.execute("PRAGMA integrity_check")] == ["ok"]
    assert list(database.execute("PRAGMA foreign_key_check")) == []
    assert database.execute("PRAGMA page_size").fetchone()[0] == 4096
    assert database.execute("PRAGMA freelist_count").fetchone()[0] == 0
    assert database.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    keys = {table.name: len(table.foreign_keys) for table in TABLES}
    for name, number in keys.items():
        assert len({row["id"] for row in database.execute(f'PRAGMA foreign_key_list("{name}")')}) == number
    assert sum(keys.values()) > 60


def test_sqlite_holds_its_rules(taken_away: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    shutil.copy(taken_away / "data" / "sasac.sqlite", copy)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        for broken in (
            "DELETE FROM records WHERE id = 'zhang-yuzhuo'",
            "UPDATE tasks SET set_by = 'nobody' WHERE key = (SELECT min(key) FROM tasks)",
            "UPDATE evidence SET sentence = 'p99s99' WHERE id = (SELECT min(id) FROM evidence)",
            "UPDATE facts SET of_record = NULL, of_claim = NULL WHERE id = (SELECT min(id) FROM facts)",
            "UPDATE claims SET text = NULL",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(broken)
        for name in INDEXED:
            connection.execute(f"INSERT INTO {name}_fts({name}_fts, rank) VALUES ('integrity-check', 1)")


def test_full_text_finds_what_plain_search_finds(database: sqlite3.Connection, corpus: Corpus) -> None:
    query = "SELECT key FROM claims JOIN claims_fts ON claims_fts.rowid = claims.rowid WHERE claims_fts MATCH 'cruise'"
    found = {row["key"] for row in database.execute(query)}
    texts = {key: " ".join(filter(None, (claim.claim.text, claim.claim.reason, claim.claim.other_reading))) for key, claim in corpus.claims.items()}
    assert found == {key for key, text in texts.items() if "cruise" in text.casefold()} and len(found) > 3


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_every_view_answers(view: Any, database: sqlite3.Connection) -> None:
    rows = [dict(row) for row in database.execute(f"SELECT * FROM {view.name}")]
    assert rows
    if view.name == "view_evidence":
        assert len(rows) == database.execute("SELECT count(*) FROM evidence").fetchone()[0]
        assert all(row["owner"] and row["text"] for row in rows)
    if view.name == "view_wordings":
        assert len(rows) == database.execute("SELECT count(*) FROM forms").fetchone()[0]
    table = {"view_participants": "participants", "view_tasks": "tasks", "view_figures": "figures", "view_statements": "statements",
             "view_restructurings": "restructurings"}.get(view.name)
    if table:
        assert len(rows) == database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        assert [row["day"] for row in rows] == sorted(row["day"] for row in rows)


def test_the_data_package_is_valid(taken_away: Path, package: Any, csv_tables: Tables) -> None:
    report = validate(taken_away / "data" / "datapackage.json")
    assert report.valid, report.flatten(["name", "type", "message"])[:5]
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert {task.name: task.stats["rows"] for task in report.tasks} == {name: len(rows) for name, rows in csv_tables.items()}
    for resource in package["resources"]:
        header = (taken_away / "data" / resource["path"]).read_text(encoding="utf-8").partition("\n")[0]
        assert header == ",".join(field["name"] for field in resource["schema"]["fields"])
        assert all(field["description"] for field in resource["schema"]["fields"]) and resource["title"] and resource["licenses"]


@pytest.mark.parametrize(("file", "old", "new", "kind"), [
    ("claim_themes.csv", ",science-and-technology\n", ",no-such-theme\n", "foreign-key"),
    ("meetings.csv", ",2025-07-17,", ",the day after,", "type-error"),
    ("people.csv", "zhang-yuzhuo,", "li-bing,", "primary-key"),
])
def test_the_data_package_finds_faults(file: str, old: str, new: str, kind: str, taken_away: Path, tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(taken_away / "data", copy)
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    report = validate(copy / "datapackage.json")
    assert kind in {row[0] for row in report.flatten(["type"])}
