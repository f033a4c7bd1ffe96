"""The published rows that the page draws, packed small enough to stand inside it."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb

from python_hooks.dashboard.brief import Brief, brief_for_page

QUERIES = Path(__file__).parent / "queries"
# Reports that a variable of dbt_project.yml switches on; without one the page has no such dataset.
OPTIONAL_REPORTS = frozenset({"comment_examples"})


class CannotRead(Exception):
    """The published file lacks data of the page; the message has the query and what to do."""


@dataclass(frozen=True)
class Omission:
    """Rows of the values that too large a page leaves out: which, and it in words."""

    condition: str
    message_en: str
    message_zh: str


# The largest size of the packed rows of a page.
LIMIT_BYTES = 9_000_000
COMBINED = "dimension in (select dimension from reporting.metric_combinations)"
LARGEST = """
    select dimension, dimension_value from page_values where period = 'all'
    group by dimension, dimension_value
    qualify row_number() over (
        partition by dimension order by sum(event_count) desc, dimension_value
    ) <= 12
"""
# In this order, while the page is too large. What grows is the number of slices.
OMISSIONS = (
    Omission(
        "period = 'week' and dimension <> 'all'",
        "Weeks of slices are not on this page, to keep it small.",
        "为控制页面大小，未包含各切片的周数据。",
    ),
    Omission(
        "dimension in (select dimension from reporting.metric_combinations where position > 2)",
        "Values by three filters at once are not on this page, to keep it small.",
        "为控制页面大小，未包含三个筛选条件的组合。",
    ),
    Omission(
        f"{COMBINED} and period = 'month' and period_start <"
        " (select max(period_start) - interval 12 month from page_values where period = 'month')",
        "Months of combined filters older than a year are not on this page, to keep it small.",
        "为控制页面大小，组合筛选的月度数据只含最近一年。",
    ),
    Omission(
        f"(dimension, dimension_value) not in ({LARGEST})",
        "Of each dimension and combination only the 12 values with most events are on this page.",
        "为控制页面大小，每个维度或组合仅包含事件最多的12个取值。",
    ),
    Omission(
        COMBINED,
        "Values by two filters at once are not on this page, to keep it small.",
        "为控制页面大小，未包含两个筛选条件的组合。",
    ),
)


def packed(
    connection: duckdb.DuckDBPyConnection,
    written: Mapping[str, Brief],
    limit_bytes: int = LIMIT_BYTES,
) -> str:
    """All datasets as gzip in base64, with as few rows left out as the limit allows.

    written: the weekly brief by language.
    Raises CannotRead when a query finds no such table or column.
    """
    # A copy, from which the omissions delete.
    connection.execute("create temp table page_values as from reporting.metric_values")
    queries = [path for path in sorted(QUERIES.glob("*.sql")) if _is_there(connection, path.stem)]
    tables = {path.stem: _columns(connection, path) for path in queries}
    omitted: list[Omission] = []
    text = _text(connection, tables, written, omitted)
    for omission in OMISSIONS:
        if len(text) > limit_bytes:
            connection.execute(f"delete from page_values where {omission.condition}")
            omitted.append(omission)
            tables["values"] = _columns(connection, QUERIES / "values.sql")
            text = _text(connection, tables, written, omitted)
    return text


def _is_there(connection: duckdb.DuckDBPyConnection, dataset: str) -> bool:
    """Whether a dataset is to be read: all are, but for optional reports that were not built."""
    if dataset not in OPTIONAL_REPORTS:
        return True
    found = connection.execute(
        "select 1 from duckdb_tables() where schema_name = 'reporting' and table_name = ?",
        [dataset],
    )
    return bool(found.fetchall())


def _columns(connection: duckdb.DuckDBPyConnection, query: Path) -> dict[str, object]:
    """The answer of a query by columns; texts as places in a list of the distinct ones."""
    try:
        cursor = connection.execute(query.read_text(encoding="utf-8"))
    except duckdb.Error as error:
        raise CannotRead(
            f"{query.name} fails: {error}. Build with this version of the project (dbt build)."
        ) from error
    names = [description[0] for description in cursor.description]
    rows = cursor.fetchall()
    columns: dict[str, list[object]] = {}
    texts: dict[str, list[str]] = {}
    for name, values in zip(
        names, zip(*rows, strict=True) if rows else ((),) * len(names), strict=True
    ):
        plain = [_plain(value) for value in values]
        if any(isinstance(value, str) for value in plain):
            distinct = list(dict.fromkeys(value for value in plain if value is not None))
            places = {value: place for place, value in enumerate(distinct)}
            texts[name] = distinct
            plain = [None if value is None else places[value] for value in plain]
        columns[name] = plain
    return {"length": len(rows), "columns": columns, "texts": texts}


def _plain(value: object) -> object:
    """A value as JSON has it: days as text, whole doubles as integers."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _text(
    connection: duckdb.DuckDBPyConnection,
    tables: dict[str, dict[str, object]],
    written: Mapping[str, Brief],
    omitted: list[Omission],
) -> str:
    """Everything that the page reads, packed."""
    content = {
        "tables": tables,
        "combinations": list(_combinations(connection)),
        # As macros/metrics/combined_value.sql joins them.
        "combination_separator": " | ",
        "currency": _currency(connection),
        "brief": brief_for_page(written),
        "omitted": [
            {"message_en": each.message_en, "message_zh": each.message_zh} for each in omitted
        ],
    }
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return packed_text(plain)


def packed_text(text: str) -> str:
    """A text as the page's loader unpacks it: gzip in base64, the same each time."""
    return base64.b64encode(gzip.compress(text.encode(), compresslevel=9, mtime=0)).decode()


def _combinations(connection: duckdb.DuckDBPyConnection) -> Iterator[dict[str, object]]:
    """Each combination of dimensions with its parts, in the order of its values."""
    rows = connection.execute(
        "select dimension, part from reporting.metric_combinations order by dimension, position"
    ).fetchall()
    for name in dict.fromkeys(row[0] for row in rows):
        yield {"name": name, "dimensions": [part for each, part in rows if each == name]}


def _currency(connection: duckdb.DuckDBPyConnection) -> str:
    """The currency of all amounts."""
    row = connection.execute(
        "select unit from reporting.metric_catalogue where metric = 'historical_clv'"
    ).fetchone()
    return row[0] if row else ""
