"""Each variable goes into SQL, so each has a rule, and what breaks it is refused by its name."""

from __future__ import annotations

import shutil
from pathlib import Path

import forked_dbt
import pytest
import yaml
from conftest import ROOT
from dbt.cli.main import dbtRunner

DECLARED = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
THRESHOLDS = DECLARED["check_thresholds"]
LOYALTY = DECLARED["loyalty_effect"]

UNKNOWN = {
    "a typing error": ("as_off", "2025-12-31"),
    "another case": ("As_Of", "2025-12-31"),
    "a name with SQL": ("as_of; drop table x", "1"),
    "a name with Jinja": ("{{ env_var('HOME') }}", "1"),
    "a name over two lines": ("as\nof", "1"),
}
UNUSABLE = {
    "as_of day first": ("as_of", "31/12/2025", "is '31/12/2025'"),
    "as_of no day of the calendar": ("as_of", "2025-02-29", "is '2025-02-29'"),
    "as_of month 13": ("as_of", "2025-13-01", "is '2025-13-01'"),
    "as_of hour 24": ("as_of", "2025-12-31 24:00:00", "is '2025-12-31 24:00:00'"),
    "as_of year 0": ("as_of", "0000-01-01", "is '0000-01-01'"),
    "as_of with SQL after it": ("as_of", "2025-12-31'); drop x; --", "is '2025-12-31'); drop"),
    "as_of with a line break after it": ("as_of", "2025-12-31\n", "is '2025-12-31?'"),
    "as_of a number": ("as_of", 20251231, "is '20251231'"),
    "reporting_time_zone a city": ("reporting_time_zone", "Shanghai", "is 'Shanghai'"),
    "reporting_time_zone an offset": ("reporting_time_zone", "+08:00", "is '+08:00'"),
    "reporting_time_zone SQL": ("reporting_time_zone", "UTC', x) --", "is 'UTC', x) --'"),
    "base_currency a word": ("base_currency", "euro", "is 'euro'"),
    "base_currency SQL": ("base_currency", "x' or 'a'='a", "is 'x' or 'a'='a'"),
    "base_currency nothing": ("base_currency", None, "is 'None'"),
    "base_currency two": (
        "base_currency", ["CNY", "EUR"], "is '['CNY', 'EUR']', which is no single value",
    ),
    "plausible_times without an end": ("plausible_times", {"from": "1970-01-01"}, "lacks until"),
    "plausible_times SQL": (
        "plausible_times",
        {"from": "1970-01-01' as date) or (true", "until": "2049-12-31"},
        "holds '1970-01-01' as date) or (true'",
    ),
    "raw_schemas of an unknown source": (
        "raw_schemas", {"suport": "shop"}, "names the source suport",
    ),
    "raw_schemas SQL": (
        "raw_schemas", {"support": "shop.tickets; drop"}, "holds 'shop.tickets; drop'",
    ),
    "raw_schemas a path": ("raw_schemas", {"support": "../shop"}, "holds '../shop'"),
    "missing_words SQL": ("missing_words", ["NULL", "x') or (true"], "holds 'x') or (true'"),
    "raw_tables a path": (
        "raw_tables", ["crm.customers", "../etc.passwd"], "holds '../etc.passwd'",
    ),
    "check_thresholds one of them": (
        "check_thresholds", {"freshness_days": 1}, "lacks volume_critical_ratio",
    ),
    "check_thresholds one too many": (
        "check_thresholds", {**THRESHOLDS, "fresh": 1}, "has the unknown key 'fresh'",
    ),
    "check_thresholds no number": (
        "check_thresholds", {**THRESHOLDS, "freshness_days": "never"}, "holds 'never'",
    ),
    "survey_response_window_days negative": ("survey_response_window_days", -1, "is '-1'"),
    "first_contact_resolution_days a truth": ("first_contact_resolution_days", True, "is 'True'"),
    "clv_counts_free_orders a text": ("clv_counts_free_orders", "False", "is 'False'"),
    "loyalty_effect an odd number of months": (
        "loyalty_effect", {**LOYALTY, "months": 5}, "holds '5'",
    ),
    "loyalty_effect no month": ("loyalty_effect", {**LOYALTY, "months": 0}, "holds '0'"),
    "loyalty_effect one tenure": (
        "loyalty_effect", {**LOYALTY, "tenure_months": 6}, "holds '6'",
    ),
    "minimum_event_counts SQL": (
        "minimum_event_counts", {"hidden": "0 or true", "small": 30}, "holds '0 or true'",
    ),
    "false_discovery_rate above 1": ("false_discovery_rate", 5, "is '5'"),
    "metrics one word": ("metrics", "nps", "is 'nps', which is no list"),
    "metrics none": ("metrics", [], "is empty"),
    "metrics one twice": ("metrics", ["nps", "nps"], "is empty or names something twice"),
    "metric_periods unknown": ("metric_periods", ["fortnight"], "holds 'fortnight'"),
    "metric_dimensions SQL": ("metric_dimensions", ["region), (1"], "holds 'region), (1'"),
    "metric_combinations one dimension": (
        "metric_combinations", {"alone": ["segment"]}, "holds '['segment']'",
    ),
    "metric_combinations no list": ("metric_combinations", {"pair": "segment"}, "holds 'segment'"),
    "marts Jinja": ("marts", ["{{ 7 * 7 }}"], "holds '{{ 7 * 7 }}'"),
    "spark_month_partitions a path": (
        "spark_month_partitions", {"fct_orders": "../x"}, "holds '../x'",
    ),
}  # fmt: skip


def message_of(tmp_path: Path, variables: dict[str, object], project: Path = ROOT) -> str:
    """What dbt says when it is to read the project with these variables; empty when it can."""
    finished = dbtRunner().invoke(
        [
            "--quiet", "parse", "--vars", yaml.safe_dump(variables),
            "--project-dir", str(project), "--profiles-dir", str(project),
            "--target-path", str(tmp_path / "target"), "--log-path", str(tmp_path / "logs"),
        ]
    )  # fmt: skip
    assert finished.success == (finished.exception is None)
    return str(finished.exception or "")


def rule_broken(tmp_path: Path, variable: str, value: object) -> str:
    """What the check of all variables, which dbt runs while it reads the project, says alone."""
    run = forked_dbt.build(
        tmp_path, tmp_path, "--vars", yaml.safe_dump({variable: value}),
        command="run-operation refuse_unusable_variables",
    )  # fmt: skip
    assert run.exit_code == 1, run.output
    return run.output


@pytest.mark.parametrize("name", UNKNOWN)
def test_an_unknown_variable_is_refused_by_name(tmp_path: Path, name: str) -> None:
    variable, value = UNKNOWN[name]
    message = rule_broken(tmp_path, variable, value)
    assert f"There is no variable '{variable}'".replace("\n", "?") in message
    assert "as_of, base_currency" in message


@pytest.mark.parametrize(
    ("combinations", "fault"),
    [
        ({"pair": ["segment", "planet"]}, "The combination pair of the variable"),
        ({"pair": ["segment", "planet"]}, "names 'planet', which is no dimension"),
        ({"team": ["segment", "region"]}, "has the name of a dimension"),
        ({"pair": ["segment", "segment"]}, "names a dimension twice"),
        ({"one": ["segment", "team"], "two": ["team", "segment"]}, "has the dimensions of another"),
    ],
)
def test_an_unusable_combination_is_refused_with_the_dimensions(
    tmp_path: Path, combinations: dict[str, list[str]], fault: str
) -> None:
    message = rule_broken(tmp_path, "metric_combinations", combinations)
    assert fault in message
    assert "The dimensions are segment, region, channel" in message


@pytest.mark.parametrize("name", UNUSABLE)
def test_an_unusable_variable_is_refused_by_name(tmp_path: Path, name: str) -> None:
    variable, value, fault = UNUSABLE[name]
    message = rule_broken(tmp_path, variable, value)
    assert f"The variable {variable} {fault}" in message
    assert len(message.splitlines()) < 15


def test_dbt_refuses_a_variable_while_it_reads_the_project(tmp_path: Path) -> None:
    message = message_of(tmp_path, {"as_of": "31/12/2025"})
    assert "The variable as_of is '31/12/2025'" in message
    assert len(message.splitlines()) < 10


def test_a_variable_that_is_misspelt_in_the_project_is_named(tmp_path: Path) -> None:
    # Without models, which would fail first where they calculate with the variable.
    project = tmp_path / "project"
    shutil.copytree(ROOT / "macros", project / "macros")
    shutil.copy(ROOT / "profiles.yml", project)
    text = (ROOT / "dbt_project.yml").read_text(encoding="utf-8")
    assert text.count("\n  as_of:") == 1
    misspelt = text.replace("\n  as_of:", "\n  as_off:")
    (project / "dbt_project.yml").write_text(misspelt, encoding="utf-8")
    message = message_of(tmp_path, {}, project)
    assert "dbt_project.yml has no variable as_of. It may be misspelt there" in message
    assert "'2025-12-31'" in message


def test_every_variable_accepts_its_default_and_other_valid_values(tmp_path: Path) -> None:
    other = {
        "as_of": "2024-02-29 18:00:00",
        "base_currency": "EUR",
        "check_thresholds": {**THRESHOLDS, "quarantined_warning_share": 0.00001},
        "raw_schemas": {"support": "help_desk.Exported_1"},
        "metric_periods": ["all", "month"],
    }
    assert message_of(tmp_path, {**DECLARED, **other}) == ""


def test_every_variable_has_a_rule_and_every_rule_its_variable(tmp_path: Path) -> None:
    listed = message_of(tmp_path, {"unknown": 1}).split("The variables are ")[1].split(";")[0]
    assert listed.split(", ") == sorted(DECLARED)
