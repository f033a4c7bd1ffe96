"""The datasets of Superset name columns that are there, and never add up two metrics."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
import yaml
from conftest import ROOT, Run

FILES = sorted((ROOT / "examples" / "superset" / "assets" / "datasets").glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_dataset_names_columns_that_are_there(file: Path, demo_build: Run) -> None:
    dataset = yaml.safe_load(file.read_text(encoding="utf-8"))
    source = f"({dataset['sql']})" if "sql" in dataset else f"reporting.{dataset['table_name']}"
    named = {column["column_name"] for column in dataset["columns"]}
    metrics = ", ".join(
        f"{each['expression']} as {each['metric_name']}" for each in dataset["metrics"]
    )
    with duckdb.connect(str(demo_build.published), read_only=True) as connection:
        there = {name for name, *_ in connection.execute(f"describe from {source}").fetchall()}
        assert named - there == set()
        of_all = connection.execute(f"select {metrics} from {source}").fetchone()
        if "value" in (each["metric_name"] for each in dataset["metrics"]):
            assert set(of_all) == {None}, "without a filter on one metric"
            month = "month_start" if "month_start" in there else "date_trunc('month', event_date)"
            (value,) = connection.execute(
                f"select value from (select {metrics} from {source}"
                f" where metric = 'nps' and {month} = date '2025-12-01')"
            ).fetchone()
            (published,) = demo_build.query(
                "select value from reporting.metric_values where metric = 'nps'"
                " and period = 'month' and dimension = 'all' and period_start = date '2025-12-01'"
            )[0]
            assert value == pytest.approx(published)
