"""A daily run leaves the nightly tests out, and publishes only while they hold."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest
from conftest import WITHOUT_UNIT_TESTS, Run, dbt

from python_hooks.demo_company import generate

DAILY = ("--selector", "daily")


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four years of 100 customers, the last three days of them delivered day by day."""
    folder = tmp_path_factory.mktemp("raw")
    generate(folder, 100, with_faults=False, daily_from=date(2025, 12, 29))
    return folder


@pytest.fixture(scope="module")
def nightly_build(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A build with every data test."""
    folder = tmp_path_factory.mktemp("nightly")
    return dbt("build", folder, *WITHOUT_UNIT_TESTS, raw_path=raw, check=True)


@pytest.fixture
def folder(nightly_build: Run, tmp_path: Path) -> Path:
    """A folder with a copy of that build's warehouse."""
    shutil.copytree(nightly_build.warehouse, tmp_path / "warehouse")
    return tmp_path


def change(folder: Path, *statements: str) -> None:
    """Run statements on the work file."""
    with duckdb.connect(str(folder / "warehouse" / "work.duckdb")) as connection:
        for statement in statements:
            connection.execute(statement)


def nightly_tests(run: Run) -> set[str]:
    """The names of the tests tagged nightly."""
    nodes = json.loads((run.target / "manifest.json").read_text())["nodes"].values()
    return {
        node["name"]
        for node in nodes
        if node["resource_type"] == "test" and "nightly" in node["tags"]
    }


def test_a_daily_run_publishes_on_nightly_tests_that_passed(raw: Path, folder: Path) -> None:
    run = dbt("build", folder, *DAILY, raw_path=raw, check=True)
    left_out = nightly_tests(run)
    assert {"unique_fct_orders_order_id", "is_metric_metric_nps_"} <= left_out
    assert left_out.isdisjoint(run.statuses("test"))
    assert run.statuses("unit_test") == {}
    assert {"gate_raw_tables_may_be_built_on", "gate_marts_may_be_published"} <= set(
        run.statuses("test")
    )
    assert f"published.duckdb, without the {len(left_out)} nightly tests" in run.output


def test_a_daily_run_before_any_nightly_one_fails(raw: Path, folder: Path) -> None:
    change(folder, "drop table quality.nightly_tests")
    assert "the nightly tests have not run in this warehouse" in refused(folder, raw)


def test_a_daily_run_after_a_failed_nightly_test_fails(raw: Path, folder: Path) -> None:
    change(folder, "insert into marts.fct_orders select * from marts.fct_orders limit 1")
    tests = dbt("test", folder, "--select", "unique_fct_orders_order_id", raw_path=raw)
    assert tests.exit_code != 0
    said = "unique_fct_orders_order_id did not pass when the nightly tests ran last"
    assert said in refused(folder, raw)


def refused(folder: Path, raw: Path) -> str:
    """What a daily run says that must fail and publish nothing."""
    published = (folder / "warehouse" / "published.duckdb").read_bytes()
    run = dbt("build", folder, *DAILY, raw_path=raw)
    assert run.exit_code != 0
    assert set(run.statuses("model").values()) == {"success"}
    assert run.published.read_bytes() == published
    assert "Traceback" not in run.output
    return " ".join(run.output.split())


def test_a_run_with_some_of_the_nightly_tests_is_not_published(raw: Path, folder: Path) -> None:
    published = (folder / "warehouse" / "published.duckdb").read_bytes()
    without_one = ("--exclude", "unique_fct_orders_order_id", "resource_type:unit_test")
    run = dbt("build", folder, *without_one, raw_path=raw, check=True)
    assert (
        "Not published: only some of the nightly tests were selected, without"
        " unique_fct_orders_order_id" in run.output
    )
    assert run.published.read_bytes() == published


def test_the_daily_tests_read_the_rows_of_changed_customers(raw: Path, folder: Path) -> None:
    changed = changed_customers(folder)
    twice = (
        "insert into marts.fct_orders select * from marts.fct_orders where customer_id {} limit 1"
    )
    tests = ("--select", "assert_changed_rows_have_one_key", "assert_changed_events_are_sound")

    change(folder, twice.format(f"not in {changed}"))
    assert set(dbt("test", folder, *tests, raw_path=raw).statuses("test").values()) == {"pass"}

    change(folder, twice.format(f"in {changed}"))
    assert set(dbt("test", folder, *tests, raw_path=raw).statuses("test").values()) == {"fail"}


def changed_customers(folder: Path) -> tuple[str, ...]:
    """The customers of whom the newest delivery of a table says something, after the first."""
    with duckdb.connect(str(folder / "warehouse" / "work.duckdb"), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from information_schema.columns where table_schema = 'staging'"
            " and table_name like 'base_%' and column_name = 'customer_id'"
        ).fetchall()
        rows = [
            connection.execute(
                f"select customer_id from staging.{name} where _load_number > 1"
                f" and _load_number = (select max(_load_number) from staging.{name})"
            ).fetchall()
            for (name,) in tables
        ]
    return tuple(sorted({customer_id for each in rows for (customer_id,) in each if customer_id}))
