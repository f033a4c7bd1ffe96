"""The real kind of a file, by its first bytes or its columns, not by its name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from python_hooks.landing.contracts import TableContract

# The number of first bytes that are checked; a tar archive has its mark at byte 257.
HEAD_BYTES = 4096
OFFICE_PARTS = ((b"xl/", "an Excel workbook"), (b"word/", "a Word document"))
SIGNATURES: tuple[tuple[bytes, int, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "an old Excel workbook (.xls)"),
    (b"%PDF-", 0, "a PDF"),
    (b"\x1f\x8b", 0, "a gzip file"),
    (b"PAR1", 0, "a Parquet file"),
    (b"BZh", 0, "a bzip2 file"),
    (b"\xfd7zXZ\0", 0, "an xz file"),
    (b"\x28\xb5\x2f\xfd", 0, "a Zstandard file"),
    (b"7z\xbc\xaf\x27\x1c", 0, "a 7-Zip archive"),
    (b"SQLite format 3\0", 0, "an SQLite database"),
    (b"DUCK", 8, "a DuckDB database"),
    (b"Obj\x01", 0, "an Avro file"),
    (b"ORC", 0, "an ORC file"),
    (b"{\\rtf", 0, "an RTF document"),
    (b"\x89PNG", 0, "a picture (PNG)"),
    (b"\xff\xd8\xff", 0, "a picture (JPEG)"),
    (b"ustar", 257, "a tar archive"),
)
HTML = re.compile(rb"<(!doctype html|html|head|body|table|script|meta)\b", re.IGNORECASE)
XML = re.compile(rb"<\?xml\b", re.IGNORECASE)
JSON = re.compile(rb'(\[\s*)?\{\s*"[^"\r\n]*"\s*:|\[\s*["\[{]')

WHAT_TO_DO = {
    "an Excel workbook": 'In Excel, save each sheet as "CSV UTF-8", and deliver that.',
    "an old Excel workbook (.xls)": 'In Excel, save each sheet as "CSV UTF-8", and deliver that.',
    "a gzip file": "Rename it to .csv.gz, or unpack it.",
    "a Parquet file": "Rename it to .parquet.",
    "JSON": (
        "Write it as CSV or Parquet, for example with the DuckDB of this project: docs/mappings.md"
        " has the command."
    ),
    "a web page (HTML)": (
        "The download was probably answered by a login or error page: log in and export again."
    ),
}


def kind_of(head: bytes) -> str:
    """The kind of a file by its first bytes, such as "a PDF"; empty if it may be text."""
    if head.startswith(b"PK\x03\x04"):
        # Names of an archive's parts stand before each; a workbook's may come late.
        for part, kind in OFFICE_PARTS:
            if part in head:
                return kind
        return "an Excel workbook" if b"[Content_Types].xml" in head else "a ZIP archive"
    for signature, place, kind in SIGNATURES:
        if head[place : place + len(signature)] == signature:
            return kind
    return ""


def kind_of_text(head: bytes) -> str:
    """The kind of a text that is not CSV, such as "JSON"; empty if unknown."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if HTML.match(start):
        return "a web page (HTML)"
    if XML.match(start):
        return "a web page (HTML)" if b"<html" in start.lower() else "XML"
    return "JSON" if JSON.match(start) else ""


def what_to_do(kind: str) -> str:
    """The remedy for a file of an unsupported kind."""
    return WHAT_TO_DO.get(kind, "Export the table as CSV (UTF-8), .csv.gz or Parquet.")


def other_table(
    names: Sequence[str], table: TableContract, others: Sequence[TableContract]
) -> TableContract | None:
    """The table whose file this is by its columns, where that is another one than `table`.

    It has all that the other table requires, and no column of `table` that the other lacks.
    """
    given = set(names)
    here = given & set(table.columns)
    fitting = [
        other
        for other in others
        if other.full_name != table.full_name
        and other.required
        and set(other.required) <= given
        and here < given & set(other.columns)
    ]
    return max(fitting, key=lambda other: len(given & set(other.columns)), default=None)
