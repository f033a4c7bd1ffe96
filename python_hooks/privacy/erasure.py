"""Erase a customer from every file of the warehouse, and prevent a later load from restoring them.

DuckDB keeps the text of deleted rows in its file, so the files are written again and the old ones
removed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from python_hooks.builds import locks
from python_hooks.engines.warehouse import connect, quoted
from python_hooks.privacy.accounts import accounts_of, columns_of, hashes_of_unmatched
from python_hooks.privacy.tombstones import CUSTOMERS, Tombstones, UnreadableTombstones
from python_hooks.publishing.generations import FOLDER_NAME, PUBLISHED_NAME, UNFINISHED, kept
from python_hooks.screen.summary import KEPT_SCREEN

WORK_NAME = "work.duckdb"
# Files of builds in the warehouse's folder, other than DuckDB files; the last two are Spark's.
FOLDERS = ("landed", FOLDER_NAME, "spark", "spark_metastore")
# Files of dbt in the target folder.
TARGET_FOLDERS = ("compiled", "run")
TARGET_ENDINGS = (".json", ".msgpack", ".gpickle", ".html")
LAST_GOOD = "quality.last_good_profiles"


class CannotErase(Exception):
    """Nothing or not everything was erased; the message has the reason and what to do."""


@dataclass(frozen=True)
class Places:
    """Where the warehouse keeps its files."""

    warehouse: Path
    target: Path
    logs: Path


@dataclass(frozen=True)
class Erased:
    """Rows of all erased customers that were left out of the build, by raw file."""

    row_counts: dict[str, int]
    account_count: int  # ids of the customers, with those that the data join to them


@dataclass(frozen=True)
class Known:
    """What the work file tells before it is removed.

    last_good: the last good profiles, which a build could not find again; none without a work file.
    customer_ids: with all ids of the same people; hashes: of what raw rows say in their place.
    """

    customer_ids: list[str]
    hashes: set[str]
    last_good: list[tuple] | None = None


def erase(places: Places, customer_ids: Sequence[str], build: Callable[[], int]) -> Erased:
    """Erase customers: list them, remove every file that may hold them, and build anew.

    build: runs a whole `dbt build` and gives its exit code. Raises CannotErase when an id is not
    known, when another run has the work file open, or when the build fails.
    """
    try:
        places.warehouse.mkdir(mode=0o750, parents=True, exist_ok=True)
        locks.take(places.warehouse, "python -m python_hooks erase")
        tombstones = Tombstones(places.warehouse)
    except (locks.Busy, UnreadableTombstones) as refused:
        raise CannotErase(str(refused)) from None
    new = [
        each for each in customer_ids
        if tombstones.hashed(CUSTOMERS, each) not in tombstones.hashes
    ]  # fmt: skip
    known = _look_into_work_file(places, tombstones, new)
    everybody = sorted({*customer_ids, *known.customer_ids})
    # From here on the command can be cut off and run again: the list comes first.
    tombstones.add({tombstones.hashed(CUSTOMERS, each) for each in everybody} | known.hashes)
    _remove_private_files(places)
    if known.last_good is not None:
        _write_last_good(places.warehouse / WORK_NAME, known.last_good)
    locks.release(places.warehouse)  # for the build, which takes it itself
    if build() != 0:
        raise CannotErase(
            "The person's rows are in no file of the warehouse, but the build failed, so the"
            " published file is still the old one: it has no personal column, but the customer's"
            " id. Put right what the build says, and run this command again."
        )
    files = [places.warehouse / WORK_NAME, places.warehouse / PUBLISHED_NAME]
    files += [each.path for each in kept(places.warehouse)]
    left = [str(path) for path in files if _holds(path, everybody)]
    if left:
        raise CannotErase(f"Still named in {', '.join(left)}. Run this command again.")
    return Erased(_rows_left_out(places.warehouse / WORK_NAME), len(everybody))


def _look_into_work_file(
    places: Places, tombstones: Tombstones, customer_ids: Sequence[str]
) -> Known:
    """What the work file knows of the customers; only their ids without one.

    Raises CannotErase for an id that nothing names.
    """
    nothing = Known(list(customer_ids), set())
    work = places.warehouse / WORK_NAME
    if not work.exists():
        return nothing
    try:
        connection = connect(work)
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            raise CannotErase(f"{work} is open in another process. Wait for it to end.") from None
        return nothing  # a damaged file, which is removed with the others
    with connection:
        unknown = [each for each in customer_ids if not _is_named(connection, [each])]
        if unknown:
            raise CannotErase(
                f"No row of any table names the customer {', '.join(unknown)}. Nothing was erased."
            )
        accounts = accounts_of(connection, customer_ids)
        everybody = sorted({each for ids in accounts.values() for each in ids})
        hashes = hashes_of_unmatched(connection, tombstones, everybody)
        last_good = None
        if columns_of(connection, "table_schema || '.' || table_name = ?", LAST_GOOD):
            last_good = connection.execute(f"select * from {LAST_GOOD}").fetchall()
        return Known(everybody, hashes, last_good)


def _is_named(connection: duckdb.DuckDBPyConnection, customer_ids: Sequence[str]) -> bool:
    """Whether a table of the file names one of the customers."""
    columns = columns_of(
        connection, "(column_name = 'customer_id' or column_name like '%!_customer!_id' escape '!')"
    )
    return any(
        connection.execute(
            f"select 1 from {quoted(schema)}.{quoted(table)}"
            f" where list_contains($1, {quoted(column)}) limit 1",
            [list(customer_ids)],
        ).fetchone()
        for schema, table, column in columns
    )


def _holds(path: Path, customer_ids: Sequence[str]) -> bool:
    """Whether a DuckDB file names one of the customers."""
    with connect(path, read_only=True) as connection:
        return _is_named(connection, customer_ids)


def _remove_private_files(places: Places) -> None:
    """Remove files with the person's text or that a build writes again; not the published one.

    Raises CannotErase when a file cannot be removed.
    """
    try:
        for name in FOLDERS:
            _remove_folder(places.warehouse / name)
        _remove_with_log(places.warehouse / WORK_NAME)
        _remove_with_log(places.warehouse / f"{PUBLISHED_NAME}{UNFINISHED}")
        for name in TARGET_FOLDERS:
            _remove_folder(places.target / name)
        for path in places.target.glob("*"):
            if path.suffix in TARGET_ENDINGS and path.is_file():
                path.unlink()
        for path in places.logs.glob("dbt.log*"):
            path.unlink()
        (places.warehouse / KEPT_SCREEN).unlink(missing_ok=True)
    except OSError as error:
        raise CannotErase(
            f"{error.filename} cannot be removed ({error.strerror}). Nothing was published; put it"
            " right and run this command again."
        ) from None


def _remove_folder(folder: Path) -> None:
    """Remove a folder of the warehouse, if it is there; a link is not followed."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def _remove_with_log(path: Path) -> None:
    """Remove a DuckDB file, its log and the folder that it spills into."""
    path.unlink(missing_ok=True)
    Path(f"{path}.wal").unlink(missing_ok=True)
    _remove_folder(Path(f"{path}.tmp"))


def _write_last_good(work: Path, rows: Sequence[tuple]) -> None:
    """Start a work file with the profiles that the next run is judged against: numbers only."""
    with connect(work) as connection:
        connection.execute("create schema quality")
        connection.execute(
            f"create table {LAST_GOOD} (stage varchar, source varchar, table_name varchar,"
            " column_name varchar, measure varchar, value double)"
        )
        if rows:
            connection.executemany(f"insert into {LAST_GOOD} values (?, ?, ?, ?, ?, ?)", rows)
    work.chmod(0o600)


def _rows_left_out(work: Path) -> dict[str, int]:
    """The blank rows of each raw file in a new work file."""
    row_counts: dict[str, int] = {}
    with connect(work, read_only=True) as connection:
        for schema, table, _ in columns_of(
            connection, "starts_with(table_name, 'base_') and column_name = '_status'"
        ):
            counts = connection.execute(
                f"select _file, count(*) from {quoted(schema)}.{quoted(table)}"
                " where _status = 'erased' group by _file order by _file"
            )
            row_counts.update(counts.fetchall())
    return row_counts
