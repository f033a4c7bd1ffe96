"""The header of a text file."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence

from python_hooks.landing import file_kinds
from python_hooks.landing.columns import check_names, header_to_do
from python_hooks.landing.contracts import TableContract
from python_hooks.landing.inspection import inspect
from python_hooks.landing.names import normal_name
from python_hooks.landing.raw_files import RawFile, head_of, open_text, other_kind, reading
from python_hooks.landing.records import Header, is_blank, open_quote, unclosed
from python_hooks.landing.refusals import RefusedFile

HEADER_BYTES = 1024 * 1024


def read_header(table: TableContract, file: RawFile) -> Header:
    """The first record that is not blank."""
    with reading(file), open_text(file) as stream:
        head = stream.read(HEADER_BYTES)
        is_whole = len(head) < HEADER_BYTES or not stream.read(1)
    kind = file_kinds.kind_of(head[: file_kinds.HEAD_BYTES])
    if kind:
        raise other_kind(file, kind, is_inside=file.is_gzip)
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head, final=is_whole)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        # The whole-file check names the byte and the line, and the probable kind of the file.
        inspect(file)
    text = text.removeprefix("\ufeff")
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, strict=True)
    start, begin = 1, 0
    try:
        for cells in reader:
            if not is_blank(cells):
                break
            start, begin = reader.line_num + 1, lines.tell()
        else:
            what = "the file is empty; not even a header is there."
            to_do = (
                "If there were no rows, deliver a file with the header only, or no file at all."
                f" {header_to_do(table)}"
            )
            raise RefusedFile(file.name, what, to_do)
    except csv.Error as error:
        if "end of data" in str(error):
            line, column = open_quote(text[begin:], start)
            raise unclosed(file, line, column) from None
        what = "the header is not sound CSV: there is text after a closing quote, or no end."
        raise RefusedFile(file.name, what, header_to_do(table), start) from None
    if not is_whole and lines.tell() == len(text):
        what = "the first line does not end within 1 MB, so it is no header."
        raise RefusedFile(file.name, what, header_to_do(table), start)
    names = tuple(normal_name(cell) for cell in cells)
    return Header(names, start, start == reader.line_num)


def check_header(
    table: TableContract, file: RawFile, header: Header, tables: Sequence[TableContract]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The contract columns of a text file, in contract order, and the unknown ones."""
    wanted = set(table.required or table.columns)
    if not wanted & set(header.names):
        joined = ",".join(header.names)
        for delimiter, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")):
            if wanted & {normal_name(cell.strip("\"' ")) for cell in joined.split(delimiter)}:
                what = f"the columns are separated by {word}, not by commas."
                to_do = "Export the file with commas (CSV, comma separated, UTF-8)."
                raise RefusedFile(file.name, what, to_do, header.line)
        kind = file_kinds.kind_of_text(head_of(file))
        if kind:
            raise other_kind(file, kind, is_inside=file.is_gzip)
    return check_names(table, file, header.names, header.line, tables)
