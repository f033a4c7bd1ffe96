"""Panels of operational measures and answers by unit, weekday and period.

This module removes means, trend, season and common days from a measure. links.py tests the
residuals against the answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

MOST_LAGS = {"day": 8, "week": 8, "month": 1}
PERIODS_A_YEAR = {"day": 365.2425 / 7, "week": 365.2425 / 7, "month": 12.0}
# The usual days from one value to the next, up to which a measure is daily, weekly or monthly.
LONGEST_GAP = {"day": 3, "week": 10, "month": 45}
LEAST_UNITS_IN_COMMON = 3


@dataclass
class Panel:
    """Series of units (and weekdays) by period: the measure, and the answers with their points."""

    period: str
    unit_of: np.ndarray  # the unit of each series
    weekday_of: np.ndarray
    values: np.ndarray  # series x periods; nan where unknown
    answers: np.ndarray
    points: np.ndarray
    minimum_periods: int  # fewer cannot tell a link from a season

    @property
    def lags(self) -> range:
        """The lags that are tested, in periods."""
        return range(MOST_LAGS[self.period] + 1)

    @cached_property
    def cleaned(self) -> np.ndarray:
        """The values without each series' mean, trend and season and without common days."""
        return cleaned(self)


def period_of(units: np.ndarray, days: np.ndarray) -> str | None:
    """Whether a measure is daily, weekly or monthly; None where it is rarer or has one value."""
    order = np.lexsort((days, units))
    gaps = np.diff(days[order])[np.diff(units[order]) == 0]
    if not len(gaps):
        return None
    usual = float(np.median(gaps))
    return next((name for name, longest in LONGEST_GAP.items() if usual <= longest), None)


def periods(days: np.ndarray, period: str) -> np.ndarray:
    """The number of the week (from Monday) or month of days since 1970-01-01."""
    if period == "month":
        return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return (days + 3) // 7


def summed(
    places: tuple[np.ndarray, ...], weights: np.ndarray, shape: tuple[int, ...]
) -> np.ndarray:
    """The sums of weights by place."""
    flat = np.ravel_multi_index(places, shape)
    return np.bincount(flat, weights, int(np.prod(shape))).reshape(shape)


def panel_of(
    measured: tuple[np.ndarray, np.ndarray, np.ndarray],
    answered: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    period: str,
    minimum_periods: int,
) -> Panel:
    """Measures (unit, day, value) and answers (unit, day, answers, points) as one panel."""
    units = np.unique(measured[0])
    first, last = (int(end) for end in periods(measured[1], period)[[0, -1]])
    by_weekday = 7 if period == "day" else 1
    shape = (len(units), by_weekday, last - first + 1)

    def places(unit: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, ...]:
        weekday = (day + 3) % 7 if by_weekday == 7 else np.zeros_like(day)
        return np.searchsorted(units, unit), weekday, periods(day, period) - first

    at = places(measured[0], measured[1])
    count = summed(at, np.ones(len(measured[0])), shape)
    total = summed(at, measured[2], shape)
    known = np.isin(answered[0], units) & (periods(answered[1], period) >= first)
    known &= periods(answered[1], period) <= last
    inside = tuple(column[known] for column in answered)
    at = places(inside[0], inside[1])
    answers, points = (summed(at, column, shape) for column in inside[2:])
    flat = (len(units) * by_weekday, shape[2])
    values = np.divide(total, count, out=np.full(shape, np.nan), where=count > 0)
    return Panel(
        period,
        np.repeat(np.arange(len(units)), by_weekday),
        np.tile(np.arange(by_weekday), len(units)),
        values.reshape(flat),
        answers.reshape(flat),
        points.reshape(flat),
        minimum_periods,
    )


def season(panel: Panel) -> np.ndarray:
    """A trend and two yearly harmonics: a row for each period."""
    t = np.arange(panel.values.shape[1])
    turn = 2 * np.pi * t / PERIODS_A_YEAR[panel.period]
    waves = [wave(n * turn) for n in (1, 2) for wave in (np.sin, np.cos)]
    return np.column_stack([2 * t / max(len(t) - 1, 1) - 1, *waves])


def cleaned(panel: Panel) -> np.ndarray:
    """The measure without each series' mean, trend and season and without common days; else nan."""
    known = np.isfinite(panel.values)
    design = np.column_stack([np.ones(panel.values.shape[1]), season(panel)])
    left = np.full_like(panel.values, np.nan)
    for place, (value, at) in enumerate(zip(panel.values, known, strict=True)):
        # A series with few values would be explained by its own season.
        if at.sum() < panel.minimum_periods / 2:
            continue
        fit = np.linalg.lstsq(design[at], value[at], rcond=None)[0]
        left[place, at] = value[at] - design[at] @ fit
    for weekday in np.unique(panel.weekday_of):
        rows = panel.weekday_of == weekday
        there = np.isfinite(left[rows]).sum(axis=0)
        common = there >= LEAST_UNITS_IN_COMMON
        mean = np.nansum(left[rows], axis=0) / np.maximum(there, 1)
        left[rows] -= np.where(common, mean, 0.0)
    return left
