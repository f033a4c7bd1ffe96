"""If all contracts begin after today, a notice reports it, and every row is accounted for."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, WITHOUT_UNIT_TESTS, Run, dbt

TABLES = {
    "crm/customers": [
        ["customer_id", "created_at", "updated_at", "merged_into_customer_id"],
        *([f"c{n}", f"2024-03-{n:02} 10:00", f"2024-03-{n:02} 10:00", ""] for n in range(1, 12)),
        ["twin", "2024-03-12 10:00", "2024-03-12 10:00", "c1"],
    ],
    "crm/contracts": [
        ["contract_id", "customer_id", "starts_on", "recurring_amount", "updated_at"],
        *([f"k{n}", f"c{n}", "2025-01-01", "100", "2024-03-20"] for n in range(1, 4)),
    ],
    "commerce/orders": [
        ["order_id", "customer_id", "ordered_at", "order_status", "amount", "updated_at"],
        ["o1", "c1", "2024-03-15", "paid", "10", "2024-03-15"],
        ["o2", "c2", "2024-03-16", "cancelled", "10", "2024-03-16"],
        ["o3", "C3", "2024-03-17", "paid", "10", "2024-03-17"],
        ["far", "c2", "2039-03-17", "paid", "10", "2039-03-17"],
    ],
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The warehouse of the company."""
    folder = tmp_path_factory.mktemp("coverage")
    for name, rows in TABLES.items():
        path = folder / "raw" / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", newline="") as file:
            csv.writer(file).writerows(rows)
    return dbt("build", folder, *WITHOUT_UNIT_TESTS, raw_path=folder / "raw", check=True)


def test_one_order_of_the_far_future_does_not_move_today(built: Run) -> None:
    assert "Today is 2024-03-20: the newest crm.contracts.updated_at." in built.output
    assert "1 row(s) are later than today, 2024-03-20, the last on 2039-03-17." in built.text


def test_contracts_that_all_begin_after_today_read_so_on_the_screen(built: Run) -> None:
    causes = built.text.split("no value (")
    cause = next(each for each in causes if "Net revenue retention" in each)
    assert cause.startswith("all left out): ")
    assert (
        "All 3 accepted row(s) of crm.contracts are left out of fct_contract_months,"
        " 3 for the reason after_today. Today is 2024-03-20."
    ) in cause


def test_every_accepted_row_is_used_or_listed(built: Run) -> None:
    left_out = built.query(
        "select table_name, row_key, fact, reason from quality.left_out_rows"
        " where row_key not like 'k%' order by all",
        "work.duckdb",
    )
    assert left_out == [
        ("customers", "twin", "dim_customers", "merged_into_another"),
        ("orders", "o2", "fct_customer_months", "no_purchase"),
        ("orders", "o2", "fct_orders", "no_purchase"),
        ("orders", "o3", "fct_customer_months", "unknown_customer"),
    ]
    assert built.query(
        "select fact, rows_accepted, rows_used, rows_left_out from quality.fact_reconciliation"
        " where table_name = 'orders' order by fact",
        "work.duckdb",
    ) == [("fct_customer_months", 4, 2, 2), ("fct_orders", 4, 3, 1)]


def test_show_prints_the_screen_again(built: Run, tmp_path: Path) -> None:
    def show(warehouse: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "python_hooks", "show"],
            cwd=ROOT,
            env={**os.environ, "CX_WAREHOUSE_PATH": str(warehouse)},
            capture_output=True,
            text=True,
            check=False,
        )

    shown = show(built.warehouse)
    assert shown.returncode == 0
    assert shown.stdout.strip() in built.output
    missing = show(tmp_path)
    assert missing.returncode == 1
    assert "has no screen" in missing.stderr
