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


def test_a_daily_run_before_any_nightly_one_is_not_published(raw: Path, tmp_path: Path) -> None:
    run = dbt("build", tmp_path, *DAILY, raw_path=raw, check=True)
    assert "Not published: the nightly tests have not run yet" in run.output
    assert not run.published.exists()


def test_a_daily_run_after_a_failed_nightly_one_is_not_published(raw: Path, folder: Path) -> None:
    published = (folder / "warehouse" / "published.duckdb").read_bytes()
    change(folder, "insert into marts.fct_orders select * from marts.fct_orders limit 1")
    tests = dbt("test", folder, "--select", "unique_fct_orders_order_id", raw_path=raw)
    assert tests.exit_code != 0
    run = dbt("build", folder, *DAILY, raw_path=raw, check=True)
    assert (
        "Not published: unique_fct_orders_order_id did not pass when the nightly tests ran last"
        in run.output
    )
    assert run.published.read_bytes() == published


def test_a_run_with_some_of_the_nightly_tests_is_not_published(raw: Path, folder: Path) -> None:
    published = (folder / "warehouse" / "published.duckdb").read_bytes()
    without_one = ("--exclude", "unique_fct_orders_order_id", "resource_type:unit_test")
    run = dbt("build", folder, *without_one, raw_path=raw, check=True)
    assert (
        "Not published: only some of the nightly tests were selected, without"
        " unique_fct_orders_order_id" in run.output
    )
    assert run.published.read_bytes() == published


def test_the_daily_tests_find_what_is_wrong_among_the_changed(raw: Path, folder: Path) -> None:
    changed = "(select customer_id from staging.base_commerce__orders where _load_number > 1)"
    twice = "insert into marts.{0} select * from marts.{0} where customer_id {1} limit 1"
    daily_tests = (
        "--select",
        "assert_changed_rows_have_one_key",
        "assert_changed_events_are_sound",
    )

    change(folder, twice.format("fct_orders", f"not in {_every_changed(folder)}"))
    run = dbt("test", folder, *daily_tests, raw_path=raw)
    assert set(run.statuses("test").values()) == {"pass"}, "only nightly tests read every row"

    change(folder, twice.format("fct_orders", f"in {changed}"))
    run = dbt("test", folder, *daily_tests, raw_path=raw)
    assert run.statuses("test") == {
        "assert_changed_rows_have_one_key": "fail",
        "assert_changed_events_are_sound": "fail",
    }


def _every_changed(folder: Path) -> str:
    """A list in SQL of every customer of a daily delivery."""
    with duckdb.connect(str(folder / "warehouse" / "work.duckdb"), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from information_schema.columns"
            " where table_schema = 'staging' and table_name like 'base_%'"
            " and column_name = 'customer_id'"
        ).fetchall()
        selects = " union ".join(
            f"select customer_id from staging.{name} where _load_number > 1" for (name,) in tables
        )
        found = connection.execute(selects).fetchall()
    return "(" + ", ".join(f"'{customer_id}'" for (customer_id,) in found if customer_id) + ")"
