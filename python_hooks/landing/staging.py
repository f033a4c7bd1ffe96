"""A mapped file becomes Parquet with its own columns as text, which the mapping's SQL reads."""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import duckdb

from python_hooks.engines.warehouse import quoted, quoted_text
from python_hooks.landing import file_kinds
from python_hooks.landing.encodings import not_utf8, transcode
from python_hooks.landing.inspection import CHUNK_BYTES, inspect
from python_hooks.landing.mapped_header import (
    LOOKED_AT,
    HeadRow,
    Wanted,
    choose_header,
    is_total,
    undeclared_total,
)
from python_hooks.landing.mappings.vocabulary import FileSettings
from python_hooks.landing.names import normal_name
from python_hooks.landing.parquet import ROW_COLUMN, footer
from python_hooks.landing.raw_files import (
    SHEET_ENDINGS,
    HashedFile,
    RawFile,
    ending_of,
    exact_path,
    head_of,
    open_text,
    other_kind,
    reading,
)
from python_hooks.landing.records import Header, is_blank, records
from python_hooks.landing.refusals import RefusedFile
from python_hooks.landing.text import Columns, TextFile, copy_fast, copy_records, is_simple

HEAD_BYTES = TAIL_BYTES = 1024 * 1024
Row = tuple[int, list[str] | None, str]


def stage(
    connection: duckdb.DuckDBPyConnection,
    file: HashedFile,
    settings: FileSettings,
    wanted: Wanted,
    target: str,
) -> tuple[str, ...]:
    """Write the rows of a file that a part wants; the names of their columns."""
    if file.is_parquet:
        return _stage_parquet(connection, file, settings, wanted, target)
    if ending_of(file.name, SHEET_ENDINGS):
        return _stage_sheet(connection, file, settings, wanted, target)
    return _stage_text(connection, file, settings, wanted, target)


def _stage_sheet(
    connection: duckdb.DuckDBPyConnection,
    file: HashedFile,
    settings: FileSettings,
    wanted: Wanted,
    target: str,
) -> tuple[str, ...]:
    """A sheet of a workbook. A row's number is that of the sheet, counted from the header."""
    # Imported here: only those who deliver workbooks wait for the library.
    from python_hooks.landing.workbooks import sheet_rows

    rows = list(sheet_rows(file, settings.sheet, wanted.setting))
    heads = [
        HeadRow(number, tuple(normal_name(cell) for cell in cells))
        for number, cells in rows[:LOOKED_AT]
    ]
    header = choose_header(file, heads, settings, wanted)
    body: list[Row] = [
        (number - header.number, cells, "") for number, cells in rows if number > header.number
    ]
    if settings.totals is None and body and is_total(body[-1][1] or [], None):
        raise undeclared_total(file, body[-1][1] or [], wanted.setting)
    columns = _read_columns(header.names, wanted)
    kept = _without_totals(body, settings, settings.delimiter)
    copy_records(connection, kept, Columns(header.names, columns), target)
    return columns


def _stage_text(
    connection: duckdb.DuckDBPyConnection,
    file: HashedFile,
    settings: FileSettings,
    wanted: Wanted,
    target: str,
) -> tuple[str, ...]:
    """A text file, in the encoding that is declared."""
    head = head_of(file)
    kind = file_kinds.kind_of(head)
    is_utf16 = settings.encoding == "utf-16"
    if kind or (not is_utf16 and (kind := file_kinds.kind_of_text(head))):
        raise other_kind(file, kind, is_inside=file.is_gzip)
    source = file
    if settings.encoding not in (None, "utf-8"):
        path = target + ".utf8"
        transcode(file, settings.encoding, path, wanted.setting)
        # Its name has no ending, so it is read as it is.
        source = replace(file, path=path)
    try:
        facts = inspect(source, settings.delimiter)
    except RefusedFile as refusal:
        if settings.encoding is None:
            raise not_utf8(file, wanted.setting, refusal) from None
        raise
    chosen = choose_header(file, _text_heads(source, settings.delimiter), settings, wanted)
    header = Header(chosen.names, chosen.number, chosen.is_one_line, settings.delimiter)
    if settings.totals is None:
        last = _last_cells(source, header)
        if last and is_total(last, None):
            raise undeclared_total(file, last, wanted.setting)
    columns = _read_columns(chosen.names, wanted)
    if (
        settings.totals
        or not is_simple(header, facts)
        or not copy_fast(connection, TextFile(source, header, columns), facts, target)
    ):
        kept = _without_totals(records(source, header), settings, settings.delimiter)
        copy_records(connection, kept, Columns(header.names, columns), target)
    return columns


def _stage_parquet(
    connection: duckdb.DuckDBPyConnection,
    file: HashedFile,
    settings: FileSettings,
    wanted: Wanted,
    target: str,
) -> tuple[str, ...]:
    """A Parquet file, its values as text."""
    path = quoted_text(exact_path(file.path))
    try:
        stored, _ = footer(connection, file.path)
    except (duckdb.Error, IndexError, UnicodeDecodeError):
        what = "this is not a sound Parquet file; it may be cut off."
        raise RefusedFile(file.name, what, "Copy or export the file again.") from None
    names = tuple(normal_name(name) for name in stored)
    choose_header(file, [HeadRow(1, names)], settings, wanted)
    columns = _read_columns(names, wanted)
    chosen = "".join(
        f"{text_of_stored(quoted(stored[names.index(column)]))} as {quoted(column)}, "
        for column in columns
    )
    connection.execute(f"""
        copy (
            select
                {chosen}
                cast({ROW_COLUMN} + 1 as bigint) as _row_number,
                cast(null as varchar) as _fault,
                cast(null as varchar) as _fault_text
            from read_parquet({path}, hive_partitioning = false, {ROW_COLUMN} = true)
        ) to {quoted_text(target)} (format parquet, compression zstd)
    """)
    return columns


def text_of_stored(value: str) -> str:
    """A value of any type as text; a whole number that is stored as DOUBLE without its .0."""
    text = f"cast({value} as varchar)"
    return (
        f"case when typeof({value}) in ('DOUBLE', 'FLOAT')"
        rf" then regexp_replace({text}, '[.]0$', '') else {text} end"
    )


def _read_columns(names: Sequence[str], wanted: Wanted) -> tuple[str, ...]:
    """The columns of a file that are read, in its order; a name twice is read by nobody."""
    return tuple(
        name
        for name in names
        if name and names.count(name) == 1 and (wanted.columns is None or name in wanted.columns)
    )


def _text_heads(file: RawFile, delimiter: str) -> list[HeadRow]:
    """The first records of a UTF-8 file that are not blank."""
    with reading(file), open_text(file) as stream:
        head = stream.read(HEAD_BYTES)
    text = codecs.getincrementaldecoder("utf-8")().decode(head).removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    heads: list[HeadRow] = []
    start = 1
    try:
        for cells in reader:
            if not is_blank(cells) and any(cell.strip() for cell in cells):
                names = tuple(normal_name(cell) for cell in cells)
                heads.append(HeadRow(start, names, start == reader.line_num))
            start = reader.line_num + 1
            if len(heads) == LOOKED_AT:
                break
    except csv.Error:
        # The rows say what is wrong when they are read.
        pass
    return heads


def _last_cells(file: RawFile, header: Header) -> list[str]:
    """The cells of the last line of a UTF-8 file that is not blank, below the header."""
    tail: deque[bytes] = deque(maxlen=2)
    with reading(file), open_text(file) as stream:
        if not file.is_gzip:
            stream.seek(max(0, stream.seek(0, io.SEEK_END) - TAIL_BYTES))
        while chunk := stream.read(CHUNK_BYTES):
            tail.append(chunk)
    lines = b"".join(tail).decode("utf-8", errors="ignore").splitlines()
    last = next((line for line in reversed(lines) if line.strip(f"{header.delimiter} \t")), "")
    cells = next(csv.reader([last], delimiter=header.delimiter), [])
    is_header = tuple(normal_name(cell.lstrip("\ufeff")) for cell in cells) == header.names
    return [] if is_header else cells


def _without_totals(rows: Iterable[Row], settings: FileSettings, delimiter: str) -> Iterator[Row]:
    """The rows without declared totals at the end; a row among the data is kept."""
    held: list[Row] = []
    for row in rows:
        cells = row[1] if row[1] is not None else row[2].replace('"', "").split(delimiter)
        if settings.totals and is_total(cells, settings.totals):
            held.append(row)
            continue
        yield from held
        held.clear()
        yield row
