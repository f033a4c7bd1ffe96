"""The expected value of a metric's next period, estimated from the periods before it.

The number of events gives the sampling variance of a period's value. The model has the other
sources of variation: weekday, season, overdispersion and autocorrelation. Each is estimated from
the training periods only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr, fdtrc, gammaincc, ndtri

DAYS_PER_YEAR = 365.25
# A season is taken for one from this chance on; of series without any, so many get one.
SEASON_CHANCE = 0.001
# The normal score of a chance stays finite.
SMALLEST_CHANCE = 1e-16
# Proportions and rates come from counts; durations are compared by their logarithm.
PROPORTION, RATE, LEVEL, DURATION = "proportion", "rate", "level", "duration"


@dataclass(frozen=True)
class Series:
    """A metric's periods in order.

    kind: one of the four above; days: first days since 1970-01-01; values: as compared;
    sizes: events (of proportion and rate the denominator); variances: of one event, by the
    published interval, nan where it has none; step_days: days from one period to the next.
    """

    kind: str
    days: np.ndarray
    values: np.ndarray
    sizes: np.ndarray
    variances: np.ndarray
    step_days: float


@dataclass(frozen=True)
class Baseline:
    """The fitted baseline: the expected value and the standard deviation around it."""

    coefficients: np.ndarray
    covariance: np.ndarray
    event_variance: float
    dispersion: float
    autocorrelation: float
    degrees_of_freedom: int
    has_season: bool
    first_day: float


def learned(series: Series, places: np.ndarray) -> Baseline:
    """Learn from some periods of a series, by weighted least squares.

    The season, two harmonics of the year, is there where an F test is sure of it and the periods
    span a year. Overdispersion is Pearson's chi-squared over its degrees of freedom (McCullagh and
    Nelder 1989, section 4.5), at least 1 where sampling gives a variance.
    """
    values, sizes = series.values[places], series.sizes[places]
    days = series.days[places]
    first_day = float(days[0])
    event_variance = _event_variance(series, places)
    weights = sizes / event_variance
    design = _design(days, first_day, series.step_days, False)
    has_season = _has_season(days, first_day, series.step_days, values, weights)
    if has_season:
        design = _design(days, first_day, series.step_days, True)
    fit = _least_squares(design, values, weights)
    coefficients, covariance, chi_squared = fit
    degrees = len(places) - design.shape[1]
    dispersion = chi_squared / degrees
    is_known = bool(np.isfinite(series.variances[places]).any()) or series.kind in (
        PROPORTION,
        RATE,
    )
    if is_known:
        dispersion = max(1.0, dispersion)
    residuals = (values - design @ coefficients) * np.sqrt(weights)
    return Baseline(
        coefficients,
        covariance,
        event_variance,
        max(dispersion, 1e-12),
        _autocorrelation(residuals, days, series.step_days, design.shape[1]),
        degrees,
        has_season,
        first_day,
    )


def is_seasonal(series: Series, places: np.ndarray) -> bool:
    """Whether some periods have a season, rather than one step from a level to another.

    By Schwarz's criterion (1978), n ln(squares left) + parameters ln n, of both.
    """
    values, days = series.values[places], series.days[places]
    weights = series.sizes[places] / _event_variance(series, places)
    first_day = float(days[0])
    if not _has_season(days, first_day, series.step_days, values, weights):
        return False
    count = len(places)
    design = _design(days, first_day, series.step_days, False)
    season = _least_squares(_design(days, first_day, series.step_days, True), values, weights)[2]
    step = min(
        _least_squares(
            np.column_stack([design, np.arange(count) >= place]).astype(float), values, weights
        )[2]
        for place in range(4, count - 3, max(1, count // 100))
    )
    if step <= 0 or season <= 0:
        return step > 0
    # A season has four parameters, a step its place and its size.
    return bool(count * np.log(step / season) > 2 * np.log(count))


def _has_season(
    days: np.ndarray, first_day: float, step_days: float, values: np.ndarray, weights: np.ndarray
) -> bool:
    """Whether two harmonics of the year are sure, by an F test, in periods that span a year."""
    count = len(days)
    if days[-1] - days[0] + step_days < DAYS_PER_YEAR - step_days or count < 24:
        return False
    design = _design(days, first_day, step_days, False)
    fuller = _design(days, first_day, step_days, True)
    left = count - fuller.shape[1]
    seasonal = _least_squares(fuller, values, weights)[2]
    if left <= 10 or seasonal <= 0:
        return False
    added = fuller.shape[1] - design.shape[1]
    plain = _least_squares(design, values, weights)[2]
    ratio = ((plain - seasonal) / added) / (seasonal / left)
    return bool(fdtrc(added, left, max(ratio, 0.0)) < SEASON_CHANCE)


def expected(series: Series, baseline: Baseline, places: np.ndarray) -> np.ndarray:
    """The values that the baseline expects at some periods."""
    design = _design(series.days[places], baseline.first_day, series.step_days, baseline.has_season)
    values = design @ baseline.coefficients
    if series.kind == PROPORTION:
        return np.clip(values, 1e-6, 1 - 1e-6)
    if series.kind == RATE:
        return np.maximum(values, 1e-9)
    return values


def standardised(series: Series, baseline: Baseline, places: np.ndarray) -> np.ndarray:
    """Standard normal scores of the differences between values and their expected values.

    Counts use the mid-p value of their own distribution, which also fits a few complaints a week.
    The scores include the uncertainty of the baseline.
    """
    design = _design(series.days[places], baseline.first_day, series.step_days, baseline.has_season)
    means = expected(series, baseline, places)
    sizes = series.sizes[places]
    variances = baseline.event_variance / sizes
    leverage = np.einsum("ij,jk,ik->i", design, baseline.covariance, design) / variances
    if series.kind == PROPORTION:
        raw = _binomial_scores(series.values[places], sizes, means)
    elif series.kind == RATE:
        raw = _poisson_scores(series.values[places] * sizes, means * sizes)
    else:
        raw = (series.values[places] - means) / np.sqrt(variances)
    scores = raw / np.sqrt(baseline.dispersion * (1 + leverage))
    if baseline.dispersion != 1.0:
        scores = _normal_of_student(scores, baseline.degrees_of_freedom)
    return scores


def whitened(
    series: Series, baseline: Baseline, places: np.ndarray, scores: np.ndarray
) -> np.ndarray:
    """The scores minus their expected value given the period before (an AR(1) process)."""
    if baseline.autocorrelation == 0 or len(places) == 0:
        return scores
    steps = np.rint(np.diff(series.days[places]) / series.step_days)
    told = np.concatenate([[0.0], baseline.autocorrelation ** np.maximum(steps, 1)])
    before = np.concatenate([[0.0], scores[:-1]])
    return (scores - told * before) / np.sqrt(1 - told**2)


def _event_variance(series: Series, places: np.ndarray) -> float:
    """The variance of one event: by its distribution, or pooled from the intervals."""
    values, sizes = series.values[places], series.sizes[places]
    mean = float((values * sizes).sum() / sizes.sum())
    if series.kind == PROPORTION:
        mean = min(max(mean, 0.5 / sizes.sum()), 1 - 0.5 / sizes.sum())
        return mean * (1 - mean)
    if series.kind == RATE:
        return max(mean, 0.5 / sizes.sum())
    variances = series.variances[places]
    known = np.isfinite(variances)
    if known.any():
        pooled = float((variances[known] * sizes[known]).sum() / sizes[known].sum())
        if pooled > 0:
            return pooled
    spread = float(np.mean((values - values.mean()) ** 2) * sizes.mean())
    return spread if spread > 0 else 1.0


def _design(days: np.ndarray, first_day: float, step_days: float, has_season: bool) -> np.ndarray:
    """A column of ones; of days six weekdays; two harmonics of the year."""
    columns = [np.ones(len(days))]
    if step_days == 1:
        weekday = np.mod(days.astype(np.int64), 7)
        columns += [(weekday == day).astype(float) - (weekday == 6) for day in range(6)]
    if has_season:
        angle = 2 * np.pi * (days - first_day) / DAYS_PER_YEAR
        for harmonic in (1, 2):
            columns += [np.cos(harmonic * angle), np.sin(harmonic * angle)]
    return np.stack(columns, axis=1)


def _least_squares(
    design: np.ndarray, values: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float]:
    """Coefficients, their covariance at a dispersion of 1, and the weighted squares left over."""
    if design.shape[1] == 1:
        total = float(weights.sum())
        mean = float(weights @ values) / total
        left = values - mean
        return np.array([mean]), np.array([[1 / total]]), float(weights @ left**2)
    weighted = design * weights[:, np.newaxis]
    covariance = np.linalg.inv(design.T @ weighted)
    coefficients = covariance @ (weighted.T @ values)
    left = values - design @ coefficients
    return coefficients, covariance, float((weights * left**2).sum())


def _autocorrelation(
    residuals: np.ndarray, days: np.ndarray, step_days: float, parameters: int
) -> float:
    """The correlation of neighbours, shrunk to 0 if it is within chance.

    Its bias is (1 + 3r) / n of fitted residuals (Kendall 1954); what is left is shrunk as by James
    and Stein, whose standard error is 1 / sqrt(n). A negative one counts as 0.
    """
    count = len(residuals)
    neighbours = np.abs(np.diff(days) - step_days) < step_days / 2
    total = float((residuals**2).sum())
    if total <= 0 or neighbours.sum() < 13:
        return 0.0
    raw = float((residuals[1:] * residuals[:-1])[neighbours].sum()) / total
    raw *= count / neighbours.sum()
    unbiased = (raw + parameters / count) / (1 - 3 / count)
    if unbiased <= 0:
        return 0.0
    return min(0.9, unbiased * max(0.0, 1 - 1 / (count * unbiased**2)))


def _binomial_scores(shares: np.ndarray, sizes: np.ndarray, means: np.ndarray) -> np.ndarray:
    """Normal scores of the mid-p values of successes."""
    successes = np.rint(shares * sizes)
    trials = np.rint(sizes).astype(np.int64)
    upper = 1 - bdtr(successes, trials, means)
    below = np.where(successes > 0, bdtr(np.maximum(successes - 1, 0), trials, means), 0.0)
    return _scores(below, upper)


def _poisson_scores(counts: np.ndarray, means: np.ndarray) -> np.ndarray:
    """Normal scores of the mid-p values of counts."""
    counts = np.rint(counts)
    upper = 1 - gammaincc(counts + 1, means)
    below = np.where(counts > 0, gammaincc(np.maximum(counts, 1), means), 0.0)
    return _scores(below, upper)


def _scores(below: np.ndarray, above: np.ndarray) -> np.ndarray:
    """Normal scores from the chances of less and of more; half of the chance of just this each."""
    middle = np.maximum(0.0, 1 - below - above)
    low = np.maximum(below + middle / 2, SMALLEST_CHANCE)
    high = np.maximum(above + middle / 2, SMALLEST_CHANCE)
    return np.where(low < high, ndtri(low), -ndtri(high))


def _normal_of_student(scores: np.ndarray, degrees: int) -> np.ndarray:
    """Student's t as a normal score (Wallace 1959), so that few periods make no sure ones."""
    size = np.sqrt(degrees * np.log1p(scores**2 / degrees)) * (8 * degrees + 1) / (8 * degrees + 3)
    return np.sign(scores) * size
