"""A file of a table becomes a delivery."""

from __future__ import annotations

from python_hooks.landing.contracts import Delivery, TableContract
from python_hooks.landing.erased import erased_row_count, land_without_erased
from python_hooks.landing.header import check_header, read_header
from python_hooks.landing.landed_files import landed_row_count, path_of
from python_hooks.landing.parquet import check_parquet
from python_hooks.landing.raw_files import HashedFile, check_unchanged
from python_hooks.landing.run import Run
from python_hooks.landing.text import TextFile, land_text


def deliver(run: Run, table: TableContract, file: HashedFile, load_number: int) -> Delivery:
    """Check a whole file, and land it if it cannot be read in place."""
    make = _parquet_delivery if file.is_parquet else _text_delivery
    return make(run, table, file, load_number)


def _parquet_delivery(
    run: Run, table: TableContract, file: HashedFile, load_number: int
) -> Delivery:
    """A Parquet file is read in place, unless it has rows of erased customers."""
    stored = check_parquet(run.connection, table, file, run.request.tables)
    landed = path_of(run, table, file, stored.columns, stored.types)
    is_landed = bool(run.tombstones.digest) and land_without_erased(
        run, table, file, stored, landed
    )
    check_unchanged(file)
    return Delivery(
        file=file.name,
        load_number=load_number,
        content_hash=file.content_hash,
        parquet_path=landed if is_landed else file.path,
        is_landed=is_landed,
        columns=stored.columns,
        stored_names=stored.columns if is_landed else stored.names,
        stored_types=stored.types,
        unknown_columns=stored.unknown,
        row_count=stored.row_count,
        erased_row_count=erased_row_count(run.connection, landed) if is_landed else 0,
    )


def _text_delivery(run: Run, table: TableContract, file: HashedFile, load_number: int) -> Delivery:
    """A text file is landed as Parquet, unless an earlier run did so."""
    header = read_header(table, file)
    columns, unknown = check_header(table, file, header, run.request.tables)
    landed = path_of(run, table, file, columns)
    row_count = landed_row_count(run.connection, landed, columns)
    if row_count is None:
        row_count = land_text(run, table, TextFile(file, header, columns), landed)
    return Delivery(
        file=file.name,
        load_number=load_number,
        content_hash=file.content_hash,
        parquet_path=landed,
        is_landed=True,
        columns=columns,
        stored_names=columns,
        stored_types=("VARCHAR",) * len(columns),
        unknown_columns=unknown,
        row_count=row_count,
        erased_row_count=erased_row_count(run.connection, landed) if run.tombstones.digest else 0,
    )
