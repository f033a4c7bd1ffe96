"""Write the dashboard: the page's files and the packed rows become one HTML file."""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path

import duckdb

from python_hooks.dashboard import tables
from python_hooks.generations import PUBLISHED_NAME

FOLDER = Path(__file__).parent
FILE_NAME = "dashboard.html"
# What the packed rows of a page may take; the page says what was left out for it.
BUDGET_BYTES = 8_500_000
# Read by whoever may read the published file.
MODE = 0o640


class CannotWrite(Exception):
    """There is no new page: why, and what to do. A page of before stays."""


def write_dashboard(warehouse: Path) -> Path:
    """Write dashboard.html beside the published file of a warehouse; its path.

    Raises CannotWrite when there is no published file of this version, or no room for the page.
    """
    published = warehouse / PUBLISHED_NAME
    if not published.is_file():
        raise CannotWrite(
            f"{warehouse} has no {PUBLISHED_NAME}. Build first (make build), or set"
            " CX_WAREHOUSE_PATH to the folder of the warehouse."
        )
    try:
        with duckdb.connect(str(published), read_only=True) as connection:
            text = page(tables.packed(connection, BUDGET_BYTES).text)
    except (duckdb.Error, tables.CannotRead) as reason:
        raise CannotWrite(f"{published} cannot be read for the dashboard: {reason}") from reason
    path = warehouse / FILE_NAME
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_text(text, encoding="utf-8")
        new.chmod(MODE)
        os.replace(new, path)
    except OSError as reason:
        raise CannotWrite(f"{path} cannot be written ({reason.strerror}).") from reason
    finally:
        new.unlink(missing_ok=True)
    return path


def page(data: str) -> str:
    """The whole HTML text; data: the packed rows."""
    charts = (FOLDER / "vendor" / "echarts.min.js").read_text(encoding="utf-8")
    scripts = sorted((FOLDER / "page" / "core").glob("*.js"))
    scripts += sorted((FOLDER / "page" / "screens").glob("*.js"))
    code = "\n".join(script.read_text(encoding="utf-8") for script in scripts)
    code = f"(function () {{\n{code}\ncx.start();\n}})();"
    policy = (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline';"
        f" script-src {_source(charts)} {_source(code)}; base-uri 'none'; form-action 'none'"
    )
    parts = {
        "policy": policy,
        "style": (FOLDER / "page" / "style.css").read_text(encoding="utf-8"),
        "data": data,
        "charts": charts,
        "page": code,
    }
    before, *pieces = (FOLDER / "page" / "index.html").read_text(encoding="utf-8").split("{")
    text = [before]
    for piece in pieces:
        name, _, rest = piece.partition("}")
        text += [parts[name], rest]
    return "".join(text)


def _source(script: str) -> str:
    """What a policy calls a script: the hash of its text."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
