"""Refused files: place, fault and remedy."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress

import duckdb

from python_hooks.landing.contracts import TableContract
from python_hooks.landing.names import listed_names
from python_hooks.text.tables import one_line

SHOWN_REFUSALS = 20


class RefusedFile(Exception):
    """A refused file: place, fault and remedy."""

    def __init__(
        self,
        file: str,
        what: str,
        what_to_do: str,
        line: int | None = None,
        column: int | str | None = None,
    ) -> None:
        """Keep the parts; a line and a column only where the fault has one."""
        super().__init__(file, what, what_to_do, line, column)
        self.file = file
        self.what = what
        self.what_to_do = what_to_do
        self.line = line
        self.column = column

    def __str__(self) -> str:
        """The place and the fault in one line, the remedy in the next."""
        place = one_line(self.file, 300)
        if self.line is not None:
            place += f", line {self.line}"
        if self.column is not None:
            place += f", column {self.column}"
        return f"{place}: {self.what}\n    {self.what_to_do}"


class RefusedFiles(Exception):
    """Every refusal of one run, in the order of the files."""

    def __init__(self, refused: Sequence[RefusedFile]) -> None:
        """Keep every refusal, also those that `str()` only counts."""
        super().__init__(tuple(refused))
        self.refused = tuple(refused)

    def __str__(self) -> str:
        """A numbered list of the first refusals, and the count of the others."""
        count = len(self.refused)
        opening = "1 problem" if count == 1 else f"{count} problems"
        lines = [f"The raw files cannot be read: {opening}. No model was built."]
        lines += [f"{n}. {each}" for n, each in enumerate(self.refused[:SHOWN_REFUSALS], start=1)]
        if count > SHOWN_REFUSALS:
            lines.append(f"... and {count - SHOWN_REFUSALS} more.")
        return "\n".join(lines)


def no_folder(given: str, raw_path: str) -> RefusedFile:
    """The refusal of a raw folder that is not there."""
    kind = "is not a folder" if os.path.exists(raw_path) else "does not exist"
    what = f"the raw folder {kind} (looked at {raw_path})."
    return RefusedFile(given or ".", what, "Set CX_RAW_PATH to the folder with the exported files.")


def missing_table(
    table: TableContract, raw_path: str, sources: Mapping[str, object]
) -> RefusedFile:
    """The refusal of a run without a table that everything rests on.

    sources: the variable raw_sources, which may say that no file is looked for.
    """
    base = f"{table.source}/{table.name}"
    if sources and table.source not in sources:
        what = f"{table.full_name} is required, and raw_sources does not name {table.source}."
        to_do = f"Add {table.source}: {{mapping: native}}, or a mapping that fills it."
        return RefusedFile("dbt_project.yml", what, to_do, None, "raw_sources")
    folder = os.path.join(raw_path, table.source)
    shown = f"{table.source}/" if os.path.isdir(folder) else "The raw folder"
    there: list[str] = []
    with suppress(OSError):
        there = sorted(os.listdir(folder if os.path.isdir(folder) else raw_path))
    content = f"{shown} holds {listed_names(there)}." if there else f"{shown} is empty."
    what = (
        f"the table {table.full_name} is required and was not found. Looked in {raw_path} for"
        f" {base}.csv, {base}.csv.gz, {base}.parquet and files in {base}/. {content}"
    )
    return RefusedFile(
        base, what, "Export the table to one of these places, or correct CX_RAW_PATH."
    )


def unwritable(folder: str, error: Exception) -> RefusedFile:
    """The refusal of a run whose own folder cannot be written."""
    reason = getattr(error, "strerror", None) or str(error).split("\n")[0]
    if isinstance(error, duckdb.Error):
        reason = type(error).__name__
    what = f"the warehouse cannot write here ({reason})."
    return RefusedFile(folder, what, "Check the free space and the rights of this folder.")
