"""Measure what Spark reads, shuffles and writes: `python -m benchmarks.shuffle --scale 0.01`.

Builds the warehouse on Spark with its event log on, without tests, and adds up the tasks by the
table that they worked for. Bytes are as Spark counts them: compressed, of a shuffle those written.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.run import CUSTOMERS_AT_SCALE_1, dbt_build, measure, raw_files

NO_TABLE = "no table"
SHOWN_TABLES = 12
# What has a row per metric, period and dimension, or per day: more customers make it no larger.
BOUNDED = re.compile(
    r"(reporting|reference)\.|metrics\.int_metric_cells_|marts\.dim_dates|.*check_results"
)
# The table that a plan writes: of the command itself, and of the job that it starts.
WRITTEN = re.compile(
    r"CreateDataSourceTableAsSelectCommand\nArguments: `\w+`\.`(\w+)`\.`(\w+)`"
    r"|InsertIntoHadoopFsRelationCommand\nInput.*\nArguments: file:\S*?/(\w+)\.db/(\w+),"
)
EVENT_LOG = {
    "spark.eventLog.enabled": "true",
    "spark.eventLog.rolling.enabled": "false",
    "spark.eventLog.compress": "false",
    # Otherwise a small build has one task after a shuffle, and none can be larger than another.
    "spark.sql.adaptive.coalescePartitions.enabled": "false",
}


@dataclass(frozen=True)
class Task:
    """A finished task, and the table that it worked for."""

    table: str
    stage: int
    cpu_seconds: float
    input_bytes: int
    output_bytes: int
    shuffled_bytes: int
    shuffled_rows: int
    rows_after_shuffle: int
    spilled_bytes: int


@dataclass(frozen=True)
class Work:
    """What all the tasks for a table did.

    skew: of the stages after a shuffle with several tasks, the rows of each one's largest task over
    those of its mean task, weighted by rows; None without such a stage. lone_rows: the rows after a
    shuffle that one task has to read alone, however many there are.
    """

    table: str
    task_count: int
    cpu_seconds: float
    input_bytes: int
    output_bytes: int
    shuffled_bytes: int
    shuffled_rows: int
    spilled_bytes: int
    skew: float | None
    lone_rows: int


def tasks(log: Iterable[str]) -> list[Task]:
    """The finished tasks of an event log, one JSON object a line."""
    table_of_execution: dict[int, str] = {}
    table_of_stage: dict[int, str] = {}
    finished = []
    for line in log:
        event = json.loads(line)
        kind = event["Event"].rpartition(".")[2]
        if kind == "SparkListenerSQLExecutionStart":
            table_of_execution[event["executionId"]] = _written_table(event)
        elif kind == "SparkListenerJobStart":
            execution = event.get("Properties", {}).get("spark.sql.execution.id")
            table = table_of_execution.get(int(execution), NO_TABLE) if execution else NO_TABLE
            # A later job names the stages before it again, and skips them.
            for stage in event["Stage IDs"]:
                table_of_stage.setdefault(stage, table)
        elif kind == "SparkListenerTaskEnd" and "Task Metrics" in event:
            stage = event["Stage ID"]
            finished.append(
                _task(table_of_stage.get(stage, NO_TABLE), stage, event["Task Metrics"])
            )
    return finished


def _written_table(event: dict[str, object]) -> str:
    """The `schema.table` that an execution writes."""
    found = WRITTEN.search(str(event["physicalPlanDescription"]))
    return ".".join(part for part in found.groups() if part) if found else NO_TABLE


def _task(table: str, stage: int, metrics: dict[str, dict[str, int]]) -> Task:
    """A task from its metrics in the log."""
    written = metrics["Shuffle Write Metrics"]
    return Task(
        table=table,
        stage=stage,
        cpu_seconds=metrics["Executor CPU Time"] / 1e9,  # type: ignore[operator]
        input_bytes=metrics["Input Metrics"]["Bytes Read"],
        output_bytes=metrics["Output Metrics"]["Bytes Written"],
        shuffled_bytes=written["Shuffle Bytes Written"],
        shuffled_rows=written["Shuffle Records Written"],
        rows_after_shuffle=metrics["Shuffle Read Metrics"]["Total Records Read"],
        spilled_bytes=metrics["Disk Bytes Spilled"],  # type: ignore[arg-type]
    )


def work(table: str, done: list[Task]) -> Work:
    """Add up the tasks for a table."""
    stages: dict[int, list[int]] = defaultdict(list)
    for task in done:
        stages[task.stage].append(task.rows_after_shuffle)
    shared = [rows for rows in stages.values() if len(rows) > 1]
    largest = sum(max(rows) for rows in shared)
    mean = sum(sum(rows) / len(rows) for rows in shared)
    return Work(
        table,
        len(done),
        sum(task.cpu_seconds for task in done),
        sum(task.input_bytes for task in done),
        sum(task.output_bytes for task in done),
        sum(task.shuffled_bytes for task in done),
        sum(task.shuffled_rows for task in done),
        sum(task.spilled_bytes for task in done),
        largest / mean if mean else None,
        sum(rows[0] for rows in stages.values() if len(rows) == 1),
    )


def floor(table: str) -> str:
    """The schema of a table."""
    return table.partition(".")[0]


def growth(table: str) -> str:
    """Whether the work for a table grows with the customers."""
    if table == NO_TABLE:
        return NO_TABLE
    return "does not grow with customers" if BOUNDED.match(table) else "grows with customers"


def grouped(done: list[Task], group_of: Callable[[str], str]) -> list[Work]:
    """The work by a group of tables; the largest shuffle first."""
    groups: dict[str, list[Task]] = defaultdict(list)
    for task in done:
        groups[group_of(task.table)].append(task)
    every = [work(name, members) for name, members in groups.items()]
    return sorted(every, key=lambda each: (-each.shuffled_bytes, each.table))


def build_on_spark(folder: Path, scale: float) -> Path:
    """Build once on Spark in a fresh warehouse; the event log."""
    folder.mkdir(parents=True, exist_ok=True)
    raw, warehouse, logs = raw_files(folder, scale), folder / "warehouse_spark", folder / "events"
    for left in (warehouse, logs):
        shutil.rmtree(left, ignore_errors=True)
    logs.mkdir()
    settings = {**EVENT_LOG, "spark.eventLog.dir": logs.as_uri()}
    untested = ["--exclude-resource-type", "unit_test", "--exclude-resource-type", "test"]
    process = dbt_build(folder, raw, warehouse, ["--target", "spark", *untested])
    options = " ".join(f"--conf {name}={value}" for name, value in settings.items())
    environment = {
        **process.environment,
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_SUBMIT_ARGS": f"{options} pyspark-shell",
    }
    measure(process.command, environment, folder / "spark_build.log")
    (log,) = logs.iterdir()
    return log


def table_of(works: list[Work], customer_count: int) -> str:
    """The work as Markdown, in bytes and rows per customer."""
    header = (
        "| | tasks | CPU s | read B | written B | shuffled B | shuffled rows | lone rows | skew |"
    )
    lines = [header, "| --- |" + " ---: |" * 8]
    for each in works:
        byte_counts = (each.input_bytes, each.output_bytes, each.shuffled_bytes)
        cells = [each.table, f"{each.task_count:,}", f"{each.cpu_seconds:.1f}"]
        cells += [f"{count / customer_count:,.0f}" for count in byte_counts]
        cells += [
            f"{count / customer_count:,.1f}" for count in (each.shuffled_rows, each.lone_rows)
        ]
        cells.append("" if each.skew is None else f"{each.skew:.2f}")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Read the arguments, build or take a log, write the result, print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.shuffle", description=__doc__)
    parser.add_argument("--scale", type=float, default=0.01)
    parser.add_argument("--folder", type=Path, default=Path("warehouse/bench"))
    parser.add_argument(
        "--log", type=Path, help="add up this event log of an earlier build instead"
    )
    arguments = parser.parse_args()
    folder = arguments.folder.resolve() / f"sf{arguments.scale:g}"
    log = arguments.log or build_on_spark(folder, arguments.scale)
    with log.open(encoding="utf-8") as lines:
        done = tasks(lines)
    customer_count = round(arguments.scale * CUSTOMERS_AT_SCALE_1)
    tables = grouped(done, lambda table: table)
    floors = [*grouped(done, floor), *grouped(done, growth), work("all", done)]
    result = {
        "scale": arguments.scale,
        "customers": customer_count,
        "tables": [asdict(each) for each in tables],
        "floors": [asdict(each) for each in floors],
    }
    (folder / "shuffle.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    spilled = sum(task.spilled_bytes for task in done)
    print(
        f"Scale {arguments.scale:g}: {customer_count:,} customers; bytes and rows per customer;"
        f" {spilled:,} bytes spilled.\n"
    )
    print(table_of(floors, customer_count))
    print(f"\nThe {SHOWN_TABLES} tables with the largest shuffles:\n")
    print(table_of(tables[:SHOWN_TABLES], customer_count))


if __name__ == "__main__":
    main()
