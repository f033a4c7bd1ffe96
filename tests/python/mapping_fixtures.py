"""The raw contract and the shipped mappings, as landing knows them, without dbt."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from conftest import ROOT

from examples.tools import load_tables
from python_hooks.engines.warehouse import connect, quoted
from python_hooks.landing import (
    Landing,
    LandingRequest,
    TableContract,
    land,
    raw_relation_sql,
    tables_of_schemas,
)
from python_hooks.landing.mappings.contract_yaml import read_contracts

MAPPINGS = ROOT / "mappings"


@cache
def contracts() -> tuple[TableContract, ...]:
    """Every table of the raw contract, from the YAML of its sources."""
    return read_contracts(ROOT)


def uses_of(name: str, folder: Path) -> dict[str, Any]:
    """The variable raw_sources that reads a mapping's fixture: each folder in it is an account."""
    given = yaml.safe_load((folder / name / "mapping.yml").read_text())
    accounts = sorted(path.name for path in (folder / name / "fixture").iterdir() if path.is_dir())
    places: Any = accounts if len(accounts) == 1 else {each: each for each in accounts}
    kind = "folders" if "files" in given else "schemas"
    sources = {table.split(".")[0] for table in given["tables"]}
    return {source: {"mapping": name, kind: places} for source in sorted(sources)}


def rows_of_mapping(
    name: str, landed: Path, folder: Path = MAPPINGS
) -> tuple[dict[str, list[dict[str, Any]]], tuple[str, ...]]:
    """By table, the raw rows that a mapping makes of its fixture; and the notices.

    Files lie in fixture/<account>/; tables of schemas in fixture/<account>/<table>.csv.
    """
    fixture = folder / name / "fixture"
    sources = uses_of(name, folder)
    request = LandingRequest(str(fixture), str(landed), contracts(), sources, str(folder))
    with connect() as connection:
        tables = tables_of_schemas(request)
        for schema in sorted({schema for schema, _ in tables}):
            load_tables(connection, fixture / schema)
        columns = {}
        for schema, table in tables:
            if (fixture / schema / f"{table}.csv").exists():
                described = connection.execute(f"describe {quoted(schema)}.{quoted(table)}")
                columns[f"{schema}.{table}"] = tuple(row[0].lower() for row in described.fetchall())
        landed_ = land(
            LandingRequest(str(fixture), str(landed), contracts(), sources, str(folder), columns)
        )
        return _rows(connection, landed_), landed_.notices


def _rows(connection: Any, landing: Landing) -> dict[str, list[dict[str, Any]]]:
    rows = {}
    for table, landed in zip(contracts(), landing.tables, strict=True):
        selects = list(landing.schemas.get(table.full_name, ()))
        if landed.deliveries:
            selects.append(raw_relation_sql(table, landed.deliveries))
        if selects:
            cursor = connection.execute(" union all ".join(selects))
            names = [each[0] for each in cursor.description]
            rows[table.full_name] = [
                dict(zip(names, row, strict=True)) for row in cursor.fetchall()
            ]
            rows[table.full_name].sort(key=lambda row: (row["_load_number"], row["_row_number"]))
    return rows


def expected_rows(path: Path) -> list[dict[str, str | None]]:
    """The rows of a file in expected/: an empty cell is null."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [{k: v or None for k, v in row.items()} for row in csv.DictReader(stream)]
