"""The unit tests of all models, in two processes: a whole build leaves them out."""

from __future__ import annotations

import json
from pathlib import Path

import forked_dbt
import pytest
from conftest import dbt

# dbt's own work on a unit test holds Python's lock, so threads do not help; other processes do.
METRICS = "models/metrics/"
HALVES = {
    "of metrics": ("--select", f"test_type:unit,path:{METRICS}"),
    "of other models": ("--select", "test_type:unit", "--exclude", f"path:{METRICS}"),
}


@pytest.mark.parametrize(
    "half", [pytest.param(each, marks=pytest.mark.xdist_group(each)) for each in HALVES]
)
def test_unit_tests_pass(half: str, copy_of_demo_build: Path) -> None:
    run = dbt("test", copy_of_demo_build, *HALVES[half])
    assert run.exit_code == 0, run.output
    results = json.loads((run.target / "run_results.json").read_text())["results"]
    expected = {
        test.unique_id: "pass"
        for test in forked_dbt.manifest().unit_tests.values()
        if test.original_file_path.startswith(METRICS) == (half == "of metrics")
    }
    statuses = {result["unique_id"]: result["status"] for result in results}
    assert {name: each for name, each in statuses.items() if "unit_test." in name} == expected
