"""The generations of the published file: the kept ones and the current one.

Every publishing leaves a complete file `generations/<number>.duckdb`. `published.duckdb`, which
readers open, is another name of one of them: the newest, or the one that was rolled back to.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from python_hooks.engines.warehouse import connect, quoted, write_through

PUBLISHED_NAME = "published.duckdb"
FOLDER_NAME = "generations"
UNFINISHED = ".new"


class NoSuchGeneration(Exception):
    """There is no such generation to go back to, or it is not whole."""


class NotWhole(Exception):
    """A file that is no complete generation."""


@dataclass(frozen=True, order=True)
class Generation:
    """One published file that is kept."""

    number: int
    path: Path


def kept(folder: Path) -> list[Generation]:
    """The generations of a warehouse folder, oldest first."""
    files = (folder / FOLDER_NAME).glob("*.duckdb")
    return sorted(Generation(int(file.stem), file) for file in files if file.stem.isdigit())


def served(folder: Path) -> int | None:
    """The number of the generation that readers get; None before the first."""
    try:
        found = _said(folder / PUBLISHED_NAME, "generation_number")
    except duckdb.Error:  # absent, or published before there were generations
        return None
    return found[0] if found else None


def serves(folder: Path, run_id: str) -> bool:
    """Whether readers get the file that a run published, and it is whole."""
    published = folder / PUBLISHED_NAME
    try:
        check_whole(published)
        return _said(published, "run_id") == (run_id,)
    except (NotWhole, duckdb.Error):
        return False


def written_whole_in(folder: Path) -> int:
    """The last generation, up to the one that readers get, whose file was written whole."""
    return _said(folder / PUBLISHED_NAME, "written_whole_in")[0]


def _said(path: Path, columns: str) -> tuple[object, ...] | None:
    """The metadata in a published file; raises duckdb.Error if it cannot be read."""
    with connect(path, read_only=True) as connection:
        return connection.execute(f"select {columns} from main.generation").fetchone()


def published_variables(folder: Path) -> str:
    """The command-line variables of the published file, as JSON; empty without a file.

    Raises NotWhole if the file does not have them.
    """
    published = folder / PUBLISHED_NAME
    if not published.exists():
        return "{}"
    try:
        return _said(published, "variables")[0]
    except duckdb.Error as error:
        raise NotWhole(f"{published} cannot be read: {str(error).splitlines()[0]}") from error


def described(generation: Generation) -> tuple[str, str, str]:
    """The day of a generation, its run and its code, as text; empty where it cannot be read."""
    try:
        row = _said(
            generation.path,
            "cast(as_of as date), run_id, left(coalesce(git_commit, code_hash), 12)",
        )
    except duckdb.Error:
        return ("", "cannot be read", "")
    return tuple(str(value or "") for value in row)


def next_number(folder: Path) -> int:
    """The number after every generation there was."""
    return max([served(folder) or 0, *(generation.number for generation in kept(folder))]) + 1


def unfinished(folder: Path, number: int) -> Path:
    """The temporary path of a new generation; removes unfinished files of other runs."""
    generations = folder / FOLDER_NAME
    generations.mkdir(mode=0o750, exist_ok=True)
    for file in generations.glob(f"*{UNFINISHED}*"):
        file.unlink()
    return generations / f"{number:06}.duckdb{UNFINISHED}"


def add(folder: Path, number: int, new: Path) -> Generation:
    """Make a whole file durable, and name it as a generation, in place of one of that number."""
    os.chmod(new, 0o440)  # never changed after it is named: nobody opens it for writing
    write_through(new)
    generation = Generation(number, folder / FOLDER_NAME / f"{number:06}.duckdb")
    os.replace(new, generation.path)
    write_through(generation.path.parent)
    return generation


def serve(folder: Path, generation: Generation) -> Path:
    """Give readers a generation in one step; the path of the published file."""
    published = folder / PUBLISHED_NAME
    new = folder / f"{PUBLISHED_NAME}{UNFINISHED}"
    new.unlink(missing_ok=True)
    try:
        os.link(generation.path, new)
    except OSError:  # a file system without hard links
        shutil.copy2(generation.path, new)
        write_through(new)
    # A log left beside the file by a reader that wrote would make the new file unreadable.
    Path(f"{published}.wal").unlink(missing_ok=True)
    os.replace(new, published)
    # Replacing a file by another name of itself does nothing, and leaves that name.
    new.unlink(missing_ok=True)
    write_through(folder)
    return published


def drop_old(folder: Path, count: int) -> None:
    """Remove all but the newest `count` generations and the one that readers get."""
    number = served(folder)
    for generation in kept(folder)[: -max(count, 1)]:
        if generation.number != number:
            generation.path.unlink()


def roll_back(folder: Path, number: int | None = None) -> Generation:
    """Give readers an earlier generation: `number`, or the one before the current one.

    Raises NoSuchGeneration if it is not kept or not complete; then nothing changes.
    """
    now = served(folder)
    choices = {generation.number: generation for generation in kept(folder)}
    if number is None:
        number = max((each for each in choices if now is not None and each < now), default=None)
    if number is None or number not in choices:
        wanted = "earlier generation" if number is None else f"generation {number}"
        listed = ", ".join(str(each) for each in choices) or "none"
        raise NoSuchGeneration(
            f"There is no {wanted} in {folder / FOLDER_NAME}. Kept: {listed}; published:"
            f" {now or 'none'}."
        )
    try:
        check_whole(choices[number].path)
    except NotWhole as error:
        raise NoSuchGeneration(f"Generation {number} is damaged: {error}") from error
    serve(folder, choices[number])
    return choices[number]


def check_whole(path: Path) -> None:
    """Raise NotWhole unless the file opens and each table has its recorded number of rows."""
    try:
        with connect(path, read_only=True) as reader:
            promised = reader.execute(
                "select schema_name, table_name, row_count from main.generation_tables"
            ).fetchall()
            for schema, name, expected in promised:
                table = f"{quoted(schema)}.{quoted(name)}"
                found = reader.execute(f"select count(*) from {table}").fetchone()[0]
                if found != expected:
                    raise NotWhole(f"{schema}.{name} has {found} rows, not {expected}.")
    except duckdb.Error as error:
        raise NotWhole(f"{path.name} cannot be read: {str(error).splitlines()[0]}") from error


def remove_unfinished(new: Path) -> None:
    """Remove an unfinished file and its log, if there are any."""
    for file in (new, Path(f"{new}.wal")):
        with suppress(FileNotFoundError):
            file.unlink()
