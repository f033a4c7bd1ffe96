"""Landed files: their names, how they are written whole, and when they go."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from glob import escape, glob
from pathlib import Path

import duckdb

from python_hooks.landing.contracts import (
    LandedTable,
    Landing,
    LandingRequest,
    TableContract,
)
from python_hooks.landing.parquet import footer
from python_hooks.landing.raw_files import HashedFile
from python_hooks.landing.refusals import unwritable
from python_hooks.landing.run import Run

# Part of a landed file's name: raise it when the same bytes would land as other rows.
LANDED_FORMAT = 1
ROW_FACTS = ("_row_number", "_fault", "_fault_text")
ABANDONED_SECONDS = 24 * 60 * 60


def folder_of(landed_path: str, table: TableContract | LandedTable) -> Path:
    """Where the landed files of a table lie."""
    return Path(os.path.abspath(landed_path), table.source, table.name)


def path_of(
    run: Run,
    table: TableContract,
    file: HashedFile,
    columns: tuple[str, ...],
    types: tuple[str, ...] = (),
) -> str:
    """Where the landed rows of a delivery lie: another name for everything that changes them."""
    folder = folder_of(run.request.landed_path, table)
    parts = [LANDED_FORMAT, columns]
    parts += [each for each in (types, run.tombstones.digest) if each]
    short = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]
    return str(folder / f"{file.content_hash}-{short}.parquet")


def write_landed(parquet_path: str, copy: Callable[[str], bool]) -> bool:
    """Let `copy` write a temporary file, and rename it only if `copy` calls it complete."""
    temporary = f"{parquet_path}.{uuid.uuid4().hex}.tmp"
    try:
        is_whole = copy(temporary)
        if is_whole:
            os.replace(temporary, parquet_path)
        return is_whole
    finally:
        # Beside it lie .json.tmp, .erased.tmp and what a mapping reads from.
        for leftover in glob(f"{escape(temporary)}*"):
            with suppress(FileNotFoundError):
                os.remove(leftover)


def landed_row_count(
    connection: duckdb.DuckDBPyConnection, parquet_path: str, columns: tuple[str, ...]
) -> int | None:
    """The rows of a landed file; nothing when it is not there, not sound, or has other columns."""
    landed = landed_footer(connection, parquet_path)
    return landed[1] if landed and landed[0] == columns else None


def landed_footer(
    connection: duckdb.DuckDBPyConnection, parquet_path: str
) -> tuple[tuple[str, ...], int] | None:
    """The columns and the row count of a landed file; nothing when it is not there or not sound."""
    if not os.path.isfile(parquet_path):
        return None
    try:
        names, rows = footer(connection, parquet_path)
    except (duckdb.Error, IndexError, UnicodeDecodeError):
        return None
    if tuple(names[-len(ROW_FACTS) :]) != ROW_FACTS:
        return None
    return tuple(names[: -len(ROW_FACTS)]), rows


@contextmanager
def folder_to_land_in(parquet_path: str) -> Iterator[None]:
    """The folder of a landed file, there and without what killed runs left; or its refusal."""
    folder = os.path.dirname(parquet_path)
    try:
        os.makedirs(folder, exist_ok=True)
        drop_abandoned(folder)
        yield
    except (OSError, duckdb.Error) as error:
        raise unwritable(folder, error) from None


def drop_abandoned(folder: str) -> None:
    """Remove the temporary files of runs that were killed long ago."""
    for entry in os.scandir(folder):
        with suppress(OSError):
            is_old = time.time() - entry.stat().st_mtime > ABANDONED_SECONDS
            if entry.name.endswith(".tmp") and stat.S_ISREG(entry.stat().st_mode) and is_old:
                os.remove(entry.path)


def drop_unused(request: LandingRequest, landing: Landing) -> None:
    """Remove landed copies of files that were taken away, and those by an older list of the erased.

    A landed file is named by the hash of its content; Spark's copy as text begins like it.
    """
    for table in landing.tables:
        folder = folder_of(request.landed_path, table)
        kept = tuple(
            Path(each.parquet_path).stem if each.is_landed else f"{each.content_hash}-text-"
            for each in table.deliveries
        )
        for path in folder.glob("*.parquet"):
            if not path.name.startswith(kept):
                with suppress(OSError):
                    path.unlink()
