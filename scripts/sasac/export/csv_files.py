"""CSV (RFC 4180, UTF-8, line feeds): a file a table; an empty cell means that there is no value."""

from __future__ import annotations

import csv
import io

from sasac.export.rows import Row
from sasac.export.tables import TABLES


def files(rows: dict[str, list[Row]]) -> dict[str, bytes]:
    """data/<table>.csv for each table; yes and no are true and false."""
    found = {}
    for table in TABLES:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([column.name for column in table.columns])
        given = rows[table.name]
        if any(column.type == "boolean" for column in table.columns):
            given = [tuple(str(value).lower() if isinstance(value, bool) else value for value in row) for row in given]
        writer.writerows(given)
        found[f"data/{table.name}.csv"] = out.getvalue().encode()
    return found
