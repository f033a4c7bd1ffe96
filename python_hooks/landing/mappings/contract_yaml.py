"""The raw contract as its YAML declares it, for what runs without dbt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from python_hooks.landing.contracts import TableContract


def read_contracts(project: Path) -> tuple[TableContract, ...]:
    """Every table of the raw contract of a project."""
    settings = yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8"))
    words = [str(word).lower() for word in settings["vars"]["missing_words"]]
    tables: list[TableContract] = []
    for path in sorted(project.glob("models/staging/*/_*__sources.yml")):
        for source in yaml.safe_load(path.read_text(encoding="utf-8"))["sources"]:
            tables += [_contract(source["name"], table, words) for table in source["tables"]]
    return tuple(tables)


def _contract(source: str, table: dict[str, Any], words: Sequence[str]) -> TableContract:
    """One table. words: those that mean an empty cell in columns that have none of their own."""
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
        missing_words=tuple(_missing_words(rule, words) for rule in rules),
    )


def _missing_words(rule: dict[str, Any], words: Sequence[str]) -> tuple[str, ...]:
    """The words that mean an empty cell, as macros/contract/missing_words.sql has them."""
    if rule.get("free_text"):
        return ()
    own = [str(word).lower() for word in rule.get("missing_words", words)]
    return tuple(word for word in own if word not in rule.get("accepted_values", ()))
