"""Time business time: tickets, first responses and solutions of a made-up help desk, in one pass.

    python -m benchmarks.service compiled_folder [tickets]

compiled_folder: target/compiled/cx_warehouse/models/intermediate/service of a `dbt compile`.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import duckdb

from python_hooks import fits

WAITS = ("customer_wait", "agent_wait", "on_hold")
SCHEDULES = {"china": "Asia/Shanghai", "uk": "Europe/London", "us": "America/New_York"}


def main(folder: Path, tickets: int) -> None:
    """Make the tickets and the clock, then time the pass over all tickets."""
    (folder / "benchmark.duckdb").unlink(missing_ok=True)
    with duckdb.connect() as connection:
        connection.execute("set threads = 2")
        connection.execute("attach ':memory:' as work")
        connection.execute(f"attach '{folder / 'benchmark.duckdb'}' as filed")
        connection.create_function("zone_offsets", fits.zone_offsets, ["VARCHAR"], "VARCHAR")
        _make_inputs(connection, tickets)
        for name in ("int_time_zone_offsets", "int_business_clock"):
            before = _used()
            sql = (folder / f"{name}.sql").read_text(encoding="utf-8")
            connection.execute(f"create table work.intermediate.{name} as {sql}")
            print(f"{name}: {_used() - before:.2f} CPU-s")
        held = _peak()
        for name in ("int_tickets_timed", "int_ticket_commitments_due"):
            before = _used()
            sql = (folder / f"{name}.sql").read_text(encoding="utf-8")
            # The result goes to a file, as in a build.
            connection.execute(f"create table filed.{name} as {sql}")
            print(f"{name}: {tickets:,} tickets, {_used() - before:.2f} CPU-s,", end=" ")
            print(f"{_peak() - held} MiB more than the inputs took")


def _make_inputs(connection: duckdb.DuckDBPyConnection, tickets: int) -> None:
    """Three years of tickets in three schedules; every second one answered and solved."""
    zones = ", ".join(f"('{name}', '{zone}')" for name, zone in SCHEDULES.items())
    waits = ", ".join(
        [
            f"null::bigint as {clock}{wait}_microseconds"
            for wait in WAITS
            for clock in ("", "business_")
        ]
        + [f"null::boolean as is_in_{wait}" for wait in WAITS]
    )
    for statement in (
        "create schema work.reference",
        "create schema work.intermediate",
        "create table work.reference.support_schedules as select schedule, time_zone, weekday,"
        " '9:00' as opens_at, '18:00' as closes_at, null::date as valid_from,"
        f" null::date as valid_to from (values {zones}) as zones (schedule, time_zone)"
        " cross join range(1, 6) as weekdays (weekday)",
        "create table work.reference.schedule_exceptions (schedule varchar, starts_on date,"
        " ends_on date, opens_at varchar, closes_at varchar)",
        "create table work.reference.service_commitments as select * from (values"
        " ('first_response', 'all', 'all', 120, 'business', null::date, null::date),"
        " ('resolution', 'all', 'all', 1440, 'business', null, null)) as promises"
        " (commitment, priority, channel, minutes, clock, valid_from, valid_to)",
        "create table work.intermediate.int_as_of as select timestamp '2023-01-01' as"
        " first_business_at, timestamp '2025-12-31' as as_of, null::timestamp as latest_at",
        "create table work.intermediate.int_tickets_counted as select 'T' || number as ticket_id,"
        " ['china', 'uk', 'us'][1 + number % 3] as schedule, true as is_solved,"
        " timestamp '2023-01-01' + to_seconds((hash(number) % 90000000)::bigint) as created_at,"
        " 'low' as priority, 'web' as channel"
        f" from range({tickets}) as numbers (number)",
        "create table work.intermediate.int_tickets_followed as select ticket_id,"
        " created_at + to_seconds((hash(ticket_id || 'r') % 200000)::bigint)"
        " as first_agent_reply_at,"
        " created_at + to_seconds((hash(ticket_id || 's') % 2000000)::bigint)"
        " as last_solved_at from work.intermediate.int_tickets_counted",
        "create table work.intermediate.int_ticket_schedules_held (ticket_id varchar, schedule"
        " varchar, held_from timestamp, held_until timestamp, carried_microseconds bigint,"
        " carried_at_event_microseconds bigint)",
        "create table work.intermediate.int_ticket_waits_summed as select null::varchar as"
        f" ticket_id, {waits} limit 0",
    ):
        connection.execute(statement)


def _peak() -> int:
    """The most memory that this process has taken so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _used() -> float:
    """CPU seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2_000_000)
