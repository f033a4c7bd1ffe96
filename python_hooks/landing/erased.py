"""Rows of erased customers, blanked in landed files."""

from __future__ import annotations

import os

import duckdb

from python_hooks.engines.warehouse import quoted, quoted_text
from python_hooks.landing import whole_ids
from python_hooks.landing.contracts import TableContract
from python_hooks.landing.landed_files import folder_to_land_in, write_landed
from python_hooks.landing.parquet import ROW_COLUMN, StoredColumns
from python_hooks.landing.raw_files import RawFile, exact_path, stored_rows
from python_hooks.landing.run import Run
from python_hooks.privacy.tombstones import ERASED, Rows


def blank_erased(run: Run, table: TableContract, columns: tuple[str, ...], target: str) -> None:
    """Blank the rows of erased customers in a landed file that has no name yet."""
    names = {column: quoted(column) for column in columns}
    relation = stored_rows(target)
    blanked = target + ".erased.tmp"
    rows = Rows(table.full_name, relation, names, names)
    if run.tombstones.leave_out(run.connection, rows, blanked):
        os.replace(blanked, target)


def land_without_erased(
    run: Run,
    table: TableContract,
    file: RawFile,
    stored: StoredColumns,
    parquet_path: str,
) -> bool:
    """Land a Parquet delivery only when it has rows of erased customers: whether it had."""
    if os.path.isfile(parquet_path):
        return True
    relation = f"""(
        select
            *,
            cast({ROW_COLUMN} + 1 as bigint) as _row_number,
            cast(null as varchar) as _fault,
            cast(null as varchar) as _fault_text
        from read_parquet(
            {quoted_text(exact_path(file.path))}, hive_partitioning = false, {ROW_COLUMN} = true
        )
    )"""
    texts = {
        column: whole_ids.as_text(quoted(name))
        if kind.startswith(whole_ids.WHOLE)
        else f"cast({quoted(name)} as varchar)"
        for column, name, kind in zip(stored.columns, stored.names, stored.types, strict=True)
    }
    values = {
        column: quoted(name) for column, name in zip(stored.columns, stored.names, strict=True)
    }

    rows = Rows(table.full_name, relation, texts, values)

    def copy(target: str) -> bool:
        return run.tombstones.leave_out(run.connection, rows, target) > 0

    with folder_to_land_in(parquet_path):
        return write_landed(parquet_path, copy)


def erased_row_count(connection: duckdb.DuckDBPyConnection, parquet_path: str) -> int:
    """The blank rows of a landed file."""
    rows = stored_rows(parquet_path)
    count = connection.execute(f"select count(*) from {rows} where _fault = '{ERASED}'")
    return int(count.fetchall()[0][0])
