"""Parquet files: their footer, and whether their columns can be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from python_hooks.engines.warehouse import quoted_text
from python_hooks.landing import file_kinds, whole_ids
from python_hooks.landing.columns import check_names
from python_hooks.landing.contracts import TableContract
from python_hooks.landing.names import normal_name
from python_hooks.landing.raw_files import (
    RawFile,
    exact_path,
    head_of,
    other_kind,
    stored_rows,
)
from python_hooks.landing.refusals import RefusedFile

# Columns that read_parquet adds under these names; a file that has them cannot be read.
FILE_COLUMN = "_landing_file"
ROW_COLUMN = "file_row_number"
PLAIN_TYPE = re.compile(
    r"(VARCHAR|JSON|BOOLEAN|U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\(.*\)"
    r"|DATE|TIME|TIME_NS|TIMESTAMP|TIMESTAMP_S|TIMESTAMP_MS|TIMESTAMP_NS|TIMESTAMPTZ"
    r"|(TIME|TIMESTAMP|TIMESTAMP_NS) WITH TIME ZONE|UUID|ENUM\(.*\))"
)


@dataclass(frozen=True)
class StoredColumns:
    """The contract's columns of a Parquet file, in contract order, and its other columns.

    names and types: as the file has them, one for each column; unknown: the other columns.
    """

    columns: tuple[str, ...]
    names: tuple[str, ...]
    types: tuple[str, ...]
    unknown: tuple[str, ...]
    row_count: int


def check_parquet(
    connection: duckdb.DuckDBPyConnection,
    table: TableContract,
    file: RawFile,
    tables: Sequence[TableContract],
) -> StoredColumns:
    """The metadata of a Parquet file; refuses a file whose metadata cannot be read."""
    relation = stored_rows(file.path)
    try:
        top_names, rows = footer(connection, file.path)
        described = connection.execute(f"describe select * from {relation}").fetchall()
    except (duckdb.Error, IndexError, UnicodeDecodeError):
        kind = file_kinds.kind_of(head_of(file)) or file_kinds.kind_of_text(head_of(file))
        if kind and kind != "a Parquet file":
            raise other_kind(file, kind) from None
        what = "this is not a sound Parquet file; it may be cut off."
        raise RefusedFile(file.name, what, "Copy or export the file again.") from None
    names = tuple(normal_name(name) for name in top_names)
    if len(names) != len(described):
        what = "this is not a sound Parquet file: its schema contradicts itself."
        raise RefusedFile(file.name, what, "Export the file again.")
    columns, unknown = check_names(table, file, names, None, tables)
    reserved = [name for name in names if name in (FILE_COLUMN, ROW_COLUMN)]
    if reserved:
        what = f"the column name {reserved[0]} is kept for the warehouse's own use."
        raise RefusedFile(file.name, what, "Rename or drop this column.", None, reserved[0])
    stored = {name: (row[0], row[1]) for name, row in zip(names, described, strict=True)}
    for name in columns:
        if not PLAIN_TYPE.fullmatch(stored[name][1]):
            kind = "bytes" if stored[name][1] == "BLOB" else "nested or special values"
            what = f"the column holds {kind} where one plain value is expected."
            to_do = "Export this column as text, a number, a date or a timestamp."
            raise RefusedFile(file.name, what, to_do, None, name)
    stored_names = tuple(stored[name][0] for name in columns)
    types = tuple(stored[name][1] for name in columns)
    try:
        types = whole_ids.told_types(connection, relation, columns, stored_names, types)
    except duckdb.Error:
        what = "this is not a sound Parquet file: its rows cannot be read."
        raise RefusedFile(file.name, what, "Copy or export the file again.") from None
    return StoredColumns(columns, stored_names, types, unknown, rows)


def footer(connection: duckdb.DuckDBPyConnection, path: str) -> tuple[list[str], int]:
    """The column names and the row count that a Parquet file's footer states."""
    exact = quoted_text(exact_path(path))
    tree = connection.execute(f"select name, num_children from parquet_schema({exact})")
    names = _top_names(tree.fetchall())
    count = connection.execute(f"select num_rows from parquet_file_metadata({exact})")
    return names, int(count.fetchall()[0][0])


def _top_names(tree: Sequence[tuple[str, int | None]]) -> list[str]:
    """The names of a Parquet file's own columns, without the parts of nested ones."""
    names = []
    place = 1
    while place < len(tree):
        names.append(tree[place][0])
        open_children = 1
        while open_children and place < len(tree):
            open_children += (tree[place][1] or 0) - 1
            place += 1
    return names
