"""Land the raw files of a folder: every file is either read whole, row for row, or refused."""

from __future__ import annotations

import codecs
import csv
import difflib
import gzip
import hashlib
import io
import json
import os
import re
import stat
import time
import unicodedata
import uuid
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

import duckdb

from python_hooks import file_kinds, whole_ids
from python_hooks.tables import one_line
from python_hooks.tombstones import ERASED, Tombstones, UnreadableTombstones
from python_hooks.warehouse import BLANKS, connect, quoted, quoted_text

ENDINGS = (".csv.gz", ".csv", ".parquet")
ENDINGS_TEXT = ".csv, .csv.gz or .parquet"
IGNORED_NAMES = ("thumbs.db", "desktop.ini")
MALFORMED_ROW = "malformed_row"
# Part of a landed file's name: raise it when the same bytes would land as other rows.
LANDED_FORMAT = 1

SHOWN_REFUSALS = 20
SHOWN_NAMES = 10
CHUNK_BYTES = 4 * 1024 * 1024
HEADER_BYTES = 1024 * 1024
FAST_LINE_BYTES = 16 * 1024 * 1024
# A cell longer than this is a quote that nobody closed; reading on would only fill the memory.
CELL_CHARACTERS = 64 * 1024 * 1024
ABANDONED_SECONDS = 24 * 60 * 60

# Stored types by the type of the contract that needs no parsing of them. A DOUBLE may hold NaN and
# prints in its own way, so it goes through text.
NATIVE_TYPES = {
    "timestamp": re.compile(r"TIMESTAMP"),
    "date": re.compile(r"DATE"),
    "boolean": re.compile(r"BOOLEAN"),
    "integer": re.compile(r"TINYINT|SMALLINT|INTEGER|BIGINT"),
    "decimal": re.compile(r"TINYINT|SMALLINT|INTEGER|BIGINT|DECIMAL\(.*\)"),
}

# Columns that read_parquet adds under these names; a file that has them cannot be read.
FILE_COLUMN = "_landing_file"
ROW_COLUMN = "file_row_number"
ROW_FACTS = ("_row_number", "_fault", "_fault_text")
PLAIN_TYPE = re.compile(
    r"(VARCHAR|JSON|BOOLEAN|U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\(.*\)"
    r"|DATE|TIME|TIME_NS|TIMESTAMP|TIMESTAMP_S|TIMESTAMP_MS|TIMESTAMP_NS|TIMESTAMPTZ"
    r"|(TIME|TIMESTAMP|TIMESTAMP_NS) WITH TIME ZONE|UUID|ENUM\(.*\))"
)


@dataclass(frozen=True)
class TableContract:
    """What the raw contract says of one table.

    delivery: changes, or full when each file has all rows.
    """

    source: str
    name: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    is_required: bool = False
    types: tuple[str, ...] = ()
    delivery: str = "changes"

    @property
    def full_name(self) -> str:
        """The table as people write it, such as crm.customers."""
        return f"{self.source}.{self.name}"


@dataclass(frozen=True)
class LandingRequest:
    """The user's folder, the warehouse's folder, and the tables to look for."""

    raw_path: str
    landed_path: str
    tables: tuple[TableContract, ...]


@dataclass(frozen=True)
class Delivery:
    """One file of one table, readable as Parquet."""

    file: str
    load_number: int
    content_hash: str
    parquet_path: str
    is_landed: bool
    columns: tuple[str, ...]
    stored_names: tuple[str, ...]
    stored_types: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    row_count: int
    erased_row_count: int = 0


@dataclass(frozen=True)
class LandedTable:
    """The deliveries of one table in load order; none when the table is absent."""

    source: str
    name: str
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True)
class Landing:
    """Every table of the request, and what a person should know of this run.

    erased: the state of the list of erased customers; empty while nobody was erased.
    """

    tables: tuple[LandedTable, ...]
    notices: tuple[str, ...]
    erased: str = ""


class RefusedFile(Exception):
    """A file that does not keep its promise: where, what is wrong, and what to do."""

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
        """The place and the fault in one line, and what to do in the next."""
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


@dataclass(frozen=True)
class _File:
    """A file of a table: its path in the user's folder, and on this machine."""

    name: str
    path: str

    @property
    def is_parquet(self) -> bool:
        return self.path.lower().endswith(".parquet")

    @property
    def is_gzip(self) -> bool:
        return self.path.lower().endswith(".gz")


@dataclass(frozen=True)
class _Header:
    """The first record of a text file: its cells' names, and the line it starts on."""

    names: tuple[str, ...]
    line: int
    is_one_line: bool


@dataclass
class _Found:
    """What lies in the user's folder."""

    files: dict[str, list[_File]] = field(default_factory=dict)
    refused: list[RefusedFile] = field(default_factory=list)
    refused_tables: set[str] = field(default_factory=set)
    strays: list[str] = field(default_factory=list)


def land(request: LandingRequest) -> Landing:
    """Give every table its deliveries in load order, or raise every refusal of the run at once.

    Rows of erased customers come out blank. They may show that other rows are the person's, too,
    such as the events of a ticket; then everything is landed again by the longer list.
    """
    folder = Path(os.path.abspath(request.landed_path)).parent
    while True:
        try:
            tombstones = Tombstones(folder)
        except UnreadableTombstones as unreadable:
            what = "the list of erased customers cannot be read, so they would come back."
            to_do = "Restore this file from a backup."
            raise RefusedFiles([RefusedFile(str(unreadable.path), what, to_do)]) from None
        landing = _land(request, tombstones)
        if not tombstones.has_grown:
            _drop_unused(request, landing)
            return landing


def _land(request: LandingRequest, tombstones: Tombstones) -> Landing:
    """Land every table by the list of erased customers as it is now."""
    raw_path = os.path.abspath(request.raw_path)
    if not os.path.isdir(raw_path):
        raise RefusedFiles([_no_folder(request.raw_path, raw_path)])
    found = _find(request, raw_path)
    refused = list(found.refused)
    tables: list[LandedTable] = []
    notices: list[str] = []
    with connect() as connection:
        for table in request.tables:
            files = found.files[table.full_name]
            deliveries: dict[str, Delivery] = {}
            repeats: list[str] = []
            for file in files:
                try:
                    _land_file(connection, request, tombstones, table, file, deliveries, repeats)
                except RefusedFile as refusal:
                    refused.append(refusal)
            tables.append(LandedTable(table.source, table.name, tuple(deliveries.values())))
            notices += _table_notices(table, list(deliveries.values()), repeats)
            if table.is_required and not files and table.full_name not in found.refused_tables:
                refused.append(_missing_table(table, raw_path))
    if refused:
        raise RefusedFiles(refused)
    absent = [t.full_name for t in request.tables if not found.files[t.full_name]]
    if absent:
        notices.append(f"Absent, so their models are empty: {', '.join(absent)}.")
    if found.strays:
        notices.append(_stray_notice(found.strays, request.tables))
    notices += _erased_notices(tables)
    return Landing(tuple(tables), tuple(notices), tombstones.digest)


def _land_file(
    connection: duckdb.DuckDBPyConnection,
    request: LandingRequest,
    tombstones: Tombstones,
    table: TableContract,
    file: _File,
    deliveries: dict[str, Delivery],
    repeats: list[str],
) -> None:
    """Add a file to its table's deliveries, by content, or to those that repeat another.

    A full dump that equals an older one counts in its place: what it has was gone in between.
    """
    content_hash, before = _hash(file)
    newest = next(reversed(deliveries.values()), None)
    known = deliveries.get(content_hash)
    if known and (table.delivery != "full" or known is newest):
        repeats.append(f"{file.name} (as {known.file})")
        return
    if known:
        repeats.append(f"{known.file} (as {file.name})")
        del deliveries[content_hash]
        # Numbers tell places among those that count: the same with the older file and without.
        for number, (each, delivery) in enumerate(deliveries.items(), start=1):
            deliveries[each] = replace(delivery, load_number=number)
    deliveries[content_hash] = _deliver(
        connection, request, tombstones, table, file, content_hash, before, len(deliveries) + 1
    )


def raw_relation_sql(
    table: TableContract, deliveries: Sequence[Delivery], known_count: int = 0
) -> str:
    """The select of one raw table: its columns, then file, row, load and fault.

    A column is text, unless every delivery stores it in the same type and that is the contract's.
    The first `known_count` deliveries are left out; the columns are typed as if they were not.
    """
    if not deliveries:
        return _empty_select(table)
    if known_count >= len(deliveries):
        return f"select * from ({raw_relation_sql(table, deliveries)}) where false"
    groups: dict[tuple[object, ...], list[Delivery]] = {}
    for delivery in deliveries[known_count:]:
        # read_parquet casts every file of a list to the first one's types, so only files of one
        # shape share a list; a decimal must not pass through another file's integer.
        shape = (
            delivery.is_landed,
            delivery.columns,
            delivery.stored_names,
            delivery.stored_types,
            delivery.unknown_columns,
        )
        groups.setdefault(shape, []).append(delivery)
    native = native_columns(table, deliveries)
    return "\nunion all\n".join(_group_select(table, group, native) for group in groups.values())


def request_from_json(text: str) -> LandingRequest:
    """Read a request that was written as JSON with the field names of `LandingRequest`."""
    values = json.loads(text)
    tables = tuple(_from_values(TableContract, each) for each in values["tables"])
    return LandingRequest(values["raw_path"], values["landed_path"], tables)


def _from_values(kind: type, values: dict[str, object]) -> object:
    """A dataclass from its fields, with JSON's lists as tuples."""
    return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()})


# --- What lies where -----------------------------------------------------------------------------


# os.path says no of a link that leads in a circle; a directory entry would raise an error.
def _find(request: LandingRequest, raw_path: str) -> _Found:
    """Sort everything in the user's folder into files of a table, refusals and strays."""
    found = _Found(files={table.full_name: [] for table in request.tables})
    sources = {table.source for table in request.tables}
    root = os.path.realpath(raw_path)
    for source in _entries(raw_path, raw_path, found):
        if source.name not in sources or not os.path.isdir(source.path):
            found.strays.append(source.name)
        elif _is_safe(source.path, source.name, root, found):
            _find_in_source(request, raw_path, root, source, found)
    return found


def _find_in_source(
    request: LandingRequest, raw_path: str, root: str, source: os.DirEntry[str], found: _Found
) -> None:
    """Sort one source's folder: single files come before the files of a table's folder."""
    names = {table.name: table for table in request.tables if table.source == source.name}
    folders: list[tuple[os.DirEntry[str], TableContract]] = []
    for entry in _entries(source.path, raw_path, found):
        relative = f"{source.name}/{entry.name}"
        ending = _ending(entry.name)
        stem = entry.name[: -len(ending)] if ending else entry.name.split(".")[0]
        if os.path.isdir(entry.path):
            if entry.name in names:
                folders.append((entry, names[entry.name]))
            else:
                found.strays.append(relative + "/")
        elif stem not in names:
            found.strays.append(relative)
        else:
            _take(entry, relative, root, names[stem], found)
    for folder, table in folders:
        inside: list[tuple[str, os.DirEntry[str]]] = []
        refused_before = len(found.refused)
        _walk(folder, raw_path, root, found, (), inside)
        if len(found.refused) > refused_before:
            found.refused_tables.add(table.full_name)
        for relative, entry in sorted(inside, key=lambda each: each[0]):
            _take(entry, relative, root, table, found)


def _walk(
    folder: os.DirEntry[str],
    raw_path: str,
    root: str,
    found: _Found,
    above: tuple[str, ...],
    inside: list[tuple[str, os.DirEntry[str]]],
) -> None:
    """Collect the files of a table's folder, at any depth."""
    relative = _relative(folder.path, raw_path)
    if not _is_safe(folder.path, relative, root, found):
        return
    real = os.path.realpath(folder.path)
    if real in above:
        what = "this link leads back to a folder above it."
        found.refused.append(RefusedFile(relative, what, "Remove the link."))
        return
    for entry in _entries(folder.path, raw_path, found):
        if os.path.isdir(entry.path):
            _walk(entry, raw_path, root, found, (*above, real), inside)
        else:
            inside.append((_relative(entry.path, raw_path), entry))


def _entries(folder: str, raw_path: str, found: _Found) -> list[os.DirEntry[str]]:
    """The entries of a folder in name order, without what systems and tools leave behind."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        what = f"this folder cannot be listed ({error.strerror})."
        relative = _relative(folder, raw_path)
        found.refused.append(RefusedFile(relative, what, "Give the build the right to read it."))
        return []
    kept = []
    for entry in entries:
        if not _is_hidden(entry.name):
            kept.append(entry)
        elif entry.name.startswith("_") and _ending(entry.name):
            found.strays.append(_relative(entry.path, raw_path) + " (it starts with _)")
    return kept


def _take(
    entry: os.DirEntry[str], relative: str, root: str, table: TableContract, found: _Found
) -> None:
    """Add one file to its table, or its refusal to the refusals."""
    refusal = _unreadable_name(entry, relative, root)
    if refusal is None:
        found.files[table.full_name].append(_File(relative, entry.path))
    else:
        found.refused.append(refusal)
        found.refused_tables.add(table.full_name)


def _unreadable_name(entry: os.DirEntry[str], relative: str, root: str) -> RefusedFile | None:
    """Why a file is refused before it is opened; nothing when it is not."""
    if "\\" in relative or any(unicodedata.category(each) in ("Cc", "Cs") for each in relative):
        what = "the name has a backslash or a character that cannot be shown."
        return RefusedFile(relative, what, "Rename the file: letters, digits, - and _.")
    if not _is_inside(entry.path, root):
        what = "this link leads out of the raw folder."
        return RefusedFile(relative, what, "Copy the file itself into the folder.")
    if not os.path.isfile(entry.path):
        what = "this is not a file that can be read (a broken link, or a device)."
        return RefusedFile(relative, what, "Replace it by the file itself.")
    if not _ending(entry.name):
        what = f"files of this kind are not read; the ending must be {ENDINGS_TEXT}."
        return RefusedFile(relative, what, "Export it as CSV (UTF-8), or move it elsewhere.")
    return None


def _is_safe(path: str, relative: str, root: str, found: _Found) -> bool:
    """Whether a folder lies in the raw folder; if not, its refusal is noted."""
    if _is_inside(path, root):
        return True
    what = "this link leads out of the raw folder."
    found.refused.append(RefusedFile(relative, what, "Copy the folder itself into the raw folder."))
    return False


def _is_inside(path: str, root: str) -> bool:
    """Whether a path, with every link followed, lies in the root."""
    return os.path.commonpath([os.path.realpath(path), root]) == root


def _is_hidden(name: str) -> bool:
    """Whether a name belongs to a system or a tool, as .DS_Store, _SUCCESS and ~$orders.xlsx do."""
    lower = name.lower()
    return lower.startswith((".", "_", "~$")) or lower.endswith(".crc") or lower in IGNORED_NAMES


def _ending(name: str) -> str:
    """The ending by which a file is read; empty when it has none of them."""
    return next((name[-len(e) :] for e in ENDINGS if name.lower().endswith(e)), "")


def _relative(path: str, raw_path: str) -> str:
    """A path as seen from the raw folder, with / on every system."""
    return Path(path).relative_to(raw_path).as_posix()


# --- One file ------------------------------------------------------------------------------------


def _deliver(
    connection: duckdb.DuckDBPyConnection,
    request: LandingRequest,
    tombstones: Tombstones,
    table: TableContract,
    file: _File,
    content_hash: str,
    before: os.stat_result,
    load_number: int,
) -> Delivery:
    """The delivery that a file makes."""
    folder = Path(os.path.abspath(request.landed_path), table.source, table.name)
    if file.is_parquet:
        columns, names, types, unknown, rows = _check_parquet(
            connection, table, file, request.tables
        )
        landed_path = _landed_path(folder, content_hash, columns, tombstones, types)
        is_landed = bool(tombstones.digest) and _land_without_erased(
            connection,
            tombstones,
            table,
            file,
            dict(zip(columns, zip(names, types, strict=True), strict=True)),
            landed_path,
        )
        parquet_path = landed_path if is_landed else file.path
        names = columns if is_landed else names
        _check_unchanged(file, before)
    else:
        header = _read_header(table, file)
        columns, unknown = _check_header(table, file, header, request.tables)
        parquet_path = _landed_path(folder, content_hash, columns, tombstones)
        names, types, is_landed = columns, ("VARCHAR",) * len(columns), True
        rows = _landed_row_count(connection, parquet_path, columns)
        if rows is None:
            rows = _land_text(
                connection, tombstones, table, file, header, columns, parquet_path, before
            )
    return Delivery(
        file=file.name,
        load_number=load_number,
        content_hash=content_hash,
        parquet_path=parquet_path,
        is_landed=is_landed,
        columns=columns,
        stored_names=names,
        stored_types=types,
        unknown_columns=unknown,
        row_count=rows,
        erased_row_count=_erased_row_count(connection, parquet_path)
        if is_landed and tombstones.digest
        else 0,
    )


def _landed_path(
    folder: Path,
    content_hash: str,
    columns: tuple[str, ...],
    tombstones: Tombstones,
    types: tuple[str, ...] = (),
) -> str:
    """Where the landed rows of a delivery lie: another name for everything that changes them."""
    parts = [LANDED_FORMAT, columns]
    parts += [each for each in (types, tombstones.digest) if each]
    short = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]
    return str(folder / f"{content_hash}-{short}.parquet")


def _hash(file: _File) -> tuple[str, os.stat_result]:
    """The SHA-256 of the file's own bytes, as `sha256sum` shows it, and its state before that."""
    with _reading(file), open(file.path, "rb") as stream:
        before = os.fstat(stream.fileno())
        return hashlib.file_digest(stream, "sha256").hexdigest(), before


def _check_unchanged(file: _File, before: os.stat_result) -> None:
    """Refuse a file that was written to since it was hashed: its hash would name other rows."""
    with _reading(file):
        after = os.stat(file.path)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        what = "the file changed while it was being read."
        raise RefusedFile(file.name, what, "Start again when the export has finished.")


@contextmanager
def _reading(file: _File) -> Iterator[None]:
    """Turn every way in which reading a file can fail into its refusal."""
    try:
        yield
    except EOFError:
        what = "the compressed file ends too early; its last part is missing."
        raise RefusedFile(file.name, what, "Copy or export the file again.") from None
    except (gzip.BadGzipFile, zlib.error):
        with suppress(OSError), open(file.path, "rb") as stream:
            kind = file_kinds.kind_of(stream.read(file_kinds.HEAD_BYTES))
            if kind and kind != "a gzip file":
                raise _other_kind(file, kind) from None
        what = "this is not a sound gzip file."
        to_do = "Export it again, or deliver it uncompressed as .csv."
        raise RefusedFile(file.name, what, to_do) from None
    except OSError as error:
        what = f"the file cannot be read ({error.strerror or type(error).__name__})."
        to_do = "Check that the file is there and that the build may read it."
        raise RefusedFile(file.name, what, to_do) from None


def _head(file: _File) -> bytes:
    """The first bytes of a file, unpacked where it is compressed."""
    with _reading(file), _open_text(file) as stream:
        return stream.read(file_kinds.HEAD_BYTES)


def _other_kind(file: _File, kind: str, is_inside: bool = False) -> RefusedFile:
    """The refusal of a file that is of another kind than its name says."""
    what = f"{'what is packed in this file' if is_inside else 'this'} is {kind}"
    what += f", whatever its name says: it ends in {_ending(file.name)}."
    return RefusedFile(file.name, what, file_kinds.what_to_do(kind))


def _open_text(file: _File) -> BinaryIO:
    """The text's bytes, unpacked where the file is compressed."""
    return gzip.open(file.path, "rb") if file.is_gzip else open(file.path, "rb")


# --- Parquet -------------------------------------------------------------------------------------


def _check_parquet(
    connection: duckdb.DuckDBPyConnection,
    table: TableContract,
    file: _File,
    tables: Sequence[TableContract],
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...], int]:
    """Contract columns, their names and types in the file, unknown columns and the row count."""
    path = quoted_text(_exact(file.path))
    try:
        top_names, rows = _footer(connection, file.path)
        described = connection.execute(
            f"describe select * from read_parquet({path}, hive_partitioning = false)"
        ).fetchall()
    except (duckdb.Error, IndexError, UnicodeDecodeError):
        kind = file_kinds.kind_of(_head(file)) or file_kinds.kind_of_text(_head(file))
        if kind and kind != "a Parquet file":
            raise _other_kind(file, kind) from None
        what = "this is not a sound Parquet file; it may be cut off."
        raise RefusedFile(file.name, what, "Copy or export the file again.") from None
    names = tuple(_normal(name) for name in top_names)
    if len(names) != len(described):
        what = "this is not a sound Parquet file: its schema contradicts itself."
        raise RefusedFile(file.name, what, "Export the file again.")
    columns, unknown = _check_names(table, file, names, None, tables)
    reserved = [name for name in names if name in (FILE_COLUMN, ROW_COLUMN)]
    if reserved:
        what = f"the column name {reserved[0]} is kept for the warehouse's own use."
        raise RefusedFile(file.name, what, "Rename or drop this column.", None, reserved[0])
    stored = {name: (row[0], row[1]) for name, row in zip(names, described, strict=True)}
    for name in columns:
        if not PLAIN_TYPE.fullmatch(stored[name][1]):
            kind = "bytes" if stored[name][1] == "BLOB" else "nested or special values"
            what = f"the column holds {kind} where one plain value is expected."
            to_do = "Export this column as text, a number, a date or a timestamp."
            raise RefusedFile(file.name, what, to_do, None, name)
    stored_names = tuple(stored[name][0] for name in columns)
    types = tuple(stored[name][1] for name in columns)
    relation = f"read_parquet({path}, hive_partitioning = false)"
    try:
        types = whole_ids.told_types(connection, relation, columns, stored_names, types)
    except duckdb.Error:
        what = "this is not a sound Parquet file: its rows cannot be read."
        raise RefusedFile(file.name, what, "Copy or export the file again.") from None
    return columns, stored_names, types, unknown, rows


def _footer(connection: duckdb.DuckDBPyConnection, path: str) -> tuple[list[str], int]:
    """The column names and the row count that a Parquet file's footer states."""
    exact = quoted_text(_exact(path))
    tree = connection.execute(f"select name, num_children from parquet_schema({exact})")
    names = _top_names(tree.fetchall())
    count = connection.execute(f"select num_rows from parquet_file_metadata({exact})")
    return names, int(count.fetchall()[0][0])


def _top_names(tree: Sequence[tuple[str, int | None]]) -> list[str]:
    """The names of a Parquet file's own columns, without the parts of nested ones."""
    names = []
    place = 1
    while place < len(tree):
        names.append(tree[place][0])
        open_children = 1
        while open_children and place < len(tree):
            open_children += (tree[place][1] or 0) - 1
            place += 1
    return names


# --- The header ----------------------------------------------------------------------------------


def _read_header(table: TableContract, file: _File) -> _Header:
    """The first record that is not blank."""
    with _reading(file), _open_text(file) as stream:
        head = stream.read(HEADER_BYTES)
        is_whole = len(head) < HEADER_BYTES or not stream.read(1)
    kind = file_kinds.kind_of(head[: file_kinds.HEAD_BYTES])
    if kind:
        raise _other_kind(file, kind, is_inside=file.is_gzip)
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head, final=is_whole)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        # The whole-file check says which byte on which line, and what the file looks like.
        _inspect(file)
    text = text.removeprefix("\ufeff")
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, strict=True)
    start, begin = 1, 0
    try:
        for cells in reader:
            if not _is_blank(cells):
                break
            start, begin = reader.line_num + 1, lines.tell()
        else:
            what = "the file is empty; not even a header is there."
            to_do = (
                "If there were no rows, deliver a file with the header only, or no file at all."
                f" {_header_to_do(table)}"
            )
            raise RefusedFile(file.name, what, to_do)
    except csv.Error as error:
        if "end of data" in str(error):
            line, column = _open_quote(text[begin:], start)
            raise _unclosed(file, line, column) from None
        what = "the header is not sound CSV: there is text after a closing quote, or no end."
        raise RefusedFile(file.name, what, _header_to_do(table), start) from None
    if not is_whole and lines.tell() == len(text):
        what = "the first line does not end within 1 MB, so it is no header."
        raise RefusedFile(file.name, what, _header_to_do(table), start)
    names = tuple(_normal(cell) for cell in cells)
    return _Header(names, start, start == reader.line_num)


def _check_header(
    table: TableContract, file: _File, header: _Header, tables: Sequence[TableContract]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The contract columns of a text file, in contract order, and the unknown ones."""
    wanted = set(table.required or table.columns)
    if not wanted & set(header.names):
        joined = ",".join(header.names)
        for delimiter, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")):
            if wanted & {_normal(cell.strip("\"' ")) for cell in joined.split(delimiter)}:
                what = f"the columns are separated by {word}, not by commas."
                to_do = "Export the file with commas (CSV, comma separated, UTF-8)."
                raise RefusedFile(file.name, what, to_do, header.line)
        kind = file_kinds.kind_of_text(_head(file))
        if kind:
            raise _other_kind(file, kind, is_inside=file.is_gzip)
    return _check_names(table, file, header.names, header.line, tables)


def _check_names(
    table: TableContract,
    file: _File,
    names: Sequence[str],
    line: int | None,
    tables: Sequence[TableContract],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The contract columns among a file's names, in contract order, and the unknown ones."""
    other = file_kinds.other_table(names, table, tables)
    if other:
        what = f"by its columns this is a file of {other.full_name}, not of {table.full_name}."
        to_do = f"Move it to {other.source}/{other.name}/, or deliver {table.full_name} here."
        raise RefusedFile(file.name, what, to_do, line)
    missing = [name for name in table.required if name not in names]
    # The first line may be a person's data, so its words are shown only once it has proved to be
    # a header, or where they are nearly a contract's word.
    spare = [name for name in names if name and name not in table.columns]
    near = {name: _near(name, spare) for name in missing}
    if missing and len(missing) == len(table.required) and not any(near.values()):
        what = f"no header: none of the required columns of {table.full_name} is there."
        raise RefusedFile(file.name, what, _header_to_do(table), line)
    twice = sorted({name for name in names if name and list(names).count(name) > 1})
    if twice and len(missing) < len(table.required):
        what = f"the header has this name twice: {one_line(twice[0])}."
        to_do = "Rename or drop one of the two columns (case and outer blanks do not count)."
        raise RefusedFile(file.name, what, to_do, line, one_line(twice[0]))
    if missing:
        several = "columns are" if len(missing) > 1 else "column is"
        what = f"required {several} missing: {', '.join(missing)}."
        renames = [f"{one_line(near[name])} to {name}" for name in missing if near[name]]
        to_do = f"Add {'them' if len(missing) > 1 else 'it'} to the export."
        others = [name for name in spare if name not in near.values()]
        if others:
            what += f" Columns that are not read: {_listed(others, 30)}."
        if renames:
            to_do = f"If these are the same under another name, rename {', '.join(renames)}."
        raise RefusedFile(file.name, what, to_do, line, missing[0])
    columns = tuple(name for name in table.columns if name in names)
    unknown = tuple(
        name or f"(column {place} has no name)"
        for place, name in enumerate(names, start=1)
        if name not in table.columns
    )
    return columns, unknown


def _header_to_do(table: TableContract) -> str:
    """What the first line must hold."""
    return f"The first line must name the columns, among them {', '.join(table.required)}."


def _near(name: str, others: Sequence[str]) -> str:
    """The name that was probably meant; empty when none is near."""
    return next(iter(difflib.get_close_matches(name, others, n=1, cutoff=0.7)), "")


def _normal(name: str) -> str:
    """A column name as names are compared: trimmed, as cells are, and in lower case."""
    return name.strip(BLANKS).lower()


def _is_blank(cells: Sequence[str]) -> bool:
    """Whether a record is a line with nothing but blanks."""
    return not cells or (len(cells) == 1 and not cells[0].strip(" \t"))


# --- Text: the whole-file check ------------------------------------------------------------------


@dataclass(frozen=True)
class _Facts:
    """What the fast reader needs to be trusted with a file."""

    is_plain: bool
    delimiters: int


class _QuoteWatch:
    """Whether quotes stand only where CSV allows them, and how many commas separate cells."""

    BORDERS = frozenset(b",\r\n")

    def __init__(self) -> None:
        self.is_sound = True
        self.delimiters = 0
        self._is_inside = False
        # First and last byte of the stretch since the last quote; the file starts like a line.
        self._rest = b"\n"

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the file."""
        stretches = chunk.split(b'"')
        self.delimiters += b"".join(stretches[self._is_inside :: 2]).count(b",")
        stretches[0] = self._rest + stretches[0]
        last = stretches.pop()
        self._rest = last if len(last) < 3 else last[:1] + last[-1:]
        outside = set(stretches[self._is_inside :: 2])
        self.is_sound = self.is_sound and all(self._is_between(each) for each in outside)
        self._is_inside ^= len(stretches) % 2 == 1

    def finish(self) -> None:
        """Take the end of the file."""
        closed = self._rest[:1] == b"" or self._rest[0] in self.BORDERS
        self.is_sound = self.is_sound and not self._is_inside and closed

    def _is_between(self, stretch: bytes) -> bool:
        """Whether the bytes from a closing quote to the next opening one are in order."""
        return not stretch or (stretch[0] in self.BORDERS and stretch[-1] in self.BORDERS)


def _inspect(file: _File) -> _Facts:
    """Refuse what is not UTF-8 or holds NUL bytes; tell what the rest is made of."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    quotes = _QuoteWatch()
    returns = pairs = position = 0
    last = b""
    with _reading(file), _open_text(file) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                bad = position - pending + error.start
                nul = chunk.find(b"\0", 0, max(bad - position, 0))
                raise _bad_byte(file, bad if nul < 0 else position + nul) from None
            nul = chunk.find(b"\0")
            if nul >= 0:
                raise _bad_byte(file, position + nul)
            quotes.feed(chunk.removeprefix(codecs.BOM_UTF8) if position == 0 else chunk)
            returns += chunk.count(b"\r")
            pairs += chunk.count(b"\r\n") + (last == b"\r" and chunk[:1] == b"\n")
            last = chunk[-1:]
            position += len(chunk)
    if decoder.getstate()[0]:
        raise _bad_byte(file, position - len(decoder.getstate()[0]))
    quotes.finish()
    return _Facts(quotes.is_sound and returns == pairs, quotes.delimiters)


def _bad_byte(file: _File, position: int) -> RefusedFile:
    """The refusal of a byte that is not text, with its line and what the file looks like."""
    line, start, found = 1, 0, b""
    with _reading(file), _open_text(file) as stream:
        head = stream.read(1000)
        stream.seek(0)
        for found in stream:
            if position < start + len(found):
                break
            start += len(found)
            line += found.count(b"\n") + found.count(b"\r") - found.count(b"\r\n")
    before = found[: position - start]
    line += before.count(b"\r")
    column = position - start - (before.rfind(b"\r") + 1) + 1
    byte = found[position - start : position - start + 1]
    is_nul = byte == b"\0"
    what = f"byte {column} of this line "
    what += "is a NUL byte" if is_nul else f"(0x{byte.hex().upper()}) is not UTF-8 text"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or (
        head.count(b"\0") * 5 > len(head)
    ):
        what += "; the file looks like UTF-16 (Excel's Unicode text)."
    elif is_nul:
        to_do = "Text holds no NUL bytes: the file may be damaged, or be no CSV. Export it again."
        return RefusedFile(file.name, what + ".", to_do, line, column)
    elif _is_gbk(found[max(0, len(before) - 1000) : len(before) + 1000]):
        what += "; the file looks like GBK (the Chinese Windows encoding)."
    else:
        what += "; the file may be in a Windows code page, or damaged."
    to_do = 'Save it as UTF-8: in Excel "CSV UTF-8"; elsewhere choose the encoding UTF-8.'
    return RefusedFile(file.name, what, to_do, line, column)


def _is_gbk(line: bytes) -> bool:
    """Whether the bytes above ASCII stand in the pairs that common Chinese characters have."""
    high = sum(byte > 0x7F for byte in line)
    pairs = re.findall(rb"[\xa1-\xa9\xb0-\xf7][\xa1-\xfe]", line)
    return high > 1 and 2 * len(pairs) >= 0.8 * high


# --- Text: landing -------------------------------------------------------------------------------


def _land_text(
    connection: duckdb.DuckDBPyConnection,
    tombstones: Tombstones,
    table: TableContract,
    file: _File,
    header: _Header,
    columns: tuple[str, ...],
    parquet_path: str,
    before: os.stat_result,
) -> int:
    """Write a text file's rows as Parquet and give their count."""
    facts = _inspect(file)

    def fast(target: str) -> bool:
        is_whole = _copy_fast(connection, file, header, columns, facts, target)
        _check_unchanged(file, before)
        if is_whole:
            _blank_erased(connection, tombstones, table, columns, target)
        return is_whole

    def exact(target: str) -> bool:
        _copy_exact(connection, file, header, columns, target)
        _check_unchanged(file, before)
        _blank_erased(connection, tombstones, table, columns, target)
        return True

    folder = os.path.dirname(parquet_path)
    try:
        os.makedirs(folder, exist_ok=True)
        _drop_abandoned(folder)
        is_simple = facts.is_plain and header.line == 1 and header.is_one_line
        is_simple = is_simple and len(header.names) > 1
        if not (is_simple and _write(parquet_path, fast)):
            _write(parquet_path, exact)
        rows = _landed_row_count(connection, parquet_path, columns)
    except (OSError, duckdb.Error) as error:
        raise _unwritable(folder, error) from None
    if rows is None:
        raise _unwritable(folder, OSError("what was written cannot be read back"))
    return rows


def _write(parquet_path: str, copy: Callable[[str], bool]) -> bool:
    """Let `copy` write a temporary file, and give it its name only if it says it is whole."""
    temporary = f"{parquet_path}.{uuid.uuid4().hex}.tmp"
    try:
        is_whole = copy(temporary)
        if is_whole:
            os.replace(temporary, parquet_path)
        return is_whole
    finally:
        for leftover in (temporary, temporary + ".json.tmp", temporary + ".erased.tmp"):
            with suppress(FileNotFoundError):
                os.remove(leftover)


def _blank_erased(
    connection: duckdb.DuckDBPyConnection,
    tombstones: Tombstones,
    table: TableContract,
    columns: tuple[str, ...],
    target: str,
) -> None:
    """Blank the rows of erased customers in a landed file that has no name yet."""
    names = {column: quoted(column) for column in columns}
    relation = f"read_parquet({quoted_text(_exact(target))}, hive_partitioning = false)"
    blanked = target + ".erased.tmp"
    if tombstones.leave_out(connection, table.full_name, relation, names, names, blanked):
        os.replace(blanked, target)


def _land_without_erased(
    connection: duckdb.DuckDBPyConnection,
    tombstones: Tombstones,
    table: TableContract,
    file: _File,
    stored: dict[str, tuple[str, str]],
    parquet_path: str,
) -> bool:
    """Land a Parquet delivery only when it has rows of erased customers: whether it had."""
    if os.path.isfile(parquet_path):
        return True
    folder = os.path.dirname(parquet_path)
    relation = f"""(
        select
            *,
            cast({ROW_COLUMN} + 1 as bigint) as _row_number,
            cast(null as varchar) as _fault,
            cast(null as varchar) as _fault_text
        from read_parquet(
            {quoted_text(_exact(file.path))}, hive_partitioning = false, {ROW_COLUMN} = true
        )
    )"""
    texts = {
        column: whole_ids.as_text(quoted(name))
        if kind.startswith(whole_ids.WHOLE)
        else f"cast({quoted(name)} as varchar)"
        for column, (name, kind) in stored.items()
    }
    values = {column: quoted(name) for column, (name, _) in stored.items()}

    def copy(target: str) -> bool:
        rows = tombstones.leave_out(connection, table.full_name, relation, texts, values, target)
        return rows > 0

    try:
        os.makedirs(folder, exist_ok=True)
        _drop_abandoned(folder)
        return _write(parquet_path, copy)
    except (OSError, duckdb.Error) as error:
        raise _unwritable(folder, error) from None


def _erased_row_count(connection: duckdb.DuckDBPyConnection, parquet_path: str) -> int:
    """The blank rows of a landed file."""
    relation = f"read_parquet({quoted_text(_exact(parquet_path))}, hive_partitioning = false)"
    count = connection.execute(f"select count(*) from {relation} where _fault = '{ERASED}'")
    return int(count.fetchall()[0][0])


def _copy_fast(
    connection: duckdb.DuckDBPyConnection,
    file: _File,
    header: _Header,
    columns: tuple[str, ...],
    facts: _Facts,
    target: str,
) -> bool:
    """Copy inside DuckDB; false when a record does not fit, so that the exact reader must look."""
    names = [f"c{place}" for place in range(len(header.names))]
    typed = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    chosen = [
        f"nullif({names[header.names.index(column)]}, '') as {quoted(column)}" for column in columns
    ]
    # Reading in parallel takes a row inside a long quoted cell for a row of the file.
    statement = f"""
        copy (
            select
                {", ".join(chosen)},
                row_number() over () as _row_number,
                cast(null as varchar) as _fault,
                cast(null as varchar) as _fault_text
            from read_csv(
                {quoted_text(_exact(file.path))},
                auto_detect = false,
                header = true,
                columns = {{{typed}}},
                delim = ',',
                quote = '"',
                escape = '"',
                comment = '',
                nullstr = '',
                encoding = 'utf-8',
                compression = '{"gzip" if file.is_gzip else "none"}',
                strict_mode = true,
                null_padding = false,
                ignore_errors = false,
                hive_partitioning = false,
                parallel = false,
                max_line_size = {FAST_LINE_BYTES},
                buffer_size = {2 * FAST_LINE_BYTES}
            )
        ) to {quoted_text(target)} (format parquet, compression zstd)
    """
    try:
        rows = connection.execute(statement).fetchall()[0][0]
    except duckdb.Error:
        return False
    # DuckDB takes a record with too many cells when the surplus is empty, though a comma in an
    # unquoted name may have pushed every value one column on. Counting the commas finds it.
    return facts.delimiters == (rows + 1) * (len(header.names) - 1)


def _copy_exact(
    connection: duckdb.DuckDBPyConnection,
    file: _File,
    header: _Header,
    columns: tuple[str, ...],
    target: str,
) -> None:
    """Copy record by record, keeping the raw text of those that do not fit the header."""
    places = [(column, header.names.index(column)) for column in columns]
    longest = 0
    staged = target + ".json.tmp"
    with open(staged, "w", encoding="utf-8", newline="\n") as stream:
        for number, (cells, raw) in enumerate(_records(file, header), start=1):
            if cells is None:
                row = {"_row_number": number, "_fault": MALFORMED_ROW, "_fault_text": raw}
            else:
                row = {"_row_number": number}
                row.update((column, cells[place]) for column, place in places if cells[place])
            text = json.dumps(row, ensure_ascii=False)
            longest = max(longest, len(text))
            stream.write(text + "\n")
    typed = dict.fromkeys(columns, "VARCHAR")
    typed |= {"_row_number": "BIGINT", "_fault": "VARCHAR", "_fault_text": "VARCHAR"}
    listed = ", ".join(f"{quoted_text(name)}: '{kind}'" for name, kind in typed.items())
    connection.execute(f"""
        copy (
            select {", ".join(quoted(name) for name in typed)}
            from read_json(
                {quoted_text(_exact(staged))},
                format = 'newline_delimited',
                columns = {{{listed}}},
                compression = 'none',
                hive_partitioning = false,
                maximum_object_size = {max(16 * 1024 * 1024, 4 * longest + 1024)}
            )
        ) to {quoted_text(target)} (format parquet, compression zstd)
    """)


def _records(file: _File, header: _Header) -> Iterator[tuple[list[str] | None, str]]:
    """Each record after the header: its cells, or nothing and its raw text if it does not fit."""
    raw: list[str] = []

    def lines(stream: io.TextIOWrapper) -> Iterator[str]:
        for line in stream:
            raw.append(line)
            yield line

    limit = csv.field_size_limit(CELL_CHARACTERS)
    try:
        with (
            _reading(file),
            _open_text(file) as binary,
            io.TextIOWrapper(binary, encoding="utf-8-sig", newline="") as stream,
        ):
            reader = csv.reader(lines(stream), strict=True)
            while True:
                start = reader.line_num + 1
                raw.clear()
                try:
                    cells: list[str] | None = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    if "end of data" in str(error) or "field limit" in str(error):
                        line, column = _open_quote("".join(raw), start)
                        raise _unclosed(file, line, column) from None
                    cells = None
                if start <= header.line:
                    continue
                if cells is not None and _is_blank(cells):
                    continue
                if cells is not None and len(cells) != len(header.names):
                    cells = None
                yield cells, "".join(raw).rstrip("\r\n")
    finally:
        csv.field_size_limit(limit)


def _open_quote(record: str, line: int) -> tuple[int, int]:
    """Line and character at which the quote opened that a record never closes."""
    opened = place = 0
    while place < len(record):
        end = record.find('"', place)
        at_start = end >= 0 and (end == 0 or record[end - 1] in ",\r\n")
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


def _unclosed(file: _File, line: int, column: int) -> RefusedFile:
    """The refusal of a quote that nothing closes."""
    what = "the quote that opens here is never closed, so the rows after it cannot be told apart."
    to_do = 'Close it; a quote inside a quoted cell is written twice ("").'
    return RefusedFile(file.name, what, to_do, line, column)


def _landed_row_count(
    connection: duckdb.DuckDBPyConnection, parquet_path: str, columns: tuple[str, ...]
) -> int | None:
    """The rows of a landed file; nothing when it is not there or not sound."""
    if not os.path.isfile(parquet_path):
        return None
    try:
        names, rows = _footer(connection, parquet_path)
    except (duckdb.Error, IndexError, UnicodeDecodeError):
        return None
    return rows if names == [*columns, *ROW_FACTS] else None


def _drop_abandoned(folder: str) -> None:
    """Remove the temporary files of runs that were killed long ago."""
    for entry in os.scandir(folder):
        with suppress(OSError):
            is_old = time.time() - entry.stat().st_mtime > ABANDONED_SECONDS
            if entry.name.endswith(".tmp") and stat.S_ISREG(entry.stat().st_mode) and is_old:
                os.remove(entry.path)


def _drop_unused(request: LandingRequest, landing: Landing) -> None:
    """Remove landed copies of files that were taken away, and those by an older list of the erased.

    A landed file is named by the hash of its content; Spark's copy as text begins like it.
    """
    for table in landing.tables:
        folder = Path(os.path.abspath(request.landed_path), table.source, table.name)
        kept = tuple(
            Path(each.parquet_path).stem if each.is_landed else f"{each.content_hash}-text-"
            for each in table.deliveries
        )
        for path in folder.glob("*.parquet"):
            if not path.name.startswith(kept):
                with suppress(OSError):
                    path.unlink()


# --- The view ------------------------------------------------------------------------------------


def _empty_select(table: TableContract) -> str:
    """A select with a raw table's columns and no rows."""
    columns = [f"cast(null as varchar) as {quoted(column)}" for column in table.columns]
    columns += [
        "cast(null as varchar) as _file",
        "cast(null as bigint) as _row_number",
        "cast(null as integer) as _load_number",
        "cast(null as varchar) as _fault",
        "cast(null as varchar) as _fault_text",
    ]
    return "select\n    " + ",\n    ".join(columns) + "\nwhere false"


def native_columns(table: TableContract, deliveries: Sequence[Delivery]) -> tuple[str, ...]:
    """The columns that every delivery stores in one and the same type, the contract's own."""
    stored = [dict(zip(each.columns, each.stored_types, strict=True)) for each in deliveries]
    native: list[str] = []
    for column, wanted in zip(table.columns, table.types, strict=False):
        kinds = {types.get(column, "") for types in stored}
        pattern = NATIVE_TYPES.get(wanted)
        if pattern and len(kinds) == 1 and pattern.fullmatch(kinds.pop()):
            native.append(column)
    return tuple(native)


def _group_select(table: TableContract, group: Sequence[Delivery], native: tuple[str, ...]) -> str:
    """The select over deliveries that have one shape."""
    first = group[0]
    stored = {
        column: f"delivered.{quoted(name)}"
        if column in native
        else _as_text(f"delivered.{quoted(name)}", kind)
        for column, name, kind in zip(
            first.columns, first.stored_names, first.stored_types, strict=True
        )
    }
    columns = [
        f"{stored.get(column, 'cast(null as varchar)')} as {quoted(column)}"
        for column in table.columns
    ]
    columns.append("delivery.file as _file")
    if first.is_landed:
        columns.append("delivered._row_number")
    else:
        columns.append(f"cast(delivered.{ROW_COLUMN} + 1 as bigint) as _row_number")
    columns.append("delivery.load_number as _load_number")
    for fault in ("_fault", "_fault_text"):
        columns.append(
            f"delivered.{fault}" if first.is_landed else f"cast(null as varchar) as {fault}"
        )
    paths = ",\n        ".join(quoted_text(_exact(each.parquet_path)) for each in group)
    facts = ",\n        ".join(
        f"({quoted_text(each.parquet_path)}, {quoted_text(each.file)},"
        f" cast({each.load_number} as integer))"
        for each in group
    )
    options = [f"filename = '{FILE_COLUMN}'", "hive_partitioning = false", "union_by_name = false"]
    if not first.is_landed:
        options.append(f"{ROW_COLUMN} = true")
    return (
        "select\n    "
        + ",\n    ".join(columns)
        + f"\nfrom read_parquet(\n    [\n        {paths}\n    ],\n    "
        + ", ".join(options)
        + f"\n) as delivered\ninner join (\n    values\n        {facts}\n"
        + ") as delivery (path, file, load_number)\n"
        + f"    on delivered.{FILE_COLUMN} = delivery.path"
    )


def _as_text(expression: str, kind: str) -> str:
    """A stored value as text: empty is null, and instants are in UTC in every session."""
    if kind == "VARCHAR":
        return f"nullif({expression}, '')"
    if kind.startswith(whole_ids.WHOLE):
        return whole_ids.as_text(expression)
    if kind in ("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ"):
        return f"cast(timezone('UTC', {expression}) as varchar) || '+00'"
    return f"nullif(cast({expression} as varchar), '')"


def _exact(path: str) -> str:
    """A path in which DuckDB sees no wildcard."""
    return re.sub(r"([\[*?])", r"[\1]", path)


# --- Words ---------------------------------------------------------------------------------------


def _no_folder(given: str, raw_path: str) -> RefusedFile:
    """The refusal of a raw folder that is not there."""
    kind = "is not a folder" if os.path.exists(raw_path) else "does not exist"
    what = f"the raw folder {kind} (looked at {raw_path})."
    return RefusedFile(given or ".", what, "Set CX_RAW_PATH to the folder with the exported files.")


def _missing_table(table: TableContract, raw_path: str) -> RefusedFile:
    """The refusal of a run without a table that everything rests on."""
    base = f"{table.source}/{table.name}"
    folder = os.path.join(raw_path, table.source)
    shown = f"{table.source}/" if os.path.isdir(folder) else "The raw folder"
    there: list[str] = []
    with suppress(OSError):
        there = sorted(os.listdir(folder if os.path.isdir(folder) else raw_path))
    content = f"{shown} holds {_listed(there)}." if there else f"{shown} is empty."
    what = (
        f"the table {table.full_name} is required and was not found. Looked in {raw_path} for"
        f" {base}.csv, {base}.csv.gz, {base}.parquet and files in {base}/. {content}"
    )
    return RefusedFile(
        base, what, "Export the table to one of these places, or correct CX_RAW_PATH."
    )


def _unwritable(folder: str, error: Exception) -> RefusedFile:
    """The refusal of a run whose own folder cannot be written."""
    reason = getattr(error, "strerror", None) or str(error).split("\n")[0]
    if isinstance(error, duckdb.Error):
        reason = type(error).__name__
    what = f"the warehouse cannot write here ({reason})."
    return RefusedFile(folder, what, "Check the free space and the rights of this folder.")


def _table_notices(
    table: TableContract,
    deliveries: Sequence[Delivery],
    repeats: Sequence[str],
) -> list[str]:
    """What to know of a table: columns that are not read, and files that add nothing."""
    notices = []
    unknown = list(dict.fromkeys(name for each in deliveries for name in each.unknown_columns))
    if unknown:
        notices.append(
            f"{table.full_name}: columns not in the contract, so not read: {_listed(unknown)}."
        )
    if repeats:
        notices.append(
            f"{table.full_name}: the same content as an earlier file, so nothing is added:"
            f" {_listed(repeats, longest=300)}."
        )
    return notices


def _erased_notices(tables: Sequence[LandedTable]) -> list[str]:
    """Which files of the user still hold rows of erased customers, which were left out."""
    counts = [
        f"{one_line(each.file, 300)} ({each.erased_row_count})"
        for table in tables
        for each in table.deliveries
        if each.erased_row_count
    ]
    if not counts:
        return []
    return [
        "Rows of erased customers were left out. These raw files still hold them, which is yours to"
        f" change: {', '.join(counts)}."
    ]


def _stray_notice(strays: Sequence[str], tables: Sequence[TableContract]) -> str:
    """What lies in the raw folder and belongs to no table."""
    places = {f"{table.source}/{table.name}": table for table in tables}
    named = []
    for stray in strays[:SHOWN_NAMES]:
        ending = _ending(stray)
        near = _near(stray[: len(stray) - len(ending)].rstrip("/"), list(places))
        named.append(one_line(stray) + (f" (did you mean {near}?)" if near else ""))
    more = len(strays) - len(named)
    ending = f" and {more} more." if more else "."
    return (
        f"Not read, since this is the name of no table of the contract: {', '.join(named)}{ending}"
    )


def _listed(names: Sequence[str], longest: int = 60) -> str:
    """Names in one line, the first few and a count."""
    shown = ", ".join(one_line(name, longest) for name in names[:SHOWN_NAMES])
    more = len(names) - SHOWN_NAMES
    return f"{shown} and {more} more" if more > 0 else shown
