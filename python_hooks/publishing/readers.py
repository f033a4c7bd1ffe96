"""Answer SQL of people who may read the published tables and nothing else.

The query runs in a process of its own. DuckDB closes the ways out (files, network, extensions,
settings); the operating system limits the memory of the process, because DuckDB does not for every
function; the process is killed when its time is up.
"""

from __future__ import annotations

import csv
import io
import multiprocessing
import os
import resource
import time
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import duckdb

from python_hooks.publishing.generations import PUBLISHED_NAME
from python_hooks.text.tables import aligned

MEGABYTE = 1_000_000
SHOWN_ROWS = 1_000
# The number of rows per message from the reader's process if all rows are requested.
ROWS_AT_ONCE = 5_000
# Memory of the process without any row: Python, DuckDB's library, the stacks of its threads.
ROOM_FOR_PROGRAMS_MB = 1_000

LOCKED_DOWN = {
    "access_mode": "READ_ONLY",
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
    "allow_persistent_secrets": "false",
    # Without these two, SQL reads the variables of this process and fills the disk.
    "python_enable_replacements": "false",
    "temp_directory": "",
    "threads": "2",
}


# Characters that begin a formula in a spreadsheet.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class Limits(NamedTuple):
    """The limits of one query; rows beyond the limit are not shown; None shows all."""

    seconds: float = 60.0
    memory_mb: int = 1_000
    rows: int | None = SHOWN_ROWS


class QueryFailed(Exception):
    """The query gave no answer: why, in a few lines."""


class Answer(NamedTuple):
    """The rows of a query as text, which columns are numbers, and whether there were more rows."""

    columns: tuple[str, ...]
    are_numbers: tuple[bool, ...]
    rows: list[tuple[str, ...]]
    is_cut: bool


def open_locked(published: Path, memory_mb: int) -> duckdb.DuckDBPyConnection:
    """Open the published file so that SQL can read its tables, and nothing else, for good."""
    settings = {**LOCKED_DOWN, "memory_limit": f"{memory_mb}MB"}
    connection = duckdb.connect(str(published), config=settings)
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set enable_progress_bar = false")
    # With external access off DuckDB still lets SQL write to the database's own file and its .wal.
    connection.execute("set disabled_filesystems = 'LocalFileSystem'")
    connection.execute("set lock_configuration = true")
    return connection


def published_file(folder: Path) -> Path:
    """The published file of a warehouse; raises QueryFailed if there is no valid one."""
    published = folder / PUBLISHED_NAME
    if not published.exists():
        raise QueryFailed(
            f"{folder} has no {PUBLISHED_NAME}. Build first (make build), or set CX_WAREHOUSE_PATH"
            " to the folder of the warehouse."
        )
    for beside in sorted(folder.glob(f"{PUBLISHED_NAME}.wal*")):
        raise QueryFailed(
            f"{beside} must not be there: DuckDB would add what it holds to the published tables."
            " Somebody opened the file for writing. Move it away, then ask again."
        )
    return published


def ask(folder: Path, sql: str, limits: Limits) -> Answer:
    """The answer of the published file to a query; raises QueryFailed."""
    with closing(answers(folder, sql, limits)) as parts:
        return next(parts)


def answers(folder: Path, sql: str, limits: Limits) -> Iterator[Answer]:
    """The answer in parts, one at least; raises QueryFailed, after the parts before it."""
    published = published_file(folder)
    processes = multiprocessing.get_context("spawn")
    receiver, sender = processes.Pipe(duplex=False)
    reader = processes.Process(target=_answer, args=(sender, published, sql, limits), daemon=True)
    reader.start()
    sender.close()
    end = time.monotonic() + limits.seconds
    try:
        while True:
            if not receiver.poll(max(0.0, end - time.monotonic())):
                raise QueryFailed(
                    f"The query took longer than {limits.seconds:g} s and was ended. Ask for less,"
                    " or give --seconds."
                )
            answer = receiver.recv()
            if answer is None:
                return
            if isinstance(answer, str):
                raise QueryFailed(answer)
            yield answer
    except EOFError:
        raise QueryFailed(_too_much_memory(limits)) from None
    finally:
        reader.kill()
        reader.join()


def as_table(answer: Answer) -> str:
    """An answer as a text table; characters that move the terminal's cursor are blanked."""
    rows = [
        ["".join(each if each.isprintable() else " " for each in cell) for cell in row]
        for row in [answer.columns, *answer.rows]
    ]
    text = aligned(rows)
    if answer.is_cut:
        text += f"\nOnly the first {len(answer.rows):,} rows are shown (--rows)."
    return text


def as_csv(answer: Answer, with_header: bool = True) -> str:
    """An answer as CSV, in which no text is a formula for the program that opens it.

    A text that begins like a formula gets a quotation mark in front, such as '=1+1 (OWASP, CSV
    injection); numbers, such as -5, stay as they are.
    """
    rows = [
        [
            cell if is_number else without_formula(cell)
            for cell, is_number in zip(row, answer.are_numbers, strict=True)
        ]
        for row in answer.rows
    ]
    text = io.StringIO()
    names = [without_formula(column) for column in answer.columns]
    csv.writer(text, lineterminator="\n").writerows([*([names] if with_header else []), *rows])
    return text.getvalue().rstrip("\n")


def without_formula(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def _answer(sender: Connection, published: Path, sql: str, limits: Limits) -> None:
    """In the reader's process: send the Answer, or the error as text."""
    # The message below explains the failure better than the output of the dying libraries.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    room = (limits.memory_mb + ROOM_FOR_PROGRAMS_MB) * MEGABYTE
    _, highest = resource.getrlimit(resource.RLIMIT_AS)
    if highest != resource.RLIM_INFINITY:
        room = min(room, highest)
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The system refuses this process every byte of a file, so SQL cannot write anywhere.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        result = open_locked(published, limits.memory_mb).execute(sql)
        # No statement, such as a comment alone, has no result.
        description = result.description if result else []
        columns = tuple(name for name, *_ in description)
        are_numbers = tuple(kind == duckdb.NUMBER for _, kind, *_ in description)
        at_once = ROWS_AT_ONCE if limits.rows is None else limits.rows + 1
        while True:
            rows = result.fetchmany(at_once) if result else []
            shown = [tuple("" if cell is None else str(cell) for cell in row) for row in rows]
            is_cut = limits.rows is not None and len(shown) > limits.rows
            sender.send(Answer(columns, are_numbers, shown[: limits.rows], is_cut))
            if limits.rows is not None or len(shown) < at_once:
                break
        sender.send(None)
    except (duckdb.OutOfMemoryException, MemoryError):
        sender.send(_too_much_memory(limits))
    except duckdb.Error as error:
        sender.send("\n".join(str(error).splitlines()[:10]))


def _too_much_memory(limits: Limits) -> str:
    """The remedy if a query exceeds its limits."""
    return (
        f"The query needs more than {limits.memory_mb:,} MB of memory and was ended. Ask for less,"
        " or give --memory-mb."
    )
