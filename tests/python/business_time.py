"""Business hours by hand: schedules, intervals, and the seconds that a walk over zoneinfo finds."""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
from bisect import bisect
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest
import yaml
from conftest import ROOT, dbt_process

from python_hooks import fits

DATA = Path(os.environ.get("CX_REAL_DATA", ROOT.parent / "shared" / "data"))
GIVEN = DATA / "voice" / "business_clock"
MODELS = ("int_time_zone_offsets", "int_business_clock", "int_tickets_timed")
EPOCH = datetime(1970, 1, 1)
DAY = 86_400
# Zones whose clocks change at 1:00, 2:00 or midnight, by an hour or half of one, on both halves.
ZONES = (
    "America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Havana",
    "Africa/Casablanca", "America/Santiago", "Asia/Tehran", "Pacific/Apia",
)  # fmt: skip
# Openings and closings inside the hours that a clock repeats or leaves out; one over midnight.
HOURS = (
    [("01:30", "09:00")],
    [("00:15", "01:30"), ("02:30", "12:00")],
    [("22:00", "01:30")],
    [("01:30", "02:30"), ("23:30", "00:30")],
)
Rule = tuple[str, str, int, str, str, str | None, str | None]
Exception_ = tuple[str, str, str, str | None, str | None]


@dataclass(frozen=True)
class Case:
    """Schedules with exceptions, and intervals of UTC seconds with the seconds open in them."""

    schedules: list[Rule]
    exceptions: list[Exception_]
    intervals: list[tuple[str, int, int]]
    expected: list[int]


def given() -> Case:
    """The intervals of the shared data, whose seconds others counted."""

    def rows(name: str) -> list[dict[str, str]]:
        with (GIVEN / name).open(encoding="utf-8") as lines:
            return list(csv.DictReader(lines))

    def clock(minute: str) -> str | None:
        return f"{int(minute) // 60:02d}:{int(minute) % 60:02d}" if minute else None

    intervals = rows("intervals_20000.csv")
    return Case(
        [
            (
                row["schedule"], row["time_zone"], int(row["weekday"]) + 1,
                clock(row["opens_minute"]) or "", clock(row["closes_minute"]) or "",
                row["valid_from"] or None, row["valid_to"] or None,
            )
            for row in rows("hours.csv")
        ],
        [
            (
                row["schedule"], row["starts_on"], row["ends_on"],
                clock(row["opens_minute"]), clock(row["closes_minute"]),
            )
            for row in rows("exceptions.csv")
        ],
        [
            (row["schedule"], _second(row["started_at"]), _second(row["ended_at"]))
            for row in intervals
        ],
        [int(row["expected_seconds"]) for row in intervals],
    )  # fmt: skip


def own(count: int = 10_000, seed: int = 15) -> Case:
    """Intervals near the days on which clocks change, of schedules that open inside those hours."""
    chance = random.Random(seed)
    schedules, exceptions, zones = [], [], {}
    for number, zone in enumerate(ZONES * len(HOURS)):
        name = f"own{number:02d}"
        zones[name] = zone
        hours = HOURS[number // len(ZONES)]
        schedules += [
            (name, zone, weekday, opens, closes, None, None)
            for weekday in range(1, 8)
            for opens, closes in hours
        ]
        for year in range(2009, 2025, 3):
            exceptions.append((name, f"{year}-03-0{1 + number % 9}", f"{year}-03-12", None, None))
            exceptions.append((name, f"{year}-11-01", f"{year}-11-02", "01:30", "03:00"))
    windows = {name: _windows(name, schedules, exceptions, zones[name]) for name in zones}
    changes = {name: _changes(zones[name]) for name in zones}
    intervals, expected = [], []
    for _ in range(count):
        name = chance.choice(sorted(zones))
        start = chance.choice(changes[name]) + chance.randrange(-2 * DAY, 2 * DAY)
        end = start + chance.choice([chance.randrange(7200), chance.randrange(9 * DAY)])
        intervals.append((name, start, end))
        expected.append(_overlap(windows[name], start, end))
    return Case(schedules, exceptions, intervals, expected)


def both() -> Case:
    """The given and the own intervals in one case."""
    cases = (given(), own())
    return Case(
        [rule for case in cases for rule in case.schedules],
        [each for case in cases for each in case.exceptions],
        [interval for case in cases for interval in case.intervals],
        [seconds for case in cases for seconds in case.expected],
    )


def seconds_on_duckdb(case: Case, compiled: dict[str, str]) -> list[int]:
    """Business seconds of the intervals by the models' own SQL: clock, joins and readings."""
    with duckdb.connect() as connection:
        _fill(connection, case)
        connection.create_function("zone_offsets", fits.zone_offsets, ["VARCHAR"], "VARCHAR")
        for name in MODELS:
            connection.execute(f"create table work.intermediate.{name} as {compiled[name]}")
        return _seconds(connection, "work.intermediate.int_tickets_timed")


def seconds_on_spark(case: Case, folder: Path) -> list[int]:
    """The same by a build of the models on Spark, whose input tables are filled first."""
    inputs_folder, warehouse = folder / "inputs", folder / "warehouse"
    inputs_folder.mkdir(parents=True)
    with duckdb.connect() as connection:
        _fill(connection, case)
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'work'"
        ).fetchall()
        for schema, name in tables:
            file = inputs_folder / f"{schema}.{name}.parquet"
            connection.execute(f"copy work.{schema}.{name} to '{file}'")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYSPARK_PYTHON", sys.executable)
        environment.setenv("PYTHONPATH", str(ROOT))
        environment.setenv("CX_WAREHOUSE_PATH", str(warehouse))
        subprocess.run([sys.executable, __file__, str(inputs_folder)], check=True, cwd=ROOT)
        dbt_process("run", folder, "--target", "spark", "--select", *MODELS, check=True)
    with duckdb.connect() as connection:
        timed = warehouse / "spark" / "intermediate.db" / "int_tickets_timed"
        return _seconds(connection, f"read_parquet('{timed}/**/*.parquet')")


def fill_spark(inputs_folder: Path) -> None:
    """Put the input tables into the warehouse of Spark, with the settings of profiles.yml."""
    from pyspark.sql import SparkSession

    profiles = yaml.safe_load((ROOT / "profiles.yml").read_text(encoding="utf-8"))
    settings = profiles["cx_warehouse"]["outputs"]["spark"]["server_side_parameters"]
    builder = SparkSession.builder.enableHiveSupport()
    for name, value in settings.items():
        path = "{{ env_var('CX_WAREHOUSE_PATH', 'warehouse') }}"
        builder = builder.config(name, value.replace(path, os.environ["CX_WAREHOUSE_PATH"]))
    # DuckDB's timestamps have no time zone; they are UTC.
    spark = builder.config("spark.sql.parquet.inferTimestampNTZ.enabled", "false").getOrCreate()
    for file in sorted(inputs_folder.glob("*.parquet")):
        spark.sql(f"create schema if not exists {file.stem.split('.')[0]}")
        spark.sql(f"create table {file.stem} using parquet as select * from parquet.`{file}`")
    spark.stop()


def _fill(connection: duckdb.DuckDBPyConnection, case: Case) -> None:
    """Create the input tables of the models, with their rows."""
    connection.execute("attach ':memory:' as work")
    for statement, rows in inputs(case):
        if rows is None:
            connection.execute(statement)
        elif rows:
            connection.execute("create or replace temp table given (row_json varchar)")
            connection.execute(
                "insert into given select unnest(?)", [[json.dumps(row) for row in rows]]
            )
            columns = ", ".join(f"row_json ->> '$[{place}]'" for place in range(len(rows[0])))
            connection.execute(f"insert into {statement} select {columns} from given")


def _seconds(connection: duckdb.DuckDBPyConnection, timed: str) -> list[int]:
    """The business seconds of each ticket, in the order of the intervals."""
    minutes = connection.execute(
        f"select business_resolution_minutes from {timed} order by cast(ticket_id as integer)"
    ).fetchall()
    return [round(each * 60) for (each,) in minutes]


def inputs(case: Case) -> list[tuple[str, list | None]]:
    """The input of the models: statements that create the tables, and tables with their rows."""
    waits = ", ".join(
        [
            f"{clock}{wait}_microseconds bigint"
            for wait in ("customer_wait", "agent_wait", "on_hold")
            for clock in ("", "business_")
        ]
        + [f"is_in_{wait} boolean" for wait in ("customer_wait", "agent_wait", "on_hold")]
    )
    first = min(start for _, start, _ in case.intervals)
    last = max(end for _, _, end in case.intervals)
    tickets = enumerate(case.intervals)
    return [
        ("create schema work.reference", None),
        ("create schema work.intermediate", None),
        (
            "create table work.reference.support_schedules (schedule varchar, time_zone varchar,"
            " weekday integer, opens_at varchar, closes_at varchar, valid_from date,"
            " valid_to date)",
            None,
        ),
        ("work.reference.support_schedules", case.schedules),
        (
            "create table work.reference.schedule_exceptions (schedule varchar, starts_on date,"
            " ends_on date, opens_at varchar, closes_at varchar)",
            None,
        ),
        ("work.reference.schedule_exceptions", case.exceptions),
        (
            "create table work.intermediate.int_as_of"
            " (first_business_at timestamp, as_of timestamp, latest_at timestamp)",
            None,
        ),
        ("work.intermediate.int_as_of", [(_text(first), _text(last), None)]),
        (
            "create table work.intermediate.int_tickets_counted (ticket_id varchar,"
            " schedule varchar, is_solved boolean, created_at timestamp)",
            None,
        ),
        (
            "create table work.intermediate.int_tickets_followed (ticket_id varchar,"
            " first_agent_reply_at timestamp, last_solved_at timestamp)",
            None,
        ),
        (
            "work.intermediate.int_tickets_counted",
            [(number, name, True, _text(start)) for number, (name, start, _) in tickets],
        ),
        (
            "work.intermediate.int_tickets_followed",
            [(n, None, _text(end)) for n, (_, _, end) in enumerate(case.intervals)],
        ),
        (
            "create table work.intermediate.int_ticket_schedules_held (ticket_id varchar,"
            " schedule varchar, held_from timestamp, held_until timestamp,"
            " carried_microseconds bigint, carried_at_event_microseconds bigint)",
            None,
        ),
        (
            f"create table work.intermediate.int_ticket_waits_summed (ticket_id varchar, {waits})",
            None,
        ),
    ]


def _second(text: str) -> int:
    return int((datetime.fromisoformat(text) - EPOCH).total_seconds())


def _text(second: int) -> str:
    return str(EPOCH + timedelta(seconds=second))


def _changes(zone: str) -> list[int]:
    """Days near which the clock of a zone changes, 2010 to 2023."""
    at = list(range(_second("2010-01-01"), _second("2024-01-01"), DAY))
    offsets = [datetime.fromtimestamp(second, ZoneInfo(zone)).utcoffset() for second in at]
    return [at[place] for place in range(1, len(at)) if offsets[place] != offsets[place - 1]]


def _windows(
    name: str, schedules: list[Rule], exceptions: list[Exception_], zone: str
) -> list[tuple[int, int]]:
    """The open UTC seconds of a schedule, day by day, by datetime and zoneinfo."""
    replaced: dict[date, list[tuple[str, str]]] = {}
    for schedule, starts, ends, opens, closes in exceptions:
        day = date.fromisoformat(starts)
        while schedule == name and day <= date.fromisoformat(ends):
            replaced.setdefault(day, [])
            if opens and closes:
                replaced[day].append((opens, closes))
            day += timedelta(days=1)
    weekly: dict[int, list[tuple[str, str]]] = {}
    for schedule, _, weekday, opens, closes, *_ in schedules:
        if schedule == name:
            weekly.setdefault(weekday, []).append((opens, closes))
    found = []
    day = date(2009, 12, 1)
    while day < date(2024, 3, 1):
        for opens, closes in replaced.get(day, weekly.get(day.isoweekday(), [])):
            until = day + timedelta(days=closes <= opens)
            found.append((_instant(day, opens, zone), _instant(until, closes, zone)))
        day += timedelta(days=1)
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if end <= start:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _instant(day: date, clock: str, zone: str) -> int:
    hour, minute = map(int, clock.split(":"))
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))
    return int(local.astimezone(UTC).timestamp())


def _overlap(windows: list[tuple[int, int]], start: int, end: int) -> int:
    place = max(0, bisect(windows, (start,)) - 1)
    seconds = 0
    while place < len(windows) and windows[place][0] < end:
        opens, closes = windows[place]
        seconds += max(0, min(end, closes) - max(start, opens))
        place += 1
    return seconds


if __name__ == "__main__":
    fill_spark(Path(sys.argv[1]))
