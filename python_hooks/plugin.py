"""What dbt may ask of Python in SQL: functions from JSON text to JSON text.

dbt-duckdb loads this module for every target of type duckdb (profiles.yml). A function answers
{"error": ...} for what a person must put right, so that no traceback reaches them.
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.flags import get_flags
from dbt_common.exceptions import DbtRuntimeError
from dbt_common.invocation import get_invocation_started_at

from python_hooks import (
    checks,
    fits,
    generations,
    increments,
    landing,
    locks,
    metric_faults,
    pseudonyms,
    publishing,
    screen_words,
    summary,
    voice,
)
from python_hooks.code_version import code_hash
from python_hooks.dashboard import write as dashboard
from python_hooks.warehouse import CannotOpen, quoted_text, refuse_unopenable


class Plugin(BasePlugin):
    """Makes the warehouse folder before dbt opens its file, and registers the functions."""

    def initialize(self, plugin_config: dict[str, object]) -> None:
        """Make the folder of the work file and lock it; what this run writes is its owner's only.

        The group may enter the folder for the published file, which alone it may read. Raises
        DbtRuntimeError, which dbt shows without a traceback, when the settings cannot be used,
        somebody else writes to the warehouse, or its work file cannot be opened.
        """
        work_file = Path(self.creds.path)
        _make_folder(str(work_file.parent))
        flags = get_flags()
        os.umask(0o077)
        try:
            screen_words.chosen_language(os.environ)
            if locks.take(work_file.parent, f"dbt {flags.WHICH}"):
                refuse_unopenable(work_file)
        except (screen_words.UnknownLanguage, locks.Busy, CannotOpen) as refused:
            raise DbtRuntimeError(str(refused)) from None
        for path in (work_file, Path(f"{work_file}.wal")):
            with suppress(FileNotFoundError):
                path.chmod(0o600)
        _close_to_others(Path(flags.LOG_PATH or "logs"), Path(flags.TARGET_PATH or "target"))
        _check_settings(plugin_config)
        # By default Python goes through all that dbt holds of the project every few hundred new
        # objects, which is a tenth of a small build; this seldom it costs no more memory either.
        gc.set_threshold(100_000, 20, 20)

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        """Register the functions on the connection that every node of the run shares."""
        functions: dict[str, Callable[[str], str]] = {
            "land_raw_files": land_raw_files,
            "judge_profiles": checks.judge_json,
            "check_pseudonym_key": check_pseudonym_key,
            "publish_warehouse": lambda request: publish_warehouse(conn, request),
            "summarise_run": lambda request: summarise_run(conn, request),
            "fault_of_metric": lambda request: metric_faults.fault_of_metric(
                conn.cursor(), request
            ),
            **fits.FUNCTIONS,
            **voice.FUNCTIONS,
        }
        for name, function in functions.items():
            conn.create_function(
                name,
                function,
                ["VARCHAR"],
                "VARCHAR",
                null_handling="special",
                # A constant call is worked out while DuckDB plans, once, when it knows of no side
                # effects. Publishing runs queries of its own, and would have one thread less for
                # them than while a plan runs.
                side_effects=name != "publish_warehouse",
            )


def _make_folder(folder: str) -> None:
    """Make the warehouse folder, readable for its owner and group only.

    Raises DbtRuntimeError, which dbt shows without a traceback, when there cannot be one.
    """
    try:
        os.makedirs(folder, mode=0o750, exist_ok=True)
    except OSError as error:
        raise DbtRuntimeError(
            f"The warehouse folder {folder} cannot be made ({error.strerror}). Set"
            " CX_WAREHOUSE_PATH to a folder that this user may write to."
        ) from None


def _check_settings(settings: dict[str, object]) -> None:
    """Try the settings of profiles.yml: DuckDB's own refusal of them ends in a traceback."""
    with duckdb.connect() as connection:
        for name, value in settings.items():
            try:
                connection.execute(f"set {name} = {quoted_text(str(value))}")
            except duckdb.Error as error:
                where = "CX_MEMORY_LIMIT" if name == "memory_limit" else f"{name} in profiles.yml"
                what = str(error).splitlines()[0]
                raise DbtRuntimeError(f"{where} is '{value}', and DuckDB says: {what}") from None


def _close_to_others(logs: Path, target: Path) -> None:
    """Close to others what dbt wrote before it loaded this module: its log and what it parsed."""
    for path in [*logs.glob("dbt.log*"), *target.glob("*")]:
        if path.is_file() and path.suffix in (".log", ".json", ".msgpack", ".gpickle"):
            with suppress(OSError):
                path.chmod(0o600)


def land_raw_files(request: str) -> str:
    """Land the files of a request; the SELECT of every raw relation, or the refusal.

    Also says whether the build may be incremental (python_hooks/increments.py); the relations
    <source>__<table>__new then hold the deliveries that are new.
    """
    wanted = landing.request_from_json(request)
    try:
        landed = landing.land(wanted)
    except (landing.RefusedFile, landing.RefusedFiles) as refused:
        return json.dumps({"error": str(refused)})
    before = json.loads(request)["before"]
    contracts = {(table.source, table.name): table for table in wanted.tables}
    record = increments.Record(
        code_hash(before["variables"]),
        {
            f"{table.source}__{table.name}": tuple(
                f"{each.content_hash} {each.file}" for each in table.deliveries
            )
            for table in landed.tables
        },
        landed.erased,
        {
            f"{table.source}__{table.name}": landing.native_columns(
                contracts[table.source, table.name], table.deliveries
            )
            for table in landed.tables
        },
    )
    why_full = increments.why_full(record, before["started"], before["finished"])
    known = {} if why_full else increments.known_counts(record, before["finished"])
    relations = {}
    for table in landed.tables:
        name = f"{table.source}__{table.name}"
        contract = contracts[table.source, table.name]
        relations[name] = landing.raw_relation_sql(contract, table.deliveries)
        if not why_full:
            relations[f"{name}__new"] = landing.raw_relation_sql(
                contract, table.deliveries, known[name]
            )
    inputs = [
        {
            "source_name": table.source,
            "table_name": table.name,
            "input": delivery.file,
            "content_hash": delivery.content_hash,
            "row_count": delivery.row_count,
        }
        for table in landed.tables
        for delivery in table.deliveries
    ]
    return json.dumps(
        {
            "error": None,
            "relations": relations,
            "inputs": inputs,
            "notices": landed.notices,
            "leaves_out_erased": bool(landed.erased),
            "record": record.to_json(),
            "why_full": why_full,
            "is_anything_new": record.to_json() != before["finished"],
        }
    )


def check_pseudonym_key(_request: str) -> str:
    """Whether the environment has a usable key for pseudonyms, or what is wrong with it."""
    try:
        pseudonyms.key()
    except pseudonyms.UnusableKey as unusable:
        return json.dumps({"error": str(unusable)})
    return json.dumps({"error": None})


def publish_warehouse(connection: duckdb.DuckDBPyConnection, request: str) -> str:
    """Publish the relations of a request; the path of the published file, or why there is none.

    Where readers get what the run `published_by` made of the same tables, that file is kept.
    """
    wanted = publishing.request_from_json(request)
    run = wanted.published_by
    is_kept = bool(run) and generations.serves(wanted.folder, run)
    path = wanted.folder / generations.PUBLISHED_NAME
    try:
        if not is_kept:
            path = publishing.publish(connection.cursor(), wanted)
    except publishing.NotPublished as refused:
        return json.dumps({"error": str(refused)})
    shown = draw_dashboard(wanted.folder)
    return json.dumps({"error": None, "path": str(path), "is_kept": is_kept, **shown})


def draw_dashboard(folder: Path) -> dict[str, str]:
    """Write the page of what was published; its path, or why there is none: the file stands."""
    if os.environ.get("CX_DASHBOARD") == "no":
        return {}
    try:
        return {"dashboard": str(dashboard.write_dashboard(folder))}
    except dashboard.CannotWrite as reason:
        return {"no_dashboard": str(reason)}


def summarise_run(connection: duckdb.DuckDBPyConnection, request: str) -> str:
    """The screen that a person reads at the end of a run; it is kept for `show`."""
    started_at = get_invocation_started_at().replace(tzinfo=UTC)
    seconds = (datetime.now(UTC) - started_at).total_seconds()
    outcome = json.loads(request)
    language = screen_words.chosen_language(os.environ)
    screen = summary.screen(connection.cursor(), outcome, seconds, language)
    # A screen that cannot be kept is no reason to fail a build that is published.
    with suppress(OSError):
        (Path(outcome["folder"]) / summary.KEPT_SCREEN).write_text(screen, encoding="utf-8")
    return screen
