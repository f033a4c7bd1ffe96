"""Convert text files to Parquet: with the fast reader if it is exact, else record by record."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from python_hooks.engines.warehouse import quoted, quoted_text
from python_hooks.landing.contracts import TableContract
from python_hooks.landing.erased import blank_erased
from python_hooks.landing.inspection import Facts, inspect
from python_hooks.landing.landed_files import folder_to_land_in, landed_row_count, write_landed
from python_hooks.landing.raw_files import HashedFile, check_unchanged, exact_path
from python_hooks.landing.records import Header, records
from python_hooks.landing.run import Run

MALFORMED_ROW = "malformed_row"
FAST_LINE_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class TextFile:
    """A text file, and the columns of its table that it has."""

    file: HashedFile
    header: Header
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Columns:
    """The names of a record's cells, and those of them that are wanted."""

    names: tuple[str, ...]
    wanted: tuple[str, ...]


def land_text(run: Run, table: TableContract, text: TextFile, parquet_path: str) -> int:
    """Write a text file's rows as Parquet and give their count."""
    file, header, columns = text.file, text.header, text.columns
    facts = inspect(file)

    def fast(target: str) -> bool:
        is_whole = copy_fast(run.connection, text, facts, target)
        check_unchanged(file)
        if is_whole:
            blank_erased(run, table, columns, target)
        return is_whole

    def exact(target: str) -> bool:
        rows = records(file, header)
        copy_records(run.connection, rows, Columns(header.names, columns), target)
        check_unchanged(file)
        blank_erased(run, table, columns, target)
        return True

    with folder_to_land_in(parquet_path):
        if not (is_simple(header, facts) and write_landed(parquet_path, fast)):
            write_landed(parquet_path, exact)
        rows = landed_row_count(run.connection, parquet_path, columns)
        if rows is None:
            raise OSError("what was written cannot be read back")
    return rows


def is_simple(header: Header, facts: Facts) -> bool:
    """Whether the fast reader may try a file."""
    return facts.is_plain and header.line == 1 and header.is_one_line and len(header.names) > 1


def copy_fast(
    connection: duckdb.DuckDBPyConnection, text: TextFile, facts: Facts, target: str
) -> bool:
    """Copy inside DuckDB; false when a record does not fit, so that the exact reader must look."""
    file, header = text.file, text.header
    names = [f"c{place}" for place in range(len(header.names))]
    typed = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    chosen = [
        f"nullif({names[header.names.index(column)]}, '') as {quoted(column)}"
        for column in text.columns
    ]
    # Reading in parallel takes a row inside a long quoted cell for a row of the file.
    statement = f"""
        copy (
            select
                {", ".join(chosen)},
                row_number() over () as _row_number,
                cast(null as varchar) as _fault,
                cast(null as varchar) as _fault_text
            from read_csv(
                {quoted_text(exact_path(file.path))},
                auto_detect = false,
                header = true,
                columns = {{{typed}}},
                delim = {quoted_text(header.delimiter)},
                quote = '"',
                escape = '"',
                comment = '',
                nullstr = '',
                encoding = 'utf-8',
                compression = '{"gzip" if file.is_gzip else "none"}',
                strict_mode = true,
                null_padding = false,
                ignore_errors = false,
                hive_partitioning = false,
                parallel = false,
                max_line_size = {FAST_LINE_BYTES},
                buffer_size = {2 * FAST_LINE_BYTES}
            )
        ) to {quoted_text(target)} (format parquet, compression zstd)
    """
    try:
        rows = connection.execute(statement).fetchall()[0][0]
    except duckdb.Error:
        return False
    # DuckDB accepts a record with too many cells if the extra ones are empty. But a comma in an
    # unquoted name may have shifted every value by one column. Counting the commas finds it.
    return facts.delimiters == (rows + 1) * (len(header.names) - 1)


def copy_records(
    connection: duckdb.DuckDBPyConnection,
    rows: Iterable[tuple[int, list[str] | None, str]],
    columns: Columns,
    target: str,
) -> None:
    """Copy row by row, keeping the raw text of those that do not fit the header.

    rows: the number, the cells and the raw text of each.
    """
    places = [(column, columns.names.index(column)) for column in columns.wanted]
    longest = 0
    staged = target + ".json.tmp"
    with open(staged, "w", encoding="utf-8", newline="\n") as stream:
        for number, cells, raw in rows:
            if cells is None:
                row = {"_row_number": number, "_fault": MALFORMED_ROW, "_fault_text": raw}
            else:
                row = {"_row_number": number}
                row.update((column, cells[place]) for column, place in places if cells[place])
            line = json.dumps(row, ensure_ascii=False)
            longest = max(longest, len(line))
            stream.write(line + "\n")
    typed = dict.fromkeys(columns.wanted, "VARCHAR")
    typed |= {"_row_number": "BIGINT", "_fault": "VARCHAR", "_fault_text": "VARCHAR"}
    listed = ", ".join(f"{quoted_text(name)}: '{kind}'" for name, kind in typed.items())
    connection.execute(f"""
        copy (
            select {", ".join(quoted(name) for name in typed)}
            from read_json(
                {quoted_text(exact_path(staged))},
                format = 'newline_delimited',
                columns = {{{listed}}},
                compression = 'none',
                hive_partitioning = false,
                maximum_object_size = {max(16 * 1024 * 1024, 4 * longest + 1024)}
            )
        ) to {quoted_text(target)} (format parquet, compression zstd)
    """)
