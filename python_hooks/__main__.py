"""The commands beside dbt: `python -m python_hooks demo`, `python -m python_hooks metric NAME`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main() -> int:
    """Run one command; 0 when it worked, 1 with a sentence when it could not."""
    parser = argparse.ArgumentParser(prog="python -m python_hooks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    demo = commands.add_parser("demo", help="make the demo company's raw files")
    demo.add_argument("--folder", type=Path, default=Path("seeds/demo"))
    demo.add_argument("--customers", type=int, default=2000)
    demo.add_argument("--format", choices=["csv", "parquet"], default="csv")
    metric = commands.add_parser("metric", help="start a metric: SQL, YAML, list entry")
    metric.add_argument("name")
    arguments = parser.parse_args()
    if arguments.command == "demo":
        from python_hooks.demo_company import generate

        row_counts = generate(
            arguments.folder, customer_count=arguments.customers, file_format=arguments.format
        )
        for table, count in sorted(row_counts.items()):
            print(f"{table:32}{count:>12,}")
        return 0
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


if __name__ == "__main__":
    sys.exit(main())
