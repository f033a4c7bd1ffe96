"""Build one warehouse of several tools: the fixtures of their mappings, each as schemas.

python -m examples.tools warehouse/tools zendesk_fivetran shopify_fivetran
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import yaml

from python_hooks.builds.dbt_build import dbt_build
from python_hooks.engines.warehouse import connect, quoted, quoted_text

MAPPINGS = Path(__file__).parents[1] / "mappings"


def load(work_file: Path, mapping: str) -> list[str]:
    """Load a mapping's fixture into the work file, a schema for each account; the schemas."""
    accounts = sorted(path for path in (MAPPINGS / mapping / "fixture").iterdir() if path.is_dir())
    with connect(work_file) as connection:
        for account in accounts:
            connection.execute(f"create schema if not exists {quoted(account.name)}")
            for path in sorted(account.glob("*.csv")):
                connection.execute(
                    f"create or replace table {quoted(account.name)}.{quoted(path.stem)} as"
                    f" from read_csv({quoted_text(str(path))}, header = true)"
                )
    return [account.name for account in accounts]


def raw_sources(schemas: dict[str, list[str]]) -> dict[str, list[dict[str, object]]]:
    """The variable raw_sources that reads each mapping from its schemas, given by mapping.

    Ids begin with their schema, so that customer 1 of one tool is not customer 1 of another.
    """
    sources: dict[str, list[dict[str, object]]] = {}
    for mapping, names in schemas.items():
        given = yaml.safe_load((MAPPINGS / mapping / "mapping.yml").read_text(encoding="utf-8"))
        for source in sorted({table.split(".")[0] for table in given["tables"]}):
            use = {"mapping": mapping, "schemas": {name: name for name in names}}
            sources.setdefault(source, []).append(use)
    return sources


def main() -> int:
    """Load the fixtures and build; dbt's exit code."""
    if len(sys.argv) < 3:
        sys.exit("usage: python -m examples.tools <warehouse folder> <mapping> ...")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    schemas = {mapping: load(folder / "work.duckdb", mapping) for mapping in sys.argv[2:]}
    (folder / "no_files").mkdir(exist_ok=True)
    os.environ["CX_RAW_PATH"] = str(folder / "no_files")
    variables = yaml.safe_dump({"raw_sources": raw_sources(schemas)}, default_flow_style=True)
    return dbt_build(folder, "--vars", variables)


if __name__ == "__main__":
    sys.exit(main())
