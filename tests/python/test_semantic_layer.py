"""The semantic layer has the metrics' definitions; MetricFlow returns the published values."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest
import yaml
from conftest import ROOT, Run

from python_hooks.documentation import semantic_layer
from python_hooks.tools import new_metric

# MetricFlow adds up doubles in another order; the sums of money have 15 digits.
TOLERANCE = 1e-12


def test_the_semantic_layer_is_that_of_the_metrics() -> None:
    written = (ROOT / semantic_layer.FILE).read_text(encoding="utf-8")
    assert written == semantic_layer.text_of(ROOT), "Run python -m python_hooks semantic."


def test_a_new_metric_is_in_it_and_a_quantile_or_rolling_one_is_not(tmp_path: Path) -> None:
    shutil.copy(ROOT / "dbt_project.yml", tmp_path)
    shutil.copytree(ROOT / "models", tmp_path / "models")
    new_metric.start_metric(tmp_path, "effort")
    names = {
        metric["name"] for metric in yaml.safe_load(semantic_layer.text_of(tmp_path))["metrics"]
    }
    assert {"effort", "effort_numerator", "effort_denominator", "effort_event_count"} <= names
    assert not {"resolution_minutes", "business_resolution_minutes_p90", "backlog_ratio"} & names


def test_an_incomplete_metric_is_named(tmp_path: Path) -> None:
    file = tmp_path / "models" / "metrics" / "metric_nps.yml"
    file.parent.mkdir(parents=True)
    shutil.copy(ROOT / "dbt_project.yml", tmp_path)
    with pytest.raises(semantic_layer.CannotWrite, match=r"metric_nps\.yml is missing"):
        semantic_layer.write(tmp_path)
    file.write_text("models: [{name: metric_nps, config: {meta: {unit: points}}}]")
    with pytest.raises(semantic_layer.CannotWrite, match=r"does not say: label_en, .* description"):
        semantic_layer.write(tmp_path)
    file.write_text("models: []")
    with pytest.raises(semantic_layer.CannotWrite, match="has no model"):
        semantic_layer.write(tmp_path)


@pytest.mark.skipif(not find_spec("dbt_metricflow"), reason="make metricflow installs MetricFlow")
def test_metricflow_gets_the_value_of_every_metric_and_month(
    demo_build: Run, tmp_path: Path
) -> None:
    project = shutil.copytree(
        ROOT / "semantic_layer", tmp_path / "semantic_layer",
        ignore=shutil.ignore_patterns("target", "logs"),
    )  # fmt: skip
    answer = tmp_path / "months.csv"
    for command in (
        ["dbt", "parse", "--quiet"],
        ["mf", "query", "--saved-query", "all_metrics_by_month", "--csv", str(answer)],
    ):
        subprocess.run(
            [str(Path(sys.executable).with_name(command[0])), *command[1:]],
            cwd=project,
            env={**os.environ, "CX_WAREHOUSE_PATH": str(demo_build.warehouse)},
            check=True,
        )
    with duckdb.connect(str(demo_build.published), read_only=True) as connection:
        connection.execute(
            f"""
            create temp table answers as
            select
                cast(metric_time__month as date) as month, metric, cast(value as double) as value
            from (
                unpivot read_csv('{answer}', all_varchar = true)
                on columns(* exclude metric_time__month)
                into name metric value value
            )
            """
        )
        compared, of_metrics = connection.execute(
            "select count(*), count(distinct metric) from answers"
        ).fetchone()
        # A suppressed value is compared by its sums, which stay.
        different = connection.execute(
            """
            select *
            from answers
            full join (
                select
                    metric, period_start as month,
                    coalesce(value, numerator / nullif(denominator, 0)) as published
                from reporting.metric_values
                where
                    period = 'month' and dimension = 'all'
                    and metric in (select metric from reporting.metric_cells)
            ) as values using (metric, month)
            where
                (published is null) <> (value is null)
                or abs(value - published) > $1 * greatest(abs(published), 1)
            order by all
            """,
            [TOLERANCE],
        ).fetchall()
        added_up = connection.execute(
            "select count(distinct metric) from reporting.metric_cells"
        ).fetchone()
    assert different == []
    assert of_metrics == added_up[0] > 40
    assert compared > 900
