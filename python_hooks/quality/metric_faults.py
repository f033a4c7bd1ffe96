"""Find the faults of metrics that cannot be united with the others, so that these keep theirs."""

from __future__ import annotations

import json
import re

import duckdb

TEXT = re.compile("VARCHAR")
NUMBER = re.compile(r"(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|U?INTEGER|DOUBLE|FLOAT|DECIMAL\(.*\))")
COLUMNS = {
    "event_id": (TEXT, "text"),
    "customer_id": (TEXT, "text"),
    "occurred_at": (re.compile("TIMESTAMP"), "timestamp"),
    "numerator": (NUMBER, "a number"),
    "denominator": (NUMBER, "a number"),
}


def fault_of_metric(connection: duckdb.DuckDBPyConnection, request: str) -> str:
    """The first fault of a metric as {"fault": ...}; null when it has the shape of the others.

    DuckDB plans its SQL only, unless `reads` asks for every row.
    """
    asked = json.loads(request)
    return json.dumps({"fault": _fault(connection, **asked)})


def _fault(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    file: str,
    dimensions: list[str],
    reads: bool = False,
) -> str | None:
    try:
        found = connection.execute(f"describe {sql}").fetchall()
        if reads:
            connection.execute(f"select bit_xor(hash(event)) from ({sql}) as event").fetchall()
    except duckdb.Error as error:
        return f"{file} fails: {_one_line(str(error))} Correct the SQL."
    kinds = {name: kind for name, kind, *_ in found}
    wanted = {**COLUMNS, **dict.fromkeys(dimensions, COLUMNS["customer_id"])}
    for column, (pattern, words) in wanted.items():
        if column not in kinds:
            return (
                f"{file}: the column {column} is missing; allowed: {', '.join(wanted)}. Select it;"
                " dimensions come from metric_dimensions."
            )
        if not pattern.fullmatch(kinds[column]):
            return f"{file}: {column} is of type {kinds[column]}; allowed: {words}. Cast it."
    return None


def _one_line(text: str) -> str:
    """The message of DuckDB without its excerpt of the statement."""
    said = " ".join(text.split("\n\n")[0].split())
    return said if said.endswith((".", "!", "?")) else f"{said}."
