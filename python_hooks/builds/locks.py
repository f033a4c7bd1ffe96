"""One writer at a time: a lock on the warehouse folder, which the operating system keeps.

A process that builds, rolls back or otherwise changes a warehouse holds an exclusive lock on its
file `build.lock`. The operating system releases the lock when the process ends, also after a kill.
So a killed build never blocks a later one. Readers take no lock.
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
# commands may run in one process. The file stays open, so the lock is held until the process ends.
_held: dict[Path, TextIO] = {}


class Busy(Exception):
    """Another process is changing the warehouse; nothing was done."""


def take(folder: Path, purpose: str) -> bool:
    """Take the lock of a warehouse until this process ends; True if it was not held before.

    purpose: the holder's command for the message to others, such as "dbt build". Raises Busy,
    naming the holder, when another process has the lock.
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
    """The message if the disk has no room for the lock."""
    return Busy(
        f"The disk of the warehouse {folder} is full. Nothing was changed. Free space there, or set"
        " CX_WAREHOUSE_PATH to a folder on another disk, and build again."
    )


def release(folder: Path) -> None:
    """Release the lock of a warehouse in a process that continues, so that another can take it."""
    file = _held.pop(folder.resolve(), None)
    if file is not None:
        file.close()


def _holder(text: str) -> str:
    """A readable name of the holder, from the text that it wrote into the file."""
    try:
        return "`{purpose}` (process {process} on {host}, since {since})".format(**json.loads(text))
    except (ValueError, KeyError, TypeError):  # it has the lock, and has not written yet
        return "another process that has just begun"
