"""A metric is started from any mart, with the columns of that mart and a unit test that fails."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from test_misdeclared_metrics import GOOD, of_lists

from python_hooks.tools import new_metric


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The files that starting a metric reads, and the folder that it writes to."""
    (tmp_path / "models" / "metrics").mkdir(parents=True)
    shutil.copytree(ROOT / "models" / "marts", tmp_path / "models" / "marts")
    shutil.copy(ROOT / "dbt_project.yml", tmp_path)
    return tmp_path


@pytest.mark.parametrize("mart", new_metric.marts_with_events(ROOT))
def test_a_metric_can_be_started_from_each_mart(project: Path, mart: str) -> None:
    sql, yml, listed = new_metric.start_metric(project, "effort", mart)
    written = yaml.safe_load(yml.read_text(encoding="utf-8"))
    (model,) = written["models"]
    # Its texts are to be written; nothing else is missing.
    meta = {"description": model["description"], **model["config"]["meta"]}
    texts = [field for field, value in meta.items() if str(value)[:3] in ("Say", "用中文")]
    faults = of_lists(meta)
    assert len(texts) == 6
    assert [
        fault for fault in faults if not fault.endswith("as make metric wrote it. Write your own.")
    ] == []
    assert {fault.split(" is '")[0].rsplit(".", 1)[-1].split(": ")[-1] for fault in faults} == {
        *texts
    }
    assert "effort" in yaml.safe_load(listed.read_text(encoding="utf-8"))["vars"]["metrics"]
    columns = {column["name"] for column in GOOD["models"][0]["columns"]}
    assert {column["name"] for column in model["columns"]} == columns
    assert max(map(len, sql.read_text(encoding="utf-8").splitlines())) <= 100
    # The unit test gives the columns that the SQL names, and fails.
    (given,) = written["unit_tests"][0]["given"]
    assert given["input"] == f"ref('{mart}')"
    assert all(column in sql.read_text(encoding="utf-8") for column in given["rows"][0])
    assert "0 as numerator" in sql.read_text(encoding="utf-8")
    assert written["unit_tests"][0]["expect"]["rows"] == [{"numerator": 1, "denominator": 1}]


@pytest.mark.parametrize(
    ("name", "mart", "said"),
    [
        ("effort", "fct_ticket", "'fct_ticket' is no mart of events; allowed: fct_activities, "),
        ("effort", "dim_dates", "'dim_dates' is no mart of events; allowed: fct_activities, "),
        ("Effort", "fct_tickets", "'Effort' is no metric name. Use small letters,"),
        ("taken", "fct_tickets", "models/metrics/metric_taken.sql is already there. Choose"),
    ],
)
def test_a_wrong_name_or_mart_is_an_error_with_the_allowed_values(
    project: Path, name: str, mart: str, said: str
) -> None:
    (project / "models" / "metrics" / "metric_taken.yml").touch()
    with pytest.raises(new_metric.CannotStart) as refused:
        new_metric.start_metric(project, name, mart)
    assert str(refused.value).startswith(said)
    assert len(list((project / "models" / "metrics").iterdir())) == 1
