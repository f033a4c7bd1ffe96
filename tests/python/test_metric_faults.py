"""A metric whose YAML lacks something or says it wrongly is refused with file, field and cure."""

from __future__ import annotations

import jinja2
import pytest
import yaml
from conftest import ROOT

from python_hooks import new_metric

GOOD = yaml.safe_load((ROOT / "models/metrics/metric_nps.yml").read_text(encoding="utf-8"))
FILE = "models/metrics/metric_effort.yml: "


def faults(model: dict) -> list[str]:
    """What metric_faults says of one metric, effort, with the YAML of a model."""
    answers: list = []

    def given_back(value: object) -> str:
        answers.append(value)
        return ""

    source = (ROOT / "macros/metrics/metric_faults.sql").read_text(encoding="utf-8")
    known = {
        "var": lambda name: ["effort"],
        "metric_meta": lambda metric: {
            **model["config"]["meta"], "description": model.get("description")
        },
        "unit_words": lambda: {"points": {}, "share": {}},
        "return": given_back,
    }  # fmt: skip
    template = jinja2.Environment(extensions=["jinja2.ext.do"]).from_string(source, known)
    template.module.metric_faults()
    return answers[0]


def nps_with(**changes: object) -> dict:
    """The YAML of metric_nps with other values in config.meta; None takes a field away."""
    meta = {**GOOD["models"][0]["config"]["meta"], **changes}
    meta = {field: value for field, value in meta.items() if value is not None}
    return {"description": "What counts.", "config": {"meta": meta}}


def test_a_complete_metric_has_no_fault() -> None:
    assert faults(nps_with()) == []
    assert faults(nps_with(decimals=0)) == []


@pytest.mark.parametrize(
    "field", ["label_zh", "formula", "formula_zh", "description_zh", "when_red"]
)
def test_a_missing_text_is_named(field: str) -> None:
    assert faults(nps_with(**{field: None})) == [f"{FILE}config.meta.{field} is missing. Write it."]


@pytest.mark.parametrize("given", [None, -1, 7, 1.5, True, "two"])
def test_decimals_are_a_small_whole_number(given: object) -> None:
    (fault,) = faults(nps_with(decimals=given))
    shown = "" if given is None else given
    assert fault.startswith(f"{FILE}config.meta.decimals is '{shown}'; allowed: 0 to 6.")


def test_an_unknown_word_is_told_with_the_known_ones() -> None:
    assert faults(nps_with(better="more")) == [
        f"{FILE}config.meta.better is 'more'; allowed: higher, lower."
    ]


def test_a_unit_of_ones_own_needs_its_chinese_name() -> None:
    (fault,) = faults(nps_with(unit="kg"))
    assert fault.startswith(f"{FILE}config.meta.unit is 'kg'; known: points, share.")
    assert faults(nps_with(unit="kg", unit_zh="千克")) == []


def test_the_metric_that_make_metric_writes_has_no_fault() -> None:
    written = new_metric.YAML.format(name="effort", label="Effort")
    assert faults(yaml.safe_load(written)["models"][0]) == []
