"""The commands beside dbt: `python -m python_hooks demo`, `... metric NAME`, `... erase ID`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from datetime import date
from pathlib import Path


def main() -> int:
    """Run one command; 0 when it worked, 1 with a sentence when it could not."""
    parser = argparse.ArgumentParser(prog="python -m python_hooks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    demo = commands.add_parser("demo", help="make the demo company's raw files")
    demo.add_argument("--folder", type=Path, default=Path("seeds/demo"))
    demo.add_argument("--customers", type=int, default=2000)
    demo.add_argument("--format", choices=["csv", "parquet"], default="csv")
    demo.add_argument("--first-day", type=date.fromisoformat, default=date(2024, 1, 1))
    demo.add_argument("--last-day", type=date.fromisoformat, default=date(2025, 12, 31))
    demo.add_argument("--no-faults", action="store_true", help="sound rows only; typed Parquet")
    demo.add_argument(
        "--daily-from",
        type=date.fromisoformat,
        metavar="DAY",
        help="one delivery a day from then on, without faults",
    )
    metric = commands.add_parser("metric", help="start a metric: SQL, YAML, list entry")
    metric.add_argument("name")
    erase = commands.add_parser(
        "erase", help="erase a customer from every file of the warehouse, and build anew"
    )
    erase.add_argument("customers", nargs="+", metavar="customer_id=ID")
    erase.add_argument("--vars", default="{}", help="as for `dbt build`")
    arguments = parser.parse_args()
    if arguments.command == "demo":
        from python_hooks.demo_company import generate

        row_counts = generate(
            arguments.folder,
            customer_count=arguments.customers,
            first_day=arguments.first_day,
            last_day=arguments.last_day,
            file_format=arguments.format,
            with_faults=not (arguments.no_faults or arguments.daily_from),
            daily_from=arguments.daily_from,
        )
        for table, count in sorted(row_counts.items()):
            print(f"{table:32}{count:>12,}")
        return 0
    if arguments.command == "erase":
        return _erase(arguments.customers, arguments.vars)
    from python_hooks.new_metric import CannotStart, start_metric

    try:
        written = start_metric(Path.cwd(), arguments.name)
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 1
    for path in written:
        print(f"wrote {path}")
    print("Fill in both files until `make check` passes.")
    return 0


def _erase(named: list[str], variables: str) -> int:
    """Erase the customers that were named as customer_id=ID."""
    from python_hooks.erasure import CannotErase, Places, erase

    pairs = [each.partition("=") for each in named]
    customer_ids = [value.strip() for name, _, value in pairs if name == "customer_id"]
    if len(customer_ids) < len(named) or not all(customer_ids):
        print("Name the customer so: python -m python_hooks erase customer_id=C1", file=sys.stderr)
        return 1
    places = Places(
        warehouse=Path(os.environ.get("CX_WAREHOUSE_PATH", "warehouse")),
        target=Path(os.environ.get("DBT_TARGET_PATH", "target")),
        logs=Path(os.environ.get("DBT_LOG_PATH", "logs")),
    )
    command = [sys.executable, "-m", "dbt.cli.main", "build", "--vars", variables]
    command += ["--exclude-resource-type", "unit_test"]

    def build() -> int:
        return subprocess.run(command, check=False).returncode

    try:
        erased = erase(places, customer_ids, build)
    except CannotErase as reason:
        print(reason, file=sys.stderr)
        return 1
    print("Erased. No file of the warehouse names the customer, and no later load will bring them.")
    if erased.row_counts:
        print("These files are not the warehouse's and still hold rows of erased customers:")
        for file, count in erased.row_counts.items():
            print(f"  {file}: {count:,}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
