"""Mapped files become deliveries of the contract's tables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from python_hooks.engines.warehouse import quoted, quoted_text
from python_hooks.landing.contracts import Delivery, TableContract
from python_hooks.landing.erased import blank_erased, erased_row_count
from python_hooks.landing.landed_files import (
    ROW_FACTS,
    folder_to_land_in,
    landed_footer,
    path_of,
    write_landed,
)
from python_hooks.landing.mapped_header import wanted_of
from python_hooks.landing.mappings.own_select import columns_of_sql, sql_name
from python_hooks.landing.mappings.selects import (
    NO_ROWS,
    absent_of_sql,
    given_select,
    part_select,
    present_columns,
)
from python_hooks.landing.mappings.uses import Account
from python_hooks.landing.mappings.vocabulary import Mapping as ReadMapping
from python_hooks.landing.mappings.vocabulary import TablePart
from python_hooks.landing.raw_files import HashedFile, check_unchanged, stored_rows
from python_hooks.landing.refusals import RefusedFile
from python_hooks.landing.run import Run
from python_hooks.landing.staging import stage
from python_hooks.text.tables import one_line

NO_FAULT = "cast(null as varchar) as _fault, cast(null as varchar) as _fault_text"


@dataclass(frozen=True)
class MappedPart:
    """One part of a table as one account fills it.

    files: those of every source table it reads; none where they lie in a schema.
    """

    mapping: ReadMapping
    part: TablePart
    account: Account
    table: TableContract
    files: Mapping[str, Sequence[HashedFile]]

    def setting(self, source: str) -> str:
        """Where a source table's settings stand, for messages."""
        return f"files.{source} in {self.mapping.path}"

    @property
    def required(self) -> tuple[str, ...]:
        """What the contract requires of every row."""
        return self.table.required

    @property
    def source_columns(self) -> tuple[tuple[str, str], ...]:
        """Columns of the contract with the source columns of which the first filled one is read."""
        return tuple(
            (column.name, " or ".join(one_line(name, 40) for name in column.column))
            for column in self.part.columns
            if column.column
        )

    def digest(self, file: HashedFile) -> str:
        """A name for all that the rows come from: the file, what it is joined with, the mapping."""
        every = {name for column in self.part.columns for name in column.column}
        lookups = [
            [each.content_hash for each in self.files[source]] for source in self.part.sources[1:]
        ]
        # The SQL stands for the columns' words and for how this version reads them.
        sql = self.select("", every, ["_row_number"])
        settings = [
            repr(replace(self.mapping.files[source], line=0)) for source in self.part.sources
        ]
        parts = [file.content_hash, lookups, sql, self.part.sql, settings]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def select(self, given: str, present: set[str], facts: Sequence[str] = ()) -> str:
        """The select of the contract's columns, and of the row's facts that are passed on."""
        return part_select(
            self.part,
            self.table,
            given,
            present,
            facts,
            self.account.prefix,
            self.mapping.account_ids,
        )


def deliver_mapped(run: Run, mapped: MappedPart, file: HashedFile, load_number: int) -> Delivery:
    """A file becomes a delivery, unless an earlier run landed it by the same mapping."""
    digest = mapped.digest(file)
    named = HashedFile(file.name, file.path, digest, file.before)
    landed = path_of(run, mapped.table, named, ())
    columns, row_count = landed_footer(run.connection, landed) or _land(run, mapped, file, landed)
    return Delivery(
        file=file.name,
        load_number=load_number,
        content_hash=digest,
        parquet_path=landed,
        is_landed=True,
        columns=columns,
        stored_names=columns,
        stored_types=("VARCHAR",) * len(columns),
        unknown_columns=(),
        row_count=row_count,
        erased_row_count=erased_row_count(run.connection, landed) if run.tombstones.digest else 0,
        source_columns=mapped.source_columns,
    )


def absent_notice(mapped: MappedPart, deliveries: Sequence[Delivery]) -> str:
    """Which columns of a part no file has; empty when all are there."""
    absent = []
    for column in mapped.part.columns:
        lacking = [each.file for each in deliveries if column.name not in each.columns]
        if lacking:
            source = " or ".join(one_line(name, 40) for name in column.column)
            few = f" ({len(lacking)} of {len(deliveries)} files)"
            absent.append(f"{source} for {column.name}{few if len(deliveries) > 1 else ''}")
    return empty_columns_notice(mapped, mapped.account.place, absent) if absent else ""


def empty_columns_notice(mapped: MappedPart, place: str, absent: Sequence[str]) -> str:
    """Which columns of a mapping a folder or table does not have."""
    return (
        f"{mapped.table.full_name}: columns of {mapped.mapping.path} that {place} does not have,"
        f" so they are empty: {', '.join(absent)}."
    )


def _land(
    run: Run, mapped: MappedPart, file: HashedFile, landed: str
) -> tuple[tuple[str, ...], int]:
    """Write the mapped rows of a file; their columns and their count."""

    def copy(target: str) -> bool:
        columns = _copy(run, mapped, file, target)
        for each in (
            file,
            *(one for name in mapped.part.sources[1:] for one in mapped.files[name]),
        ):
            check_unchanged(each)
        blank_erased(run, mapped.table, columns, target)
        return True

    with folder_to_land_in(landed):
        write_landed(landed, copy)
        written = landed_footer(run.connection, landed)
        if written is None:
            raise OSError("what was written cannot be read back")
    return written


def _copy(run: Run, mapped: MappedPart, file: HashedFile, target: str) -> tuple[str, ...]:
    """Copy a file's rows as the mapping reads them; the contract's columns that it fills."""
    part = mapped.part
    staged, present = _stage(run, mapped, part.sources[0], [file], f"{target}.0")
    sound = f"select * exclude (_fault, _fault_text) from ({staged}) where _fault is null"
    relations, names = {part.sources[0]: sound}, {part.sources[0]: present}
    for place, source in enumerate(part.sources[1:], start=1):
        relations[source], names[source] = _lookup(run, mapped, source, f"{target}.{place}")
    absent = absent_of_sql(part, names)
    given = given_select(part, relations, absent)
    if part.sql is not None:
        present = columns_of_sql(run.connection, mapped.mapping, part, mapped.table, given)
        if "_row_number" not in present:
            what = "the select does not pass on _row_number, so no row could name its place."
            cure = f"Select {part.sources[0]}._row_number, too."
            raise RefusedFile(sql_name(mapped.mapping, part), what, cure)
    columns = tuple(column.name for column in present_columns(part, present))
    nulls = "".join(f"null as {quoted(column)}, " for column in columns)
    run.connection.execute(f"""
        copy (
            select * from (
                select *, {NO_FAULT} from ({mapped.select(given, present, ["_row_number"])})
                union all
                select {nulls}_row_number, _fault, _fault_text
                from ({staged}) where _fault is not null
            )
            order by _row_number
        ) to {quoted_text(target)} (format parquet, compression zstd)
    """)
    if part.sql is not None:
        _check_required(run.connection, mapped, file, absent, target)
        _check_row_numbers(run.connection, mapped, target)
    return columns


def _stage(
    run: Run, mapped: MappedPart, source: str, files: Sequence[HashedFile], base: str
) -> tuple[str, set[str]]:
    """The select over staged files of one source table, and its columns."""
    settings = mapped.mapping.files[source]
    wanted = wanted_of(mapped.part, mapped.required, source, mapped.setting(source))
    selects, present = [], set()
    for place, file in enumerate(files):
        target = f"{base}.{place}.staged"
        names = stage(run.connection, file, settings, wanted, target)
        present |= set(names)
        texts = [
            rf"regexp_replace({quoted(name)}, '^\s*=\"(.*)\"\s*$', '\1') as {quoted(name)}"
            if settings.formula_text
            else quoted(name)
            for name in names
        ]
        selects.append(f"select {', '.join([*texts, *ROW_FACTS])} from {stored_rows(target)}")
    return "\nunion all by name\n".join(selects), present


def _lookup(run: Run, mapped: MappedPart, source: str, base: str) -> tuple[str, set[str]]:
    """The select over all files of a source table that is joined to another one; its columns."""
    files = mapped.files[source]
    if not files and source in mapped.part.optional:
        return NO_ROWS, set()
    if not files:
        what = f"{mapped.part.table} joins {source}, and no file of {mapped.account.place} is one."
        cure = f"Deliver it, or correct {mapped.setting(source)}."
        raise RefusedFile(mapped.mapping.path, what, cure, mapped.part.line)
    staged, present = _stage(run, mapped, source, files, base)
    broken = run.connection.execute(
        f"select min(_row_number) from ({staged}) where _fault is not null"
    ).fetchall()[0][0]
    if broken is not None:
        what = f"row {broken} of {source} does not fit its header, so it cannot be joined."
        raise RefusedFile(files[0].name, what, "Correct the row.", broken)
    return f"select * exclude (_fault, _fault_text) from ({staged})", present


def _check_required(
    connection: duckdb.DuckDBPyConnection,
    mapped: MappedPart,
    file: HashedFile,
    absent: Mapping[str, Sequence[str]],
    target: str,
) -> None:
    """Refuse a file without what is required: the select reads a column that is absent as null.

    A select may fill such a name from another column, so only a column without a value counts.
    """
    lacking = {name for names in absent.values() for name in names}
    for column in mapped.part.columns:
        absent_names = [name for name in column.column if name in lacking]
        if column.name not in mapped.required or not absent_names:
            continue
        values = connection.execute(
            f"select count({quoted(column.name)}) from {stored_rows(target)}"
        ).fetchall()[0][0]
        if not values:
            names = " or ".join(one_line(name, 40) for name in absent_names)
            what = f"the header lacks {names}, which {mapped.table.full_name}.{column.name} needs."
            setting = mapped.setting(mapped.part.sources[0])
            cure = f"Correct the mapping; if the header is further down, header_row in {setting}."
            raise RefusedFile(file.name, what, cure)


def _check_row_numbers(
    connection: duckdb.DuckDBPyConnection, mapped: MappedPart, target: str
) -> None:
    """A row of the file may become one row of the contract in each part, not several."""
    twice = connection.execute(
        f"select min(row) from (select coalesce(_row_number, 0) as row from"
        f" {stored_rows(target)}"
        " group by _row_number having count(*) > 1 or _row_number is null)"
    ).fetchall()[0][0]
    if twice is not None:
        path = sql_name(mapped.mapping, mapped.part)
        what = (
            f"the select gives row {twice} of the file more than once; 0 is a row without number."
        )
        cure = "Let the join find one row, or write the table as a list of parts, one for each."
        raise RefusedFile(path, what, cure)
