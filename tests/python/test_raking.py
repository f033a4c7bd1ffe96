"""Weights of answers: shares met, maximum weight kept, and missed shares reported."""

from __future__ import annotations

import numpy as np
import pytest

from python_hooks.fits import raking


def request(cells: list[tuple[str, str, int]], base: list[tuple[str, str, int]]) -> dict:
    """Cells of segment and region with their answers, and customers by dimension and value."""
    return {
        "settings": {"dimensions": ["segment", "region"], "maximum_weight": 5},
        "cells": {
            "metric": ["nps"] * len(cells),
            "segment": [cell[0] for cell in cells],
            "region": [cell[1] for cell in cells],
            "answer_count": [cell[2] for cell in cells],
        },
        "base": {
            "dimension": [row[0] for row in base],
            "value": [row[1] for row in base],
            "customer_count": [row[2] for row in base],
        },
    }


CELLS = [("a", "n", 40), ("a", "s", 10), ("b", "n", 20), ("b", "s", 30)]
BASE = [("segment", "a", 30), ("segment", "b", 70), ("region", "n", 60), ("region", "s", 40)]


def test_raked_shares_are_those_of_the_base_and_odds_stay() -> None:
    answer = raking.rake_answers(request(CELLS, BASE))
    weighted = np.array(answer["weight"]) * [cell[2] for cell in CELLS]
    assert weighted.sum() == pytest.approx(100, rel=1e-12)
    assert weighted[:2].sum() == pytest.approx(30, abs=1e-4)
    assert weighted[[0, 2]].sum() == pytest.approx(60, abs=1e-4)
    # Raking keeps the odds ratio of the cells (Deming and Stephan 1940): 40 * 30 / (10 * 20).
    assert weighted[0] * weighted[3] / (weighted[1] * weighted[2]) == pytest.approx(6, rel=1e-9)
    assert all(answer["is_converged"])
    assert set(answer["covered_share"]) == {1.0}


def test_one_dimension_has_the_weights_of_poststratification() -> None:
    codes, target = np.array([[0], [1]]), [np.array([0.5, 0.5])]
    weights, gap = raking.rake(codes, np.array([80.0, 20.0]), target, 5)
    assert weights == pytest.approx([0.5 / 0.8, 0.5 / 0.2], rel=1e-12)
    assert gap < 1e-12


def test_a_capped_weight_is_reported_as_no_convergence() -> None:
    # One of 100 answers stands for half of the base: a weight of 50, where 5 is the most.
    cells = [("a", "n", 99), ("b", "n", 1)]
    base = [("segment", "a", 50), ("segment", "b", 50), ("region", "n", 100)]
    answer = raking.rake_answers(request(cells, base))
    assert max(answer["weight"]) <= 5
    assert not any(answer["is_converged"])
    assert answer["largest_gap"][0] == pytest.approx(0.45, abs=0.01)


def test_a_value_without_answers_is_not_covered() -> None:
    base = [*BASE, ("region", "w", 25)]
    answer = raking.rake_answers(request(CELLS, base))
    assert set(answer["covered_share"]) == {0.8}
    assert all(answer["is_converged"])


def test_where_no_cell_can_weigh_anything_all_weigh_alike() -> None:
    base = [("segment", "a", 50), ("region", "s", 50)]
    answer = raking.rake_answers(request([("a", "n", 9), ("b", "s", 1)], base))
    assert answer["weight"] == [1.0, 1.0]
    assert not any(answer["is_converged"])


def test_without_answers_or_a_base_all_weights_are_1() -> None:
    assert set(map(len, raking.rake_answers(request([], BASE)).values())) == {0}
    answer = raking.rake_answers(request(CELLS, []))
    assert answer["weight"] == [1.0] * 4
    assert not any(answer["is_converged"])
