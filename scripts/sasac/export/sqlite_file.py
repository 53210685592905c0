"""One SQLite file for exploration: the tables with foreign keys, full-text indexes, and views; the same bytes from the same records.

It opens in Datasette as it is. The header does not name the library that wrote it; another library may still lay out pages otherwise.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from sasac.export.rows import Row
from sasac.export.sqlite_views import VIEWS
from sasac.export.tables import TABLES, Table
from sasac.views.cite import Edition

_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT"}
# Table to the columns that its full-text index covers; Datasette finds an index by its content table.
INDEXED = {
    "claims": ("text", "reason", "other_reading"), "records": ("name", "text"), "forms": ("form",), "external_facts": ("value", "note"), "ledger": ("gist",),
}
_PAGE_SIZE = 4096
# The header's "SQLite version that wrote this", which nothing reads (SQLite file format, 1.3).
_WRITER = slice(96, 100)


def content(rows: dict[str, list[Row]], edition: Edition) -> bytes:
    """The file's bytes."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        _fill(connection, rows, edition)
        data = bytearray(connection.serialize())
    data[_WRITER] = bytes(4)
    return bytes(data)


def _fill(connection: sqlite3.Connection, rows: dict[str, list[Row]], edition: Edition) -> None:
    connection.execute(f"PRAGMA page_size = {_PAGE_SIZE}")
    connection.execute("BEGIN")
    connection.execute("CREATE TABLE edition (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)")
    named = {"title": "SASAC Meetings Reference", "version": edition.version, "day": edition.day, "licence": "CC-BY-4.0", "site": edition.site_url}
    connection.executemany("INSERT INTO edition VALUES (?, ?)", named.items())
    for table in TABLES:
        connection.execute(create(table))
        marks = ", ".join("?" * len(table.columns))
        connection.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', rows[table.name])
        for statement in indexes(table):
            connection.execute(statement)
    for view in VIEWS:
        connection.execute(f"CREATE VIEW {view.name} AS {view.select}")
    for name, indexed in INDEXED.items():
        # In double quotes: without them Datasette does not see whose index it is.
        options = ", ".join([*indexed, f'content="{name}"', "tokenize='porter unicode61 remove_diacritics 2'"])
        connection.execute(f"CREATE VIRTUAL TABLE {name}_fts USING fts5({options})")
        connection.execute(f"INSERT INTO {name}_fts({name}_fts) VALUES ('rebuild')")
        connection.execute(f"INSERT INTO {name}_fts({name}_fts) VALUES ('optimize')")
    connection.execute("COMMIT")


def create(table: Table) -> str:
    """The statement that creates a table."""
    lines = []
    for column in table.columns:
        rule = "" if column.empty else " NOT NULL"
        check = f' CHECK ("{column.name}" IN (0, 1))' if column.type == "boolean" else ""
        lines.append(f'"{column.name}" {_TYPES[column.type]}{rule}{check}')
    lines.append(f"PRIMARY KEY ({_names(table.key)})")
    lines += [f'FOREIGN KEY ({_names(own)}) REFERENCES "{other}" ({_names(its)})' for own, other, its in table.foreign_keys]
    if table.one_of:
        lines.append("CHECK (" + " + ".join(f'("{column}" IS NOT NULL)' for column in table.one_of) + " = 1)")
    # Text keys are kept once where no full-text index needs a row number.
    numbered = table.name in INDEXED or (len(table.key) == 1 and any(column.name == table.key[0] and column.type == "integer" for column in table.columns))
    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(lines) + ("\n)" if numbered else "\n) WITHOUT ROWID")


def indexes(table: Table) -> list[str]:
    """The statements that index a table's foreign keys, where its key or a longer foreign key does not already; empty cells are left out."""
    owned = [own for own, _, _ in table.foreign_keys]
    found = []
    for own in owned:
        if any(other[: len(own)] == own for other in [table.key, *(longer for longer in owned if len(longer) > len(own))]):
            continue
        only = f' WHERE "{own[0]}" IS NOT NULL' if any(column.empty for column in table.columns if column.name in own) else ""
        found.append(f'CREATE INDEX "{table.name}_{"_".join(own)}" ON "{table.name}" ({_names(own)}){only}')
    return found


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
