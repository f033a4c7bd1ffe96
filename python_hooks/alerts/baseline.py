"""The expected value of a metric's next period, estimated from the periods before it.

The number of events gives the sampling variance of a period's value. The model has the other
sources of variation: weekday, season, overdispersion and autocorrelation. Each is estimated from
the training periods only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.special import bdtr, fdtrc, gammaincc, ndtri

DAYS_PER_YEAR = 365.25
# A season is taken for one from this chance on; of series without any, so many get one.
SEASON_CHANCE = 0.001
# Autocorrelations that are compared, with their chance before any data: most series have none.
CORRELATIONS = np.arange(19) / 20
CORRELATION_PRIOR = np.concatenate([[0.7], np.full(18, 0.3 / 18)])
# The normal score of a chance stays finite.
SMALLEST_CHANCE = 1e-16
# Proportions and rates come from counts; durations are compared by their logarithm.
PROPORTION, RATE, LEVEL, DURATION = "proportion", "rate", "level", "duration"
# Rows and values of a regression, and which rows have a neighbour before.
Rows = tuple[np.ndarray, np.ndarray, np.ndarray]


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

    @cached_property
    def design(self) -> np.ndarray:
        """A column of ones; of days six weekdays; last two harmonics of the year."""
        columns = [np.ones(len(self.days))]
        if self.step_days == 1:
            weekday = np.mod(self.days.astype(np.int64), 7)
            columns += [(weekday == day).astype(float) for day in range(1, 7)]
        angle = 2 * np.pi * self.days / DAYS_PER_YEAR
        for harmonic in (1, 2):
            columns += [np.cos(harmonic * angle), np.sin(harmonic * angle)]
        return np.stack(columns, axis=1)


@dataclass(frozen=True)
class Baseline:
    """The fitted baseline: the expected value and the standard deviation around it.

    covariance: of the coefficients at a dispersion of 1; event_variance: the sampling variance of
    one event; harmonics: of the year, 0 without a season; columns: those of the design that have a
    coefficient.
    """

    coefficients: np.ndarray
    covariance: np.ndarray
    event_variance: float
    dispersion: float
    autocorrelation: float
    degrees_of_freedom: int
    harmonics: int
    columns: np.ndarray


def learned(series: Series, places: np.ndarray) -> Baseline:
    """Learn from some periods of a series, by weighted least squares.

    Overdispersion is Pearson's chi-squared over its degrees of freedom (McCullagh and Nelder 1989,
    section 4.5), at least 1 where sampling gives a variance.
    """
    event_variance = _event_variance(series, places)
    columns, rows, harmonics = _seasonal_rows(series, places, event_variance)
    correlation = _autocorrelation(*rows)
    coefficients, covariance, chi_squared = _least_squares(*rows, correlation)
    degrees = len(places) - len(coefficients)
    dispersion = chi_squared / degrees
    is_known = bool(np.isfinite(series.variances[places]).any()) or series.kind in (
        PROPORTION,
        RATE,
    )
    if is_known:
        dispersion = max(1.0, dispersion)
    return Baseline(
        coefficients,
        covariance,
        event_variance,
        max(dispersion, 1e-12),
        correlation,
        degrees,
        harmonics,
        columns,
    )


def updated(series: Series, baseline: Baseline, place: int, follows: bool) -> Baseline:
    """The baseline with one period more, by recursive least squares.

    follows: whether the period before it is calm, too.
    """
    row, value = _innovation_row(series, baseline, place, follows)
    along = baseline.covariance @ row
    gain = along / (1 + row @ along)
    coefficients = baseline.coefficients + gain * (value - row @ baseline.coefficients)
    covariance = baseline.covariance - np.outer(gain, along)
    return replace(baseline, coefficients=coefficients, covariance=covariance)


def is_seasonal(series: Series, places: np.ndarray) -> bool:
    """Whether some periods have a season, rather than one step from a level to another.

    By Schwarz's criterion (1978), n ln(squares left) + parameters ln n, of both.
    """
    event_variance = _event_variance(series, places)
    _, seasonal, harmonics = _seasonal_rows(series, places, event_variance)
    if harmonics == 0:
        return False
    count = len(places)
    left = _least_squares(*seasonal, 0.0)[2]
    plain = _columns(series, places)
    rows, values, _ = _rows(series, places, plain[: _width(series, plain, 0)], event_variance)
    # A step takes away the square of its part across the other columns (Frisch and Waugh 1933).
    steps = np.arange(4, count, max(1, count // 100))
    columns = rows[:, :1] * (np.arange(count)[:, np.newaxis] >= steps)
    across = np.linalg.qr(rows)[0]
    columns -= across @ (across.T @ columns)
    values = values - across @ (across.T @ values)
    taken = (values @ columns) ** 2 / (columns**2).sum(axis=0)
    step = float(values @ values - taken.max())
    if step <= 0 or left <= 0:
        return step > 0
    # A harmonic has two parameters; a step has its place and its size.
    return bool(count * np.log(step / left) > 2 * (harmonics - 1) * np.log(count))


def _seasonal_rows(
    series: Series, places: np.ndarray, event_variance: float
) -> tuple[np.ndarray, Rows, int]:
    """The columns and rows of the model, and how many harmonics of the year an F test is sure of.

    The periods must span a year. The test allows for autocorrelation, which alone can look like a
    season. Without it more looks like a season, and that test is quick, so it comes first.
    """
    columns = _columns(series, places)
    rows, values, follows = _rows(series, places, columns, event_variance)
    spanned = series.days[places[-1]] - series.days[places[0]] + 2 * series.step_days
    found, width = 0, _width(series, columns, 0)
    if spanned >= DAYS_PER_YEAR and len(places) >= 24:
        for harmonics in (1, 2):
            wider = _width(series, columns, harmonics)
            plain, fuller = ((rows[:, :each], values, follows) for each in (width, wider))
            if _is_better(plain, fuller, 0.0) and _is_better(
                plain, fuller, _autocorrelation(*fuller)
            ):
                found, width = harmonics, wider
    return columns[:width], (rows[:, :width], values, follows), found


def _width(series: Series, columns: np.ndarray, harmonics: int) -> int:
    """How many of the columns belong to a model with so many harmonics."""
    return int(np.searchsorted(columns, series.design.shape[1] - 4 + 2 * harmonics))


def _is_better(plain: Rows, fuller: Rows, correlation: float) -> bool:
    """Whether more columns are sure to explain more, by an F test."""
    count, width = fuller[0].shape
    added = width - plain[0].shape[1]
    squares = _least_squares(*fuller, correlation)[2]
    if added == 0 or count - width <= 10 or squares <= 0:
        return False
    more = _least_squares(*plain, correlation)[2] - squares
    ratio = (more / added) / (squares / (count - width))
    return bool(fdtrc(added, count - width, max(ratio, 0.0)) < SEASON_CHANCE)


def expected(series: Series, baseline: Baseline, places: np.ndarray) -> np.ndarray:
    """The values that the baseline expects at some periods."""
    values = _design(series, places, baseline.columns) @ baseline.coefficients
    if series.kind == PROPORTION:
        return np.clip(values, 1e-6, 1 - 1e-6)
    if series.kind == RATE:
        return np.maximum(values, 1e-9)
    return values


def standardised(series: Series, baseline: Baseline, places: np.ndarray) -> np.ndarray:
    """Standard normal scores of the differences between values and their expected values.

    The scores include the uncertainty of the baseline.
    """
    design = _design(series, places, baseline.columns)
    variances = baseline.event_variance / series.sizes[places]
    leverage = np.einsum("ij,jk,ik->i", design, baseline.covariance, design) / variances
    raw = _raw_scores(series, baseline, places)
    scores = raw / np.sqrt(baseline.dispersion * (1 + leverage))
    if baseline.dispersion != 1.0:
        scores = _normal_of_student(scores, baseline.degrees_of_freedom)
    return scores


def _raw_scores(series: Series, baseline: Baseline, places: np.ndarray) -> np.ndarray:
    """Scores by the sampling variance alone.

    Counts use the mid-p value of their own distribution, which also fits a few complaints a week.
    """
    means, sizes = expected(series, baseline, places), series.sizes[places]
    if series.kind == PROPORTION:
        return _binomial_scores(series.values[places], sizes, means)
    if series.kind == RATE:
        return _poisson_scores(series.values[places] * sizes, means * sizes)
    return (series.values[places] - means) / np.sqrt(baseline.event_variance / sizes)


def innovation(series: Series, baseline: Baseline, place: int, follows: bool) -> float:
    """The score of a period given the one before it (an AR(1) process).

    These are the recursive residuals of Brown, Durbin and Evans (1975) if every period updates the
    baseline: they are independent, because each has the uncertainty of the whole baseline so far.
    """
    row, value = _innovation_row(series, baseline, place, follows)
    if series.kind in (PROPORTION, RATE):
        raw = _raw_scores(series, baseline, np.array([place - 1, place]))
        told = _told(series, baseline, place, follows)
        difference = (raw[1] - told * raw[0]) / np.sqrt(1 - told**2)
    else:
        difference = value - row @ baseline.coefficients
    spread = baseline.dispersion * (1 + row @ baseline.covariance @ row)
    score = difference / np.sqrt(spread)
    if baseline.dispersion != 1.0:
        score = _normal_of_student(score, baseline.degrees_of_freedom)
    return float(score)


def _told(series: Series, baseline: Baseline, place: int, follows: bool) -> float:
    """The autocorrelation of a period with the one before it; 0 if that one is missing."""
    step = series.days[place] - series.days[place - 1]
    return baseline.autocorrelation if follows and step < 1.5 * series.step_days else 0.0


def _innovation_row(
    series: Series, baseline: Baseline, place: int, follows: bool
) -> tuple[np.ndarray, float]:
    """The row and value of a period in the regression without autocorrelation."""
    places = slice(place - 1, place + 1)
    design = _design(series, places, baseline.columns)
    root = np.sqrt(series.sizes[places] / baseline.event_variance)
    told = _told(series, baseline, place, follows)
    rows, values = design * root[:, np.newaxis], series.values[places] * root
    scale = np.sqrt(1 - told**2)
    return (rows[1] - told * rows[0]) / scale, float((values[1] - told * values[0]) / scale)


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


def _columns(series: Series, places: np.ndarray) -> np.ndarray:
    """The columns of the design that some periods tell apart from the columns before.

    A desk that is closed at weekends has no column of Saturday. Its first Saturday is expected to
    be like the weekday without a column.
    """
    left = np.abs(np.diag(np.linalg.qr(series.design[places], mode="r")))
    return np.flatnonzero(left > 1e-9)


def _design(series: Series, places: np.ndarray | slice, columns: np.ndarray) -> np.ndarray:
    """The columns of the model at some periods."""
    return series.design[places][:, columns]


def _rows(series: Series, places: np.ndarray, columns: np.ndarray, event_variance: float) -> Rows:
    """Rows and values with the sampling variance divided out, and who has a neighbour before."""
    root = np.sqrt(series.sizes[places] / event_variance)
    rows = _design(series, places, columns) * root[:, np.newaxis]
    follows = np.diff(series.days[places], prepend=-np.inf) < 1.5 * series.step_days
    return rows, series.values[places] * root, follows


def _least_squares(
    rows: np.ndarray, values: np.ndarray, follows: np.ndarray, correlation: float
) -> tuple[np.ndarray, np.ndarray, float]:
    """Coefficients, their covariance at a dispersion of 1, and the squares left over.

    By generalised least squares: each row less its neighbour's part (Cochrane and Orcutt 1949).
    """
    if correlation:
        told = correlation * follows
        scale = np.sqrt(1 - told**2)
        before = np.arange(-1, len(values) - 1)
        rows = (rows - told[:, np.newaxis] * rows[before]) / scale[:, np.newaxis]
        values = (values - told * values[before]) / scale
    covariance = np.linalg.inv(rows.T @ rows)
    coefficients = covariance @ (rows.T @ values)
    left = values - rows @ coefficients
    return coefficients, covariance, float(left @ left)


def _autocorrelation(rows: np.ndarray, values: np.ndarray, follows: np.ndarray) -> float:
    """The correlation of neighbours, by its posterior from the restricted likelihood.

    The restricted likelihood has no bias from the fitted coefficients (Cooper and Thompson 1977).
    Too small a correlation makes false alarms, so its standard deviation is added to the mean, as
    far as there is a correlation at all. A negative correlation counts as 0.
    """
    if follows.sum() < 13:
        return 0.0
    count, width = rows.shape
    both = np.column_stack([rows, values])
    here, before = both[follows], both[np.flatnonzero(follows) - 1]
    first = both[~follows]
    cross = here.T @ before
    told = CORRELATIONS[:, np.newaxis, np.newaxis]
    squares = here.T @ here - told * (cross + cross.T) + told**2 * (before.T @ before)
    squares = first.T @ first + squares / (1 - told**2)
    of_rows = np.linalg.slogdet(squares[:, :width, :width])[1]
    left = np.linalg.slogdet(squares)[1] - of_rows
    total = squares[:, -1, -1]
    if not np.all(total > 0) or not np.all(left > np.log(total) - 40):
        return 0.0
    likelihood = follows.sum() * np.log(1 - CORRELATIONS**2) + of_rows + (count - width) * left
    weights = CORRELATION_PRIOR * np.exp((likelihood.min() - likelihood) / 2)
    weights = weights / weights.sum()
    mean = weights @ CORRELATIONS
    deviation = np.sqrt(weights @ (CORRELATIONS - mean) ** 2)
    return float(min(mean + (1 - weights[0]) * deviation, CORRELATIONS[-1]))


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
