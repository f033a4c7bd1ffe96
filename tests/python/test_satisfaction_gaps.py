"""Low slices and peak hours: the statistics by hand, and a simulation of the error rates."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from benchmarks.satisfaction_gaps import measured
from python_hooks.fits import gaps, peaks


def cells(rows: list[tuple[int, int, int, int]]) -> gaps.Cells:
    """Cells of two dimensions: codes of both, answers, satisfied answers."""
    array = np.array(rows)
    return gaps.Cells(
        array[:, :2], [["a0", "a1"], ["b0", "b1"]], array[:, 2] * 1.0, array[:, 3] * 1.0
    )


def one_way(data: gaps.Cells, dimension: int, code: int) -> gaps.Slice:
    """The slice of one value."""
    found = [one for one in gaps.slices_of(data, 1) if one.at == ((dimension, code),)]
    return found[0]


def test_the_p_value_of_a_slice_is_the_hypergeometric_tail() -> None:
    # 1 of 4 satisfied against 5 of 6: at most 1 of the 6 satisfied falls among these 4.
    data = cells([(0, 0, 4, 1), (1, 0, 6, 5)])
    p = gaps.exact_p([one_way(data, 0, 0)], 1.0)
    expected = (comb(4, 0) * comb(6, 6) + comb(4, 1) * comb(6, 5)) / comb(10, 6)
    assert p[0] == pytest.approx(expected, rel=1e-12)


def test_mantel_haenszel_of_two_strata_is_that_of_the_formula() -> None:
    # Stratum b0: 3 of 10 against 6 of 10; b1: 8 of 20 against 7 of 10.
    data = cells([(0, 0, 10, 3), (1, 0, 10, 6), (0, 1, 20, 8), (1, 1, 10, 7)])
    z, _, difference, weight = gaps.mantel_haenszel(data, one_way(data, 0, 0), data.codes[:, 1])
    expected = 10 * 9 / 20 + 20 * 15 / 30
    variance = 10 * 10 * 9 * 11 / (20**2 * 19) + 20 * 10 * 15 * 15 / (30**2 * 29)
    assert z == pytest.approx(-(expected - 11 - 0.5) / variance**0.5, rel=1e-12)
    assert weight == pytest.approx(10 * 10 / 20 + 20 * 10 / 30, rel=1e-12)
    assert difference == pytest.approx((-0.3 * 5 - 0.3 * 20 / 3) / weight, rel=1e-12)


def test_a_customer_with_equal_answers_counts_once() -> None:
    # Half of the customers are satisfied twice, half never: two answers are one.
    repeats = {"answer_count": [2, 2], "satisfied_count": [2, 0], "customer_count": [50, 50]}
    effect = gaps.design_effect({name: np.array(values) for name, values in repeats.items()})
    assert effect == pytest.approx(2.0, abs=1e-12)
    once = {"answer_count": [1, 1], "satisfied_count": [1, 0], "customer_count": [50, 50]}
    assert gaps.design_effect({name: np.array(values) for name, values in once.items()}) == 1.0


def test_benjamini_and_hochberg_is_that_of_their_paper() -> None:
    # Benjamini and Hochberg (1995), section 4.2: at 5 % the first four of fifteen are found.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262]
    p += [0.5719, 0.6528, 0.7590, 1.0]
    adjusted = gaps.benjamini_hochberg(np.array(p))
    assert (adjusted <= 0.05).sum() == 4
    assert adjusted[3] == pytest.approx(0.0095 * 15 / 4)


def test_a_dimension_that_the_slice_determines_does_not_explain_it() -> None:
    # Every answer of a0 has b0, every one of a1 has b1: within b nothing is left to compare.
    data = cells([(0, 0, 100, 40), (1, 1, 100, 80)])
    found = gaps.find({"csat": data}, ["a", "b"], 30, 0.05)["found"]["csat"]
    assert [one.verdict for one in found].count("cause") == 1


def test_no_answers_have_no_slices() -> None:
    nothing: dict[str, list] = {"metric": [], "a": [], "answer_count": [], "satisfied_count": []}
    repeats = {"metric": [], "answer_count": [], "satisfied_count": [], "customer_count": []}
    settings = {"dimensions": ["a"], "minimum_answers": 30, "false_discovery_rate": "0.05"}
    request = {"settings": settings, "cells": nothing, "repeats": repeats}
    assert set(map(len, gaps.find_low_slices(request).values())) == {0}
    assert peaks.find_complaint_peaks({"hours": {"weekday": []}})["hour"] == []


def test_an_hour_with_all_complaints_is_a_peak() -> None:
    grid = [(str(day), f"{hour:02}") for day in range(1, 8) for hour in range(24)]
    rows = {"weekday": [day for day, _ in grid], "hour": [hour for _, hour in grid]}
    rows["day_count"] = [2] * 168
    rows["ticket_count"] = [20 if place == 10 else 10 for place in range(168)]
    rows["complaint_count"] = [5 if place == 10 else 0 for place in range(168)]
    answer = peaks.find_complaint_peaks({"hours": rows})
    found = dict(zip(zip(answer["weekday"], answer["hour"], strict=True), range(200), strict=True))
    at = found["1", "10"]
    assert answer["complaint_count"][at] == 5
    assert answer["expected_count"][at] == pytest.approx(5 / 168)
    # Of 199 tests the smallest, five of five in one of 168 hours, times 199.
    assert answer["peak_p_value"][at] == pytest.approx(199 * (1 / 168) ** 5, rel=1e-9)
    assert answer["share_p_value"][at] < 1e-3
    assert answer["peak_p_value"][found["all", "all"]] is None
    assert answer["peak_p_value"][found["2", "all"]] == 1.0


@pytest.mark.parametrize(
    ("planted", "share", "low", "high"),
    [
        ("nothing", "any", 0.0, 0.26),
        ("one_way", "planted_reported", 0.7, 1.0),
        ("two_way", "planted_reported", 0.7, 1.0),
        ("mix", "planted_reported", 0.0, 0.26),
    ],
)
def test_planted_slices_are_found_and_others_are_not(
    planted: str, share: str, low: float, high: float
) -> None:
    # Few draws: `python -m benchmarks.satisfaction_gaps` measures the rates with 400.
    assert low <= measured(planted, 8)[share] <= high
