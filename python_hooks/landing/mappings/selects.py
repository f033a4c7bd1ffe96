"""The select of one part of a table, over relations that have the source's columns as text."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from python_hooks.engines.warehouse import quoted
from python_hooks.landing.contracts import TableContract
from python_hooks.landing.mappings.conversions import (
    cleaned,
    converted,
    is_missing,
    local_time,
    prefixed,
)
from python_hooks.landing.mappings.vocabulary import ColumnMapping, TablePart

# An optional source table that is not there; the columns that are read of it are added as nulls.
NO_ROWS = "select cast(null as varchar) as _absent where false"


def source_columns(column: ColumnMapping, present: Collection[str]) -> tuple[str, ...]:
    """The source columns of a mapped column that are there."""
    return tuple(name for name in column.column if name in present)


def present_columns(part: TablePart, present: Collection[str]) -> tuple[ColumnMapping, ...]:
    """The columns that can be filled: by a constant, or by a source column that is there."""
    return tuple(
        column
        for column in part.columns
        if column.constant is not None or source_columns(column, present)
    )


def absent_of_sql(part: TablePart, columns: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """The columns that a part's select names as <source table>.<column>, and that are not there.

    columns: those of each source table.
    """
    absent: dict[str, list[str]] = {source: [] for source in part.sources}
    for source in part.sources:
        name = re.escape(source)
        pattern = rf'(?i)(?<![\w".])"?{name}"?\s*\.\s*(?:"([^"]+)"|([^\W\d]\w*))'
        for written in re.findall(pattern, part.sql or ""):
            column = (written[0] or written[1]).lower()
            if column not in {*columns[source], *absent[source], "_row_number"}:
                absent[source].append(column)
    return absent


def given_select(
    part: TablePart, relations: Mapping[str, str], absent: Mapping[str, Collection[str]]
) -> str:
    """The rows that a part's columns are read from: its source table, or its own select.

    relations: the select of each source table; absent: the columns to add to it as nulls.
    """
    nulls = {
        name: "".join(f", cast(null as varchar) as {quoted(each)}" for each in absent.get(name, ()))
        for name in relations
    }
    tables = ",\n".join(
        f"{quoted(name)} as (select *{nulls[name]} from (\n{sql}\n) as stored)"
        for name, sql in relations.items()
    )
    # A comment may end the select of a person, so the bracket stands on a line of its own.
    rows = part.sql if part.sql is not None else f"select * from {quoted(part.sources[0])}"
    return f"with {tables}\nselect * from (\n{rows}\n) as given"


def part_select(
    part: TablePart,
    table: TableContract,
    given: str,
    present: Collection[str],
    facts: Collection[str],
    account_prefix: str,
    account_ids: Collection[str],
) -> str:
    """The select of a part's contract columns that can be filled, as text, and of `facts`.

    given: the select of its rows; present: their columns; facts: those to pass on as they are.
    """
    columns = present_columns(part, present)
    types = dict(zip(table.columns, table.types, strict=False))
    missing = dict(zip(table.columns, table.missing_words, strict=False))
    texts = [
        f"{cleaned(each, source_columns(each, present))} as {quoted(each.name)}" for each in columns
    ]
    locals_ = []
    values = []
    for each in columns:
        local = local_time(each, quoted(each.name))
        name = quoted(f"{each.name} local")
        if local and each.constant is None:
            locals_.append(f"{local} as {name}")
        # A constant, such as a survey's id, is the same in all accounts.
        is_own = each.name in account_ids and each.constant is None
        prefix = account_prefix if is_own else ""
        value = converted(each, types.get(each.name, "text"), quoted(each.name), name)
        value = prefixed(value, prefix + each.prefix, missing.get(each.name, ()))
        values.append(f"{value} as {quoted(each.name)}")
    passed = list(facts)
    names = {each.name for each in columns}
    filled = " and ".join(
        f"not coalesce({is_missing(quoted(each), missing.get(each, ()))}, true)"
        for each in part.skip_empty
        if each in names
    )
    return (
        f"select {', '.join([*values, *passed])} from (\n"
        f"select {', '.join(['*', *locals_])} from (\n"
        f"select {', '.join([*texts, *passed])} from (\n{given}\n) as given\n"
        f") as cleaned\n) as timed\nwhere {filled or 'true'}"
    )
