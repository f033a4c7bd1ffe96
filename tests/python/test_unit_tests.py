"""The unit tests of all models: a whole build leaves them out."""

from __future__ import annotations

import json
from pathlib import Path

import forked_dbt
from conftest import dbt


def test_unit_tests_pass(copy_of_demo_build: Path) -> None:
    run = dbt("test", copy_of_demo_build, "--select", "test_type:unit")
    assert run.exit_code == 0, run.output
    results = json.loads((run.target / "run_results.json").read_text())["results"]
    expected = {test.unique_id: "pass" for test in forked_dbt.manifest().unit_tests.values()}
    statuses = {result["unique_id"]: result["status"] for result in results}
    assert {name: each for name, each in statuses.items() if "unit_test." in name} == expected


def test_a_build_leaves_them_out(tmp_path: Path) -> None:
    """They try the formulas at the project's own values of the variables, others may fail them."""
    run = dbt("ls", tmp_path)
    assert "assert_every_event_is_sound" in run.output
    names = [test.name for test in forked_dbt.manifest().unit_tests.values()]
    assert [name for name in names if name in run.output] == []
