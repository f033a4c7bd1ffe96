"""One writer at a time: a lock on the warehouse folder, which the operating system keeps.

Whoever builds, rolls back or otherwise changes a warehouse holds an exclusive lock on its file
`build.lock`. The operating system drops the lock when its holder ends, however that happens, so a
lock left behind by a killed build stands in nobody's way. Readers take no lock.
"""

from __future__ import annotations

import fcntl
import json
import os
import platform
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from python_hooks.engines.warehouse import is_no_space

LOCK_NAME = "build.lock"

# By folder, the locks of this process: dbt opens its connection more than once, and several dbt
# commands may run in one process. Kept open, and so held, until the process ends.
_held: dict[Path, TextIO] = {}


class Busy(Exception):
    """Somebody else is changing the warehouse; nothing was done."""


def take(folder: Path, purpose: str) -> bool:
    """Hold the lock of a warehouse until this process ends; whether it was not held before.

    purpose: what the holder does, such as "dbt build", as others are told. Raises Busy, naming the
    holder, when another process has the lock.
    """
    folder = folder.resolve()
    if folder in _held:
        return False
    try:
        # Opening must not empty it: it may name another holder.
        file = os.fdopen(os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o640), "r+")
    except OSError as error:
        if is_no_space(error):
            raise _full(folder) from error
        raise Busy(
            f"The warehouse {folder} cannot be locked: {error.strerror}. Nothing was changed. Work"
            " as the user whose builds made it."
        ) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = _holder(file.read())
        file.close()
        raise Busy(
            f"The warehouse {folder} is in use by {holder}. Nothing was changed. Wait until that"
            " has ended, or work in another folder (CX_WAREHOUSE_PATH)."
        ) from error
    since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    try:
        file.truncate()
        json.dump(
            {"purpose": purpose, "process": os.getpid(), "host": platform.node(), "since": since},
            file,
        )
        file.flush()
    except OSError as error:
        # Let go of the lock, or the next try in this process would find it in use.
        with suppress(OSError):
            file.close()
        if is_no_space(error):
            raise _full(folder) from error
        raise Busy(
            f"The warehouse {folder} cannot be locked: {error.strerror}. Nothing was changed."
        ) from error
    _held[folder] = file
    return True


def _full(folder: Path) -> Busy:
    """What a person is told when the disk has no room for the lock."""
    return Busy(
        f"The disk of the warehouse {folder} is full. Nothing was changed. Free space there, or set"
        " CX_WAREHOUSE_PATH to a folder on another disk, and build again."
    )


def release(folder: Path) -> None:
    """Let go of the lock of a warehouse, for a process that goes on, to let another take it."""
    file = _held.pop(folder.resolve(), None)
    if file is not None:
        file.close()


def _holder(text: str) -> str:
    """The holder as a person would name it, from what it wrote into the file."""
    try:
        return "`{purpose}` (process {process} on {host}, since {since})".format(**json.loads(text))
    except (ValueError, KeyError, TypeError):  # it has the lock, and has not written yet
        return "another process that has just begun"
