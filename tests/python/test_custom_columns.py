"""Columns that a company adds: from a mapped file to mart and metrics, also incrementally."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT, Run, dbt_process, write_tables
from test_deliveries import INCREMENTAL

MAPPING = """
files:
  orders: {files: "*.csv", delimiter: ";"}
tables:
  commerce.orders:
    from: orders
    columns:
      order_id: number
      customer_id: buyer
      ordered_at: day
      updated_at: changed
      order_status: {constant: paid}
      amount: {column: total, decimal: ","}
      promised_delivery_on: promised
      delivered_at: promised
      custom_territory: [sales area, territory]
      custom_weight_kg: {column: weight, decimal: ","}
"""
RAW = """
          - {name: custom_territory, data_type: text, description: Sales territory.}
          - name: custom_weight_kg
            data_type: decimal
            description: Weight.
            config: {meta: {descriptive: true}}
"""
MART = """
      - {name: custom_territory, data_type: string, description: Sales territory of the order.}
      - {name: custom_weight_kg, data_type: "decimal(18, 4)", description: Weight of the parcel.}
"""
NATIVE = (
    "      - {name: custom_tier, data_type: string, description: Tier.,"
    " config: {tags: [personal]}}\n"
)
CUSTOMERS = (
    "customer_id,created_at,updated_at,custom_tier\n"
    "C1,2024-01-01,2024-01-01,gold\nC2,2024-01-01,2024-01-01,\n"
)
HEADER = "Number;Buyer;Day;Changed;Promised;Total;Territory;Weight\n"
# The second order has a bad weight, and the third a bad total.
ORDERS = (
    "1;C1;2024-02-01;2024-02-01;2024-02-01;10,50;North;1,25\n"
    "2;C2;2024-02-02;2024-02-02;2024-02-02;20;South;heavy\n"
    "3;C2;2024-02-03;2024-02-03;2024-02-03;many;South;2\n"
    "4;C2;2024-02-05;2024-02-05;;5;;\n"
)
VARIABLES = """{raw_sources: {
    crm: {mapping: native}, commerce: {mapping: territories, folders: [shop]}
}}"""


def edit(path: Path, *changes: tuple[str, str]) -> None:
    """Replace texts of a file, each of which is there once."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, (path, old)
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project with three columns of a company."""
    folder = tmp_path / "project"
    ignored = shutil.ignore_patterns(".git", ".venv", "target", "logs", "warehouse", ".*_cache")
    shutil.copytree(ROOT, folder, ignore=ignored)
    mapping = folder / "mappings" / "territories" / "mapping.yml"
    mapping.parent.mkdir()
    mapping.write_text(MAPPING, encoding="utf-8")
    staging, marts = folder / "models" / "staging", folder / "models" / "marts"
    raw_orders = staging / "commerce" / "_commerce__sources.yml"
    before = "\n      - name: order_lines\n"
    edit(raw_orders, (before, RAW + before))
    before = "\n      - name: customer_identities\n"
    edit(
        staging / "crm" / "_crm__sources.yml",
        (before, "    " + NATIVE.replace("string", "text") + before),
    )
    for mart, lines in {"fct_orders": MART, "dim_customers": NATIVE}.items():
        path = marts / f"{mart}.yml"
        text, sign, rest = path.read_text(encoding="utf-8").partition("\nunit_tests:")
        path.write_text(
            text.rstrip("\n") + "\n" + lines.lstrip("\n") + sign + rest, encoding="utf-8"
        )
    edit(
        folder / "dbt_project.yml",
        ("    - touchpoint\n", "    - touchpoint\n    - custom_territory\n"),
    )
    edit(
        folder / "models" / "reporting" / "metric_cells.yml",
        ("      - {name: touchpoint,", "      - {name: custom_territory, data_type: string,"
         " description: Sales territory.}\n      - {name: touchpoint,"),
    )  # fmt: skip
    return folder


def build(project: Path, folder: Path, raw: Path) -> Run:
    """Build every model of the company."""
    return dbt_process(
        "build", folder, "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test",
        "--vars", VARIABLES, raw_path=raw, project=project, check=True,
    )  # fmt: skip


@pytest.mark.thorough
def test_columns_of_a_company_reach_marts_and_metrics(project: Path, tmp_path: Path) -> None:
    raw = write_tables(tmp_path / "raw", {"crm.customers": CUSTOMERS})
    (raw / "shop").mkdir()
    (raw / "shop" / "1.csv").write_text(HEADER + ORDERS)
    run = build(project, tmp_path, raw)
    orders = "select order_id, custom_territory, custom_weight_kg from marts.fct_orders order by 1"
    assert run.query(orders, "work.duckdb") == [
        ("1", "North", Decimal("1.2500")), ("2", "South", None), ("4", None, None),
    ]  # fmt: skip
    assert run.query(
        "select customer_id, custom_tier from marts.dim_customers order by 1", "work.duckdb"
    ) == [("C1", "gold"), ("C2", None)]
    events = (
        "select custom_territory, event_count from reporting.metric_cells"
        " where metric = 'delivery_on_time_rate' order by 1"
    )
    assert run.query(events, "work.duckdb") == [("North", 1), ("South", 1)]
    # What is held back or emptied names the column of the file.
    assert run.query(
        "select file, row_number, reasons, source_columns from quality.quarantined_rows",
        "work.duckdb",
    ) == [("shop/1.csv", 3, "not_a_number:amount", "amount: total")]
    assert run.query(
        "select row_number, column_name, source_column from quality.faulty_cells", "work.duckdb"
    ) == [(2, "custom_weight_kg", "weight")]

    (raw / "shop" / "2.csv").write_text(
        HEADER + "1;C1;2024-02-01;2024-02-09;2024-02-01;10,50;East;1\n"
    )
    later = build(project, tmp_path, raw)
    assert INCREMENTAL in later.output, later.output
    assert later.query(orders, "work.duckdb") == [
        ("1", "East", Decimal("1.0000")), ("2", "South", None), ("4", None, None),
    ]  # fmt: skip
    assert later.query(events, "work.duckdb") == [("East", 1), ("South", 1)]


@pytest.mark.thorough
def test_a_column_of_a_company_that_reaches_no_mart_stops_the_build(
    project: Path, tmp_path: Path
) -> None:
    edit(project / "models" / "marts" / "fct_orders.yml", (MART.strip("\n") + "\n", ""))
    run = dbt_process("run --select dim_dates", tmp_path, project=project)
    assert run.exit_code != 0
    assert "models/marts/fct_orders.yml lacks the column custom_territory" in run.output
