"""The words of mappings/<name>/mapping.yml, and what a read mapping is."""

from __future__ import annotations

from collections.abc import Mapping as Words
from dataclasses import dataclass, field

NUMBERS = ("decimal", "integer", "double")
TIMES = ("timestamp", "date")
ANY = ("text", "boolean", *NUMBERS, *TIMES)

MAPPING_WORDS = ("description", "account_ids", "time_zone", "empty", "files", "tables")
FILE_WORDS = (
    "files", "encoding", "delimiter", "sheet", "header_row", "totals", "formula_text",
)  # fmt: skip
TABLE_WORDS = ("from", "optional", "columns", "skip_empty")
# Words of a column, and the types of the contract that each is for.
COLUMN_WORDS: Words[str, tuple[str, ...]] = {
    "column": ANY,
    "constant": ANY,
    "empty": ANY,
    "full_width": ANY,
    "extract": ANY,
    "values": ANY,
    "otherwise": ANY,
    "prefix": ("text",),
    "date_formats": TIMES,
    "time_zone": TIMES,
    "epoch": TIMES,
    "duration": NUMBERS,
    "score": NUMBERS,
    "decimal": NUMBERS,
    "thousands": NUMBERS,
    "currency_signs": NUMBERS,
    "percent": NUMBERS,
    "divide_by": NUMBERS,
}
# Of these families a column has one: they are different ways to read a value.
FAMILIES: tuple[tuple[str, ...], ...] = (
    ("date_formats",),
    ("epoch",),
    ("duration",),
    ("score",),
    ("decimal", "thousands", "currency_signs", "percent", "divide_by"),
)
CHOICES: Words[str, tuple[str, ...]] = {
    "epoch": ("seconds", "milliseconds"),
    "duration": ("seconds", "minutes", "hours", "clock", "words"),
    "score": ("leading_number", "stars"),
    "decimal": (".", ","),
    "thousands": (",", ".", "'", " "),
    "divide_by": ("100", "1000"),
    "encoding": ("utf-8", "gbk", "gb18030", "big5", "latin-1", "windows-1252", "utf-16"),
    "delimiter": (",", ";", "|", "tab"),
}
FLAGS = ("full_width", "percent", "formula_text")
# The directives of strptime that a date format may have.
DIRECTIVES = "YymdHIMSfpbB"


@dataclass(frozen=True)
class ColumnMapping:
    """How one column of the contract is read: the words of mapping.yml as values."""

    name: str
    line: int = field(repr=False, compare=False)
    column: tuple[str, ...] = ()
    constant: str | None = None
    empty: tuple[str, ...] = ()
    full_width: bool = False
    extract: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    otherwise: str | None = None
    prefix: str = ""
    date_formats: tuple[str, ...] = ()
    time_zone: str | None = None
    epoch: str | None = None
    duration: str | None = None
    score: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    currency_signs: tuple[str, ...] = ()
    percent: bool = False
    divide_by: str | None = None

    @property
    def is_number(self) -> bool:
        """Whether its digits are written in a declared way."""
        return bool(
            self.decimal or self.thousands or self.currency_signs or self.percent or self.divide_by
        )


@dataclass(frozen=True)
class FileSettings:
    """How the files of one source table are found and read.

    header_row: line of the header, 0 when it is looked for; None when nothing is said of it.
    totals: None when nothing is said of them.
    """

    name: str
    line: int = field(repr=False, compare=False)
    patterns: tuple[str, ...] = ()
    encoding: str | None = None
    delimiter: str = ","
    sheet: str | None = None
    header_row: int | None = None
    totals: tuple[str, ...] | None = None
    formula_text: bool = False


@dataclass(frozen=True)
class TablePart:
    """A table of the contract, or one of several parts of it: what it reads, and its columns.

    skip_empty: columns of the contract; rows in which one of them is empty are no rows of the part.
    optional: source tables that an account may lack; they have no rows then.
    """

    table: str
    line: int = field(repr=False, compare=False)
    sources: tuple[str, ...]
    columns: tuple[ColumnMapping, ...]
    skip_empty: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    sql: str | None = None
    sql_path: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True)
class Mapping:
    """A whole mapping. path: its mapping.yml, as people know it."""

    name: str
    path: str
    account_ids: tuple[str, ...] = ()
    files: Words[str, FileSettings] = field(default_factory=dict)
    parts: tuple[TablePart, ...] = ()
