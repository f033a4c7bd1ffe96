"""Which line of a mapped file is its header, and whether it has what the mapping reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from python_hooks.engines.warehouse import BLANKS
from python_hooks.landing.mappings.vocabulary import FileSettings, TablePart
from python_hooks.landing.names import nearest_name
from python_hooks.landing.raw_files import RawFile
from python_hooks.landing.refusals import RefusedFile
from python_hooks.text.tables import one_line

LOOKED_AT = 30
TOTAL = re.compile(
    r"(合计|总计|小计|本页合计|汇总|总共|totals?|grand total|sub-?total|sum|summe|gesamt)\s*[:：]?"
    r"|共\s*\d+\s*(条|行|笔|项|单).*",
    re.IGNORECASE,
)
DELIMITER_WORDS = {",": "','", ";": "';'", "\t": "tab", "|": "'|'"}


@dataclass(frozen=True)
class HeadRow:
    """One of a file's first rows that are not blank. number: its line, or row of the sheet."""

    number: int
    names: tuple[str, ...]
    is_one_line: bool = True


@dataclass(frozen=True)
class Wanted:
    """What a part reads of a source table, and where that is declared.

    required: for each column that must be there, its source columns, of which one suffices.
    columns: every source column that is read; None when the part's own select says, which is sql.
    """

    table: str
    source: str
    setting: str
    required: tuple[tuple[str, tuple[str, ...]], ...] = ()
    columns: frozenset[str] | None = None
    sql: str = ""

    def reads(self, name: str) -> bool:
        """Whether a source column is read; a select reads the columns that it names."""
        return name in self.sql.lower() if self.columns is None else name in self.columns

    def missing(self, names: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
        """The required columns that none of the names gives."""
        return [each for each in self.required if not set(each[1]) & set(names)]


def wanted_of(part: TablePart, required: Sequence[str], source: str, setting: str) -> Wanted:
    """What a part reads of one of its source tables. required: of the contract's table."""
    if part.sql is not None:
        return Wanted(part.table, source, setting, sql=part.sql)
    columns = frozenset(name for column in part.columns for name in column.column)
    needed = tuple(
        (column.name, column.column)
        for column in part.columns
        if column.name in required and column.constant is None
    )
    return Wanted(part.table, source, setting, needed, columns)


def choose_header(
    file: RawFile, heads: Sequence[HeadRow], settings: FileSettings, wanted: Wanted
) -> HeadRow:
    """The header among the first rows of a file; the file is refused where there is none."""
    if not heads:
        what = "the file is empty; not even a header is there."
        to_do = "If there were no rows, deliver a file with the header only, or no file at all."
        raise RefusedFile(file.name, what, to_do)
    sound = [head for head in heads if not wanted.missing(head.names)]
    if settings.header_row:
        declared = [head for head in heads if head.number == settings.header_row]
        if not declared:
            what = f"line {settings.header_row} has no header, as {wanted.setting} says."
            cure = f"Correct header_row in {wanted.setting}."
            raise RefusedFile(file.name, what, cure, settings.header_row)
        chosen = declared[0]
    elif settings.header_row == 0 and sound:
        chosen = sound[0]
    else:
        chosen = heads[0]
        if settings.header_row is None and sound and sound[0] is not chosen:
            place = sound[0].number
            what = f"the header of {wanted.source} is on line {place}; lines above it are no data."
            cure = f"Add header_row: {place} (or header_row: found) to {wanted.setting}."
            raise RefusedFile(file.name, what, cure, chosen.number)
    _check_columns(file, chosen, heads, settings, wanted)
    return chosen


def _check_columns(
    file: RawFile,
    chosen: HeadRow,
    heads: Sequence[HeadRow],
    settings: FileSettings,
    wanted: Wanted,
) -> None:
    """Refuse a header without what must be there, or with a name twice that is read."""
    missing = wanted.missing(chosen.names)
    if missing:
        for sign, word in DELIMITER_WORDS.items():
            names = [
                name.strip("\"' ") for name in settings.delimiter.join(chosen.names).split(sign)
            ]
            if len(chosen.names) == 1 and len(names) > 1 and not wanted.missing(names):
                what = f"the columns are separated by {word}, as {wanted.setting} does not say."
                cure = f"Add delimiter: {word} to {wanted.setting}."
                raise RefusedFile(file.name, what, cure, chosen.number)
        listed = ", ".join(
            f"{' or '.join(one_line(name, 40) for name in names)} (for {column})"
            for column, names in missing
        )
        what = f"the header lacks what {wanted.table} requires: {listed}."
        spare = [name for name in chosen.names if name not in (wanted.columns or ())]
        near = [(names[0], nearest_name(names[0], spare)) for _, names in missing]
        hints = [f"column: [{name}, {other}]" for name, other in near if other]
        cure = (
            f"If a column has another name here, list both: {hints[0]}."
            if hints
            else (
                "Correct the mapping, or header_row if the header is further down, in"
                f" {wanted.setting}."
            )
        )
        raise RefusedFile(file.name, what, cure, chosen.number, one_line(missing[0][1][0], 40))
    twice = sorted(
        name
        for name in set(chosen.names)
        if name and chosen.names.count(name) > 1 and wanted.reads(name)
    )
    if twice:
        what = f"the header has this name twice: {one_line(twice[0])}."
        cure = "Rename or drop one of the two columns (case and outer blanks do not count)."
        raise RefusedFile(file.name, what, cure, chosen.number, one_line(twice[0]))


def is_total(cells: Sequence[str], totals: Sequence[str] | None) -> bool:
    """Whether a row is a total: its first cell begins with a declared word, or is a usual one."""
    first = next((cell.strip(BLANKS) for cell in cells if cell.strip(BLANKS)), "")
    if totals is None:
        return bool(TOTAL.fullmatch(first))
    return first.startswith(tuple(totals)) if totals else False


def undeclared_total(file: RawFile, cells: Sequence[str], setting: str) -> RefusedFile:
    """The refusal of a last row that looks like a total."""
    first = next(cell.strip(BLANKS) for cell in cells if cell.strip(BLANKS))
    what = (
        f"the last row begins with {one_line(first, 20)}, so it looks like a total, not like data."
    )
    cure = f"Add totals: [{one_line(first, 20)}] to {setting}, or totals: [] if it is data."
    return RefusedFile(file.name, what, cure)
