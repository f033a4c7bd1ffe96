"""Make the demo company: a smart-home retailer whose slow service costs it customers.

The same arguments give the same bytes with one release of DuckDB: its `hash()` is the only dice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from python_hooks.engines.warehouse import connect

if TYPE_CHECKING:
    import duckdb

SQL_FOLDER = Path(__file__).parent
SOURCES = ("crm", "commerce", "engagement", "support", "surveys", "operations", "improvement")
MEMORY_LIMIT = "4GB"
COPY_OPTIONS = {
    "csv": "format csv, header true, delimiter ','",
    "parquet": "format parquet, compression zstd",
}
# What a row was when it was first written, of tables that are delivered anew as they move on: the
# time it began, and the columns that were different then. Times after the beginning were empty.
BEGINNINGS: dict[str, tuple[str, dict[str, str]]] = {
    "commerce.orders": ("ordered_at", {"order_status": "'placed'", "refund_amount": "null"}),
    "crm.leads": ("created_at", {"lost_reason": "null"}),
    "support.tickets": ("created_at", {"ticket_status": "'new'"}),
    "surveys.invitations": ("sent_at", {}),
}
PLANS = ("promised_delivery_on", "due_at", "ends_on")
LATE_SHARE, LATE_DAYS, REPEATED_SHARE = 0.01, 2, 0.02


@dataclass(frozen=True)
class Company:
    """How large the company is, and how its tables are delivered.

    Faulty values are text, so with faults every column of a Parquet file is text too. From the day
    `daily_from` on a table comes in daily deliveries, after one with the history before it.
    """

    customer_count: int = 2000
    first_day: date = date(2024, 1, 1)
    last_day: date = date(2025, 12, 31)
    file_format: Literal["csv", "parquet"] = "csv"
    with_faults: bool = True
    daily_from: date | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for invalid settings of the company."""
        if self.customer_count < 1 or self.last_day <= self.first_day:
            raise ValueError("The company needs a customer, and a last day after the first day.")
        begin = self.daily_from
        if begin and (self.with_faults or not self.first_day < begin <= self.last_day):
            raise ValueError(
                "Daily deliveries have no faults, and begin between first and last day."
            )


def generate(folder: Path, company: Company) -> dict[str, int]:
    """Write `<folder>/<source>/<table>.<file_format>` and count the rows of each `source.table`.

    Daily deliveries are `<folder>/<source>/<table>/<day>.<file_format>`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(dir=folder, prefix=".generating_") as scratch,
        connect(Path(scratch) / "company.duckdb") as connection,
    ):
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
        _create_settings(connection, company)
        for script in sorted(SQL_FOLDER.glob("*.sql")):
            connection.execute(script.read_text(encoding="utf-8"))
        export = _export_daily if company.daily_from else _export
        return {
            f"{source}.{table}": export(connection, company, source, table, folder / source)
            for source, table in _tables(connection)
        }


def _create_settings(connection: duckdb.DuckDBPyConnection, company: Company) -> None:
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
        {
            "customer_count": company.customer_count,
            "first_day": company.first_day,
            "last_day": company.last_day,
        },
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
    connection: duckdb.DuckDBPyConnection, company: Company, source: str, table: str, folder: Path
) -> int:
    """Write one table, oldest change first and faults last, and count its rows."""
    # The first four columns hold the key of every table.
    order = "updated_at, #1, #2, #3, #4"
    query = f"select * from {source}.{table} order by {order}"
    if company.with_faults:
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
    path = str(folder / f"{table}.{company.file_format}").replace("'", "''")
    copied = connection.execute(f"copy ({query}) to '{path}' ({COPY_OPTIONS[company.file_format]})")
    row = copied.fetchone()
    return int(row[0]) if row else 0


def _export_daily(
    connection: duckdb.DuckDBPyConnection, company: Company, source: str, table: str, folder: Path
) -> int:
    """Write one table's history and its daily deliveries, and count the rows of all of them.

    A day's delivery has the rows written on that day, also new versions of older rows. Some rows
    come days late, and some of the day before are repeated. All deliveries together hold the whole
    table.
    """
    history = company.daily_from - timedelta(days=1)
    connection.execute(
        f"create or replace table deliveries as {_delivered(connection, source, table)}",
        {"history": history, "last_day": company.last_day},
    )
    folder = folder / table
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for number in range((company.last_day - history).days + 1):
        day = history + timedelta(days=number)
        query = f"""
            select * exclude (delivered_on)
            from deliveries
            where delivered_on = date '{day}'
            order by updated_at, #1, #2, #3, #4
        """
        if connection.execute(f"select count(*) from ({query})").fetchall() == [(0,)]:
            continue
        path = str(folder / f"{day}.{company.file_format}").replace("'", "''")
        copied = connection.execute(
            f"copy ({query}) to '{path}' ({COPY_OPTIONS[company.file_format]})"
        )
        count += copied.fetchall()[0][0]
    return count


def _delivered(connection: duckdb.DuckDBPyConnection, source: str, table: str) -> str:
    """The query for every row of a table's deliveries, with the day `delivered_on`."""
    columns = connection.execute(
        """
        select column_name, data_type
        from information_schema.columns
        where table_schema = $source and table_name = $table
        order by ordinal_position
        """,
        {"source": source, "table": table},
    ).fetchall()
    written = f"select * from {source}.{table}"
    if f"{source}.{table}" in BEGINNINGS:
        begun_at, first = BEGINNINGS[f"{source}.{table}"]
        first = {
            **{
                name: f"case when {name} <= {begun_at} then {name} end"
                for name, kind in columns
                if kind in ("DATE", "TIMESTAMP") and name not in (*PLANS, begun_at)
            },
            **first,
            "updated_at": begun_at,
        }
        replaced = ", ".join(f"{value} as {name}" for name, value in first.items())
        written += f"""
            union all
            select * replace ({replaced})
            from {source}.{table}
            where cast({begun_at} as date) < cast(updated_at as date)
        """
    identity = ", ".join(name for name, _ in columns[:4])
    entity = f"hash(concat_ws('|', {identity}, updated_at))"
    return f"""
        with written as ({written}),
        placed as (
            select
                *,
                case
                    when cast(updated_at as date) <= $history then $history
                    when draw({entity}, 'delivered late') < {LATE_SHARE}
                        then least(cast(updated_at as date) + {LATE_DAYS}, $last_day)
                    else cast(updated_at as date)
                end as delivered_on
            from written
        )
        select * from placed
        union all
        select * replace (delivered_on + 1 as delivered_on)
        from placed
        where
            delivered_on > $history
            and delivered_on < $last_day
            and draw({entity}, 'delivered again') < {REPEATED_SHARE}
    """


def _has_faults(connection: duckdb.DuckDBPyConnection, source: str, table: str) -> bool:
    """Whether the scripts made faulty rows for this table."""
    found = connection.execute(
        """
        select count(*)
        from information_schema.tables
        where table_schema = 'faults' and table_name = $name
        """,
        {"name": f"{source}__{table}"},
    ).fetchone()
    return found is not None and found[0] > 0
