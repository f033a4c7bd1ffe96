"""Tell where plain.sql's results differ: `python -m benchmarks.compare WORK PLAIN`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from python_hooks.engines.warehouse import connect, quoted_text

if TYPE_CHECKING:
    import duckdb

TABLES = {
    "fct_orders": "marts",
    "fct_tickets": "marts",
    "fct_survey_responses": "marts",
    "fct_survey_invitations": "marts",
    "fct_customer_months": "marts",
    "metric_values": "reporting",
}


def differences(work: Path, plain: Path) -> dict[str, int]:
    """Count the rows that only one side has, by table; numbers are equal to nine digits."""
    with connect() as connection:
        for name, path in (("work", work), ("plain", plain)):
            connection.execute(f"attach {quoted_text(str(path))} as {name} (read_only)")
        return {
            table: _count(connection, f"work.{schema}.{table}", f"plain.main.{table}")
            for table, schema in TABLES.items()
        }


def _count(connection: duckdb.DuckDBPyConnection, built: str, plain: str) -> int:
    """Count the rows of the plain table's columns that only one of the two relations has."""
    described = connection.execute(f"describe {plain}").fetchall()
    columns = ", ".join(
        # Sums of doubles depend on the order of the rows in their last digits.
        f"cast(format('{{:.9g}}', cast({name} as double)) as double) as {name}"
        if kind == "DOUBLE"
        else f"cast({name} as {kind}) as {name}"
        for name, kind, *_ in described
    )
    # A metric that is no core result (fitted in Python, say) is not in the script.
    where = f" where metric in (select metric from {plain})" if "metric_values" in plain else ""
    sides = [f"select {columns} from {relation}{where}" for relation in (built, plain)]
    found = connection.execute(
        f"select (select count(*) from ({sides[0]} except all {sides[1]}))"
        f" + (select count(*) from ({sides[1]} except all {sides[0]}))"
    ).fetchone()
    return int(found[0]) if found else 0


if __name__ == "__main__":
    different = differences(Path(sys.argv[1]), Path(sys.argv[2]))
    for table, count in different.items():
        print(f"{table:32}{count:>12,}")
    sys.exit(1 if any(different.values()) else 0)
