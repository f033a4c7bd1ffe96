"""Links to operations: slopes checked by hand, a planted link, and links that cannot be tested."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.operation_links import SETTINGS, company, found
from python_hooks.fits import links

FIRST_MONDAY = 19002


def request(values: np.ndarray, points: np.ndarray, step: int = 1) -> dict:
    """Stores (rows) with a value every step days, and two answers a day with points each."""
    rows = [
        (f"S{store}", FIRST_MONDAY + step * place + (step - 1))
        for store in range(len(values))
        for place in range(values.shape[1])
    ]
    answered = [
        (f"S{store}", FIRST_MONDAY + day)
        for store in range(len(points))
        for day in range(points.shape[1])
    ]
    return {
        "settings": SETTINGS,
        "measures": {
            "unit_type": ["store"] * len(rows), "measure": ["queue_minutes"] * len(rows),
            "unit": [unit for unit, _ in rows], "day_number": [day for _, day in rows],
            "value": list(values.ravel()),
        },
        "answers": {
            "metric": ["csat"] * len(answered), "unit_type": ["store"] * len(answered),
            "unit": [unit for unit, _ in answered], "day_number": [day for _, day in answered],
            "answer_count": [2] * len(answered), "point_sum": list(2 * points.ravel()),
        },
    }  # fmt: skip


def by_lag(answer: dict[str, list]) -> dict[int, dict]:
    """The rows of an answer by lag."""
    rows = [dict(zip(answer, line, strict=True)) for line in zip(*answer.values(), strict=True)]
    return {row["lag"]: row for row in rows}


def test_points_that_follow_a_measure_after_two_weeks_have_exactly_its_slope() -> None:
    # Store, weekday, season and trend change both: of them nothing is left.
    random = np.random.default_rng(1)
    day = np.arange(7 * 80)
    turn = 2 * np.pi * (day // 7) * 7 / 365.2425
    values = random.normal(5, 2, (3, len(day))) + np.array([[0], [3], [6]]) + 4 * (day % 7 == 5)
    points = 90 - 1.5 * np.roll(values, 14, axis=1) + 5 * np.sin(turn) + 0.02 * (day // 7)
    points = points - 8 * (day % 7 == 6) - np.array([[0], [10], [20]])
    found = by_lag(links.find_operation_links(request(values, points)))
    assert found[2]["slope"] == pytest.approx(-1.5, abs=1e-9)
    assert found[2]["verdict"] == "link"
    assert found[2]["measure_step"] == 1
    assert found[2]["step_text"] == "1"
    assert [found[lag]["verdict"] for lag in (0, 1, 3, 8)] == ["not_shown"] * 4
    assert found[2]["tested_count"] == 9


def test_a_measure_of_every_week_meets_the_answers_of_its_week() -> None:
    random = np.random.default_rng(2)
    values = random.normal(5, 2, (2, 80))
    points = 90 - 2 * np.repeat(values, 7, axis=1)
    found = by_lag(links.find_operation_links(request(values, points, step=7)))
    assert found[0]["period"] == "week"
    assert found[0]["slope"] == pytest.approx(-2, abs=1e-9)
    assert found[0]["verdict"] == "link"


def test_a_link_that_cannot_be_tested_has_a_reason() -> None:
    random = np.random.default_rng(3)
    values, points = random.normal(size=(2, 7 * 60)), np.full((2, 7 * 60), 50.0)

    def verdict(values: np.ndarray, points: np.ndarray, step: int = 1) -> str:
        rows = by_lag(links.find_operation_links(request(values, points, step)))
        assert [*rows] == [None]
        assert rows[None]["slope"] is None
        return rows[None]["verdict"]

    assert verdict(values[:, : 7 * 51], points) == "too_few_periods"
    assert verdict(values, points[:, :20]) == "too_few_answers"
    assert verdict(values[:, :8], points, step=60) == "too_coarse"
    assert verdict(np.ones_like(values), random.normal(size=points.shape)) == "constant"
    assert verdict(values, points) == "constant"


def test_no_measures_have_no_links() -> None:
    nothing = request(np.empty((0, 0)), np.ones((1, 7)))
    assert set(map(len, links.find_operation_links(nothing).values())) == {0}
    nothing = request(np.ones((1, 7)), np.empty((0, 0)))
    assert set(map(len, links.find_operation_links(nothing).values())) == {0}


def test_a_planted_link_is_found_and_chance_is_not() -> None:
    # Few draws: `python -m benchmarks.operation_links` measures the rates with 400.
    kind = "autocorrelation .8"
    assert sum(bool(found(company(seed, kind))) for seed in range(4)) <= 1
    named = [found(company(seed, kind, -2.0, lag=3)) for seed in range(3)]
    hits = sum(any(one[:3] == ("csat", "M0", 3) for one in links) for links in named)
    assert hits >= 2
