"""Compare the results of both engines: every table of marts and reporting, row by row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from python_hooks.engines.warehouse import connect, quoted, quoted_text

FLOORS = ("marts", "reporting")
# Doubles may differ so much of the larger one, and by the noise that a difference leaves next to 0.
RELATIVE_TOLERANCE = 1e-9
ABSOLUTE_TOLERANCE = 1e-12
SHOWN_DIFFERENCES = 5
# Spark's partitions by month: macros/engine/spark__create_table_as.sql.
SPARK_ONLY_COLUMN = "_month"


@dataclass(frozen=True)
class Table:
    """A table of the manifest that both engines must have built."""

    schema: str
    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """The table as people write it, such as marts.fct_orders."""
        return f"{self.schema}.{self.name}"


@dataclass(frozen=True)
class Comparison:
    """The result of one table: its row count, and each difference as a sentence."""

    table: str
    row_count: int
    differences: tuple[str, ...]


def tables_of_manifest(manifest: Path) -> list[Table]:
    """Every model of the published folders, so that none can be left out."""
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    tables = [
        Table(
            schema=node["schema"],
            name=node["name"],
            key=tuple(node["config"]["meta"].get("key", ())),
            columns=tuple(node["columns"]),
        )
        for node in nodes
        if node["resource_type"] == "model" and node["fqn"][1] in FLOORS
    ]
    return sorted(tables, key=lambda table: table.full_name)


def compare(duckdb_file: Path, spark_folder: Path, tables: list[Table]) -> list[Comparison]:
    """Compare each table of the DuckDB file with the Parquet that Spark left in its folder."""
    with connect() as connection:
        connection.execute(f"attach {quoted_text(str(duckdb_file))} as ours (read_only)")
        return [_compare_table(connection, spark_folder, table) for table in tables]


def report(comparisons: list[Comparison]) -> str:
    """A line for each table, with its differences below it."""
    lines = []
    for each in comparisons:
        verdict = "differs" if each.differences else "equal"
        lines.append(f"{verdict:8}{each.row_count:>10,} rows  {each.table}")
        lines += [f"        {difference}" for difference in each.differences]
    return "\n".join(lines)


def _compare_table(
    connection: duckdb.DuckDBPyConnection, spark_folder: Path, table: Table
) -> Comparison:
    """Compare one table: columns, keys, then every value."""
    ours = f"ours.{quoted(table.schema)}.{quoted(table.name)}"
    folder = spark_folder / f"{table.schema}.db" / table.name
    if not table.key:
        return Comparison(table.full_name, 0, ("has no meta.key to compare its rows by",))
    has_files = any(folder.glob("**/*.parquet"))
    # A partitioned table without rows is complete, but has no file with its columns.
    if not has_files and not (folder / "_SUCCESS").exists():
        return Comparison(table.full_name, 0, (f"Spark has no such table: nothing in {folder}",))
    row_count = connection.execute(f"select count(*) from {ours}").fetchone()[0]
    if not has_files:
        said = (f"{row_count} rows are on DuckDB only: Spark has none",) if row_count else ()
        return Comparison(table.full_name, row_count, said)
    pattern = quoted_text(str(folder / "**" / "*.parquet"))
    connection.execute(
        "create or replace temp view theirs as select * from"
        f" read_parquet({pattern}, hive_partitioning = true)"
    )
    return Comparison(
        table.full_name,
        row_count,
        tuple(_differences(connection, ours, table)),
    )


def _differences(connection: duckdb.DuckDBPyConnection, ours: str, table: Table) -> Iterator[str]:
    """The differences, as sentences."""
    types = _types(connection, ours)
    spark_types = _types(connection, "theirs")
    spark_types.pop(SPARK_ONLY_COLUMN, None)
    for name in sorted((types.keys() | set(table.columns)) ^ spark_types.keys()):
        yield f"column {name} is on one engine only"
    for name in sorted(types.keys() & spark_types.keys()):
        # Spark's timestamps are instants, which DuckDB reads from Parquet with a time zone.
        if types[name] != spark_types[name].removesuffix(" WITH TIME ZONE"):
            yield f"column {name} is {types[name]} on DuckDB, {spark_types[name]} on Spark"
    repeated = ", ".join(quoted(name) for name in table.key)
    for engine, relation in (("DuckDB", ours), ("Spark", "theirs")):
        rows, keys = connection.execute(
            f"select count(*), count(distinct ({repeated})) from {relation}"
        ).fetchone()
        if rows != keys:
            yield f"{engine} has {rows} rows for {keys} keys"
    joined = " and ".join(
        f"{_plain('o', name, types)} is not distinct from {_plain('t', name, types)}"
        for name in table.key
    )
    for engine, one, other in (("DuckDB", ours, "theirs"), ("Spark", "theirs", ours)):
        o, t = ("o", "t") if one == ours else ("t", "o")
        key = ", ".join(f"{o}.{quoted(name)}" for name in table.key)
        lonely = connection.execute(
            f"select {key} from {one} as {o} where not exists"
            f" (select 1 from {other} as {t} where {joined}) order by all"
        ).fetchall()
        if lonely:
            shown = "; ".join(str(row) for row in lonely[:SHOWN_DIFFERENCES])
            yield f"{len(lonely)} keys are on {engine} only, such as {shown}"
    key = ", ".join(f"o.{quoted(name)}" for name in table.key)
    for name in sorted(types.keys() & spark_types.keys()):
        left, right = _plain("o", name, types), _plain("t", name, types)
        unequal = connection.execute(
            f"select {key}, {left}, {right} from {ours} as o inner join theirs as t on {joined}"
            f" where {_unequal(left, right, types[name])} order by all"
        ).fetchall()
        if unequal:
            *at, duckdb_value, spark_value = unequal[0]
            yield (
                f"column {name} differs in {len(unequal)} rows, first at {tuple(map(str, at))}:"
                f" {duckdb_value!r} on DuckDB, {spark_value!r} on Spark"
            )


def _types(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    """The type of each column of a relation."""
    rows = connection.execute(f"describe select * from {relation}").fetchall()
    return {name: kind for name, kind, *_ in rows}


def _plain(alias: str, name: str, types: dict[str, str]) -> str:
    """A column in the type that DuckDB has: Spark's timestamps are instants, shown in UTC here."""
    return f"cast({alias}.{quoted(name)} as {types[name]})"


def _unequal(left: str, right: str, kind: str) -> str:
    """Whether two values differ: doubles by more than the tolerance, others at all."""
    if kind not in ("DOUBLE", "FLOAT"):
        return f"{left} is distinct from {right}"
    near = (
        f"isfinite({left}) and isfinite({right}) and abs({left} - {right})"
        f" <= {RELATIVE_TOLERANCE!r} * greatest(abs({left}), abs({right}))"
        f" + {ABSOLUTE_TOLERANCE!r}"
    )
    return f"{left} is distinct from {right} and not coalesce({near}, false)"
