"""Write the dashboard: the page's files and the packed rows become one HTML file."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb

from python_hooks.dashboard import brief, tables
from python_hooks.engines.warehouse import connect, replace_file
from python_hooks.publishing.readers import QueryFailed, published_file

FOLDER = Path(__file__).parent
FILE_NAME = "dashboard.html"
# Users who may read the published file may read these files, too.
MODE = 0o640


class CannotWrite(Exception):
    """There is no new page; the message has the reason and what to do. The previous page stays."""


def write_dashboard(warehouse: Path) -> Path:
    """Write dashboard.html and the weekly briefs beside the published file; the page's path.

    A page that this code made from this published file stays as it is. Raises CannotWrite when
    there is no published file of this version, or no room for the page.
    """
    try:
        published = published_file(warehouse)
    except QueryFailed as reason:
        raise CannotWrite(str(reason)) from reason
    path = warehouse / FILE_NAME
    try:
        with connect(published, read_only=True) as connection:
            made_from = f"{_run(connection)} {_code_hash()}"
            if _made_from(path) == made_from:
                return path
            written = brief.briefs(connection)
            text = page(page_parts(), tables.packed(connection, written), made_from)
    except (duckdb.Error, tables.CannotRead) as reason:
        raise CannotWrite(f"{published} cannot be read for the dashboard: {reason}") from reason
    # The page comes last: it names the run that made all of them.
    for name, content in {**brief.brief_texts(written), FILE_NAME: text}.items():
        try:
            replace_file(warehouse / name, partial(_write_for_readers, text=content))
        except OSError as reason:
            place = warehouse / name
            raise CannotWrite(f"{place} cannot be written ({reason.strerror}).") from reason
    return path


def _write_for_readers(path: Path, text: str) -> None:
    """Write a text that the group of the published file may read."""
    path.write_text(text, encoding="utf-8")
    path.chmod(MODE)


@dataclass(frozen=True)
class Parts:
    """The files of the page: its frame, its style, and its three scripts."""

    frame: str
    style: str
    loader: str
    charts: str
    page: str


def page_parts() -> Parts:
    """Read the files of the page; the core comes before the screens."""
    folder = FOLDER / "page"
    scripts = [*sorted((folder / "core").glob("*.js")), *sorted((folder / "screens").glob("*.js"))]
    code = "\n".join(_without_comments(script.read_text(encoding="utf-8")) for script in scripts)
    return Parts(
        frame=(folder / "index.html").read_text(encoding="utf-8"),
        style=(folder / "style.css").read_text(encoding="utf-8"),
        loader=(folder / "loader.js").read_text(encoding="utf-8"),
        charts=(FOLDER / "vendor" / "echarts.min.js").read_text(encoding="utf-8"),
        page=f"(function () {{\n{code}\ncx.start();\n}})();",
    )


def page(parts: Parts, data: str, made_from: str) -> str:
    """The whole HTML text; data: the packed rows; made_from: which run and code made it."""
    sources = " ".join(_source(script) for script in (parts.loader, parts.charts, parts.page))
    texts = {
        "made_from": made_from,
        "policy": (
            "default-src 'none'; img-src data:; style-src 'unsafe-inline';"
            f" script-src {sources}; base-uri 'none'; form-action 'none'"
        ),
        "style": parts.style,
        "data": data,
        "charts": tables.packed_text(parts.charts),
        "page": tables.packed_text(parts.page),
        "loader": parts.loader,
    }
    before, *pieces = parts.frame.split("{")
    text = [before]
    for piece in pieces:
        name, _, rest = piece.partition("}")
        text += [texts[name], rest]
    return "".join(text)


def _without_comments(script: str) -> str:
    """A script without indentation and lines of comment: a quarter smaller, and as readable."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _run(connection: duckdb.DuckDBPyConnection) -> str:
    """The run that published the file."""
    return connection.execute("select run_id from main.generation").fetchone()[0]


def _code_hash() -> str:
    """The code of the page: every file of this folder."""
    digest = hashlib.sha256()
    for file in sorted(FOLDER.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(f"{file.relative_to(FOLDER)}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def _made_from(path: Path) -> str | None:
    """Which run and code made a page; None without one."""
    try:
        with path.open(encoding="utf-8") as file:
            start = file.read(400)
    except OSError:
        return None
    _, _, rest = start.partition('<meta name="made-from" content="')
    return rest.partition('"')[0]


def _source(script: str) -> str:
    """The name of a script in a content security policy: the hash of its text."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
