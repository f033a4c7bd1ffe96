"""Raking: weights that give the answers the composition of the customer base.

Weights of each value of a dimension are scaled to the share that it has in the base, one dimension
after the other, until all fit (iterative proportional fitting, Deming and Stephan 1940). No weight
is above a maximum times the mean weight, so that few answers never decide a value. Where that
maximum is in the way, the shares do not fit, and the answer says so.
"""

from __future__ import annotations

from typing import Any

import numpy as np

MOST_ROUNDS = 500
# The shares have converged if no difference is larger.
TOLERANCE = 1e-6
COLUMNS = ("metric", "cell", "weight", "is_converged", "largest_gap", "covered_share")


def rake(
    codes: np.ndarray, answers: np.ndarray, targets: list[np.ndarray], maximum: float
) -> tuple[np.ndarray, float]:
    """A weight for each cell, 1 on average over the answers, and the largest gap of a share left.

    codes: a column for each dimension; targets: the share of each of its values, adding up to 1.
    """
    weights = np.ones(len(answers))
    total = answers.sum()
    gap = np.inf
    for _ in range(MOST_ROUNDS):
        for dimension, target in enumerate(targets):
            share = np.bincount(codes[:, dimension], answers * weights, len(target)) / total
            factor = np.divide(target, share, out=np.zeros_like(target), where=share > 0)
            weights = weights * factor[codes[:, dimension]]
        if not (weights * answers).any():
            # Each cell has a value that the base does not know.
            return np.ones(len(answers)), 1.0
        weights = capped(weights, answers, maximum)
        gap = max(
            float(
                np.abs(
                    np.bincount(codes[:, dimension], answers * weights, len(target)) / total
                    - target
                ).max()
            )
            for dimension, target in enumerate(targets)
        )
        if gap <= TOLERANCE:
            break
    return weights, gap


def capped(weights: np.ndarray, answers: np.ndarray, maximum: float) -> np.ndarray:
    """The weights cut at the maximum, with a mean of 1: the others are scaled up."""
    is_capped = np.zeros(len(weights), dtype=bool)
    while True:
        rest = answers.sum() - maximum * answers[is_capped].sum()
        below = (weights * answers)[~is_capped].sum()
        weights = np.where(is_capped, maximum, weights * (rest / below if below > 0 else 1.0))
        # A difference of rounding above the maximum does not need another iteration.
        above = ~is_capped & (weights > maximum * (1 + 1e-12))
        if not above.any():
            return weights
        is_capped |= above


def rake_answers(request: dict[str, Any]) -> dict[str, list]:
    """A row for each cell of answers: its weight, and how well the weights of its metric fit.

    request: `cells` with metric, the dimensions and answer_count; `base` with dimension, value and
    customer_count; `settings` with dimensions and maximum_weight. covered_share: the part of the
    base whose values have answers, of the worst dimension; the others cannot be stood in for.
    """
    settings, columns, base = request["settings"], request["cells"], request["base"]
    names, maximum = settings["dimensions"], float(settings["maximum_weight"])
    customers: dict[str, dict[str, float]] = {name: {} for name in names}
    for name, value, count in zip(
        base["dimension"], base["value"], base["customer_count"], strict=True
    ):
        customers[name][value] = float(count)
    metrics = np.array(columns["metric"], dtype=object)
    answer: dict[str, list] = {name: [] for name in COLUMNS}
    for metric in sorted(set(columns["metric"])):
        at = np.flatnonzero(metrics == metric)
        answers = np.array([columns["answer_count"][row] for row in at], dtype=np.float64)
        codes, targets, covered = [], [], 1.0
        for name in names:
            values = [columns[name][row] for row in at]
            known = sorted(set(values))
            target = np.array([customers[name].get(value, 0.0) for value in known])
            everybody = sum(customers[name].values())
            if target.sum() <= 0:
                # No weighting is possible: the base has none of these values.
                covered = 0.0
                continue
            covered = min(covered, float(target.sum() / everybody))
            codes.append([known.index(value) for value in values])
            targets.append(target / target.sum())
        weights, gap = np.ones(len(at)), 0.0
        if targets:
            weights, gap = rake(np.array(codes, dtype=np.int64).T, answers, targets, maximum)
        for row, weight in zip(at, weights, strict=True):
            values = (
                metric,
                "\x1f".join(columns[name][row] for name in names),
                float(weight),
                gap <= TOLERANCE and bool(targets),
                float(gap),
                covered,
            )
            for name, value in zip(COLUMNS, values, strict=True):
                answer[name].append(value)
    return answer
