"""CSV (RFC 4180, UTF-8, line feeds): a file a table; an empty cell means that there is no value."""

from __future__ import annotations

import csv
import io
from datetime import date

from sasac.export.rows import Row, Value
from sasac.export.tables import TABLES


def files(rows: dict[str, list[Row]]) -> dict[str, bytes]:
    """data/<table>.csv for each table."""
    found = {}
    for table in TABLES:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([column.name for column in table.columns])
        writer.writerows([cell(value) for value in row.values()] for row in rows[table.name])
        found[f"data/{table.name}.csv"] = out.getvalue().encode()
    return found


def cell(value: Value) -> str:
    """A value as text: days as ISO 8601, yes and no as true and false."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
