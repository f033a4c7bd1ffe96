"""Whether an action helped: the statistics by hand, and a simulation of its coverage."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t

from benchmarks.action_effects import coverage, false_alarms
from python_hooks.fits import effects


def slices(changes: list[float], noise: list[float] | None = None) -> effects.Slices:
    """Slices that were at .5 and made these changes."""
    after = 0.5 + np.array(changes)
    noises = np.array(noise or [1.0] * len(changes))
    return effects.Slices(np.full(len(changes), 0.5), after, noises)


def test_equal_slices_have_the_plain_interval_of_the_comparable_ones() -> None:
    compared = [0.01, -0.03, 0.02, 0.04, -0.01]
    found = effects.effect_of(slices([0.1, 0.2]), slices(compared))
    assert found is not None
    assert found.effect == pytest.approx(0.15 - np.mean(compared), rel=1e-12)
    error = np.std(compared, ddof=1) * (1 / 2 + 1 / 5) ** 0.5
    assert found.half_width == pytest.approx(t.ppf(0.975, 4) * error, rel=1e-9)


def test_the_variance_beyond_noise_is_that_of_dersimonian_and_laird() -> None:
    # Weights 4, 2, 2: mean .5, Q = 4 * .25 + 2 * .25 + 2 * 2.25 = 6, so (6 - 2) / (8 - 24 / 8).
    changes, noise = np.array([1.0, 1.0, -1.0]), np.array([0.25, 0.5, 0.5])
    assert effects.between_variance(changes, noise) == pytest.approx(4 / 5, rel=1e-12)
    assert effects.between_variance(np.array([1.0, 1.0, 1.1]), noise) == 0.0


def test_a_small_slice_has_the_wider_interval() -> None:
    compared = slices([0.01, -0.03, 0.02, 0.04], [0.0004] * 4)
    large = effects.effect_of(slices([0.1], [0.0004]), compared)
    small = effects.effect_of(slices([0.1], [0.01]), compared)
    assert large is not None
    assert small is not None
    assert small.half_width > 2 * large.half_width


def test_without_comparison_or_variation_there_is_no_effect() -> None:
    assert effects.effect_of(slices([0.1]), slices([0.0])) is None
    assert effects.effect_of(slices([]), slices([0.0, 0.1])) is None
    assert effects.effect_of(slices([0.1]), slices([0.02, 0.02, 0.02])) is None


def test_durations_are_compared_as_ratios() -> None:
    # The comparable slices doubled and rose by half; the treated one stayed at 60.
    request = {
        "slices": {
            "action_group": ["a"] * 3,
            "dimension_value": ["x", "y", "z"],
            "is_treated": [True, False, False],
            "is_ratio": [True] * 3,
            "before_value": [60.0, 10.0, 600.0],
            "after_value": [60.0, 20.0, 900.0],
            "before_weight": [100.0] * 3,
            "after_weight": [100.0] * 3,
            "noise": [None] * 3,
        }
    }
    answer = effects.find_action_effects(request)
    expected = 60 * (2 * 1.5) ** 0.5
    assert answer["expected_value"][0] == pytest.approx(expected, rel=1e-12)
    assert answer["effect"][0] == pytest.approx(60 - expected, rel=1e-12)
    assert answer["degrees_of_freedom"] == [1]


def test_no_action_is_no_row() -> None:
    names = (
        "action_group", "dimension_value", "is_treated", "is_ratio", "before_value", "after_value",
        "before_weight", "after_weight", "noise",
    )  # fmt: skip
    answer = effects.find_action_effects({"slices": {name: [] for name in names}})
    assert set(map(len, answer.values())) == {0}


# The bars are measured by 4,000 runs (docs/closed_loop.md); 500 leave a standard error of 1 %.
@pytest.mark.parametrize("design", ["8 / 8", "3 / 12", "1 / 10"])
def test_the_interval_holds_the_effect_in_95_percent(design: str) -> None:
    assert 0.92 <= coverage(design, 500, equal=False)["coverage"] <= 0.98


def test_an_action_that_a_bad_month_set_off_is_seldom_called_improved() -> None:
    assert false_alarms("bad month", 500)["improved"] <= 0.05
