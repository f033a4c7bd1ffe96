"""The functions that dbt calls on Spark, from JSON text to JSON text.

The landing is the same as on DuckDB, and DuckDB does the reading; Spark only reads what was landed.
"""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

from python_hooks import fits, landing, voice
from python_hooks.engines.warehouse import connect
from python_hooks.landing.spark_relation import spark_relation_sql
from python_hooks.privacy import contact_keys
from python_hooks.quality import checks


def land_raw_files(request: str) -> str:
    """Land the files of a request; the SELECT of every raw relation, or the refusal."""
    wanted = landing.request_from_json(request)
    try:
        landed = landing.land(wanted)
    except (landing.BadMappings, landing.RefusedFile, landing.RefusedFiles) as refused:
        return json.dumps({"error": str(refused)})
    contracts = {(table.source, table.name): table for table in wanted.tables}
    relations = {}
    with connect() as connection:
        for table in landed.tables:
            relations[f"{table.source}__{table.name}"] = spark_relation_sql(
                connection,
                wanted.landed_path,
                contracts[table.source, table.name],
                table.deliveries,
            )
    return json.dumps(
        {
            "error": None,
            "relations": relations,
            "notices": landed.notices,
            "leaves_out_erased": bool(landed.erased),
            "of_schemas": [],
            "mapped_columns": landed.mapped_columns,
        }
    )


def tables_of_mappings(request: str) -> str:
    """No tables: mappings of schemas are written in DuckDB's SQL, so they are refused here."""
    try:
        found = landing.tables_of_schemas(landing.request_from_json(request))
    except landing.BadMappings as refused:
        return json.dumps({"error": str(refused)})
    error = None
    if found:
        error = (
            f"raw_sources reads {'.'.join(found[0])} by a mapping, and on Spark mappings read files"
            " only. Deliver files, or give the tables the contract's names ({mapping: native,"
            " schemas: [...]})."
        )
    return json.dumps({"error": error, "tables": []})


def command_of_answers(_request: str) -> str:
    """The shell command that answers rows of Spark's TRANSFORM; a function's name goes after it.

    Spark starts it in a folder of its own, where Python would not find the project.
    """
    folder = shlex.quote(str(Path(__file__).resolve().parents[2]))
    python = shlex.quote(sys.executable)
    return json.dumps(f"PYTHONPATH={folder} {python} -m python_hooks.voice")


FUNCTIONS: dict[str, Callable[[str], str]] = {
    "command_of_answers": command_of_answers,
    "land_raw_files": land_raw_files,
    "tables_of_mappings": tables_of_mappings,
    "contact_salt": contact_keys.contact_salt,
    "judge_profiles": checks.judge_json,
    **fits.FUNCTIONS,
    **voice.FUNCTIONS,
}
