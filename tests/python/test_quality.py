"""Shares of agents and teams: the likelihood by hand, shrinkage, and the coverage of the bands."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import betabinom

from python_hooks.fits import quality


def units(events: list[float], successes: list[float]) -> quality.Units:
    return quality.Units(np.array(events), np.array(successes), np.ones(len(events)))


def test_the_likelihood_is_the_beta_binomial_and_its_derivatives_are_exact() -> None:
    n, x = np.array([10.0, 25, 3]), np.array([7.0, 11, 3])
    tails = tuple(quality.more_than(values, np.ones(3)) for values in (x, n - x, n))
    at = np.array([0.4, -1.2])
    mean, total = 1 / (1 + np.exp(-0.4)), np.exp(1.2)
    from_scipy = betabinom.logpmf(x, n, mean * total, (1 - mean) * total)
    found = quality.log_likelihood(at, tails)
    # The binomial coefficients do not depend on the parameters.
    other = np.array([0.1, 0.3])
    mean_2, total_2 = 1 / (1 + np.exp(-0.1)), np.exp(-0.3)
    difference = betabinom.logpmf(x, n, mean_2 * total_2, (1 - mean_2) * total_2) - from_scipy
    assert quality.log_likelihood(other, tails).value - found.value == pytest.approx(
        difference.sum(), abs=1e-9
    )
    for place in range(2):
        step = np.eye(2)[place] * 1e-5
        above, below = (quality.log_likelihood(at + s, tails) for s in (step, -step))
        assert (above.value - below.value) / 2e-5 == pytest.approx(found.gradient[place], abs=1e-7)
        assert (above.gradient - below.gradient) / 2e-5 == pytest.approx(
            found.hessian[place], abs=1e-7
        )


def test_few_events_are_shrunk_more_than_many() -> None:
    found = quality.shrink_teams(units([200, 200, 200, 200, 6, 6], [190, 120, 170, 100, 6, 0]))
    assert abs(found.share[0] - 190 / 200) < 0.02 < 1 - found.share[4]
    assert ((found.low <= found.share) & (found.share <= found.high)).all()
    assert found.high[4] - found.low[4] > 3 * (found.high[0] - found.low[0])


def test_units_that_do_not_differ_all_have_the_mean() -> None:
    alike = quality.shrink_teams(units([50, 50, 50, 50], [40, 40, 40, 40]))
    assert alike.odds == 0
    assert alike.share == pytest.approx([0.8] * 4)
    perfect = quality.shrink_teams(units([50, 50, 20], [50, 50, 20]))
    assert (perfect.low < perfect.high).all()
    assert (perfect.low > 0.9).all()


def test_an_agent_is_shrunk_to_the_own_team_and_never_against_the_own_evidence() -> None:
    # Team 0 keeps .9, team 1 .6; agents of a team are alike. One of team 1 with .65 is not worse.
    agents = units([40.0] * 6, [36, 36, 36, 24, 24, 26])
    found = quality.shrink_agents(agents, np.array([0, 0, 0, 1, 1, 1]))
    assert found.odds == 0
    assert found.share == pytest.approx(found.mean)
    assert found.mean[0] == pytest.approx(0.9, abs=0.01)
    nothing = quality.shrink_agents(units([9.0, 5, 30], [0, 0, 0]), np.array([0, 1, 1]))
    assert (nothing.low <= nothing.mean).all()
    assert (nothing.mean <= nothing.high).all()


def test_bands_cover_the_true_shares_and_shrinking_beats_raw_shares() -> None:
    random = np.random.default_rng(7)
    covered, raw_error, error, false_verdicts = [], 0.0, 0.0, []
    team = np.arange(40) // 8
    for draw in range(60):
        of_team = random.beta(32, 8, 5)[team]
        true = random.beta(16 * of_team, 16 * (1 - of_team)) if draw % 2 else of_team
        n = random.integers(5, 120, 40)
        x = random.binomial(n, true)
        found = quality.shrink_agents(quality.Units(n * 1.0, x * 1.0, np.ones(40)), team)
        covered.append(((found.low <= true) & (true <= found.high)).mean())
        if not draw % 2:
            false_verdicts.append(((found.low > found.mean) | (found.high < found.mean)).mean())
        error += ((found.share - true) ** 2).sum()
        raw_error += ((x / n - true) ** 2).sum()
    assert 0.92 <= np.mean(covered) <= 0.99
    assert np.mean(false_verdicts) <= 0.01
    assert error < 0.6 * raw_error


def test_two_units_are_not_shrunk() -> None:
    cells = {
        "metric": ["csat"], "team": ["Red"], "event_count": [9], "success_count": [3],
        "unit_count": [2],
    }  # fmt: skip
    request = {"settings": {"unit_type": "agent"}, "cells": cells}
    assert quality.shrink_quality(request)["shrunk"] == [None]
