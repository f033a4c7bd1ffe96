"""Where mapped tables come from: folders of files, and schemas of the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from python_hooks.engines.warehouse import connect, quoted, quoted_text
from python_hooks.landing.contracts import LandingRequest, TableContract
from python_hooks.landing.mapped import MappedPart, empty_columns_notice
from python_hooks.landing.mapped_folder import MappedFolder, find_mapped
from python_hooks.landing.mappings.own_select import columns_of_sql, sql_name
from python_hooks.landing.mappings.selects import (
    NO_ROWS,
    absent_of_sql,
    given_select,
    present_columns,
)
from python_hooks.landing.mappings.uses import Use, read_uses
from python_hooks.landing.refusals import RefusedFile
from python_hooks.landing.staging import text_of_stored
from python_hooks.text.tables import one_line

Folders = Mapping[tuple[str, str], MappedFolder]


@dataclass
class SchemaTables:
    """The selects of a table over schemas, and what there is to say of them.

    columns: the load number of each select, and where its columns come from.
    """

    selects: tuple[str, ...] = ()
    columns: list[tuple[int, tuple[tuple[str, str], ...]]] = field(default_factory=list)
    refused: list[RefusedFile] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def read_folders(uses: Mapping[str, Sequence[Use]], raw_path: str) -> Folders:
    """Every folder that a mapping reads, once, by the path of the mapping and its own."""
    folders: dict[tuple[str, str], MappedFolder] = {}
    for use in (each for several in uses.values() for each in several):
        for account in use.folders:
            if use.mapping and (use.mapping.path, account.place) not in folders:
                folders[use.mapping.path, account.place] = find_mapped(
                    raw_path, account.place, use.mapping.files
                )
    return folders


def mapped_parts(
    uses: Sequence[Use], table: TableContract, folders: Folders
) -> Iterator[MappedPart]:
    """The parts of a table that come from files, by account."""
    for use in uses:
        for account in use.folders if use.mapping else ():
            files = folders[use.mapping.path, account.place].files
            for part in use.parts(table):
                yield MappedPart(use.mapping, part, account, table, files)


def tables_of_schemas(request: LandingRequest) -> list[tuple[str, str]]:
    """The tables that mappings read from schemas, as schema and table; raises BadMappings."""
    uses = read_uses(request.sources, Path(request.mappings_path), request.tables)
    found = {
        (account.place, source)
        for several in uses.values()
        for use in several
        if use.mapping
        for part in use.mapping.parts
        if part.table.split(".")[0] == use.source
        for account in use.schemas
        for source in part.sources
    }
    return sorted(found)


def read_schemas(
    request: LandingRequest, uses: Sequence[Use], table: TableContract, loads: int
) -> SchemaTables:
    """The selects of a table over schemas. loads: its deliveries, which are counted first."""
    answer = SchemaTables()
    selects: list[str] = []
    for use in uses:
        for account in use.schemas if use.mapping else ():
            for part in use.parts(table):
                mapped = MappedPart(use.mapping, part, account, table, {})
                load_number = loads + len(selects) + 1
                select = _schema_select(request, mapped, load_number, answer)
                if select:
                    selects.append(select)
                    answer.columns.append((load_number, mapped.source_columns))
    answer.selects = tuple(selects)
    return answer


def _schema_select(
    request: LandingRequest, mapped: MappedPart, load_number: int, answer: SchemaTables
) -> str:
    """The select of one part over one schema; empty where its first table is not there."""
    mapping, part, table, schema = mapped.mapping, mapped.part, mapped.table, mapped.account.place
    place = f"{schema}.{part.sources[0]}"
    relations: dict[str, str] = {}
    columns_of: dict[str, set[str]] = {}
    for source in part.sources:
        names = request.schema_columns.get(f"{schema}.{source}", ())
        if not names and source in part.optional:
            columns_of[source] = set()
            relations[source] = NO_ROWS
            answer.notices.append(
                f"{part.table}: there is no table {schema}.{source}; what it would add is empty."
            )
            continue
        if not names:
            is_first = source == part.sources[0]
            what = f"there is no table {schema}.{source}, which {part.table} reads."
            cure = "Correct schemas in raw_sources, or the mapping."
            if not is_first or table.is_required:
                answer.refused.append(RefusedFile(mapping.path, what, cure, part.line))
            else:
                answer.notices.append(f"{part.table}: {what[0].upper()}{what[1:]} It has no rows.")
            return ""
        columns_of[source] = set(names)
        texts = ", ".join(f"{text_of_stored(quoted(name))} as {quoted(name)}" for name in names)
        relations[source] = f"select {texts} from {_relation(schema, source)}"
    absent = absent_of_sql(part, columns_of)
    given = given_select(part, relations, absent)
    present = columns_of[part.sources[0]]
    if part.sql is not None:
        try:
            present = _tried(mapped, columns_of, absent)
        except RefusedFile as refusal:
            answer.refused.append(refusal)
            return ""
        for source, names in absent.items():
            if names and columns_of[source]:
                answer.notices.append(
                    f"{part.table}: {schema}.{source} does not have {', '.join(names)}, which"
                    f" {sql_name(mapping, part)} reads; they are empty."
                )
    _check_present(mapped, present, place, answer)
    columns = [column.name for column in present_columns(part, present)]
    select = mapped.select(given, present)
    values = [
        f"{quoted(name) if name in columns else 'cast(null as varchar)'} as {quoted(name)}"
        for name in table.columns
    ]
    # Rows are numbered by what they hold: a view has no other order that is the same each time.
    order = ", ".join(f"{quoted(name)} nulls first" for name in columns)
    facts = [
        f"{quoted_text(place)} as _file",
        f"row_number() over (order by {order}) as _row_number",
        f"cast({load_number} as integer) as _load_number",
        "cast(null as varchar) as _fault",
        "cast(null as varchar) as _fault_text",
    ]
    return f"select {', '.join([*values, *facts])} from (\n{select}\n) as mapped"


def _tried(
    mapped: MappedPart,
    columns_of: Mapping[str, Collection[str]],
    absent: Mapping[str, Collection[str]],
) -> set[str]:
    """The columns of a part's own select, which runs here on tables without rows."""
    empty = {
        source: "select "
        + ", ".join(f"cast(null as varchar) as {quoted(name)}" for name in sorted(names))
        + " where false"
        if names
        else NO_ROWS
        for source, names in columns_of.items()
    }
    with connect() as connection:
        given = given_select(mapped.part, empty, absent)
        return columns_of_sql(connection, mapped.mapping, mapped.part, mapped.table, given)


def _check_present(mapped: MappedPart, present: set[str], place: str, answer: SchemaTables) -> None:
    """Refuse a table without what is required; tell once what else it lacks."""
    mapping, table = mapped.mapping, mapped.table
    absent = [
        column
        for column in mapped.part.columns
        if column.constant is None and not set(column.column) & present
    ]
    for column in absent:
        if column.name in table.required:
            names = " or ".join(one_line(name, 40) for name in column.column)
            what = f"{place} lacks {names}, which {table.full_name}.{column.name} requires."
            cure = "Correct the mapping, or add the column to the table."
            answer.refused.append(RefusedFile(mapping.path, what, cure, column.line))
    told = [
        f"{' or '.join(one_line(name, 40) for name in column.column)} for {column.name}"
        for column in absent
        if column.name not in table.required
    ]
    if told:
        answer.notices.append(empty_columns_notice(mapped, place, told))


def _relation(schema: str, table: str) -> str:
    """A table of a schema as SQL names it."""
    return ".".join(quoted(each) for each in [*schema.split("."), table])
