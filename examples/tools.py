"""Build one warehouse of several tools, from the fixtures of their mappings.

python -m examples.tools warehouse/tools zendesk_fivetran shopify_fivetran stripe_fivetran:crm

A colon and sources behind a mapping leave out its other sources, here the orders of Stripe.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import duckdb
import yaml

from python_hooks.builds.dbt_build import dbt_build
from python_hooks.engines.warehouse import connect, quoted, quoted_text

MAPPINGS = Path(__file__).parents[1] / "mappings"


def load(folder: Path, mapping: str) -> tuple[str, list[str]]:
    """Lay a mapping's fixture down where a build reads it: "schemas" or "folders", and their names.

    Tables go into the work file, a schema for each account; files into a folder for each account.
    """
    accounts = sorted(path for path in (MAPPINGS / mapping / "fixture").iterdir() if path.is_dir())
    if "files" in declared(mapping):
        names = [f"{mapping}_{account.name}" for account in accounts]
        for name, account in zip(names, accounts, strict=True):
            shutil.copytree(account, folder / "files" / name, dirs_exist_ok=True)
        return "folders", names
    with connect(folder / "work.duckdb") as connection:
        for account in accounts:
            load_tables(connection, account)
    return "schemas", [account.name for account in accounts]


def load_tables(connection: duckdb.DuckDBPyConnection, account: Path) -> None:
    """Load the files of an account's folder as the tables of a schema of its name."""
    connection.execute(f"create schema if not exists {quoted(account.name)}")
    for path in sorted(account.glob("*.csv")):
        connection.execute(
            f"create or replace table {quoted(account.name)}.{quoted(path.stem)} as"
            f" from read_csv({quoted_text(str(path))}, header = true)"
        )


def declared(mapping: str) -> dict[str, object]:
    """A mapping as its file declares it."""
    return yaml.safe_load((MAPPINGS / mapping / "mapping.yml").read_text(encoding="utf-8"))


def raw_sources(folder: Path, wanted: list[str]) -> dict[str, list[dict[str, object]]]:
    """The variable raw_sources that reads each mapping from where its fixture was laid down.

    wanted: mappings, each with its sources behind a colon where not all are read. Ids begin with
    their account, so that customer 1 of one tool is not customer 1 of another.
    """
    uses: dict[str, list[dict[str, object]]] = {}
    for given in wanted:
        mapping, _, chosen = given.partition(":")
        kind, names = load(folder, mapping)
        mapped = {table.split(".")[0] for table in declared(mapping)["tables"]}
        for source in chosen.split(",") if chosen else sorted(mapped):
            use = {"mapping": mapping, kind: {name: name for name in names}}
            uses.setdefault(source, []).append(use)
    return uses


def main() -> int:
    """Lay the fixtures down and build; dbt's exit code."""
    if len(sys.argv) < 3:
        sys.exit("usage: python -m examples.tools <warehouse folder> <mapping>[:<source>,...] ...")
    folder = Path(sys.argv[1])
    (folder / "files").mkdir(parents=True, exist_ok=True)
    os.environ["CX_RAW_PATH"] = str(folder / "files")
    variables = {"raw_sources": raw_sources(folder, sys.argv[2:])}
    return dbt_build(folder, "--vars", json.dumps(variables))


if __name__ == "__main__":
    sys.exit(main())
