"""Export the published reports: each table as Parquet or CSV, or all as one Excel workbook."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import duckdb

from python_hooks.engines.warehouse import connect, is_no_space, quoted, quoted_text, replace_file
from python_hooks.publishing.readers import QueryFailed, published_file, without_formula

WORKBOOK_NAME = "cx_metrics.xlsx"
# A table that has it holds a row a customer.
CUSTOMER_COLUMN = "customer_id"
ROWS_AT_ONCE = 10_000


class CannotExport(Exception):
    """The export stopped; the message has the reason and what to do."""


class Exported(NamedTuple):
    """The files written, tables left out because they hold customers, and what did not fit."""

    files: list[Path]
    customer_tables: list[str]
    notes: list[str]


def export(warehouse: Path, folder: Path, file_format: str, with_customers: bool) -> Exported:
    """Write the reports of the published file into a folder; raises CannotExport.

    Files of the same name are replaced, each in one step. Tables with a row a customer are left out
    unless with_customers.
    """
    try:
        published = published_file(warehouse)
    except QueryFailed as reason:
        raise CannotExport(str(reason)) from reason
    if folder.exists() and not folder.is_dir():
        raise CannotExport(f"{folder} is a file. Name a folder; it is made where it is missing.")
    with _told(folder), connect(published, read_only=True) as connection:
        folder.mkdir(parents=True, exist_ok=True)
        tables = _tables(connection)
        customer_tables = [name for name, has_customers in tables.items() if has_customers]
        left_out = [] if with_customers else customer_tables
        if file_format == "xlsx":
            # Excel's library is loaded for a workbook only.
            from python_hooks.workbook.workbook import write_workbook

            notes: list[str] = []
            file = folder / WORKBOOK_NAME
            replace_file(
                file, lambda new: notes.extend(write_workbook(connection, new, with_customers))
            )
            return Exported([file], left_out, notes)
        files = []
        for table in tables:
            if table not in left_out:
                file = folder / f"{table}.{file_format}"
                replace_file(file, _writer(connection, table, file_format))
                files.append(file)
    return Exported(files, left_out, [])


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Turn errors of disk and file into readable messages."""
    try:
        yield
    except (OSError, duckdb.Error) as error:
        if is_no_space(error):
            raise CannotExport(
                f"The disk of {folder} is full. Free space there, or name a folder elsewhere."
            ) from error
        reason = error.strerror if isinstance(error, OSError) else str(error).splitlines()[0]
        raise CannotExport(f"{folder} cannot be written or the file be read: {reason}") from error


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, bool]:
    """The tables of the reports, and whether each holds a row a customer."""
    rows = connection.execute(
        """
        select table_name, bool_or(column_name = $customer)
        from information_schema.columns where table_schema = 'reporting'
        group by table_name order by table_name
        """,
        {"customer": CUSTOMER_COLUMN},
    ).fetchall()
    return dict(rows)


def _writer(
    connection: duckdb.DuckDBPyConnection, table: str, file_format: str
) -> Callable[[Path], None]:
    """The function that writes a table into a file."""
    name = f"reporting.{quoted(table)}"
    if file_format == "csv":
        return lambda file: _write_csv(connection.execute(f"select * from {name}"), file)
    return lambda file: connection.execute(
        f"copy {name} to {quoted_text(str(file))} (format parquet)"
    )


def _write_csv(cursor: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Write rows as CSV that Excel reads as UTF-8, with no text that it takes for a formula."""
    # Excel recognises UTF-8 by the byte order mark of utf-8-sig.
    with file.open("w", encoding="utf-8-sig", newline="") as text:
        lines = csv.writer(text, lineterminator="\n")
        lines.writerow([_cell(name) for name, *_ in cursor.description])
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            lines.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: object) -> object:
    """A value as CSV text; an empty text for none."""
    return without_formula(value) if isinstance(value, str) else value
