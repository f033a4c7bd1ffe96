"""The select that stands beside mapping.yml, tried on tables without rows."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from python_hooks.landing.contracts import TableContract
from python_hooks.landing.mappings.vocabulary import Mapping, TablePart
from python_hooks.landing.refusals import RefusedFile
from python_hooks.text.tables import one_line


def sql_name(mapping: Mapping, part: TablePart) -> str:
    """The path of a part's select, as people know it."""
    return f"{os.path.dirname(mapping.path)}/{Path(part.sql_path).name}"


def columns_of_sql(
    connection: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    part: TablePart,
    table: TableContract,
    given: str,
) -> set[str]:
    """The columns of a part's own select; it is refused where it cannot run or lacks one.

    given: the select over the tables that it reads.
    """
    try:
        described = connection.execute(f"describe {given}").fetchall()
    except duckdb.Error as error:
        what = f"DuckDB cannot run this select: {one_line(str(error).splitlines()[0], 200)}"
        cure = f"It may read {', '.join(part.sources)} (from of {part.table}), all columns as text."
        raise RefusedFile(sql_name(mapping, part), what, cure) from None
    names = {row[0].lower() for row in described}
    missing = [
        column.name
        for column in part.columns
        if column.name in table.required
        and column.constant is None
        and not set(column.column) & names
    ]
    if missing:
        what = f"the select lacks the source columns of {', '.join(missing)}."
        cure = f"Select them, or correct the columns of {part.table} in mapping.yml."
        raise RefusedFile(sql_name(mapping, part), what, cure)
    return names
