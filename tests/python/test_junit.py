"""The results of dbt as JUnit XML."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import Run

from python_hooks.tools.junit import NoResults, write_junit


def result(name: str, status: str, message: str | None = None) -> dict[str, object]:
    """One result as dbt writes it."""
    unique_id = f"test.cx_warehouse.{name}.0a1b"
    return {
        "unique_id": unique_id, "status": status, "message": message, "execution_time": 0.25,
    }  # fmt: skip


def target_of(folder: Path, *results: dict[str, object]) -> Path:
    """What dbt leaves of such results."""
    nodes = {"test.cx_warehouse.low.0a1b": {"original_file_path": "tests/singular/low.sql"}}
    (folder / "manifest.json").write_text(json.dumps({"nodes": nodes}))
    run = {"elapsed_time": 1.5, "results": list(results)}
    (folder / "run_results.json").write_text(json.dumps(run))
    return folder


def test_every_status_has_its_element(tmp_path: Path) -> None:
    target = target_of(
        tmp_path,
        result("low", "fail", "Got 2 results\nthe second line \x1b"),
        result("crashed", "error", "no such column"),
        result("later", "skipped"),
        result("odd", "warn", "Got 1 result"),
        result("good", "pass"),
    )
    counts = write_junit(target, tmp_path / "out" / "junit.xml")
    suite = ElementTree.parse(tmp_path / "out" / "junit.xml").getroot()
    assert suite.attrib == {
        "name": "dbt", "tests": "5", "failures": "1", "errors": "1", "skipped": "1",
        "time": "1.500",
    }  # fmt: skip
    cases = {case.get("name"): case for case in suite}
    assert cases["low"].attrib == {
        "name": "low", "classname": "tests.singular.low", "file": "tests/singular/low.sql",
        "time": "0.250",
    }  # fmt: skip
    failure = cases["low"].find("failure")
    assert failure.get("message") == "Got 2 results"
    assert failure.text == "Got 2 results\nthe second line ?"
    assert cases["crashed"].find("error").get("message") == "no such column"
    assert cases["later"].find("skipped").text == "skipped"
    assert cases["odd"].find("system-out").text == "Got 1 result"
    assert list(cases["good"]) == []
    assert counts["fail"] == 1


def test_the_demos_build_has_a_case_for_each_node(demo_build: Run, tmp_path: Path) -> None:
    write_junit(demo_build.target, tmp_path / "junit.xml")
    suite = ElementTree.parse(tmp_path / "junit.xml").getroot()
    results = json.loads((demo_build.target / "run_results.json").read_text())["results"]
    assert len(suite) == int(suite.get("tests")) == len(results)
    assert (suite.get("failures"), suite.get("errors")) == ("0", "0")


def test_missing_results_are_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(NoResults, match="Run dbt build first"):
        write_junit(tmp_path, tmp_path / "junit.xml")
