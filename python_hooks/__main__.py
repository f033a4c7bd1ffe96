"""The commands beside dbt, from demo to erase; each with --help."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

# What `alerts --exit-code` ends with when it delivered any.
NEW_ALERTS = 3


class CannotDo(Exception):
    """A command could not be carried out: why, and what to do."""


def make_demo(arguments: argparse.Namespace) -> None:
    """Make the demo company's raw files."""
    from python_hooks.demo_company import generate

    try:
        row_counts = generate(
            arguments.folder,
            customer_count=arguments.customers,
            first_day=arguments.first_day,
            last_day=arguments.last_day,
            file_format=arguments.format,
            with_faults=not (arguments.no_faults or arguments.daily_from),
            daily_from=arguments.daily_from,
        )
    except (ValueError, OSError) as reason:
        raise CannotDo(str(reason)) from reason
    for table, count in sorted(row_counts.items()):
        print(f"{table:32}{count:>12,}")


def start_metric(arguments: argparse.Namespace) -> None:
    """Write the files of a new metric."""
    from python_hooks import new_metric

    try:
        written = new_metric.start_metric(Path.cwd(), arguments.name, arguments.mart)
    except new_metric.CannotStart as reason:
        raise CannotDo(str(reason)) from reason
    for path in written:
        print(f"wrote {path}")
    print("Fill in both files until `make check` passes.")
    write_semantic_layer(arguments)


def write_semantic_layer(arguments: argparse.Namespace) -> None:
    """Write the semantic layer of MetricFlow from the YAML of the metrics."""
    from python_hooks import semantic_layer

    try:
        print(f"wrote {semantic_layer.write(Path.cwd())}")
    except semantic_layer.CannotWrite as reason:
        raise CannotDo(f"The semantic layer stays as it was. {reason}") from reason


def show_screen(arguments: argparse.Namespace) -> None:
    """Print the screen of the last build again."""
    from python_hooks.summary import KEPT_SCREEN

    try:
        print((arguments.folder / KEPT_SCREEN).read_text(encoding="utf-8"))
    except OSError as reason:
        raise CannotDo(
            f"{arguments.folder} has no screen ({reason.strerror}). Build first (make build), or"
            " set CX_WAREHOUSE_PATH to the folder of the warehouse."
        ) from reason


def make_dashboard(arguments: argparse.Namespace) -> None:
    """Write the dashboard of the published file again."""
    from python_hooks.dashboard import write

    try:
        print(f"wrote {write.write_dashboard(arguments.folder)}")
    except write.CannotWrite as reason:
        raise CannotDo(str(reason)) from reason


def write_docs(arguments: argparse.Namespace) -> None:
    """Write the documentation as one page."""
    from python_hooks import docs_site

    try:
        file, count, undescribed = docs_site.write_docs(arguments.target, arguments.folder)
    except docs_site.NoDocs as reason:
        raise CannotDo(str(reason)) from reason
    print(f"Wrote {file}: {count:,} columns, {undescribed:,} without a description.")


def write_junit(arguments: argparse.Namespace) -> None:
    """Write the results of the last dbt command as JUnit XML."""
    from python_hooks import junit

    file = arguments.file or arguments.target / "junit.xml"
    try:
        counts = junit.write_junit(arguments.target, file)
    except junit.NoResults as reason:
        raise CannotDo(str(reason)) from reason
    print(
        f"Wrote {file}: {', '.join(f'{count} {name}' for name, count in sorted(counts.items()))}."
    )


def watch_deliveries(arguments: argparse.Namespace) -> None:
    """Build whenever a delivery arrives, until somebody stops it."""
    from python_hooks import generations, watch

    raw_path = Path(os.environ.get("CX_RAW_PATH", "seeds/demo"))
    if not raw_path.is_dir():
        raise CannotDo(f"There is no folder {raw_path}. Set CX_RAW_PATH to that of the deliveries.")

    def build() -> int:
        # A daily run rests on a whole one, so the first build of a warehouse is whole.
        is_first = not (arguments.folder / generations.PUBLISHED_NAME).exists()
        return _dbt_build(arguments.folder, *(() if is_first else ("--selector", "daily")))

    def say(sentence: str) -> None:
        print(sentence, flush=True)

    patience = watch.Patience(arguments.every, arguments.retry)
    try:
        watch.watch(raw_path, patience, watch.Surroundings(build, time.sleep, say))
    except KeyboardInterrupt:
        print("Stopped.")


def list_generations(arguments: argparse.Namespace) -> None:
    """Show the generations that are kept, and which one readers get."""
    from python_hooks import generations
    from python_hooks.tables import aligned

    served = generations.served(arguments.folder)
    rows = [
        (
            str(generation.number),
            *generations.described(generation),
            "published" if generation.number == served else "",
        )
        for generation in generations.kept(arguments.folder)
    ]
    if not rows:
        raise CannotDo(f"{arguments.folder} has no generation yet. Build first (make build).")
    print(aligned([("generation", "as of", "run", "code", ""), *rows]))


def roll_back(arguments: argparse.Namespace) -> None:
    """Give readers an earlier generation, and its dashboard."""
    from python_hooks import generations, locks
    from python_hooks.dashboard import write

    if not arguments.folder.is_dir():
        raise CannotDo(f"There is no folder {arguments.folder}. Set CX_WAREHOUSE_PATH.")
    try:
        locks.take(arguments.folder, "python -m python_hooks rollback")
        generation = generations.roll_back(arguments.folder, arguments.to)
    except (locks.Busy, generations.NoSuchGeneration) as reason:
        raise CannotDo(str(reason)) from reason
    print(
        f"{generations.PUBLISHED_NAME} is generation {generation.number} now. The next build that"
        f" passes publishes generation {generations.next_number(arguments.folder)}."
    )
    # A page of what was taken back must not stay.
    (arguments.folder / write.FILE_NAME).unlink(missing_ok=True)
    try:
        make_dashboard(arguments)
    except CannotDo as reason:
        print(f"It has no dashboard: {reason}", file=sys.stderr)


def run_query(arguments: argparse.Namespace) -> None:
    """Show the published file's answer to a query."""
    from python_hooks import readers

    rows = arguments.rows or (None if arguments.csv else readers.SHOWN_ROWS)
    limits = readers.Limits(arguments.seconds, arguments.memory_mb, rows)
    try:
        if not arguments.csv:
            answer = readers.ask(arguments.folder, arguments.sql, limits)
            if answer.columns:
                print(readers.as_table(answer))
            return
        parts = readers.answers(arguments.folder, arguments.sql, limits)
        for place, answer in enumerate(parts):
            text = readers.as_csv(answer, with_header=place == 0)
            if answer.columns and text:
                print(text)
            if answer.is_cut:
                print(
                    f"Only the first {len(answer.rows):,} rows; ask for more by --rows.",
                    file=sys.stderr,
                )
    except readers.QueryFailed as reason:
        raise CannotDo(str(reason)) from reason


def export_tables(arguments: argparse.Namespace) -> None:
    """Write the published reports as files."""
    from python_hooks import exports

    try:
        exported = exports.export(
            arguments.folder, arguments.to, arguments.format, arguments.with_customers
        )
    except exports.CannotExport as reason:
        raise CannotDo(str(reason)) from reason
    print(f"Wrote {len(exported.files)} file(s) to {arguments.to}.")
    for note in exported.notes:
        print(note)
    if exported.customer_tables:
        print(
            f"Left out, a row a customer: {', '.join(exported.customer_tables)}. To export them,"
            " add --with-customers."
        )


def deliver_alerts(arguments: argparse.Namespace) -> int:
    """Deliver the open alerts that are new; with --exit-code 3 when there were any."""
    from python_hooks.alerts import delivery

    try:
        send = (
            delivery.posted(arguments.webhook)
            if arguments.webhook
            else delivery.printed(sys.stdout)
        )
        count = delivery.deliver(arguments.folder, send, arguments.with_info)
    except delivery.CannotDeliver as reason:
        raise CannotDo(str(reason)) from reason
    return NEW_ALERTS if count and arguments.exit_code else 0


def erase_customers(arguments: argparse.Namespace) -> None:
    """Erase the customers that were named as customer_id=ID."""
    from python_hooks import erasure, generations

    pairs = [each.partition("=") for each in arguments.customers]
    customer_ids = [value.strip() for name, _, value in pairs if name == "customer_id"]
    if len(customer_ids) < len(pairs) or not all(customer_ids):
        raise CannotDo("Name the customer so: python -m python_hooks erase customer_id=C1")
    places = erasure.Places(
        warehouse=arguments.folder,
        target=Path(os.environ.get("DBT_TARGET_PATH", "target")),
        logs=Path(os.environ.get("DBT_LOG_PATH", "logs")),
    )
    try:
        variables = arguments.vars or generations.published_variables(arguments.folder)
    except generations.NotWhole as reason:
        raise CannotDo(f"{reason} Give the variables of your builds with --vars.") from reason

    def build() -> int:
        without = ("--exclude-resource-type", "unit_test")
        return _dbt_build(arguments.folder, "--vars", variables, *without)

    try:
        erased = erasure.erase(places, customer_ids, build)
    except erasure.CannotErase as reason:
        raise CannotDo(str(reason)) from reason
    print("Erased. No file of the warehouse names the customer, and no later load will bring them.")
    if erased.row_counts:
        print("These files are not the warehouse's and still hold rows of erased customers:")
        for file, count in erased.row_counts.items():
            print(f"  {file}: {count:,}")


def _dbt_build(folder: Path, *arguments: str) -> int:
    """Run dbt build on the warehouse of a folder, in a process of its own; its exit code."""
    command = [sys.executable, "-m", "dbt.cli.main", "build", *arguments]
    environment = {**os.environ, "CX_WAREHOUSE_PATH": str(folder)}
    return subprocess.run(command, env=environment, check=False).returncode


def main() -> int:
    """Run one command; 0 when it worked, 1 with a sentence when it could not, 3 for new alerts."""
    parser = argparse.ArgumentParser(prog="python -m python_hooks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    _add_demo(commands)
    metric = _add(commands, "metric", start_metric, "start a metric: SQL, YAML, list entry")
    metric.add_argument("name")
    metric.add_argument(
        "--from", dest="mart", metavar="MART", default="fct_survey_responses",
        help="mart whose rows it counts (default: fct_survey_responses)",
    )  # fmt: skip
    _add(commands, "semantic", write_semantic_layer, "write the metrics of MetricFlow again")
    _add_on_warehouse(commands, "show", show_screen, "print the last build's screen again")
    _add_on_warehouse(commands, "dashboard", make_dashboard, "write dashboard.html again")
    docs = _add_on_warehouse(
        commands, "docs", write_docs, "write target/docs.html, after dbt docs generate"
    )
    _add_target(docs)
    junit = _add(commands, "junit", write_junit, "write dbt's last results as JUnit XML")
    junit.add_argument("file", type=Path, nargs="?", help="default: junit.xml in the target")
    _add_target(junit)
    watch = _add_on_warehouse(
        commands, "watch", watch_deliveries, "build whenever a delivery arrives in CX_RAW_PATH"
    )
    watch.add_argument("--every", type=_above_0, default=5, help="seconds between two looks (5)")
    watch.add_argument("--retry", type=_above_0, default=900, help="seconds after a failure (900)")
    _add_on_warehouse(commands, "generations", list_generations, "show the published files kept")
    rollback = _add_on_warehouse(
        commands, "rollback", roll_back, "give readers the generation before, or --to one"
    )
    rollback.add_argument("--to", type=int, metavar="NUMBER")
    query = _add_on_warehouse(commands, "query", run_query, "ask the published file in SQL")
    query.add_argument("sql")
    query.add_argument("--csv", action="store_true", help="as CSV, not as a table")
    query.add_argument(
        "--seconds", type=_above_0, default=60, help="time limit in whole seconds (60)"
    )
    query.add_argument("--memory-mb", type=_above_0, default=1_000, help="memory limit (1000)")
    query.add_argument("--rows", type=_above_0, help="rows at most (1000; as CSV all)")
    export = _add_on_warehouse(
        commands, "export", export_tables, "write the reports as Parquet, CSV or one workbook"
    )
    export.add_argument("to", type=Path, metavar="FOLDER", help="made where it is missing")
    export.add_argument(
        "--format", choices=["parquet", "csv", "xlsx"], default="xlsx", help="default: xlsx"
    )
    export.add_argument("--with-customers", action="store_true", help="tables of customers, too")
    alerts = _add_on_warehouse(
        commands, "alerts", deliver_alerts, "deliver the open alerts that are new, each once"
    )
    alerts.add_argument("--webhook", metavar="URL", help="post them there, not as JSON lines")
    alerts.add_argument("--exit-code", action="store_true", help="end with 3 when there were any")
    alerts.add_argument("--with-info", action="store_true", help="also changes for the better")
    erase = _add_on_warehouse(
        commands, "erase", erase_customers, "erase a customer from every file, and build anew"
    )
    erase.add_argument("customers", nargs="+", metavar="customer_id=ID")
    erase.add_argument("--vars", help="as for dbt build (default: those of the published file)")
    arguments = parser.parse_args()
    try:
        return arguments.carry_out(arguments) or 0
    except CannotDo as reason:
        print(reason, file=sys.stderr)
        return 1


def _above_0(text: str) -> int:
    """A whole number above 0 of the command line; raises ArgumentTypeError for anything else."""
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"'{text}' is no whole number above 0")
    return int(text)


Commands = argparse._SubParsersAction


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
    """Let a command be told where dbt leaves its files."""
    target = Path(os.environ.get("DBT_TARGET_PATH", "target"))
    command.add_argument("--target", type=Path, default=target, help="default: DBT_TARGET_PATH")


def _add_demo(commands: Commands) -> None:
    """Add the command that makes the demo company."""
    demo = _add(commands, "demo", make_demo, "make the demo company's raw files")
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
