"""The records of a text file, one by one, as the CSV standard reads them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from python_hooks.landing.raw_files import RawFile, open_text, reading
from python_hooks.landing.refusals import RefusedFile

# A longer cell has an unclosed quote; reading on would only fill the memory.
CELL_CHARACTERS = 64 * 1024 * 1024


@dataclass(frozen=True)
class Header:
    """The first record of a text file: its cells' names, and the line it starts on."""

    names: tuple[str, ...]
    line: int
    is_one_line: bool
    delimiter: str = ","


def records(file: RawFile, header: Header) -> Iterator[tuple[int, list[str] | None, str]]:
    """Each record after the header, numbered: its cells, or nothing if it does not fit."""
    raw: list[str] = []
    number = 0

    def lines(stream: io.TextIOWrapper) -> Iterator[str]:
        for line in stream:
            raw.append(line)
            yield line

    limit = csv.field_size_limit(CELL_CHARACTERS)
    try:
        with (
            reading(file),
            open_text(file) as binary,
            io.TextIOWrapper(binary, encoding="utf-8-sig", newline="") as stream,
        ):
            reader = csv.reader(lines(stream), delimiter=header.delimiter, strict=True)
            while True:
                start = reader.line_num + 1
                raw.clear()
                try:
                    cells: list[str] | None = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    if "end of data" in str(error) or "field limit" in str(error):
                        line, column = open_quote("".join(raw), start, header.delimiter)
                        raise unclosed(file, line, column) from None
                    cells = None
                if start <= header.line:
                    continue
                if cells is not None and is_blank(cells):
                    continue
                if cells is not None and len(cells) != len(header.names):
                    cells = None
                number += 1
                yield number, cells, "".join(raw).rstrip("\r\n")
    finally:
        csv.field_size_limit(limit)


def is_blank(cells: Sequence[str]) -> bool:
    """Whether a record is a line with nothing but blanks."""
    return not cells or (len(cells) == 1 and not cells[0].strip(" \t"))


def open_quote(record: str, line: int, delimiter: str = ",") -> tuple[int, int]:
    """Line and character at which the quote opened that a record never closes."""
    opened = place = 0
    while place < len(record):
        end = record.find('"', place)
        at_start = end >= 0 and (end == 0 or record[end - 1] in delimiter + "\r\n")
        if end < 0:
            break
        if not at_start:
            place = end + 1
            continue
        opened = end
        closing = re.compile(r'[^"]*+(?:""[^"]*+)*+"').match(record, end + 1)
        if closing is None:
            break
        place = closing.end()
    before = record[:opened]
    breaks = before.count("\n") + before.count("\r") - before.count("\r\n")
    return line + breaks, opened - max(before.rfind("\n"), before.rfind("\r"))


def unclosed(file: RawFile, line: int, column: int) -> RefusedFile:
    """The refusal of a quote that nothing closes."""
    what = "the quote that opens here is never closed, so the rows after it cannot be told apart."
    to_do = 'Close it; a quote inside a quoted cell is written twice ("").'
    return RefusedFile(file.name, what, to_do, line, column)
