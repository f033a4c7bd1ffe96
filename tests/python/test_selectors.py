"""A daily run leaves the nightly tests out, and publishes only while they hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run, change, copy_of, dbt, small_raw

from benchmarks.run import MEASURED_DAYS

DAILY = ("--selector", "daily")
TOUCHED = ("assert_changed_rows_have_one_key", "assert_changed_events_are_sound")


@pytest.fixture
def raw(small_build: Run) -> Path:
    """The deliveries of the small build and of one more day."""
    return small_raw(small_build.warehouse.parent, MEASURED_DAYS[0])


@pytest.fixture
def folder(small_build: Run, tmp_path: Path) -> Path:
    """A folder with a copy of the warehouse of a build with every data test."""
    return copy_of(small_build, tmp_path)


def nightly_tests(run: Run) -> set[str]:
    """The names of the tests tagged nightly."""
    nodes = json.loads((run.target / "manifest.json").read_text())["nodes"].values()
    return {
        node["name"]
        for node in nodes
        if node["resource_type"] == "test" and "nightly" in node["tags"]
    }


def assert_little_was_made_again(run: Run) -> None:
    """A day within a month changes few periods of metrics, and nothing that the fits learn from."""
    for period, most in (("day", 0.1), ("week", 0.2), ("month", 0.4)):
        ((rebuilt, all_periods),) = run.query(
            f"""
            select
                count(*) filter (
                    period_start in (
                        select period_start from metrics.int_metric_periods_to_rebuild
                        where period = '{period}' and is_rebuilt
                    )
                ),
                count(*)
            from (
                select distinct period_start from reporting.metric_values
                where period = '{period}'
            )
            """,
            "work.duckdb",
        )
        assert 0 < rebuilt <= most * all_periods, period
    results = json.loads((run.target / "run_results.json").read_text())["results"]
    kept = {each["unique_id"].split(".")[-1] for each in results if each["message"] == "KEPT"}
    assert {"int_health_models_fitted", "int_persona_models_fitted"} <= kept


def test_a_daily_run_tests_the_customers_that_it_rebuilt(raw: Path, folder: Path) -> None:
    run = dbt("build", folder, *DAILY, raw_path=raw, check=True)
    assert "Built from the new deliveries on the build before." in run.output
    left_out = nightly_tests(run)
    assert {"unique_fct_orders_order_id", "assert_every_event_is_sound"} <= left_out
    assert left_out.isdisjoint(run.statuses("test"))
    assert run.statuses("unit_test") == {}
    gates = {"gate_raw_tables_may_be_built_on", "gate_marts_may_be_published"}
    assert {*gates, *TOUCHED} <= set(run.statuses("test"))
    assert f"published.duckdb, without the {len(left_out)} nightly tests" in run.text
    # The rows that changed were written into a copy of the file before, and nothing else differs.
    numbers = run.query("select generation_number, written_whole_in from main.generation")
    assert numbers == [(2, 1)]
    for table, rows in run.tables().items():
        described = run.query(f"describe {table}")
        columns = ", ".join(name for name, *_ in described)
        expected = run.query(f"select {columns} from {table} order by all", "work.duckdb")
        assert rows == expected, table
    assert_little_was_made_again(run)

    # The result of that run's tests if a purchase occurs twice.
    compiled = run.target / "compiled" / "cx_warehouse" / "tests" / "singular" / "touched"
    queries = [(compiled / f"{name}.sql").read_text() for name in TOUCHED]
    touched = "(select customer_id from intermediate.int_customers_to_rebuild)"
    for whose, count in (("not in", 0), ("in", 1)):
        change(
            folder,
            "insert into marts.fct_orders select * from marts.fct_orders"
            f" where is_purchase and customer_id {whose} {touched} limit 1",
        )
        for query in queries:
            found = run.query(f"select count(*) from ({query})", "work.duckdb")
            assert (found[0][0] > 0) == bool(count), query


@pytest.mark.thorough
def test_a_daily_run_before_any_nightly_one_fails(raw: Path, folder: Path) -> None:
    published = (folder / "warehouse" / "published.duckdb").read_bytes()
    change(folder, "drop table quality.nightly_tests")
    run = dbt("build", folder, *DAILY, raw_path=raw)
    assert run.exit_code != 0
    assert set(run.statuses("test").values()) <= {"pass", "warn"}
    assert "Not published: the nightly tests have not passed in this warehouse" in run.text
    assert "Traceback" not in run.output
    assert run.published.read_bytes() == published


def test_a_daily_run_cannot_rest_on_a_failed_nightly_test(raw: Path, folder: Path) -> None:
    change(folder, "insert into marts.fct_orders select * from marts.fct_orders limit 1")
    tests = dbt("test", folder, "--select", "unique_fct_orders_order_id", raw_path=raw)
    assert tests.exit_code != 0
    asked = dbt("run-operation", folder, "require_nightly_tests", raw_path=raw)
    assert asked.exit_code != 0
    assert "since the nightly tests last passed, unique_fct_orders_order_id failed" in asked.text


def test_a_daily_run_cannot_rest_on_a_build_without_tests(raw: Path, folder: Path) -> None:
    assert dbt("run-operation", folder, "require_nightly_tests", raw_path=raw).exit_code == 0
    without_tests = ("--exclude-resource-type", "test", "unit_test")
    dbt("build", folder, *without_tests, raw_path=raw, check=True)
    asked = dbt("run-operation", folder, "require_nightly_tests", raw_path=raw)
    assert asked.exit_code != 0
    assert "or was left out of a build" in asked.text


@pytest.mark.thorough
def test_a_run_with_some_of_the_nightly_tests_is_not_published(
    small_build: Run, folder: Path
) -> None:
    published = (folder / "warehouse" / "published.duckdb").read_bytes()
    without_one = ("--exclude", "unique_fct_orders_order_id", "resource_type:unit_test")
    run = dbt(
        "build",
        folder,
        *without_one,
        raw_path=small_raw(small_build.warehouse.parent),
        check=True,
    )
    assert (
        "Not published: only some of the nightly tests were selected, without"
        " unique_fct_orders_order_id" in run.text
    )
    assert run.published.read_bytes() == published
