"""Open DuckDB files, and help all that writes; for readers publishing/readers.py opens them."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb

OTHER_HOLDER = re.compile(r"Conflicting lock is held in (?P<program>.+) \(PID (?P<process>\d+)\)")
# The characters that macros/engine/trimmed_text.sql trims, too.
BLANKS = " \t\n\r\u00a0\u3000\u200b\u200e\u200f\u2060\ufeff"

ROWS_AT_ONCE = 5_000
NO_SPACE = re.compile(r"no space left|disk quota|disk is full|not enough (?:disk )?space", re.I)


class CannotOpen(Exception):
    """A database file cannot be opened; the message has the reason and what to do."""


def connect(path: str | Path = ":memory:", read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open `path` with the settings every result depends on: UTC and stable row order."""
    connection = duckdb.connect(str(path), read_only=read_only)
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set preserve_insertion_order = true")
    return connection


def is_no_space(error: BaseException) -> bool:
    """Whether an error of DuckDB or the system means that the disk or the quota is full."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    return bool(NO_SPACE.search(str(error)))


def quoted(name: str) -> str:
    """A name as a SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def quoted_text(value: str) -> str:
    """A text as a SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def refuse_unopenable(path: Path) -> None:
    """Raise CannotOpen with a readable message if a database file cannot be opened to write.

    A missing file is no error. DuckDB replays the log that a killed process left beside the file.
    """
    try:
        connect(path).close()
    except (duckdb.Error, RuntimeError) as error:
        reason = str(error).splitlines()[0]
        holder = OTHER_HOLDER.search(reason)
        if holder:
            raise CannotOpen(
                f"{path} is open in {Path(holder['program']).name} (process {holder['process']})."
                " Nothing was changed. Close it there; readers should open published.duckdb."
            ) from error
        if is_no_space(error):
            raise CannotOpen(
                f"The disk of {path} is full. Nothing was changed. Free space there, or set"
                " CX_WAREHOUSE_PATH to a folder on another disk, and build again."
            ) from error
        raise CannotOpen(
            f"{path} cannot be opened: {reason} Nothing was changed. If the disk and the memory"
            " have room, move the file and its .wal away and build again: the raw files hold all"
            " that is in it."
        ) from error


def named_rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    """The rows of an executed query by column, not all in memory at once."""
    names = [name for name, *_ in cursor.description]
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        for row in rows:
            yield dict(zip(names, row, strict=True))


def replace_file(path: Path, write: Callable[[Path], object]) -> None:
    """Write a temporary file and rename it when it is complete; on an error the old file stays."""
    new = path.with_name(f".{path.name}.new")
    try:
        write(new)
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)


def write_through(path: Path) -> None:
    """Have the disk hold a file's bytes, or a folder's names, before going on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
