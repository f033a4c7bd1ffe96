"""The SELECT of a raw table on Spark, which reads landed text only."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

import duckdb

from python_hooks.engines.warehouse import quoted, quoted_text
from python_hooks.landing.contracts import Delivery, TableContract
from python_hooks.landing.landed_files import LANDED_FORMAT, folder_of
from python_hooks.landing.raw_relation import raw_relation_sql


def spark_relation_sql(
    connection: duckdb.DuckDBPyConnection,
    landed_path: str,
    table: TableContract,
    deliveries: Sequence[Delivery],
) -> str:
    """The select of a table's deliveries; without any, one that has its columns and no rows."""
    selects = [
        _delivery_select(connection, landed_path, table, delivery) for delivery in deliveries
    ]
    return "\nunion all\n".join(selects) or _empty_select(table)


def _delivery_select(
    connection: duckdb.DuckDBPyConnection,
    landed_path: str,
    table: TableContract,
    delivery: Delivery,
) -> str:
    """The select of one delivery: its columns as text, then file, row, load and fault."""
    path, columns = delivery.parquet_path, delivery.columns
    if set(delivery.stored_types) != {"VARCHAR"} or not delivery.is_landed:
        path, columns = _landed_copy(connection, landed_path, table, delivery), table.columns
    null = "cast(null as string)"
    values = [_name(column) if column in columns else null for column in table.columns]
    return _select(
        values,
        table.columns,
        [
            f"{_text(delivery.file)} as _file",
            "_row_number",
            f"{delivery.load_number} as _load_number",
            "_fault",
            "_fault_text",
        ],
        f"from parquet.{_name(path)}",
    )


def _landed_copy(
    connection: duckdb.DuckDBPyConnection,
    landed_path: str,
    table: TableContract,
    delivery: Delivery,
) -> str:
    """The path of a Parquet delivery's copy as text, written when it is not there yet.

    Spark does not number the rows of a file, and writes numbers and times as text in its own way;
    the copy has the row numbers and texts that the same delivery has on DuckDB.
    """
    shape = json.dumps([LANDED_FORMAT, table.columns, delivery.file, delivery.stored_types])
    short = hashlib.sha256(shape.encode()).hexdigest()[:12]
    folder = folder_of(landed_path, table)
    # Landed with its own types when rows of erased customers were blanked in it.
    stem = Path(delivery.parquet_path).stem if delivery.is_landed else delivery.content_hash
    path = folder / f"{stem}-text-{short}.parquet"
    if path.exists():
        return str(path)
    folder.mkdir(parents=True, exist_ok=True)
    columns = ", ".join(
        [*(quoted(column) for column in table.columns), "_row_number", "_fault", "_fault_text"]
    )
    temporary = Path(f"{path}.{os.getpid()}.tmp")
    try:
        connection.execute(
            f"copy (select {columns} from ({raw_relation_sql(table, [delivery])}))"
            f" to {quoted_text(str(temporary))} (format parquet, compression zstd)"
        )
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    return str(path)


def _empty_select(table: TableContract) -> str:
    """A select with a raw table's columns and no rows."""
    facts = ["string as _file", "bigint as _row_number", "int as _load_number"]
    facts += ["string as _fault", "string as _fault_text"]
    return _select(
        ["cast(null as string)"] * len(table.columns),
        table.columns,
        ["cast(null as {}) as {}".format(*fact.split(" as ")) for fact in facts],
        "where false",
    )


def _select(values: Sequence[str], names: Sequence[str], facts: Sequence[str], rest: str) -> str:
    """A select of values under names, and of the facts of the row."""
    columns = [f"{value} as {_name(name)}" for value, name in zip(values, names, strict=True)]
    return "select\n    " + ",\n    ".join([*columns, *facts]) + f"\n{rest}"


def _text(value: str) -> str:
    """A text literal in Spark's SQL, which reads a backslash as an escape."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _name(value: str) -> str:
    """An identifier in Spark's SQL."""
    return "`" + value.replace("`", "``") + "`"
