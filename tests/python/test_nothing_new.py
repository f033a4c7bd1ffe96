"""A build without new data keeps its tables, and still tests, checks and publishes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import forked_dbt
import pytest
from conftest import Run, change, copy_of, small_raw
from test_faults import make_fail

from python_hooks.publishing import generations, pseudonyms

DAILY = ("--selector", "daily")
GATE = "gate_marts_may_be_published"


@pytest.fixture
def raw(small_build: Run) -> Path:
    """The raw files of the build."""
    return small_raw(small_build.warehouse.parent)


@pytest.fixture
def folder(small_build: Run, tmp_path: Path) -> Path:
    """A folder with a copy of that build's warehouse."""
    return copy_of(small_build, tmp_path)


def failing(kind: str, name: str) -> Callable[[Any], None]:
    """An edit of the manifest with which a test or model fails."""

    def edit(manifest: Any) -> None:
        node = next(n for n in manifest.nodes.values() if (n.resource_type, n.name) == (kind, name))
        make_fail(node) if kind == "test" else setattr(node, "raw_code", "select no_column")

    return edit


def made(run: Run) -> int:
    """The number of models that a run built instead of keeping."""
    results = json.loads((run.target / "run_results.json").read_text())["results"]
    models = [each for each in results if each["unique_id"].startswith("model.")]
    return sum(each["message"] != "KEPT" for each in models)


def assert_keeps_everything(run: Run) -> None:
    assert "Nothing is new: what the build before made is kept." in run.output, run.output
    assert made(run) == 0


@pytest.mark.thorough
def test_tables_and_the_published_file_are_kept_and_tested(
    raw: Path, small_build: Run, folder: Path
) -> None:
    run = forked_dbt.build(folder, raw, *DAILY, check=True)
    assert_keeps_everything(run)
    assert {GATE, "gate_raw_tables_may_be_built_on"} <= set(run.statuses("test"))
    assert "published.duckdb, unchanged, without the" in run.text
    assert run.published.read_bytes() == small_build.published.read_bytes()
    assert [each.number for each in generations.kept(run.warehouse)] == [1]

    anew = forked_dbt.build(folder, raw, *DAILY, "--full-refresh")
    assert made(anew) == len(anew.statuses("model"))
    assert generations.served(run.warehouse) == 2
    assert anew.tables() == small_build.tables()

    # Readers have the file of another build, or no complete file.
    generations.roll_back(run.warehouse)
    after_rollback = forked_dbt.build(folder, raw, *DAILY)
    assert_keeps_everything(after_rollback)
    assert generations.served(run.warehouse) == 3
    run.published.write_bytes(run.published.read_bytes()[:20_000])
    after_damage = forked_dbt.build(folder, raw, *DAILY)
    assert "unchanged" not in after_damage.output
    assert after_damage.tables() == small_build.tables()


@pytest.mark.thorough
def test_a_check_that_failed_still_fails(raw: Path, small_build: Run, folder: Path) -> None:
    for mart, times in (("fct_orders", 10), ("fct_tickets", 1.4)):
        change(
            folder,
            f"update quality.last_good_profiles set value = {times} * value"
            f" where stage = 'mart' and table_name = '{mart}' and measure = 'row_count'",
        )
    first = forked_dbt.build(folder, raw, *DAILY, "--full-refresh")
    again = forked_dbt.build(folder, raw, *DAILY)
    assert_keeps_everything(again)
    for run in (first, again):
        assert run.exit_code != 0
        assert "critical: marts.fct_orders: volume_against_last_good" in run.text
        assert "warning: marts.fct_tickets: volume_against_last_good" in run.text
        assert f"Not published: {GATE} failed" in run.text
    assert again.published.read_bytes() == small_build.published.read_bytes()


def test_a_failed_build_is_published_once_its_test_passes(raw: Path, folder: Path) -> None:
    failed = forked_dbt.build(folder, raw, "--full-refresh", edit=failing("test", GATE))
    assert f"Not published: {GATE} failed" in failed.text
    assert generations.served(failed.warehouse) == 1
    passed = forked_dbt.build(folder, raw)
    assert_keeps_everything(passed)
    assert generations.served(failed.warehouse) == 2


def test_after_an_interrupted_build_or_a_lost_table_the_next_build_is_full(
    raw: Path, folder: Path
) -> None:
    soon = failing("model", "base_crm__customers")
    change(folder, "drop table reporting.churn_watchlist")
    without = forked_dbt.build(folder, raw, edit=soon)
    assert "Built in full: the table or view churn_watchlist is gone." in without.output
    # That build repeated the one before it, and did not come to its end.
    after = forked_dbt.build(folder, raw, edit=soon)
    assert "Built in full: the build before it did not build every model." in after.output


@pytest.mark.thorough
def test_another_key_gives_other_pseudonyms(
    raw: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = []
    for key in ("a" * 40, "b" * 40):
        monkeypatch.setenv(pseudonyms.KEY_VARIABLE, key)
        run = forked_dbt.build(folder, raw, "--vars", "{pseudonymise_customers: true}", check=True)
        shown.append(set(run.query("select customer_id from marts.dim_customers")))
    assert_keeps_everything(run)
    assert shown[0].isdisjoint(shown[1])
