"""Publish, as dbt asks for it: the key of the pseudonyms, the file, the page of what is in it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import duckdb

from python_hooks.dashboard import write as dashboard
from python_hooks.publishing import generations, pseudonyms, publishing


def check_pseudonym_key(request: str) -> str:
    """Check the key that a variable needs; the answer is its fault or nothing."""
    try:
        pseudonyms.key(json.loads(request)["variable"])
    except pseudonyms.UnusableKey as unusable:
        return json.dumps({"error": str(unusable)})
    return json.dumps({"error": None})


def publish_warehouse(connection: duckdb.DuckDBPyConnection, request: str) -> str:
    """Publish the relations of a request; return the path of the file, or why there is none.

    If readers already have these tables from the run `published_by`, that file is kept.
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
    shown = _draw_dashboard(wanted.folder)
    return json.dumps({"error": None, "path": str(path), "is_kept": is_kept, **shown})


def _draw_dashboard(folder: Path) -> dict[str, str]:
    """Write the dashboard of the published file; return its path, or why there is none."""
    if os.environ.get("CX_DASHBOARD") == "no":
        return {}
    try:
        return {"dashboard": str(dashboard.write_dashboard(folder))}
    except dashboard.CannotWrite as reason:
        return {"no_dashboard": str(reason)}
