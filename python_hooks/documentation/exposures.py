"""What people look at, as exposures of dbt's docs: which models the page, brief and workbook read.

Their queries say it, so no list of models stands twice.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

Json = dict[str, Any]

PACKAGE = Path(__file__).parent.parent
READ_TABLE = re.compile(r"\b(?:from|join)\s+(?:reporting|marts)\.(\w+)")
OWNER = {"name": "cx-insights", "email": None}


class Product(NamedTuple):
    """Something that people look at, and the folder of its queries."""

    name: str
    label: str
    kind: str
    queries: str
    description: str


PRODUCTS = (
    Product(
        "dashboard", "Dashboard · 仪表板", "dashboard", "dashboard/queries",
        "`warehouse/dashboard.html`, written by each build that publishes.\n\n"
        "每次发布时生成的 `warehouse/dashboard.html`。",
    ),
    Product(
        "weekly_brief", "Weekly brief · 周报", "analysis", "dashboard/brief_queries",
        "`warehouse/brief.en.md` and `brief.zh.md`, one page of sentences with their figures.\n\n"
        "`warehouse/brief.en.md` 和 `brief.zh.md`：一页带数字的文字。",
    ),
    Product(
        "workbook", "Excel workbook · Excel 工作簿", "analysis", "workbook/queries",
        "`cx_metrics.xlsx` of `python -m python_hooks export`.\n\n"
        "由 `python -m python_hooks export` 写出的 `cx_metrics.xlsx`。",
    ),
)  # fmt: skip


def tables_of(product: Product) -> list[str]:
    """The published tables that the queries of a product read, in order of their names."""
    texts = [file.read_text(encoding="utf-8") for file in (PACKAGE / product.queries).glob("*.sql")]
    return sorted({table for text in texts for table in READ_TABLE.findall(text)})


def exposures(manifest: Json) -> dict[str, Json]:
    """The exposures of a manifest, by their unique id; a table that is switched off is left out."""
    project = manifest["metadata"]["project_name"]
    found = {}
    for product in PRODUCTS:
        models = [f"model.{project}.{table}" for table in tables_of(product)]
        unique_id = f"exposure.{project}.{product.name}"
        found[unique_id] = {
            "unique_id": unique_id,
            "resource_type": "exposure",
            "package_name": project,
            "name": product.name,
            "label": product.label,
            "type": product.kind,
            "owner": OWNER,
            "description": product.description,
            "depends_on": {
                "macros": [],
                "nodes": [model for model in models if model in manifest["nodes"]],
            },
            "fqn": [project, product.name],
            "path": product.queries,
            "original_file_path": f"python_hooks/{product.queries}",
            "tags": [],
            "meta": {},
            "config": {"enabled": True, "tags": [], "meta": {}},
        }
    return found
