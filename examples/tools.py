"""Build one warehouse of several tools, from the fixtures of their mappings.

python -m examples.tools warehouse/tools zendesk_fivetran stripe_fivetran
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

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
            connection.execute(f"create schema if not exists {quoted(account.name)}")
            for path in sorted(account.glob("*.csv")):
                connection.execute(
                    f"create or replace table {quoted(account.name)}.{quoted(path.stem)} as"
                    f" from read_csv({quoted_text(str(path))}, header = true)"
                )
    return "schemas", [account.name for account in accounts]


def declared(mapping: str) -> dict[str, object]:
    """A mapping as its file declares it."""
    return yaml.safe_load((MAPPINGS / mapping / "mapping.yml").read_text(encoding="utf-8"))


def raw_sources(places: dict[str, tuple[str, list[str]]]) -> dict[str, list[dict[str, object]]]:
    """The variable raw_sources that reads each mapping from where it was laid down.

    Ids begin with their account, so that customer 1 of one tool is not customer 1 of another.
    """
    sources: dict[str, list[dict[str, object]]] = {}
    for mapping, (kind, names) in places.items():
        use = {"mapping": mapping, kind: {name: name for name in names}}
        for source in sorted({table.split(".")[0] for table in declared(mapping)["tables"]}):
            sources.setdefault(source, []).append(use)
    return sources


def main() -> int:
    """Lay the fixtures down and build; dbt's exit code."""
    if len(sys.argv) < 3:
        sys.exit("usage: python -m examples.tools <warehouse folder> <mapping> ...")
    folder = Path(sys.argv[1])
    (folder / "files").mkdir(parents=True, exist_ok=True)
    os.environ["CX_RAW_PATH"] = str(folder / "files")
    sources = raw_sources({mapping: load(folder, mapping) for mapping in sys.argv[2:]})
    return dbt_build(folder, "--vars", json.dumps({"raw_sources": sources}))


if __name__ == "__main__":
    sys.exit(main())
