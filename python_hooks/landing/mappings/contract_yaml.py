"""The raw contract as its YAML declares it, for what runs without dbt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from python_hooks.landing.contracts import TableContract


def read_contracts(project: Path) -> tuple[TableContract, ...]:
    """Every table of the raw contract of a project."""
    tables: list[TableContract] = []
    for path in sorted(project.glob("models/staging/*/_*__sources.yml")):
        for source in yaml.safe_load(path.read_text(encoding="utf-8"))["sources"]:
            tables += [_contract(source["name"], table) for table in source["tables"]]
    return tuple(tables)


def _contract(source: str, table: dict[str, Any]) -> TableContract:
    """One table."""
    meta = table["config"]["meta"]
    names = [column["name"] for column in table["columns"]]
    rules = [column.get("config", {}).get("meta", {}) for column in table["columns"]]
    return TableContract(
        source=source,
        name=table["name"],
        columns=tuple(names),
        required=tuple(
            name for name, rule in zip(names, rules, strict=True) if rule.get("required")
        ),
        types=tuple(column["data_type"] for column in table["columns"]),
        key=tuple(meta["key"]),
        accepted=tuple(
            () if rule.get("read_by") else tuple(rule.get("accepted_values", ())) for rule in rules
        ),
    )
