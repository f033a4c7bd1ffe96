"""What the build is measured against gives the same results as the build."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from conftest import WITHOUT_UNIT_TESTS, dbt

from benchmarks import compare, plain
from python_hooks.demo_company import generate
from python_hooks.warehouse import connect

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Typed Parquet of 2,000 customers, without faults: what the hand-written scripts read."""
    folder = tmp_path_factory.mktemp("raw")
    generate(folder, 2000, date(2024, 1, 1), date(2025, 12, 31), "parquet", with_faults=False)
    return folder


def test_the_hand_written_script_gives_the_core_results_of_the_build(
    raw: Path, tmp_path: Path
) -> None:
    built = dbt("build", tmp_path, *WITHOUT_UNIT_TESTS, raw_path=raw, check=True)
    plain.build("plain.sql", raw, tmp_path / "plain.duckdb")
    different = compare.differences(built.warehouse / "work.duckdb", tmp_path / "plain.duckdb")
    assert different == dict.fromkeys(compare.TABLES, 0)
    assert built.query("select count(*) from reporting.metric_values") > [(10_000,)]


def test_polars_and_pandas_give_the_smaller_core_of_the_script(raw: Path, tmp_path: Path) -> None:
    pytest.importorskip("polars")
    from benchmarks import core_pandas, core_polars

    plain.build("core.sql", raw, tmp_path / "core.duckdb")
    core_polars.build(raw, tmp_path / "polars")
    core_pandas.build(raw, tmp_path / "pandas")
    measures = {
        "customer_months": ("customer_id", "purchase_count", "net_amount"),
        "ticket_months": ("team", "ticket_count", "first_response_minutes"),
        "nps_months": ("channel", "answer_count", "nps"),
    }
    with connect(tmp_path / "core.duckdb") as connection:
        for table, (key, count, value) in measures.items():
            for other in (f"polars/{table}.parquet", f"pandas/{table}.csv"):
                different = connection.execute(
                    f"""
                    select count(*)
                    from {table} as here
                    full join '{tmp_path / other}' as there
                        on
                            here.{key} is not distinct from there.{key}
                            and here.month_start = cast(there.month_start as timestamp)
                    where
                        here.{count} is distinct from there.{count}
                        or abs(here.{value} - there.{value}) > 1e-6
                        or (here.{value} is null) <> (there.{value} is null)
                    """
                ).fetchall()
                assert different == [(0,)], other


def test_lifetimes_finds_the_parameters_of_the_warehouse() -> None:
    pytest.importorskip("lifetimes")
    from benchmarks import purchase_fit

    known = purchase_fit.histories(20_000)
    *distinct, counts = purchase_fit.grouped(known)
    assert counts.sum() == 20_000
    assert len(counts) < 20_000
    ours = purchase_fit.fit_warehouse(known)()
    assert purchase_fit.fit_lifetimes(known, None)() == pytest.approx(ours, rel=1e-4)
    assert purchase_fit.fit_lifetimes(distinct, counts)() == pytest.approx(ours, rel=1e-4)
