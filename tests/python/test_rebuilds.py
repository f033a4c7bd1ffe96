"""The contract says beside each raw column whom a changed row rebuilds; an increment follows it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import forked_dbt
import pytest

CUSTOMERS = "crm.customers"


def raw_tables(manifest: Any) -> dict[str, Any]:
    """A copy of every raw table's declaration, by source.table."""
    sources = manifest.sources.values()
    return {f"{each.source_name}.{each.name}": deepcopy(each) for each in sources}


def contract_faults(manifest: Any, tables: dict[str, Any]) -> list[str]:
    """A sentence for each raw table of which an increment would keep old rows."""
    manifest.build_parent_and_child_maps()
    faults = []
    for name, table in tables.items():
        readers = incremental_readers(manifest, f"model.cx_warehouse.stg_{name.replace('.', '__')}")
        if readers and not leads_to_customers(tables, name):
            faults.append(
                f"{', '.join(sorted(readers))} keeps old rows when {name} changes: no column of"
                f" {table.original_file_path} leads from {name} to {CUSTOMERS} by `rebuilds` or"
                " `rebuilt_by` (docs/increment.md)."
            )
    return faults


def leads_to_customers(
    tables: dict[str, Any], name: str, passed: frozenset[str] = frozenset()
) -> bool:
    """Whether a changed row of a raw table rebuilds customers, also by way of other tables."""
    if name == CUSTOMERS or name in passed:
        return name == CUSTOMERS
    metas = [column.config.meta for column in tables[name].columns.values()]
    onward = {meta["rebuilds"] for meta in metas if "rebuilds" in meta}
    onward |= {
        other
        for other, table in tables.items()
        for column in table.columns.values()
        if column.config.meta.get("rebuilt_by") == name
    }
    return any(leads_to_customers(tables, each, passed | {name}) for each in onward)


def incremental_readers(manifest: Any, unique_id: str) -> set[str]:
    """The models made for changed customers only that read a model, directly or through views."""
    return {
        node.name
        for node in through_views(manifest, unique_id)
        if node.config.incremental_strategy == "differing_rows"
        and "rebuilt" not in node.config.meta  # a table without customers
    }


def through_views(manifest: Any, unique_id: str) -> Iterator[Any]:
    """The models that read a model, and those that read it through views."""
    for child_id in manifest.child_map[unique_id]:
        if child_id.startswith("model."):
            node = manifest.nodes[child_id]
            yield node
            if node.config.materialized == "view":
                yield from through_views(manifest, child_id)


def forget_rebuilds(table: Any) -> None:
    """Take a raw table's declarations away."""
    table.config.meta.pop("rebuilds", None)
    for column in table.columns.values():
        column.config.meta.pop("rebuilds", None)


def test_every_raw_table_that_a_customer_fact_reads_leads_to_its_customers() -> None:
    manifest = forked_dbt.manifest()
    assert contract_faults(manifest, raw_tables(manifest)) == []


def test_a_table_that_leads_nowhere_is_found() -> None:
    """An order line names its order, and only so its customer."""
    manifest = forked_dbt.manifest()
    tables = raw_tables(manifest)
    forget_rebuilds(tables["commerce.order_lines"])
    (fault,) = contract_faults(manifest, tables)
    assert fault.startswith("fct_engagement_events")
    assert "keeps old rows when commerce.order_lines changes" in fault


@pytest.mark.parametrize("table", ["commerce.order_lines", "crm.leads"])
def test_a_build_refuses_a_table_that_does_not_say_whom_it_rebuilds(
    tmp_path: Path, table: str
) -> None:
    run = forked_dbt.start(
        tmp_path,
        tmp_path,
        command="run-operation refuse_unusable_contract",
        edit=lambda manifest: forget_rebuilds(manifest.sources[f"source.cx_warehouse.{table}"]),
    ).finish()
    assert run.exit_code != 0
    assert f"does not say whom a changed row of {table} rebuilds" in run.text


@pytest.mark.parametrize(
    ("meta", "message"),
    [
        ({"rebuilds": "commerce.order"}, "rebuilds: commerce.order, which is no table"),
        ({"rebuilds_after_days": "no_days"}, "no_days, which is neither days nor a variable"),
    ],
)
def test_a_build_refuses_a_declaration_that_it_cannot_follow(
    tmp_path: Path, meta: dict[str, str], message: str
) -> None:
    def edit(manifest: Any) -> None:
        source = manifest.sources["source.cx_warehouse.commerce.order_lines"]
        source.columns["order_id"].config.meta.update(meta)

    run = forked_dbt.start(
        tmp_path, tmp_path, command="run-operation refuse_unusable_contract", edit=edit
    ).finish()
    assert run.exit_code != 0
    assert message in run.text
