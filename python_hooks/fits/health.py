"""Fit the churn models behind the health score, from counts of customers by their bands.

A model is a logistic regression on which band of each feature a customer is in. Its coefficients
are penalised as by a normal prior around 0, so that a band with few customers says little and none
is left out as a reference. Coefficients come out around their mean over the customers learned from:
each says how far its band moves the log odds of churning from those of the average customer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import expit, log_expit

ANSWERED = (
    "fitted_on", "customer_group", "score", "status", "feature", "band", "coefficient",
    "customer_month_count", "churned_count",
)  # fmt: skip
# At most, since a band is one digit of a pattern. A number has fewer bands than a text.
BANDS = 10
# Newton's method needs six to ten. It ends where the slope, for each customer-month, is rounding.
ITERATIONS = 100
TOLERANCE = 1e-13
# Of the prior: a band is thought to move the odds by a third, up or down. The same silence is the
# outcome of six months or so, so that six customer-months of a customer tell no more than one.
PRIOR_VARIANCE = 0.1 / 6
# Coefficients are exact decimals from here on, so that every engine adds up the same scores.
DECIMALS = 6

# The model of all features, and its rival, which knows one feature only.
MODEL = "model"
RECENCY = "recency"
RECENCY_FEATURE = "recency_days"

FITTED = "fitted"
TOO_FEW = "too_few"
SEPARATED = "separated"
NOT_CONVERGED = "not_converged"


@dataclass(frozen=True)
class Groups:
    """Customer-months counted by pattern: a digit per feature, its band."""

    bands: np.ndarray  # groups x features
    totals: np.ndarray
    churned: np.ndarray


@dataclass(frozen=True)
class Model:
    """A fitted model or the reason for none; coefficients: features x bands, around their mean."""

    status: str
    totals: int
    churned: int
    intercept: float | None = None
    coefficients: np.ndarray | None = None


def fit_by_quarter(request: dict[str, Any]) -> dict[str, list]:
    """Fit models for every day on which more outcomes may be used, from all known by then.

    request: {"settings": {"features": {name: number of bands, in the order of a pattern's digits},
    "minimum_of_each_outcome": number}, "groups": {"usable_from": days, "customer_group": names,
    "pattern": texts, "customer_month_count": numbers, "churned_count": numbers}}. Each group of
    customers has a model of all features, and one of recency if that is a feature. Gives a row for
    the intercept of each model, with its feature empty, and one for each band; a model that could
    not be fitted has the first only, without a coefficient.
    """
    settings, columns = request["settings"], request["groups"]
    rows = sorted(
        zip(
            columns["customer_group"],
            columns["usable_from"],
            columns["pattern"],
            columns["customer_month_count"],
            columns["churned_count"],
            strict=True,
        )
    )
    answer: dict[str, list] = {column: [] for column in ANSWERED}
    for group, fitted_on in sorted({row[:2] for row in rows}):
        known = counted([row[2:] for row in rows if row[0] == group and row[1] <= fitted_on])
        for score, features, learned in _rivals(known, settings["features"]):
            model = fit(learned, settings["minimum_of_each_outcome"])
            for feature, band, coefficient in _parameters(model, features):
                values = (
                    fitted_on, group, score, model.status, feature, band, coefficient,
                    model.totals, model.churned,
                )  # fmt: skip
                for column, value in zip(ANSWERED, values, strict=True):
                    answer[column].append(value)
    return answer


def _rivals(
    known: Groups, features: Mapping[str, int]
) -> Iterator[tuple[str, Mapping[str, int], Groups]]:
    """The models to fit: name, features, and the groups with the bands of these features only."""
    yield MODEL, features, known
    if RECENCY_FEATURE not in features:
        return
    bands = known.bands[:, list(features).index(RECENCY_FEATURE)]
    values = np.unique(bands)
    yield (
        RECENCY,
        {RECENCY_FEATURE: features[RECENCY_FEATURE]},
        Groups(
            values[:, np.newaxis],
            np.array([known.totals[bands == value].sum() for value in values]),
            np.array([known.churned[bands == value].sum() for value in values]),
        ),
    )


def counted(groups: Sequence[tuple[str, int, int]]) -> Groups:
    """Groups of (pattern, customer-months, churned) as arrays, each pattern once."""
    totals: dict[str, list[float]] = {}
    for pattern, total, churned in groups:
        sums = totals.setdefault(pattern, [0.0, 0.0])
        sums[0] += total
        sums[1] += churned
    patterns = sorted(totals)
    counts = np.rint([totals[pattern] for pattern in patterns]).astype(np.int64)
    bands = np.array([[int(digit) for digit in pattern] for pattern in patterns])
    return Groups(bands, counts[:, 0], counts[:, 1])


def fit(groups: Groups, minimum_of_each_outcome: int) -> Model:
    """Fit one model; with a status other than fitted it has no coefficients.

    too_few: fewer customer-months of an outcome than the minimum. separated: the bands separate
    churned and kept customers completely, so only the penalty bounds the coefficients.
    not_converged: the fit did not converge.
    """
    totals, churned = int(groups.totals.sum()), int(groups.churned.sum())
    if min(churned, totals - churned) < minimum_of_each_outcome:
        return Model(TOO_FEW, totals, churned)
    design = one_hot(groups.bands)
    parameters = _maximise(design, groups)
    if parameters is None:
        return Model(NOT_CONVERGED, totals, churned)
    scores = design @ parameters[1:]
    if scores[groups.churned > 0].min() > scores[groups.churned < groups.totals].max():
        return Model(SEPARATED, totals, churned)
    raw = parameters[1:].reshape(groups.bands.shape[1], BANDS)
    shares = (groups.totals @ design).reshape(raw.shape) / totals
    means = (shares * raw).sum(axis=1)
    return Model(
        FITTED,
        totals,
        churned,
        float(parameters[0] + means.sum()),
        raw - means[:, np.newaxis],
    )


def _maximise(design: csr_matrix, groups: Groups) -> np.ndarray | None:
    """The intercept and the raw coefficients of the greatest penalised likelihood; None without.

    The function is strictly concave, so it has one maximum, which every start reaches.
    """
    totals, churned = groups.totals.astype(float), groups.churned.astype(float)
    size = design.shape[1] + 1
    penalty = np.full(size, 1 / PRIOR_VARIANCE)
    penalty[0] = 0
    at = np.zeros(size)

    def height(parameters: np.ndarray) -> float:
        log_odds = design @ parameters[1:] + parameters[0]
        told = churned @ log_expit(log_odds) + (totals - churned) @ log_expit(-log_odds)
        return float(told - penalty @ parameters**2 / 2)

    here = height(at)
    for _ in range(ITERATIONS):
        chances = expit(design @ at[1:] + at[0])
        missed = churned - totals * chances
        slope = np.concatenate([[missed.sum()], design.T @ missed]) - penalty * at
        if np.abs(slope).max() < TOLERANCE * totals.sum():
            return at
        weights = totals * chances * (1 - chances)
        by_band = design.T @ weights
        curvature = np.diag(penalty)
        curvature[0, 0] += weights.sum()
        curvature[0, 1:] += by_band
        curvature[1:, 0] += by_band
        curvature[1:, 1:] += (design.T @ design.multiply(weights[:, np.newaxis])).toarray()
        step = np.linalg.solve(curvature, slope)
        for _ in range(40):
            there = height(at + step)
            if there >= here - 1e-12 * abs(here):
                break
            step = step / 2
        at, here = at + step, there
    return None


def one_hot(bands: np.ndarray) -> csr_matrix:
    """A column for each feature and band: 1 for the groups in it."""
    count, features = bands.shape
    columns = bands + BANDS * np.arange(features)
    starts = np.arange(0, count * features + 1, features)
    return csr_matrix(
        (np.ones(columns.size), columns.ravel(), starts), shape=(count, BANDS * features)
    )


def _parameters(model: Model, features: Mapping[str, int]) -> Iterator[tuple[str, int, str | None]]:
    """Feature, band and coefficient, an exact decimal as text, of each parameter of a model."""
    if model.coefficients is None:
        yield "", 0, None
        return
    yield "", 0, f"{model.intercept:.{DECIMALS}f}"
    for (feature, count), values in zip(features.items(), model.coefficients, strict=True):
        for band, value in enumerate(values[:count]):
            yield feature, band, f"{value:.{DECIMALS}f}"
