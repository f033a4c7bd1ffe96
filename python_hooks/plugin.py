"""The functions that dbt calls in SQL, from JSON text to JSON text.

dbt-duckdb loads this module for every target of type duckdb (profiles.yml). A function answers
{"error": ...} for a fault that the user must correct, so that no traceback is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin

from python_hooks import fits, voice
from python_hooks.builds import process_settings
from python_hooks.endpoints import landing, publishing, screen
from python_hooks.privacy import contact_keys
from python_hooks.quality import checks, metric_faults


class Plugin(BasePlugin):
    """Creates the warehouse folder before dbt opens its file, and registers the functions."""

    def initialize(self, plugin_config: dict[str, object]) -> None:
        """Prepare the process; raises DbtRuntimeError, which dbt shows without a traceback."""
        process_settings.prepare(Path(self.creds.path), plugin_config)

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        """Register the functions on the connection that every node of the run shares."""
        functions: dict[str, Callable[[str], str]] = {
            "land_raw_files": landing.land_raw_files,
            "tables_of_mappings": landing.tables_of_mappings,
            "judge_profiles": checks.judge_json,
            "contact_salt": contact_keys.contact_salt,
            "check_pseudonym_key": publishing.check_pseudonym_key,
            "publish_warehouse": lambda request: publishing.publish_warehouse(conn, request),
            "summarise_run": lambda request: screen.summarise_run(conn, request),
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
