"""What dbt may ask of Python in SQL: functions from JSON text to JSON text.

dbt-duckdb loads this module for every target of type duckdb (profiles.yml). A function answers
{"error": ...} for what a person must put right, so that no traceback reaches them.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin

from python_hooks import fits, landing, publishing, summary

STARTED = time.monotonic()


class Plugin(BasePlugin):
    """Makes the warehouse folder before dbt opens its file, and registers the functions."""

    def initialize(self, plugin_config: dict[str, object]) -> None:
        """Make the folder of the work file, readable for its owner and group only."""
        folder = os.path.dirname(self.creds.path)
        os.makedirs(folder, mode=0o750, exist_ok=True)

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        """Register the functions on the connection that every node of the run shares."""
        functions: dict[str, Callable[[str], str]] = {
            "land_raw_files": land_raw_files,
            "judge_profiles": judge_profiles,
            "publish_warehouse": lambda request: publish_warehouse(conn, request),
            "summarise_run": lambda request: summarise_run(conn, request),
            **fits.FUNCTIONS,
        }
        for name, function in functions.items():
            conn.create_function(
                name, function, ["VARCHAR"], "VARCHAR", null_handling="special", side_effects=True
            )


def land_raw_files(request: str) -> str:
    """Land the files of a request; the SELECT of every raw relation, or the refusal."""
    wanted = landing.request_from_json(request)
    try:
        landed = landing.land(wanted)
    except (landing.RefusedFile, landing.RefusedFiles) as refused:
        return json.dumps({"error": str(refused)})
    contracts = {(table.source, table.name): table for table in wanted.tables}
    relations = {
        f"{table.source}__{table.name}": landing.raw_relation_sql(
            contracts[table.source, table.name], table.deliveries
        )
        for table in landed.tables
    }
    return json.dumps({"error": None, "relations": relations, "notices": landed.notices})


def judge_profiles(request: str) -> str:
    """Judge the profiles of a request; the check results."""
    from python_hooks import checks  # loading Great Expectations takes seconds

    return checks.judge_json(request)


def publish_warehouse(connection: duckdb.DuckDBPyConnection, request: str) -> str:
    """Publish the relations of a request; the path of the published file, or why there is none."""
    try:
        path = publishing.publish(connection.cursor(), publishing.request_from_json(request))
    except publishing.NotPublished as refused:
        return json.dumps({"error": str(refused)})
    return json.dumps({"error": None, "path": str(path)})


def summarise_run(connection: duckdb.DuckDBPyConnection, request: str) -> str:
    """The screen that a person reads at the end of a run."""
    return summary.screen(connection.cursor(), json.loads(request), time.monotonic() - STARTED)
