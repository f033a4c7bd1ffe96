"""Whether an improvement action moved its metric: difference in differences of slices.

Each slice makes one change, its value after the action minus its value before. The effect is the
mean change of the slices with the action minus that of the comparable slices without one:

1. One change a slice, so values that follow each other may be alike (Bertrand, Duflo and
   Mullainathan 2004, section IV.C).
2. Changes of small slices vary more. A slice weighs 1 / (t2 + v): v is the noise of its own events,
   t2 what the comparable slices vary beyond that (DerSimonian and Laird 1986).
3. The variance comes from the comparable slices alone, scaled by what they show (Knapp and Hartung
   2003), with Student's t of their number less 1. Equal slices have the plain t interval.

Durations are compared as ratios: twice as long is the same change for 10 minutes and for 10 hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import stdtrit

COVERAGE = 0.95
COLUMNS = (
    "action_group", "slice_count", "comparison_count", "before_value", "after_value",
    "expected_value", "effect", "effect_low", "effect_high", "degrees_of_freedom",
)  # fmt: skip


@dataclass
class Slices:
    """Slices of one metric before and after an action; a number for each slice."""

    before: np.ndarray
    after: np.ndarray
    noise: np.ndarray  # the sampling variance of after - before; only its proportions matter


@dataclass
class Effect:
    """The difference in differences with its interval, and the two sides of it."""

    before: float
    after: float
    change: float  # what the comparable slices changed by
    effect: float
    half_width: float
    degrees_of_freedom: int


def between_variance(changes: np.ndarray, noise: np.ndarray) -> float:
    """The variance of changes beyond their noise, by the method of moments; at least 0."""
    weights = 1 / noise
    mean = np.average(changes, weights=weights)
    beyond = (weights * (changes - mean) ** 2).sum() - (len(changes) - 1)
    return max(0.0, beyond / (weights.sum() - (weights**2).sum() / weights.sum()))


def effect_of(treated: Slices, compared: Slices) -> Effect | None:
    """The effect on the treated slices; None without a slice, a comparison, or any variation."""
    freedom = len(compared.before) - 1
    if freedom < 1 or len(treated.before) < 1:
        return None
    changes = compared.after - compared.before
    beyond = between_variance(changes, compared.noise)
    weights, own = 1 / (beyond + compared.noise), 1 / (beyond + treated.noise)
    change = float(np.average(changes, weights=weights))
    scale = float((weights * (changes - change) ** 2).sum() / freedom)
    variance = scale * (1 / own.sum() + 1 / weights.sum())
    # Without any variation, chance cannot be estimated.
    if variance <= 1e-24:
        return None
    before, after = (
        float(np.average(each, weights=own)) for each in (treated.before, treated.after)
    )
    half_width = float(stdtrit(freedom, (1 + COVERAGE) / 2)) * variance**0.5
    return Effect(before, after, change, after - before - change, half_width, freedom)


def shown(effect: Effect, *, is_ratio: bool) -> tuple[float, ...]:
    """Before, after, expected, effect, low and high, in the unit of the metric.

    Expected is what the value would be after had it changed as the comparable slices did.
    """
    expected = effect.before + effect.change
    bounds = (effect.effect - effect.half_width, effect.effect + effect.half_width)
    if not is_ratio:
        return (effect.before, effect.after, expected, effect.effect, *bounds)
    before, after, expected = (float(np.exp(v)) for v in (effect.before, effect.after, expected))
    low, high = (after - after * float(np.exp(-bound)) for bound in bounds)
    return (before, after, expected, after - expected, low, high)


def slices_of(rows: dict[str, np.ndarray], at: np.ndarray, *, is_ratio: bool) -> Slices:
    """The slices of some rows, on the scale on which they are compared."""
    before, after = rows["before_value"][at], rows["after_value"][at]
    if is_ratio:
        before, after = np.log(before), np.log(after)
    return Slices(before, after, 1 / rows["before_weight"][at] + 1 / rows["after_weight"][at])


def find_action_effects(request: dict[str, Any]) -> dict[str, list]:
    """A row for each group of actions whose effect can be measured.

    request: `slices` with action_group, is_treated, is_ratio, before_value, after_value, the
    weights of both (how many events, or of rates the exposure), and noise, the variance of one
    event on the scale of comparison; null where unknown.
    """
    columns = request["slices"]
    rows = {
        name: np.array(columns[name], dtype=np.float64)
        for name in ("before_value", "after_value", "before_weight", "after_weight", "noise")
    }
    is_treated = np.array(columns["is_treated"], dtype=bool)
    weights = rows["before_weight"] + rows["after_weight"]
    groups = np.array(columns["action_group"], dtype=object)
    answer: dict[str, list] = {name: [] for name in COLUMNS}
    for group in sorted(set(columns["action_group"])):
        at = np.flatnonzero(groups == group)
        is_ratio = bool(columns["is_ratio"][at[0]])
        if is_ratio:
            at = at[(rows["before_value"][at] > 0) & (rows["after_value"][at] > 0)]
        inside, outside = at[is_treated[at]], at[~is_treated[at]]
        treated, compared = (slices_of(rows, one, is_ratio=is_ratio) for one in (inside, outside))
        known = at[np.isfinite(rows["noise"][at]) & (rows["noise"][at] > 0)]
        if len(known):
            of_one = np.average(rows["noise"][known], weights=weights[known])
            treated.noise, compared.noise = treated.noise * of_one, compared.noise * of_one
        else:
            # If the noise is unknown, all slices have the same weight.
            treated.noise, compared.noise = np.ones(len(inside)), np.ones(len(outside))
        effect = effect_of(treated, compared)
        if effect is None:
            continue
        row = (
            group, len(inside), len(outside), *shown(effect, is_ratio=is_ratio),
            effect.degrees_of_freedom,
        )  # fmt: skip
        for name, value in zip(COLUMNS, row, strict=True):
            answer[name].append(value)
    return answer
