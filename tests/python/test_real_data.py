"""The warehouse on public data reproduces the published figures."""

from __future__ import annotations

import importlib
import os
import re
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, Run, build_without_tests, require_data

from benchmarks import churn_warnings
from examples.check import EXPECTED, compare
from examples.mapping import write
from python_hooks.engines.warehouse import connect

DATA = Path(os.environ.get("CX_REAL_DATA", ROOT.parent / "shared" / "data"))
FILES = {
    "online_retail_ii": "online_retail_ii/online_retail_II_2009_2010.parquet",
    "servicenow_incidents": "servicenow_incidents/incident_event_log.csv.gz",
    "retail_nps_fr": "retail_nps_fr/nps.csv",
    "cdnow": "cdnow/CDNOW_master.txt",
}


@pytest.fixture(scope="module", params=sorted(FILES))
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple:
    """A data set's name and its whole build."""
    name = request.param
    require_data(DATA / FILES[name])
    folder = tmp_path_factory.mktemp(name)
    mapping = importlib.import_module(f"examples.{name}").MAPPING
    write(mapping, DATA / FILES[name], folder / "raw")
    variables = ("--vars", yaml.safe_dump(EXPECTED[name]["vars"], default_flow_style=True).strip())
    figures = " ".join(figure["sql"] for figure in EXPECTED[name]["figures"])
    models = {*re.findall(r"\b(?:marts|reporting)\.(\w+)", figures), "row_reconciliation"}
    if name == "online_retail_ii":
        models.add("recommendation_back_tests")
    return name, build_without_tests(
        folder, folder / "raw", *variables, models=tuple(sorted(models))
    )


def test_the_published_figures_come_out(built: tuple[str, Run]) -> None:
    name, run = built
    figures = compare(name, run.warehouse / run.file)
    assert len(figures) >= 3
    assert [figure for figure in figures if not figure.holds] == []


def test_every_row_is_accounted_for(built: tuple[str, Run]) -> None:
    _, run = built
    lost = run.query(
        "select * from quality.row_reconciliation"
        " where rows_read <> rows_accepted + rows_superseded + rows_quarantined",
        "work.duckdb",
    )
    assert lost == []


@pytest.mark.parametrize("built", ["online_retail_ii"], indirect=True)
def test_offers_find_new_products_better_than_popularity(built: tuple[str, Run]) -> None:
    _, run = built
    recalls = dict(
        run.query(
            "select method, recall from reporting.recommendation_back_tests"
            " where item_kind = 'product' and target = 'new_item' and list_length = 10"
        )
    )
    assert recalls["item_to_item"] >= 1.5 * recalls["most_popular"] > 0


@pytest.mark.thorough
@pytest.mark.parametrize("name", sorted(churn_warnings.DATA_SETS))
def test_the_health_model_beats_recency(name: str, tmp_path: Path) -> None:
    """With 90 days until lapse: with 180 the data are too short to judge a model."""
    require_data(DATA / FILES[name])
    mapping = importlib.import_module(f"examples.{name}").MAPPING
    write(mapping, DATA / FILES[name], tmp_path / "raw")
    currency = churn_warnings.DATA_SETS[name]
    database = churn_warnings.build(tmp_path / "raw", tmp_path, 90, currency)
    with connect(database, read_only=True) as reader:
        ((beyond, is_better),) = reader.execute(
            "select auc_beyond_recency, is_better_than_recency from reporting.health_backtest"
            " where score = 'model' and customer_group = 'all'"
        ).fetchall()
    assert is_better
    assert beyond > 0.05
