"""The documentation: every published and staged column is described."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import duckdb
import pytest
from conftest import Run

from python_hooks.documentation import docs_site, exposures


def node(name: str, columns: dict[str, str], reads: tuple[str, ...] = ()) -> dict:
    """A model of a manifest with its columns' descriptions."""
    return {
        "name": name,
        "resource_type": "model",
        "fqn": ["cx_warehouse", "marts", name],
        "depends_on": {"nodes": list(reads)},
        "columns": {key: {"name": key, "description": text} for key, text in columns.items()},
    }


@pytest.fixture
def manifest() -> dict:
    """A source, a model that renames nothing, and one that adds a column of its own."""
    return {
        "metadata": {"project_name": "cx_warehouse"},
        "sources": {"source.crm": node("crm", {"customer_id": "The CRM's own id.", "name": ""})},
        "nodes": {
            "model.fact": node("fact", {"amount": "</script>Money."}, ("model.stage",)),
            "model.stage": node("stage", {}, ("source.crm",)),
        },
        "parent_map": {},
        "child_map": {},
        "docs": {"block": {"name": "segment", "block_contents": "Kind of customer."}},
    }


@pytest.fixture
def catalog() -> dict:
    columns = {"Customer_ID": {}, "name": {}, "segment": {}}
    return {
        "nodes": {
            "model.stage": {"columns": columns},
            "model.fact": {"columns": {"customer_id": {}, "amount": {}}},
        }
    }


def test_a_column_keeps_the_description_of_its_origin(manifest: dict, catalog: dict) -> None:
    assert docs_site.describe(manifest, catalog) == (5, 1)
    texts = {
        (name, column["name"]): column["description"]
        for name, each in manifest["nodes"].items()
        for column in each["columns"].values()
    }
    assert texts == {
        ("model.stage", "customer_id"): "The CRM's own id.",
        ("model.stage", "name"): "",
        ("model.stage", "segment"): "Kind of customer.",
        ("model.fact", "customer_id"): "The CRM's own id.",
        ("model.fact", "amount"): "</script>Money.",
    }


def test_the_page_holds_both_artifacts_and_no_text_ends_its_script(
    manifest: dict, catalog: dict, tmp_path: Path, demo_build: Run
) -> None:
    with pytest.raises(docs_site.NoDocs, match="Run make docs"):
        docs_site.write_docs(tmp_path, demo_build.warehouse)
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    (tmp_path / "catalog.json").write_text(json.dumps(catalog))
    with pytest.raises(docs_site.NoDocs, match="Build first"):
        docs_site.write_docs(tmp_path, tmp_path)
    with duckdb.connect(str(tmp_path / "published.duckdb")) as old:
        old.execute("create schema reporting")
    with pytest.raises(docs_site.NoDocs, match="not of this version"):
        docs_site.write_docs(tmp_path, tmp_path)
    file, *_ = docs_site.write_docs(tmp_path, demo_build.warehouse)
    page = file.read_text(encoding="utf-8")
    assert "INLINE DATA" not in page
    assert "Kind of customer." in page
    assert "</script>Money." not in page


def test_each_metric_has_a_page_with_the_content_of_its_yaml(demo_build: Run) -> None:
    manifest = json.loads((demo_build.target / "manifest.json").read_text(encoding="utf-8"))
    metas = {
        unique_id: node["config"]["meta"]
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and "statistic" in node["config"]["meta"]
    }
    docs_site.add_metric_pages(manifest, demo_build.warehouse)
    (overview,) = [
        doc["block_contents"]
        for doc in manifest["docs"].values()
        if doc["name"] == "__overview__" and doc["package_name"] == "cx_warehouse"
    ]
    for unique_id, meta in metas.items():
        page = manifest["nodes"][unique_id]["description"]
        for field in ("label_en", "label_zh", "formula", "formula_zh", "when_red"):
            assert meta[field].strip() in page, (unique_id, field)
        assert meta["when_red_zh"].replace("\n", "") in page, unique_id
        assert f"#!/model/{unique_id})" in overview
    nps = manifest["nodes"]["model.cx_warehouse.metric_nps"]["description"]
    assert "| r09 | 100 |" in nps, "of the unit test nps_turns_at_seven_and_at_nine"
    assert "100 / 5 = 20.0 points" in nps
    assert "| 40.0 points | 20.0 points |" in nps
    resolution = manifest["nodes"]["model.cx_warehouse.metric_resolution_minutes"]["description"]
    assert "Kaplan-Meier" in resolution
    assert " = " not in resolution, "no sum is a median"


def test_the_products_that_people_look_at_name_the_models_they_read(demo_build: Run) -> None:
    manifest = json.loads((demo_build.target / "manifest.json").read_text(encoding="utf-8"))
    docs_site.add_exposures(manifest)
    found = manifest["exposures"]
    alerts = manifest["child_map"]["model.cx_warehouse.alerts"]
    assert "exposure.cx_warehouse.dashboard" in alerts
    reads = {each["name"]: set(each["depends_on"]["nodes"]) for each in found.values()}
    assert reads.keys() == {"dashboard", "weekly_brief", "workbook"}
    for models in reads.values():
        assert {"model.cx_warehouse.metric_values", "model.cx_warehouse.alerts"} <= models
    # Not published unless a variable says so.
    switched_off = {"comment_examples"}
    for product in exposures.PRODUCTS:
        tables = set(exposures.tables_of(product)) - switched_off
        assert {f"model.cx_warehouse.{table}" for table in tables} == reads[product.name]


def test_every_model_has_an_owner_and_only_published_layers_are_public(demo_build: Run) -> None:
    manifest = json.loads((demo_build.target / "manifest.json").read_text(encoding="utf-8"))
    owners = {group["name"]: group["owner"]["name"] for group in manifest["groups"].values()}
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    assert {node["group"] for node in models} == {"cx_insights", "data_engineering"}
    assert owners.keys() == {"cx_insights", "data_engineering"}
    assert all(owners.values())
    public = {node["fqn"][1] for node in models if node["access"] == "public"}
    assert public == {"marts", "reporting"}


def test_every_published_column_and_table_is_described(demo_build: Run) -> None:
    assert (
        demo_build.query(
            "select schema_name, table_name, column_name from duckdb_columns()"
            " where coalesce(comment, '') = '' and not internal"
        )
        == []
    )
    assert (
        demo_build.query("select table_name from duckdb_tables() where coalesce(comment, '') = ''")
        == []
    )


def test_every_staged_column_is_described(demo_build: Run) -> None:
    manifest = json.loads((demo_build.target / "manifest.json").read_text(encoding="utf-8"))
    built: dict[tuple[str, str], dict[str, dict]] = defaultdict(dict)
    for schema, table, column in demo_build.query(
        "select schema_name, table_name, column_name from duckdb_columns() where not internal",
        "work.duckdb",
    ):
        built[schema, table][column] = {}
    catalog = {
        unique_id: {"columns": built[each["schema"], each["alias"]]}
        for unique_id, each in manifest["nodes"].items()
        if each["resource_type"] in ("model", "seed")
    }
    docs_site.describe(manifest, {"nodes": catalog})
    undescribed = [
        f"{each['name']}.{column['name']}"
        for each in manifest["nodes"].values()
        if each["resource_type"] == "model" and "/staging/" in each["original_file_path"]
        for column in each["columns"].values()
        if not column["description"]
    ]
    assert undescribed == []
