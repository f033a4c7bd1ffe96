"""Intervals of survey metrics hold the truth also where customers answer several times."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from benchmarks import survey_intervals


def sums_of(answers: list[list[float]]) -> pd.DataFrame:
    """The sums of one cell from the answers of each customer."""
    every = [answer for given in answers for answer in given]
    pairs = [
        (one, other)
        for given in answers
        for place, one in enumerate(given)
        for other_place, other in enumerate(given)
        if place != other_place
    ]
    return pd.DataFrame(
        {
            "n": [len(every)],
            "s": [sum(every)],
            "ss": [sum(answer**2 for answer in every)],
            "repeats": [len(every) - len(answers)],
            "pairs": [len(pairs)],
            "numerator_pairs": [sum(one * other for one, other in pairs)],
            "product_pairs": [sum(one for one, _ in pairs)],
        }
    )


def effect(answers: list[list[float]]) -> float:
    """The design effect of one cell."""
    return float(survey_intervals.with_effects(sums_of(answers))["effect"][0])


def test_the_design_effect_is_that_of_residuals_summed_by_customer() -> None:
    random = np.random.default_rng(3)
    answers = [
        list(np.round(random.normal(opinion, 0.5, 1 + random.poisson(2)), 2))
        for opinion in random.normal(5, 2, 40)
    ]
    every = np.concatenate(answers)
    residuals = np.array([np.sum(np.array(given) - every.mean()) for given in answers])
    clustered = 40 / 39 * np.sum(residuals**2) / len(every) ** 2
    independent = every.var(ddof=1) / len(every)
    freedom = stats.t.ppf(0.975, 39) / stats.t.ppf(0.975, len(every) - 1)
    wanted = clustered / independent * freedom**2
    assert wanted > 2
    assert effect(answers) == pytest.approx(wanted, rel=1e-5)


def test_it_is_exactly_one_where_each_customer_answers_once() -> None:
    assert effect([[1.0], [0.0], [1.0], [1.0]]) == 1.0


def test_it_is_never_below_one() -> None:
    assert effect([[1.0, 0.0]] * 200) == pytest.approx(1, abs=0.01)
    assert effect([[1.0, 0.0]] * 200) >= 1


def test_one_customer_and_customers_all_alike_count_once_each() -> None:
    assert effect([[1.0, 0.0, 1.0, 1.0]]) == 4
    freedom = (stats.t.ppf(0.975, 49) / stats.t.ppf(0.975, 199)) ** 2
    assert effect([[0.3] * 4] * 50) == pytest.approx(4 * freedom, rel=1e-5)


@pytest.mark.parametrize("metric", ["nps", "csat", "ces"])
@pytest.mark.parametrize(("answers", "alike"), [(1.3, 0.3), (3.0, 0.0), (3.0, 0.7)])
def test_intervals_hold_the_truth(metric: str, answers: float, alike: float) -> None:
    cells = survey_intervals.cells(metric, 1500, 60, answers, alike, seed=1)
    held = survey_intervals.coverage(metric, survey_intervals.with_effects(cells))
    assert 0.93 <= held <= 0.97
    if alike > 0.5:
        independent = survey_intervals.coverage(metric, cells.assign(effect=1.0))
        assert independent < 0.9
