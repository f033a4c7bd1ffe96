"""The screen at the end of a run, as dbt asks for it."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from dbt_common.invocation import get_invocation_started_at

from python_hooks.screen import summary, words


def summarise_run(connection: duckdb.DuckDBPyConnection, request: str) -> str:
    """The screen at the end of a run; it is stored for `show`."""
    started_at = get_invocation_started_at().replace(tzinfo=UTC)
    seconds = (datetime.now(UTC) - started_at).total_seconds()
    outcome = json.loads(request)
    language = words.chosen_language(os.environ)
    screen = summary.screen(connection.cursor(), outcome, seconds, language)
    # A build that is published must not fail because its screen cannot be stored.
    with suppress(OSError):
        (Path(outcome["folder"]) / summary.KEPT_SCREEN).write_text(screen, encoding="utf-8")
    return screen
