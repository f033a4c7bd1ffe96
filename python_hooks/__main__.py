"""The commands beside dbt, from demo to erase; each with --help."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from python_hooks.commands import CannotDo, builds, project, published


def main() -> int:
    """Run one command; 0 when it worked, 1 with a sentence when it could not, 3 for new alerts."""
    parser = argparse.ArgumentParser(prog="python -m python_hooks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    _add_for_the_project(commands)
    _add_for_what_is_published(commands)
    _add_builds(commands)
    arguments = parser.parse_args()
    try:
        return arguments.carry_out(arguments) or 0
    except CannotDo as reason:
        print(reason, file=sys.stderr)
        return 1


def _above_0(text: str) -> int:
    """Parse a whole number above 0; raise ArgumentTypeError for anything else."""
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"'{text}' is no whole number above 0")
    return int(text)


Commands = argparse._SubParsersAction


def _add_for_the_project(commands: Commands) -> None:
    """Add the commands on the project."""
    _add_demo(commands)
    metric = _add(commands, "metric", project.start_metric, "start a metric: SQL, YAML, list entry")
    metric.add_argument("name")
    metric.add_argument(
        "--from", dest="mart", metavar="MART", default="fct_survey_responses",
        help="mart whose rows it counts (default: fct_survey_responses)",
    )  # fmt: skip
    drafted = _add(commands, "map", project.draft_mapping, "draft a mapping by a look at a file")
    drafted.add_argument("file", type=Path)
    drafted.add_argument("--name", help="of the mapping (default: my_ and the table's name)")
    _add(
        commands, "semantic", project.write_semantic_layer, "write the metrics of MetricFlow again"
    )
    docs = _add_on_warehouse(
        commands, "docs", project.write_docs, "write target/docs.html, after dbt docs generate"
    )
    _add_target(docs)
    junit = _add(commands, "junit", project.write_junit, "write dbt's last results as JUnit XML")
    junit.add_argument("file", type=Path, nargs="?", help="default: junit.xml in the target")
    _add_target(junit)


def _add_for_what_is_published(commands: Commands) -> None:
    """Add the commands that read the published files."""
    _add_on_warehouse(
        commands, "show", published.show_screen, "print the last build's screen again"
    )
    _add_on_warehouse(commands, "dashboard", published.make_dashboard, "write dashboard.html again")
    _add_on_warehouse(
        commands, "generations", published.list_generations, "show the published files kept"
    )
    rollback = _add_on_warehouse(
        commands, "rollback", published.roll_back, "give readers the generation before, or --to one"
    )
    rollback.add_argument("--to", type=int, metavar="NUMBER")
    query = _add_on_warehouse(
        commands, "query", published.run_query, "ask the published file in SQL"
    )
    query.add_argument("sql")
    query.add_argument("--csv", action="store_true", help="as CSV, not as a table")
    query.add_argument(
        "--seconds", type=_above_0, default=60, help="time limit in whole seconds (60)"
    )
    query.add_argument("--memory-mb", type=_above_0, default=1_000, help="memory limit (1000)")
    query.add_argument("--rows", type=_above_0, help="rows at most (1000; as CSV all)")
    export = _add_on_warehouse(
        commands,
        "export",
        published.export_tables,
        "write the reports as Parquet, CSV or one workbook",
    )
    export.add_argument("to", type=Path, metavar="FOLDER", help="made where it is missing")
    export.add_argument(
        "--format", choices=["parquet", "csv", "xlsx"], default="xlsx", help="default: xlsx"
    )
    export.add_argument("--with-customers", action="store_true", help="tables of customers, too")
    alerts = _add_on_warehouse(
        commands,
        "alerts",
        published.deliver_alerts,
        "deliver the open alerts that are new, each once",
    )
    alerts.add_argument("--webhook", metavar="URL", help="post them there, not as JSON lines")
    alerts.add_argument("--exit-code", action="store_true", help="end with 3 when there were any")
    alerts.add_argument("--with-info", action="store_true", help="also changes for the better")


def _add_builds(commands: Commands) -> None:
    """Add the commands that build."""
    watch = _add_on_warehouse(
        commands,
        "watch",
        builds.watch_deliveries,
        "build whenever a delivery arrives in CX_RAW_PATH",
    )
    watch.add_argument("--every", type=_above_0, default=5, help="seconds between two looks (5)")
    watch.add_argument("--retry", type=_above_0, default=900, help="seconds after a failure (900)")
    erase = _add_on_warehouse(
        commands,
        "erase",
        builds.erase_customers,
        "erase a customer from every file, and build anew",
    )
    erase.add_argument("customers", nargs="+", metavar="customer_id=ID")
    erase.add_argument("--vars", help="as for dbt build (default: those of the published file)")


def _add(
    commands: Commands, name: str, carry_out: Callable[[argparse.Namespace], int | None], text: str
) -> argparse.ArgumentParser:
    """Add a command and the function that carries it out."""
    command = commands.add_parser(name, help=text)
    command.set_defaults(carry_out=carry_out)
    return command


def _add_on_warehouse(
    commands: Commands, name: str, carry_out: Callable[[argparse.Namespace], int | None], text: str
) -> argparse.ArgumentParser:
    """Add a command on a warehouse folder."""
    command = _add(commands, name, carry_out, text)
    folder = Path(os.environ.get("CX_WAREHOUSE_PATH", "warehouse"))
    command.add_argument("--folder", type=Path, default=folder, help="default: CX_WAREHOUSE_PATH")
    return command


def _add_target(command: argparse.ArgumentParser) -> None:
    """Add the option for the folder in which dbt writes its files."""
    target = Path(os.environ.get("DBT_TARGET_PATH", "target"))
    command.add_argument("--target", type=Path, default=target, help="default: DBT_TARGET_PATH")


def _add_demo(commands: Commands) -> None:
    """Add the command that makes the demo company."""
    demo = _add(commands, "demo", project.make_demo, "make the demo company's raw files")
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


if __name__ == "__main__":
    sys.exit(main())
