"""Groups of customers by k-means, and whether they are groups at all.

Rows are customers, columns are standardised features. A number of groups is used if the groups come
out alike from resamples and hold enough customers each. The last group must also explain more than
it would in reference data: data with the same distribution of each feature and the same rank
correlations, but without groups (Tibshirani, Walther and Hastie 2001). Else a cut through a cloud
that is long in one direction would count as a group, because such a cut is stable.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from scipy.cluster.vq import kmeans2, vq
from scipy.stats import norm, rankdata

GROUPS = range(2, 9)
RESAMPLES = 20
REFERENCES = 5
# At most so many customers of a resample: instability falls with the number, costs grow with it.
RESAMPLED_CUSTOMERS = 4000
STABLE_FROM = 0.8
SMALLEST_SHARE = 0.03
# The last group explains so many times what it explains in reference data.
GAIN_RATIO = 1.5
STARTS = 6
STARTS_OF_RESAMPLES = 2
ITERATIONS = 20


class Grouping(NamedTuple):
    """Centres in their order of size, and the mean adjusted Rand index over resamples."""

    centres: np.ndarray
    stability: float


def k_means(rows: np.ndarray, count: int, seed: int, starts: int) -> tuple[np.ndarray, float]:
    """The centres of the best of several starts, and the sum of squares around them."""
    best, smallest = rows[:0], np.inf
    for start in range(starts):
        generator = np.random.default_rng([seed, count, start])
        centres, labels = kmeans2(
            rows, count, iter=ITERATIONS, minit="++", missing="warn", rng=generator
        )
        left = float(((rows - centres[labels]) ** 2).sum())
        # Only a real improvement counts, so that rounding does not choose between two like starts.
        if left < smallest * (1 - 1e-9):
            best, smallest = centres, left
    return best, smallest


def adjusted_rand_index(one: np.ndarray, other: np.ndarray) -> float:
    """How alike two groupings of the same rows are: 1 if equal, 0 as by chance.

    Hubert and Arabie (1985); scikit-learn has it, but takes two seconds of each build to load.
    """
    table = np.zeros((one.max() + 1, other.max() + 1))
    np.add.at(table, (one, other), 1)

    def pairs(counts: np.ndarray) -> float:
        return float((counts * (counts - 1)).sum() / 2)

    first, second, every = pairs(table.sum(1)), pairs(table.sum(0)), pairs(table.sum())
    expected, most = first * second / every, (first + second) / 2
    return 1.0 if most == expected else (pairs(table) - expected) / (most - expected)


def reference(rows: np.ndarray, seed: int) -> np.ndarray:
    """Rows without groups: each feature distributed as before, with the same rank correlations."""
    count = len(rows)
    scores = norm.ppf((rankdata(rows, axis=0) - 0.5) / count)
    with np.errstate(invalid="ignore"):
        correlations = np.nan_to_num(np.corrcoef(scores.T))  # 0 for a feature that does not vary
    np.fill_diagonal(correlations, 1 + 1e-9)
    drawn = np.random.default_rng(seed).standard_normal(rows.shape)
    places = np.argsort(np.argsort(drawn @ np.linalg.cholesky(correlations).T, axis=0), axis=0)
    return np.take_along_axis(np.sort(rows, axis=0), places, axis=0)


def stability(rows: np.ndarray, centres: np.ndarray) -> float:
    """The mean adjusted Rand index of groupings by resamples with the grouping by the centres.

    Stops when the mean can no longer reach STABLE_FROM; then it is the mean so far.
    """
    count, total = len(centres), 0.0
    labels = vq(rows, centres)[0]
    for resample in range(RESAMPLES):
        generator = np.random.default_rng([count, resample])
        chosen = generator.integers(0, len(rows), min(len(rows), RESAMPLED_CUSTOMERS))
        other, _ = k_means(rows[chosen], count, resample, STARTS_OF_RESAMPLES)
        total += adjusted_rand_index(labels, vq(rows, other)[0])
        if total + RESAMPLES - 1 - resample < STABLE_FROM * RESAMPLES:
            return total / (resample + 1)
    return total / RESAMPLES


def nearest(rows: np.ndarray, grouping: Grouping) -> np.ndarray:
    """The place of the nearest centre of each row."""
    return vq(rows, grouping.centres)[0]


def find_groups(rows: np.ndarray) -> Grouping | None:
    """The largest number of groups that passes all conditions; None where none does.

    Beyond a number that passes, the groups added since must together explain more than in reference
    data, too. Else one lucky step far up would cut each true group once more by the same noise.
    """
    if len(np.unique(rows, axis=0)) < GROUPS[-1]:
        return None
    references = [reference(rows, seed) for seed in range(REFERENCES)]

    @cache
    def fitted(count: int) -> tuple[np.ndarray, float]:
        if count == 1:
            return rows[:0], float(((rows - rows.mean(0)) ** 2).sum())
        return k_means(rows, count, 0, STARTS)

    @cache
    def left_in_references(count: int) -> np.ndarray:
        if count == 1:
            return np.array([((each - each.mean(0)) ** 2).sum() for each in references])
        return np.array([k_means(each, count, 0, STARTS_OF_RESAMPLES)[1] for each in references])

    def explains_more(fewer: int, count: int) -> bool:
        """Whether the groups added to fewer ones explain GAIN_RATIO times what is expected."""
        expected = np.log(left_in_references(count) / left_in_references(fewer)).mean()
        gained = np.log(fitted(count)[1] / fitted(fewer)[1])
        return bool(round(GAIN_RATIO * float(expected) - float(gained), 9) >= 0)

    found, passed = None, 0
    for count in GROUPS:
        centres, left = fitted(count)
        sizes = np.bincount(vq(rows, centres)[0], minlength=count)
        if sizes.min() < SMALLEST_SHARE * len(rows):
            continue
        gain = 1 - left / fitted(count - 1)[1]
        left_expected = (left_in_references(count) / left_in_references(count - 1)).mean()
        if round(gain - GAIN_RATIO * (1 - float(left_expected)), 9) < 0:
            continue
        if passed and not explains_more(passed, count):
            continue
        alike = stability(rows, centres)
        if round(alike, 9) >= STABLE_FROM:
            order = np.lexsort([*centres.T[::-1], -sizes])
            found, passed = Grouping(centres[order], alike), count
    return found
