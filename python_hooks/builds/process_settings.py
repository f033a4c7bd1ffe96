"""Settings of a dbt process before dbt opens the work file: folder, lock, permissions."""

from __future__ import annotations

import gc
import os
from contextlib import suppress
from pathlib import Path

import duckdb
from dbt.flags import get_flags
from dbt_common.exceptions import DbtRuntimeError

from python_hooks.builds import locks
from python_hooks.engines.warehouse import CannotOpen, quoted_text, refuse_unopenable
from python_hooks.screen import words


def prepare(work_file: Path, settings: dict[str, object]) -> None:
    """Make and lock the folder of the work file; only the owner can read what this run writes.

    settings: those of DuckDB in profiles.yml. The group may enter the folder for the published
    file, which alone it may read. Raises DbtRuntimeError, which dbt shows without a traceback, when
    the settings cannot be used, somebody else writes to the warehouse, or its work file cannot be
    opened.
    """
    _make_folder(str(work_file.parent))
    flags = get_flags()
    os.umask(0o077)
    try:
        words.chosen_language(os.environ)
        if locks.take(work_file.parent, f"dbt {flags.WHICH}"):
            refuse_unopenable(work_file)
    except (words.UnknownLanguage, locks.Busy, CannotOpen) as refused:
        raise DbtRuntimeError(str(refused)) from None
    for path in (work_file, Path(f"{work_file}.wal")):
        with suppress(FileNotFoundError):
            path.chmod(0o600)
    _close_to_others(Path(flags.LOG_PATH or "logs"), Path(flags.TARGET_PATH or "target"))
    _check_settings(settings)
    # By default Python goes through all that dbt holds of the project every few hundred new
    # objects, which is a tenth of a small build; this seldom it costs no more memory either.
    gc.set_threshold(100_000, 20, 20)


def _make_folder(folder: str) -> None:
    """Make the warehouse folder, readable for its owner and group only.

    Raises DbtRuntimeError, which dbt shows without a traceback, when there cannot be one.
    """
    try:
        os.makedirs(folder, mode=0o750, exist_ok=True)
    except OSError as error:
        raise DbtRuntimeError(
            f"The warehouse folder {folder} cannot be made ({error.strerror}). Set"
            " CX_WAREHOUSE_PATH to a folder that this user may write to."
        ) from None


def _check_settings(settings: dict[str, object]) -> None:
    """Try the settings of profiles.yml: DuckDB's own refusal of them ends in a traceback."""
    with duckdb.connect() as connection:
        for name, value in settings.items():
            try:
                connection.execute(f"set {name} = {quoted_text(str(value))}")
            except duckdb.Error as error:
                where = "CX_MEMORY_LIMIT" if name == "memory_limit" else f"{name} in profiles.yml"
                what = str(error).splitlines()[0]
                raise DbtRuntimeError(f"{where} is '{value}', and DuckDB says: {what}") from None


def _close_to_others(logs: Path, target: Path) -> None:
    """Remove the permissions of others from files that dbt wrote before this module:

    log and parse.
    """
    for path in [*logs.glob("dbt.log*"), *target.glob("*")]:
        if path.is_file() and path.suffix in (".log", ".json", ".msgpack", ".gpickle"):
            with suppress(OSError):
                path.chmod(0o600)
