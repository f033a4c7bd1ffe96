"""Make the demo company: a smart-home retailer whose slow service costs it customers.

The same arguments give the same bytes with one release of DuckDB: its `hash()` is the only dice.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from python_hooks.warehouse import connect

if TYPE_CHECKING:
    import duckdb

SQL_FOLDER = Path(__file__).with_suffix("")
SOURCES = ("crm", "commerce", "engagement", "support", "surveys", "operations", "improvement")
MEMORY_LIMIT = "4GB"
COPY_OPTIONS = {
    "csv": "format csv, header true, delimiter ','",
    "parquet": "format parquet, compression zstd",
}


def generate(
    folder: Path,
    customer_count: int = 2000,
    first_day: date = date(2024, 1, 1),
    last_day: date = date(2025, 12, 31),
    file_format: Literal["csv", "parquet"] = "csv",
    with_faults: bool = True,
) -> dict[str, int]:
    """Write `<folder>/<source>/<table>.<file_format>` and count the rows of each `source.table`.

    Faulty values are text, so with faults every column of a Parquet file is text too.
    """
    if customer_count < 1 or last_day <= first_day:
        raise ValueError("The company needs a customer, and a last day after the first day.")
    folder.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(dir=folder, prefix=".generating_") as scratch,
        connect(Path(scratch) / "company.duckdb") as connection,
    ):
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
        _create_settings(connection, customer_count, first_day, last_day)
        for script in sorted(SQL_FOLDER.glob("*.sql")):
            connection.execute(script.read_text(encoding="utf-8"))
        return {
            f"{source}.{table}": _export(
                connection, source, table, folder / source, file_format, with_faults
            )
            for source, table in _tables(connection)
        }


def _create_settings(
    connection: duckdb.DuckDBPyConnection, customer_count: int, first_day: date, last_day: date
) -> None:
    """Make the one-row table that every script reads its parameters from."""
    connection.execute(
        """
        create table settings as
        select
            cast($customer_count as bigint) as customer_count,
            cast($first_day as date) as first_day,
            cast($last_day as date) as last_day,
            cast(first_day as timestamp) as first_moment,
            cast(last_day as timestamp) + interval '23:59:59' as last_moment
        """,
        {"customer_count": customer_count, "first_day": first_day, "last_day": last_day},
    )


def _tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """List the (source, table) pairs that the scripts made, by source in business order."""
    found = connection.execute(
        """
        select table_schema, table_name
        from information_schema.tables
        where list_contains($sources, table_schema)
        order by list_position($sources, table_schema), table_name
        """,
        {"sources": list(SOURCES)},
    )
    return [(source, table) for source, table in found.fetchall()]


def _export(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    table: str,
    folder: Path,
    file_format: str,
    with_faults: bool,
) -> int:
    """Write one table, oldest change first and faults last, and count its rows."""
    # The first four columns hold the key of every table.
    order = "updated_at, #1, #2, #3, #4"
    query = f"select * from {source}.{table} order by {order}"
    if with_faults:
        query = f"select cast(columns(*) as varchar) from {source}.{table}"
        if _has_faults(connection, source, table):
            query = f"""
                select * exclude (fault_number)
                from (
                    select *, 0 as fault_number from ({query})
                    union all
                    select * from faults.{source}__{table}
                )
                order by fault_number, {order}
            """
        else:
            query = f"select * from ({query}) order by {order}"
    folder.mkdir(exist_ok=True)
    path = str(folder / f"{table}.{file_format}").replace("'", "''")
    copied = connection.execute(f"copy ({query}) to '{path}' ({COPY_OPTIONS[file_format]})")
    row = copied.fetchone()
    return int(row[0]) if row else 0


def _has_faults(connection: duckdb.DuckDBPyConnection, source: str, table: str) -> bool:
    """Tell whether the scripts made faulty rows for this table."""
    found = connection.execute(
        """
        select count(*)
        from information_schema.tables
        where table_schema = 'faults' and table_name = $name
        """,
        {"name": f"{source}__{table}"},
    ).fetchone()
    return found is not None and found[0] > 0
