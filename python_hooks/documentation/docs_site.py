"""The documentation of dbt as one HTML file in which columns keep the description of their origin.

A column is described where it first appears: in the raw contract, or in the model that creates it.
dbt alone does not show this description on downstream models. Each metric gets a page of its own
words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
from dbt.task.docs import DOCS_INDEX_FILE_PATH

from python_hooks.documentation import metric_pages
from python_hooks.documentation.exposures import exposures
from python_hooks.engines.warehouse import connect
from python_hooks.publishing.readers import QueryFailed, published_file

FILE_NAME = "docs.html"

Json = dict[str, Any]


class NoDocs(Exception):
    """The documentation was not generated; the message has the command to run."""


def write_docs(target: Path, warehouse: Path) -> tuple[Path, int, int]:
    """Write the page beside the artifacts of `dbt docs generate`, with the words of a warehouse.

    Return its path, the number of its columns, and the number of those without a description.
    """
    try:
        manifest, catalog = (
            json.loads((target / name).read_text(encoding="utf-8"))
            for name in ("manifest.json", "catalog.json")
        )
    except OSError as reason:
        raise NoDocs(f"{reason.filename} is missing. Run make docs.") from reason
    count, undescribed = describe(manifest, catalog)
    add_metric_pages(manifest, warehouse)
    add_exposures(manifest)
    page = Path(DOCS_INDEX_FILE_PATH).read_text(encoding="utf-8")
    for name, content in (("MANIFEST", manifest), ("CATALOG", catalog)):
        # No text of a model ends the script that holds it.
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace(
            "<", "\\u003c"
        )
        page = page.replace(f'"{name}.JSON INLINE DATA"', text)
    file = target / FILE_NAME
    file.write_text(page, encoding="utf-8")
    return file, count, undescribed


def add_metric_pages(manifest: Json, warehouse: Path) -> None:
    """Give each metric its page in place of its model's description, and dbt's docs an overview."""
    try:
        published = published_file(warehouse)
    except QueryFailed as reason:
        raise NoDocs(str(reason)) from reason
    try:
        with connect(published, read_only=True) as connection:
            pages = metric_pages.pages(manifest, connection)
            overview = metric_pages.overview(manifest, connection)
    except duckdb.Error as reason:
        first = str(reason).splitlines()[0]
        raise NoDocs(f"{published} is not of this version ({first}). Run make build.") from reason
    for unique_id, text in pages.items():
        manifest["nodes"][unique_id]["description"] = text
    project = manifest["metadata"]["project_name"]
    manifest["docs"][f"doc.{project}.{metric_pages.OVERVIEW}"] = {
        "name": metric_pages.OVERVIEW,
        "package_name": project,
        "block_contents": overview,
    }


def add_exposures(manifest: Json) -> None:
    """Add the exposures, also to the lineage of the models that they read."""
    manifest["exposures"] = exposures(manifest)
    for unique_id, exposure in manifest["exposures"].items():
        nodes = exposure["depends_on"]["nodes"]
        manifest["parent_map"][unique_id] = nodes
        for node in nodes:
            manifest["child_map"][node].append(unique_id)


def describe(manifest: Json, catalog: Json) -> tuple[int, int]:
    """Give columns without a description that of the same column in the nearest model above.

    Without one there, that of the docs block of its name (models/docs.md).
    Gives how many columns the catalog has, and how many stay without a description.
    """
    described: dict[str, dict[str, str]] = {}
    blocks = {block["name"]: block["block_contents"] for block in manifest["docs"].values()}
    count = undescribed = 0
    for unique_id in _in_order(manifest):
        node = manifest["nodes"].get(unique_id) or manifest["sources"][unique_id]
        columns = {column["name"].lower(): column for column in node["columns"].values()}
        found = {name: column["description"] for name, column in columns.items()}
        built = catalog["nodes"].get(unique_id, {}).get("columns", {})
        for name in [each.lower() for each in built]:
            count += 1
            text = found.get(name) or _above(node, described, name) or blocks.get(name, "")
            undescribed += not text
            found[name] = text
            if name not in columns:
                node["columns"][name] = {"name": name, "description": "", "meta": {}, "tags": []}
                columns[name] = node["columns"][name]
            columns[name]["description"] = text
        described[unique_id] = found
    return count, undescribed


def _above(node: Json, described: dict[str, dict[str, str]], name: str) -> str:
    """The description of a column in the first model that a node reads and that has one."""
    parents = node.get("depends_on", {}).get("nodes", [])
    texts = (described.get(parent, {}).get(name, "") for parent in parents)
    return next((text for text in texts if text), "")


def _in_order(manifest: Json) -> Iterator[str]:
    """Sources, seeds, snapshots and models, each after those that it reads."""
    done = set(manifest["sources"])
    yield from sorted(done)
    waiting = {
        unique_id: set(node.get("depends_on", {}).get("nodes", []))
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] in ("model", "seed", "snapshot")
    }
    while waiting:
        ready = sorted(each for each, parents in waiting.items() if not parents & waiting.keys())
        yield from ready
        for each in ready:
            del waiting[each]
