"""Land the files of a build on DuckDB, and find the new ones."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from python_hooks import landing
from python_hooks.builds import increments
from python_hooks.builds.code_version import code_hash


def land_raw_files(request: str) -> str:
    """Land the files of a request; the SELECT of every raw relation, or the refusal.

    Also says whether the build may be incremental (python_hooks/builds/increments.py); the
    relations <source>__<table>__new then hold the deliveries that are new.
    """
    wanted = landing.request_from_json(request)
    try:
        landed = landing.land(wanted)
    except (landing.BadMappings, landing.RefusedFile, landing.RefusedFiles) as refused:
        return json.dumps({"error": str(refused)})
    before = json.loads(request)["before"]
    contracts = {_name(table): table for table in wanted.tables}
    record = _record(landed, contracts, code_hash(before["variables"]))
    takeover = increments.takeover(record, before["started"], before["finished"])
    return json.dumps(
        {
            "error": None,
            "relations": _relations(landed, contracts, takeover.known_counts),
            "inputs": _inputs(landed),
            "mapped_columns": landed.mapped_columns,
            "notices": landed.notices,
            "leaves_out_erased": bool(landed.erased),
            "of_schemas": [table.replace(".", "__") for table in landed.schemas],
            "record": record.to_json(),
            "why_full": takeover.why_full,
            "is_anything_new": takeover.is_anything_new,
        }
    )


def tables_of_mappings(request: str) -> str:
    """The tables of schemas that the mappings of a request read, or what is wrong with these."""
    try:
        found = landing.tables_of_schemas(landing.request_from_json(request))
    except landing.BadMappings as refused:
        return json.dumps({"error": str(refused)})
    return json.dumps({"error": None, "tables": found})


def _name(table: landing.TableContract | landing.LandedTable) -> str:
    """The name of a table's raw relation."""
    return f"{table.source}__{table.name}"


def _record(
    landed: landing.Landing, contracts: dict[str, landing.TableContract], code: str
) -> increments.Record:
    """The inputs of this build."""
    return increments.Record(
        code,
        {
            _name(table): tuple(f"{each.content_hash} {each.file}" for each in table.deliveries)
            for table in landed.tables
        },
        landed.erased,
        {
            _name(table): landing.native_columns(contracts[_name(table)], table.deliveries)
            for table in landed.tables
        },
    )


def _relations(
    landed: landing.Landing, contracts: dict[str, landing.TableContract], known: dict[str, int]
) -> dict[str, str]:
    """The select of each raw relation, and of what is new in it where deliveries are known."""
    relations = {}
    for table in landed.tables:
        name = _name(table)
        contract = contracts[name]
        schemas = landed.schemas.get(contract.full_name, ())
        # Where schemas are united with files, all columns are text.
        as_text = dataclasses.replace(contract, types=()) if schemas else contract
        selects = list(schemas)
        if table.deliveries or not schemas:
            selects.insert(0, landing.raw_relation_sql(as_text, table.deliveries))
        relations[name] = "\nunion all\n".join(selects)
        if name in known:
            relations[f"{name}__new"] = landing.raw_relation_sql(
                contracts[name], table.deliveries, known[name]
            )
    return relations


def _inputs(landed: landing.Landing) -> list[dict[str, Any]]:
    """The deliveries that were read, one row each."""
    return [
        {
            "source_name": table.source,
            "table_name": table.name,
            "input": delivery.file,
            "content_hash": delivery.content_hash,
            "row_count": delivery.row_count,
        }
        for table in landed.tables
        for delivery in table.deliveries
    ]
