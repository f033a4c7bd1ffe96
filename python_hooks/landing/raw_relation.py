"""The select that dbt reads as a raw table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from python_hooks.engines.warehouse import quoted, quoted_text
from python_hooks.landing import whole_ids
from python_hooks.landing.contracts import Delivery, TableContract
from python_hooks.landing.parquet import FILE_COLUMN, ROW_COLUMN
from python_hooks.landing.raw_files import exact_path

# Stored types by the type of the contract that needs no parsing of them. A DOUBLE may hold NaN and
# prints in its own way, so it goes through text.
NATIVE_TYPES = {
    "timestamp": re.compile(r"TIMESTAMP"),
    "date": re.compile(r"DATE"),
    "boolean": re.compile(r"BOOLEAN"),
    "integer": re.compile(r"TINYINT|SMALLINT|INTEGER|BIGINT"),
    "decimal": re.compile(r"TINYINT|SMALLINT|INTEGER|BIGINT|DECIMAL\(.*\)"),
}


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
    paths = ",\n        ".join(quoted_text(exact_path(each.parquet_path)) for each in group)
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
