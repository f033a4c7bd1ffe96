"""Every rule of the checks, at its boundary; nothing but numbers and names comes out."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from python_hooks.quality import checks

Row = dict[str, Any]

THRESHOLDS = {
    "volume_critical_ratio": 0.5,
    "volume_warning_ratio": 0.8,
    "quarantined_critical_share": 0.5,
    "quarantined_warning_share": 0.05,
    "null_share_rise": 0.2,
    "distinct_share_change": 0.3,
    "freshness_days": 90,
    "median_drift_ratio": 0.5,
    "unknown_ids_warning_share": 0.1,
    "unknown_ids_rise": 0.05,
    "rewritten_ids_critical_share": 0.5,
    "rewritten_ids_warning_share": 0.01,
    "delivery_minimum_earlier": 5,
    "delivery_minimum_rows": 10,
    "delivery_volume_warning_ratio": 0.1,
}
CUSTOMERS = {"key": ["customer_id"], "is_required": True, "required_columns": ["customer_id"]}
OPTIONAL = {"key": ["id"], "is_required": False, "required_columns": ["id"]}
CANARY = "canary@example.com"
RESULT_KEYS = [
    "stage",
    "source",
    "table_name",
    "column_name",
    "check_name",
    "expectation",
    "severity",
    "is_passed",
    "observed_value",
    "minimum_allowed",
    "maximum_allowed",
]


@pytest.fixture(scope="session")
def great_expectations() -> Any:
    """Return the package, loaded once: it takes seconds."""
    return checks._quiet_great_expectations()[0]


def profile(table: str, measures: dict[str, Any]) -> list[Row]:
    """Return profile rows from `{"measure": value, "column.measure": value}`."""
    source, table_name = table.split(".")
    places = {place.rpartition("."): value for place, value in measures.items()}
    return [
        {
            "source": source,
            "table_name": table_name,
            "column_name": column,
            "measure": measure,
            "value": value,
        }
        for (column, _, measure), value in places.items()
    ]


def request_of(
    now: dict[str, Any],
    last_good: dict[str, Any] | None = None,
    entry: dict[str, Any] = OPTIONAL,
    stage: str = "raw",
) -> dict[str, Any]:
    """Return a request about one table."""
    table = "marts.dim_customers" if stage == "mart" else "crm.customers"
    return {
        "stage": stage,
        "profiles": profile(table, now),
        "last_good": profile(table, last_good or {}),
        "contract": {table: entry},
        "thresholds": THRESHOLDS,
    }


def outcomes(results: list[Row], check_name: str) -> dict[str, bool]:
    """Return whether `check_name` passed, by severity."""
    return {row["severity"]: row["is_passed"] for row in results if row["check_name"] == check_name}


# rule, contract entry, measures now, measures of the last good load, outcome by severity
BOUNDARIES: list[tuple[str, Row, Row, Row, dict[str, bool]]] = [
    ("rows_present", CUSTOMERS, {"rows_read": 1}, {}, {"critical": True}),
    ("rows_present", CUSTOMERS, {"rows_read": 0}, {}, {"critical": False}),
    ("rows_present", CUSTOMERS, {}, {}, {"critical": False}),
    ("rows_present", CUSTOMERS, {"rows_read": None}, {}, {"critical": False}),
    ("rows_present", {"key": [], "required_columns": []}, {}, {}, {"critical": False}),
    ("rows_present", OPTIONAL, {"rows_read": 0}, {}, {}),
    (
        "volume_against_last_good",
        OPTIONAL,
        {"rows_read": 28},
        {"rows_read": 35},
        {"critical": True, "warning": True},
    ),
    (
        "volume_against_last_good",
        OPTIONAL,
        {"rows_read": 27},
        {"rows_read": 35},
        {"critical": True, "warning": False},
    ),
    (
        "volume_against_last_good",
        OPTIONAL,
        {"rows_read": 50},
        {"rows_read": 100},
        {"critical": True, "warning": False},
    ),
    (
        "volume_against_last_good",
        OPTIONAL,
        {"rows_read": 49},
        {"rows_read": 100},
        {"critical": False, "warning": False},
    ),
    (
        "volume_against_last_good",
        OPTIONAL,
        {},
        {"rows_read": 100},
        {"critical": False, "warning": False},
    ),
    ("volume_against_last_good", OPTIONAL, {"rows_read": 5}, {"rows_read": 0}, {}),
    (
        "rows_kept_against_last_good",
        OPTIONAL,
        {"rows_read": 200, "rows_kept": 50},
        {"rows_read": 100, "rows_kept": 100},
        {"critical": True, "warning": False},
    ),
    (
        "rows_kept_against_last_good",
        OPTIONAL,
        {"rows_read": 200, "rows_kept": 49},
        {"rows_read": 100, "rows_kept": 100},
        {"critical": False, "warning": False},
    ),
    ("rows_kept_against_last_good", OPTIONAL, {"rows_kept": 5}, {"rows_kept": 0}, {}),
    (
        "quarantined_share",
        OPTIONAL,
        {"rows_read": 100, "rows_quarantined": 5},
        {},
        {"critical": True, "warning": True},
    ),
    (
        "quarantined_share",
        OPTIONAL,
        {"rows_read": 100, "rows_quarantined": 6},
        {},
        {"critical": True, "warning": False},
    ),
    (
        "quarantined_share",
        OPTIONAL,
        {"rows_read": 100, "rows_quarantined": 50},
        {},
        {"critical": True, "warning": False},
    ),
    (
        "quarantined_share",
        OPTIONAL,
        {"rows_read": 100, "rows_quarantined": 51},
        {},
        {"critical": False, "warning": False},
    ),
    ("quarantined_share", OPTIONAL, {"rows_read": 0, "rows_quarantined": 0}, {}, {}),
    ("null_share_of_required", OPTIONAL, {"id.null_share": 0}, {}, {"critical": True}),
    ("null_share_of_required", OPTIONAL, {"id.null_share": 1e-9}, {}, {"critical": False}),
    ("null_share_of_required", OPTIONAL, {"id.null_share": None}, {}, {}),
    ("null_share_of_required", OPTIONAL, {"id.null_share": math.nan}, {}, {}),
    (
        "null_share_against_last_good",
        OPTIONAL,
        {"city.null_share": 0.67},
        {"city.null_share": 0.47},
        {"warning": True},
    ),
    (
        "null_share_against_last_good",
        OPTIONAL,
        {"city.null_share": 0.68},
        {"city.null_share": 0.47},
        {"warning": False},
    ),
    ("null_share_against_last_good", OPTIONAL, {"city.null_share": 0.9}, {}, {}),
    (
        "null_share_against_last_good",
        OPTIONAL,
        {"id.null_share": 0.9},
        {"id.null_share": 0.0},
        {},
    ),
    (
        "column_still_filled",
        OPTIONAL,
        {"city.null_share": 0.9999},
        {"city.null_share": 0.99},
        {"warning": True},
    ),
    (
        "column_still_filled",
        OPTIONAL,
        {"city.null_share": 1},
        {"city.null_share": 0.99},
        {"warning": False},
    ),
    ("column_still_filled", OPTIONAL, {"city.null_share": 1}, {"city.null_share": 1}, {}),
    ("distinct_share_of_key", OPTIONAL, {"id.distinct_share": 1}, {}, {"critical": True}),
    (
        "distinct_share_of_key",
        OPTIONAL,
        {"id.distinct_share": 1 - 1e-9},
        {},
        {"critical": False},
    ),
    (
        "distinct_share_of_key",
        OPTIONAL | {"key": ["id", "line"]},
        {"id.distinct_share": 0.5},
        {},
        {},
    ),
    (
        "distinct_share_against_last_good",
        OPTIONAL,
        {"city.distinct_share": 0.8},
        {"city.distinct_share": 0.5},
        {"warning": True},
    ),
    (
        "distinct_share_against_last_good",
        OPTIONAL,
        {"city.distinct_share": 0.81},
        {"city.distinct_share": 0.5},
        {"warning": False},
    ),
    (
        "distinct_share_against_last_good",
        OPTIONAL,
        {"city.distinct_share": 0.2},
        {"city.distinct_share": 0.5},
        {"warning": True},
    ),
    (
        "distinct_share_against_last_good",
        OPTIONAL,
        {"city.distinct_share": 0.19},
        {"city.distinct_share": 0.5},
        {"warning": False},
    ),
    (
        "newest_day_against_last_good",
        OPTIONAL,
        {"at.newest_day": 20000},
        {"at.newest_day": 20000},
        {"warning": True},
    ),
    (
        "newest_day_against_last_good",
        OPTIONAL,
        {"at.newest_day": 19999},
        {"at.newest_day": 20000},
        {"warning": False},
    ),
    ("newest_day_against_last_good", OPTIONAL, {"at.newest_day": 19999}, {}, {}),
    (
        "median_against_last_good",
        OPTIONAL,
        {"amount.median": 15},
        {"amount.median": 10, "amount.minimum": 0, "amount.maximum": 20},
        {"warning": True},
    ),
    (
        "median_against_last_good",
        OPTIONAL,
        {"amount.median": 15.01},
        {"amount.median": 10, "amount.minimum": 0, "amount.maximum": 20},
        {"warning": False},
    ),
    (
        "median_against_last_good",
        OPTIONAL,
        {"amount.median": 4.99},
        {"amount.median": 10, "amount.minimum": 0, "amount.maximum": 20},
        {"warning": False},
    ),
    (
        "median_against_last_good",
        OPTIONAL,
        {"amount.median": 10},
        {"amount.median": 0, "amount.minimum": -100, "amount.maximum": 100},
        {"warning": True},
    ),
    (
        "median_against_last_good",
        OPTIONAL,
        {"amount.median": -10.01},
        {"amount.median": 0, "amount.minimum": -100, "amount.maximum": 100},
        {"warning": False},
    ),
    (
        "median_against_last_good",
        OPTIONAL,
        {"amount.median": -15},
        {"amount.median": -10, "amount.minimum": -20, "amount.maximum": 0},
        {"warning": True},
    ),
    ("median_against_last_good", OPTIONAL, {"amount.median": 10}, {"amount.median": 1}, {}),
    ("unknown_ids_share", OPTIONAL, {"id.unknown_share": 0.1}, {}, {"warning": True}),
    ("unknown_ids_share", OPTIONAL, {"id.unknown_share": 0.11}, {}, {"warning": False}),
    ("unknown_ids_share", OPTIONAL, {"id.rewritten_share": 1}, {}, {}),
    (
        "unknown_ids_against_last_good",
        OPTIONAL,
        {"id.unknown_share": 0.06},
        {"id.unknown_share": 0.01},
        {"warning": True},
    ),
    (
        "unknown_ids_against_last_good",
        OPTIONAL,
        {"id.unknown_share": 0.07},
        {"id.unknown_share": 0.01},
        {"warning": False},
    ),
    (
        "ids_in_another_spelling_share",
        OPTIONAL,
        {"id.unknown_share": 0.5, "id.rewritten_share": 0.5},
        {},
        {"critical": True, "warning": False},
    ),
    (
        "ids_in_another_spelling_share",
        OPTIONAL,
        {"id.unknown_share": 0.6, "id.rewritten_share": 0.51},
        {},
        {"critical": False, "warning": False},
    ),
    (
        "quarantined_share_of_newest_delivery",
        OPTIONAL,
        {"newest_rows_read": 10, "newest_rows_quarantined": 10},
        {},
        {"critical": False, "warning": False},
    ),
    (
        "quarantined_share_of_newest_delivery",
        OPTIONAL,
        {"newest_rows_read": 20, "newest_rows_quarantined": 10},
        {},
        {"critical": True, "warning": False},
    ),
    (
        "quarantined_share_of_newest_delivery",
        OPTIONAL,
        {"newest_rows_read": 9, "newest_rows_quarantined": 9},
        {},
        {"warning": False},
    ),
    ("quarantined_share_of_newest_delivery", OPTIONAL, {"rows_read": 9}, {}, {}),
    (
        "volume_of_newest_delivery",
        OPTIONAL,
        {"newest_rows_read": 9, "usual_rows_read": 100, "deliveries_compared": 5},
        {},
        {"warning": False},
    ),
    (
        "volume_of_newest_delivery",
        OPTIONAL,
        {"newest_rows_read": 10, "usual_rows_read": 100, "deliveries_compared": 5},
        {},
        {"warning": True},
    ),
    (
        "volume_of_newest_delivery",
        OPTIONAL,
        {"newest_rows_read": 9, "usual_rows_read": 100, "deliveries_compared": 4},
        {},
        {},
    ),
    (
        "freshness_of_newest_delivery",
        OPTIONAL,
        {"newest_rows_read": 10, "newest_delivery_day": 909, "earlier_delivery_day": 1000},
        {},
        {"warning": False},
    ),
    (
        "freshness_of_newest_delivery",
        OPTIONAL,
        {"newest_rows_read": 10, "newest_delivery_day": 910, "earlier_delivery_day": 1000},
        {},
        {"warning": True},
    ),
    *(
        (
            "null_share_of_newest_delivery",
            OPTIONAL,
            {
                "newest_rows_read": rows,
                "deliveries_compared": 5,
                "city.newest_null_share": share,
                "city.usual_null_share": 0.1,
            },
            {},
            expected,
        )
        for rows, share, expected in (
            (10, 0.3, {"warning": True}),
            (10, 0.31, {"warning": False}),
            (9, 1, {}),
        )
    ),
]


@pytest.mark.parametrize(("check_name", "entry", "now", "last_good", "expected"), BOUNDARIES)
def test_rule_holds_at_its_boundary(
    check_name: str, entry: Row, now: Row, last_good: Row, expected: dict[str, bool]
) -> None:
    results = checks.judge(request_of(now, last_good, entry))
    assert outcomes(results, check_name) == expected


@pytest.mark.parametrize(("newest_day", "is_passed"), [(19910, True), (19909, False)])
def test_a_table_is_stale_when_it_is_behind_the_newest_of_all(
    newest_day: int, is_passed: bool
) -> None:
    request = request_of({"started_at.newest_day": 100, "ended_at.newest_day": newest_day})
    request["profiles"] += profile("support.tickets", {"created_at.newest_day": 20000})
    request["contract"]["support.tickets"] = OPTIONAL
    stale, newest = (row for row in checks.judge(request) if row["check_name"] == "freshness")
    assert (stale["source"], stale["column_name"], stale["is_passed"]) == ("crm", "", is_passed)
    assert (stale["observed_value"], stale["minimum_allowed"]) == (newest_day, 19910)
    assert (newest["source"], newest["is_passed"]) == ("support", True)


def test_a_mart_is_judged_by_its_row_count_key_and_required_columns() -> None:
    entry = {"key": ["customer_id"], "required_columns": ["customer_id"]}
    now = {"row_count": 79, "customer_id.distinct_share": 0.9, "customer_id.null_share": 0.1}
    results = checks.judge(request_of(now, {"row_count": 100}, entry, stage="mart"))
    assert [(row["check_name"], row["severity"], row["is_passed"]) for row in results] == [
        ("volume_against_last_good", "critical", True),
        ("volume_against_last_good", "warning", False),
        ("distinct_share_of_key", "critical", False),
        ("null_share_of_required", "critical", False),
    ]
    assert {(row["stage"], row["source"], row["table_name"]) for row in results} == {
        ("mart", "marts", "dim_customers")
    }


def test_a_mart_that_must_have_rows_is_critical_without_them() -> None:
    entry = {"key": ["customer_id"], "required_columns": [], "is_required": True}
    results = checks.judge(request_of({"row_count": 0}, {}, entry, stage="mart"))
    assert outcomes(results, "rows_present") == {"critical": False}


def test_a_row_has_the_observed_value_and_the_allowed_range() -> None:
    now = {"rows_read": 70, "city.null_share": 1, "city.distinct_share": 0.5}
    last_good = {"rows_read": 100, "city.null_share": 0.25, "city.distinct_share": 0.5}
    results = checks.judge(request_of(now, last_good))
    assert all(list(row) == RESULT_KEYS for row in results)
    seen = {
        (row["check_name"], row["severity"]): (
            row["expectation"],
            row["observed_value"],
            row["minimum_allowed"],
            row["maximum_allowed"],
        )
        for row in results
    }
    between = "expect_column_values_to_be_between"
    assert seen == {
        ("volume_against_last_good", "critical"): (between, 70, 50, None),
        ("volume_against_last_good", "warning"): (between, 70, 80, None),
        ("column_still_filled", "warning"): (
            "expect_column_values_to_not_be_in_set",
            1,
            None,
            None,
        ),
        ("distinct_share_against_last_good", "warning"): (between, 0.5, 0.2, 0.8),
        ("null_share_against_last_good", "warning"): (between, 1, None, 0.45),
    }


def test_an_empty_request_has_no_results() -> None:
    empty = {"stage": "raw", "profiles": [], "last_good": [], "contract": {}, "thresholds": {}}
    assert checks.judge(empty) == []
    assert checks.judge_json(json.dumps(empty)) == "[]"


def test_an_empty_optional_table_without_a_last_good_load_is_not_checked() -> None:
    now = {"rows_read": 0, "rows_accepted": 0, "rows_quarantined": 0}
    columns = {"id.null_share": None, "id.distinct_share": None, "at.newest_day": None}
    assert checks.judge(request_of(now | columns)) == []


def test_a_required_table_without_a_profile_is_missing() -> None:
    request = request_of({}, {}, CUSTOMERS)
    assert request["profiles"] == []
    (row,) = checks.judge(request)
    assert (row["check_name"], row["is_passed"], row["observed_value"]) == (
        "rows_present",
        False,
        0,
    )


def full_request() -> dict[str, Any]:
    """Return a request that calls for every rule, in more than one table."""
    now = {
        "rows_read": 100,
        "rows_accepted": 90,
        "rows_quarantined": 10,
        "id.null_share": 0,
        "id.distinct_share": 1,
        "city.null_share": 0.1,
        "city.distinct_share": 0.2,
        "at.newest_day": 20000,
        "amount.minimum": 0,
        "amount.median": 5,
        "amount.maximum": 9,
        "newest_rows_read": 1000,
        "newest_rows_quarantined": 10,
        "newest_delivery_day": 20000,
        "earlier_delivery_day": 20000,
        "deliveries_compared": 5,
        "usual_rows_read": 1000,
        "city.newest_null_share": 0.1,
        "city.usual_null_share": 0.1,
        "city.unknown_share": 0.05,
        "city.rewritten_share": 0,
    }
    tables = ["surveys.responses", "crm.leads", "crm.customers", "support.tickets"]
    rows = [row for table in tables for row in profile(table, now)]
    return {
        "stage": "raw",
        "profiles": rows,
        "last_good": [dict(row) for row in rows],
        "contract": {table: OPTIONAL | {"is_required": True} for table in tables},
        "thresholds": THRESHOLDS,
    }


def test_the_order_of_the_input_does_not_change_the_output() -> None:
    request, turned = full_request(), full_request()
    turned["profiles"].reverse()
    turned["last_good"].reverse()
    turned["contract"] = dict(reversed(turned["contract"].items()))
    results = checks.judge(request)
    assert results == checks.judge(turned)
    keys = ("source", "table_name", "column_name", "check_name", "severity")
    order = [tuple(row[key] for key in keys) for row in results]
    assert order == sorted(order)
    assert len(set(order)) == len(order) == 4 * 22
    assert [row["check_name"] for row in results if not row["is_passed"]] == [
        "quarantined_share"
    ] * 4


def test_equal_bounds_of_two_severities_give_two_rows() -> None:
    request = request_of({"rows_read": 40}, {"rows_read": 100})
    request["thresholds"] = THRESHOLDS | {"volume_warning_ratio": 0.5}
    assert outcomes(checks.judge(request), "volume_against_last_good") == {
        "critical": False,
        "warning": False,
    }


def test_json_gives_the_same_rows() -> None:
    request = full_request()
    text = checks.judge_json(json.dumps(request))
    assert json.loads(text) == checks.judge(request)


def test_nothing_that_the_checks_do_not_read_comes_out() -> None:
    request = full_request()
    request["note"] = CANARY
    for row in [*request["profiles"], *request["last_good"]]:
        row["example_value"] = CANARY
    request["profiles"] += profile("crm.customers", {"city.most_common_value": CANARY})
    request["contract"]["crm.customers"]["owner"] = CANARY
    text = checks.judge_json(json.dumps(request))
    assert CANARY not in text
    assert text == checks.judge_json(json.dumps(full_request()))


@pytest.mark.parametrize("value", [CANARY, True])
def test_a_measure_that_is_not_a_number_is_refused_without_its_value(value: Any) -> None:
    with pytest.raises(TypeError, match=r"not a number: crm\.customers\.city\.null_share") as error:
        checks.judge(request_of({"city.null_share": value}))
    assert str(value) not in str(error.value)


def test_a_table_outside_the_contract_is_refused() -> None:
    request = request_of({"rows_read": 1})
    request["contract"] = {}
    with pytest.raises(ValueError, match=r"not in the contract: crm\.customers"):
        checks.judge(request)


def test_a_measure_given_twice_is_refused() -> None:
    request = request_of({"rows_read": 1})
    request["profiles"] *= 2
    with pytest.raises(ValueError, match=r"measured twice: crm\.customers\.rows_read"):
        checks.judge(request)


@pytest.mark.parametrize("missing", sorted(THRESHOLDS))
def test_a_threshold_has_no_default(missing: str) -> None:
    request = full_request()
    del request["thresholds"]
    request["thresholds"] = {name: 0 for name in THRESHOLDS if name != missing}
    with pytest.raises(KeyError, match=missing):
        checks.judge(request)


def test_an_expectation_that_raises_has_not_passed(
    great_expectations: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError(f"{CANARY}\nOtherError: {CANARY}")

    expectations = great_expectations.expectations
    for kind in ("ExpectColumnValuesToBeBetween", "ExpectColumnPairValuesAToBeGreaterThanB"):
        monkeypatch.setattr(getattr(expectations, kind), "_validate", fail)
    results = checks.judge(request_of({"rows_read": 100}, {"rows_read": 100}))
    assert [(row["expectation"], row["severity"], row["is_passed"]) for row in results] == [
        ("RuntimeError", "critical", False)
    ] * 2
    assert CANARY not in json.dumps(results)


def test_a_metric_that_raises_fails_only_its_own_checks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def frame_of(groups: list[checks.Group]) -> Any:
        whose = [{check.check_name for check in group} for _, group in groups]
        broken = {
            str(position): CANARY
            for position, names in enumerate(whose)
            if "null_share_against_last_good" in names
        }
        return frame(groups).assign(**broken)

    frame = checks._frame
    monkeypatch.setattr(checks, "_frame", frame_of)
    now = {"rows_read": 100, "city.null_share": 0}
    last_good = {"rows_read": 100, "city.null_share": 0}
    results = checks.judge(request_of(now, last_good))
    broken = [row for row in results if row["check_name"] == "null_share_against_last_good"]
    assert [(row["expectation"], row["severity"], row["is_passed"]) for row in broken] == [
        ("TypeError", "critical", False)
    ]
    assert all(row["is_passed"] for row in results if row not in broken)
    assert CANARY not in json.dumps(results)


def test_checks_that_allow_the_same_fail_each_for_itself() -> None:
    required = OPTIONAL | {"required_columns": ["id", "name", "city"]}
    shares = {"id.null_share": 0, "name.null_share": 0.1, "city.null_share": 0}
    results = checks.judge(request_of({"rows_read": 10} | shares, {}, required))
    passed = {row["column_name"]: row["is_passed"] for row in results if row["column_name"]}
    assert passed == {"id": True, "name": False, "city": True}


def test_a_validation_that_raises_fails_every_check_of_its_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_: Any) -> None:
        raise LookupError(CANARY)

    monkeypatch.setattr(checks, "_frame", fail)
    results = checks.judge(request_of({"rows_read": 100}, {"rows_read": 100}))
    assert [(row["expectation"], row["severity"], row["is_passed"]) for row in results] == [
        ("LookupError", "critical", False)
    ] * 2
    assert CANARY not in json.dumps(results)


def test_an_expectation_without_an_answer_has_not_passed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nameless(module: Any, position: int, bound: str, check: checks.Check) -> Any:
        written = expectation(module, position, bound, check)
        if bound != "alone" or check.severity == "warning":
            written.meta["position"] = None
        return written

    expectation = checks._expectation
    monkeypatch.setattr(checks, "_expectation", nameless)
    results = checks.judge(request_of({"rows_read": 100}, {"rows_read": 100}))
    assert [(row["expectation"], row["is_passed"]) for row in results] == [
        ("expect_column_values_to_be_between", True),
        ("missing_result", False),
    ]


def test_judging_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    checks.judge(full_request())
    assert capfd.readouterr() == ("", "")


def test_judging_makes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise AssertionError("a temporary folder was made")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.mkdtemp", fail)
    checks.judge(full_request())
    assert list(tmp_path.iterdir()) == []


def test_great_expectations_is_not_loaded_before_there_is_a_check() -> None:
    code = "import sys, python_hooks.quality.checks; sys.exit('great_expectations' in sys.modules)"
    root = Path(checks.__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
