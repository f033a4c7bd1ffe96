"""The published rows that the page draws, packed small enough to stand inside it."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from python_hooks.dashboard.brief import Brief, brief_for_page

QUERIES = Path(__file__).parent / "queries"
VALUES = QUERIES / "values.sql"
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
# A sample tells that millions of rows are too many, where it is clear; they are not packed for it.
CLEARLY_TOO_LARGE = 1.2
SAMPLED_PART = 10
SAMPLE = f"""
    select * from ({{}}) where hash(metric, dimension, dimension_value) % {SAMPLED_PART} = 0
"""
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
    others = {path.stem: _columns(connection, path) for path in queries if path != VALUES}
    left, omitted = list(OMISSIONS), []
    while left and _estimated_bytes(connection) > CLEARLY_TOO_LARGE * limit_bytes:
        omitted.append(_omitted(connection, left.pop(0)))
    text = _text(connection, others, written, omitted)
    while left and len(text) > limit_bytes:
        omitted.append(_omitted(connection, left.pop(0)))
        text = _text(connection, others, written, omitted)
    return text


def _estimated_bytes(connection: duckdb.DuckDBPyConnection) -> int:
    """The packed size of the values, from a tenth of the slices."""
    return SAMPLED_PART * len(packed_text(_json(_columns(connection, VALUES, SAMPLE))))


def _omitted(connection: duckdb.DuckDBPyConnection, omission: Omission) -> Omission:
    """The omission, once its rows are deleted."""
    connection.execute(f"delete from page_values where {omission.condition}")
    return omission


def _is_there(connection: duckdb.DuckDBPyConnection, dataset: str) -> bool:
    """Whether a dataset is to be read: all are, but for optional reports that were not built."""
    if dataset not in OPTIONAL_REPORTS:
        return True
    found = connection.execute(
        "select 1 from duckdb_tables() where schema_name = 'reporting' and table_name = ?",
        [dataset],
    )
    return bool(found.fetchall())


def _columns(
    connection: duckdb.DuckDBPyConnection, query: Path, taken: str = "{}"
) -> dict[str, object]:
    """The answer of a query by columns. taken: SQL around the query, with {} in its place."""
    try:
        return _by_column(connection.execute(taken.format(query.read_text(encoding="utf-8"))))
    except duckdb.Error as error:
        raise CannotRead(
            f"{query.name} fails: {error}. Build with this version of the project (dbt build)."
        ) from error


def _by_column(cursor: duckdb.DuckDBPyConnection) -> dict[str, object]:
    """An answer by columns; texts as places in a list of the distinct ones."""
    columns: dict[str, list[object]] = {}
    texts: dict[str, list[str]] = {}
    for name, values in cursor.fetchnumpy().items():
        column = _plain(values)
        if values.dtype.kind in "OM":
            distinct = [text for text in dict.fromkeys(column) if text is not None]
            places = {text: place for place, text in enumerate(distinct)}
            column = [places.get(text) for text in column]
            if distinct:
                texts[name] = distinct
        columns[name] = column
    return {"length": len(next(iter(columns.values()))), "columns": columns, "texts": texts}


def _plain(values: np.ndarray) -> list[object]:
    """A column as JSON has it: days as text, whole doubles as integers, missing values as None."""
    if values.dtype.kind == "M":
        days = np.datetime_as_string(np.ma.getdata(values), unit="D")
        return np.ma.array(days, mask=np.ma.getmaskarray(values)).tolist()
    if values.dtype.kind == "f":
        return [
            int(value) if value is not None and value.is_integer() else value
            for value in values.tolist()
        ]
    return values.tolist()


def _text(
    connection: duckdb.DuckDBPyConnection,
    others: Mapping[str, object],
    written: Mapping[str, Brief],
    omitted: list[Omission],
) -> str:
    """Everything that the page reads, packed. others: the datasets but for the values."""
    content = {
        "tables": {**others, VALUES.stem: _columns(connection, VALUES)},
        "combinations": list(_combinations(connection)),
        # As macros/metrics/combined_value.sql joins them.
        "combination_separator": " | ",
        "currency": _currency(connection),
        "brief": brief_for_page(written),
        "omitted": [
            {"message_en": each.message_en, "message_zh": each.message_zh} for each in omitted
        ],
    }
    return packed_text(_json(content))


def _json(content: object) -> str:
    """As short as JSON is."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


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
