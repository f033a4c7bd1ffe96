"""Alerts of all series: level shifts, single points and turning points, with explaining slices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np

from python_hooks.alerts import baseline as base
from python_hooks.alerts import shifts
from python_hooks.alerts.history import levels, turning_points

Z_95 = 1.959963984540054
STEP_DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12}
KINDS = {
    "proportion": base.PROPORTION,
    "rate": base.RATE,
    "median": base.DURATION,
    "p90": base.DURATION,
}
TOTAL = "all"
SEPARATOR = "\x1f"  # of several slices; the model alerts labels each of them
# A set of slices explains an alert if it has most of the change, and clearly more than its share of
# the events.
MOST_OF_IT = 0.8
TIMES_ITS_SHARE = 1.5
# A dimension explains nothing if its published slices have a smaller share of the events.
SHOWN_SHARE = 0.8
COLUMNS = (
    "metric", "period", "dimension", "dimension_value", "kind", "direction", "since_day",
    "last_day", "detected_day", "closed_day", "closed_because", "expected", "observed",
    "deviations", "explaining_dimension", "explaining_values", "explained_share",
)  # fmt: skip


ALERT = ("metric", "period", "kind", "since_day")
LINE_COLUMNS = (*ALERT, "explaining_dimension", "explaining_values", "explained_share")

# Of one metric the slices of each dimension, with their names, in order.
Slices = dict[str, list[tuple[str, base.Series]]]


class Explanation(NamedTuple):
    """A set of slices; `excess`: how far its share of a change exceeds its share of the events."""

    excess: float
    dimension: str
    values: str
    share: float | None


UNEXPLAINED = Explanation(0.0, "", "", None)


@dataclass
class _Rows:
    """The published periods of one metric's slice, in order of time."""

    period: str
    statistic: str
    is_watched: bool
    days: list[float] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    lows: list[float | None] = field(default_factory=list)
    highs: list[float | None] = field(default_factory=list)

    def series(self) -> base.Series:
        """The series on the scale on which it is compared."""
        kind = KINDS.get(self.statistic, base.LEVEL)
        days, values, sizes, lows, highs = (
            np.array(column, dtype=float)
            for column in (self.days, self.values, self.sizes, self.lows, self.highs)
        )
        if kind == base.DURATION:
            positive = values > 0
            days, values, sizes, lows, highs = (
                column[positive] for column in (days, values, sizes, lows, highs)
            )
            lows = np.where(lows > 0, lows, np.nan)
            values, lows, highs = np.log(values), np.log(lows), np.log(highs)
        variances = ((highs - lows) / 2 / Z_95) ** 2 * sizes
        variances = np.where(variances > 0, variances, np.nan)
        return base.Series(kind, days, values, sizes, variances, STEP_DAYS[self.period])


def find_alerts(request: dict[str, Any]) -> dict[str, list]:
    """A row for each finding.

    request: {"settings": {"minimum_periods"}, "cells": one published period of a slice a row}.
    Series that are not watched (is_watched) only explain the alerts of others.
    """
    minimum = request["settings"]["minimum_periods"]
    rows_of = _rows(request["cells"])
    every = {key: rows.series() for key, rows in sorted(rows_of.items())}
    slices: dict[str, Slices] = {}
    for (metric, dimension, value), series in every.items():
        if dimension != TOTAL:
            slices.setdefault(metric, {}).setdefault(dimension, []).append((value, series))
    found: dict[str, list] = {column: [] for column in COLUMNS}
    for (metric, dimension, value), series in every.items():
        rows = rows_of[metric, dimension, value]
        period = rows.period
        if not rows.is_watched or len(series.values) < minimum:
            continue
        limits = shifts.LIMITS[period]
        findings = shifts.watched(series, replace(limits, minimum=max(minimum, limits.minimum)))
        if dimension == TOTAL:
            findings += _turns(series)
        for finding in findings:
            causes = ("", "", None)
            if dimension == TOTAL and finding.kind != shifts.TURNING_POINT:
                causes = _explained(slices.get(metric, {}), series, finding)
            row = (metric, period, dimension, value, *_told(series, finding), *causes)
            for column, cell in zip(COLUMNS, row, strict=True):
                found[column].append(cell)
    return found


def explain_lines(request: dict[str, Any]) -> dict[str, list]:
    """The slices that explain why a metric is beyond a line; a row for each alert with such a set.

    request: {"slices": one slice of the alert's newest period a row, and one row for the total}.
    A slice adds its share of the events times its distance from the line.
    """
    told: dict[str, list] = {column: [] for column in LINE_COLUMNS}
    for alert, rows in groupby(_records(request["slices"]), key=itemgetter(*ALERT)):
        best = _explained_line(list(rows))
        if best.share is not None:
            row = (*alert, best.dimension, best.values, best.share)
            for column, cell in zip(LINE_COLUMNS, row, strict=True):
                told[column].append(cell)
    return told


def _records(columns: dict[str, list]) -> Iterator[dict[str, Any]]:
    """The rows of some columns."""
    for row in zip(*columns.values(), strict=True):
        yield dict(zip(columns, row, strict=True))


def _explained_line(rows: list[dict[str, Any]]) -> Explanation:
    """The best set among the dimensions of one alert; durations are compared as logarithms."""
    scale = np.log if KINDS.get(rows[0]["statistic"]) == base.DURATION else np.asarray
    by_dimension: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["size"] and (scale is np.asarray or min(row["value"], row["line"]) > 0):
            by_dimension.setdefault(row["dimension"], []).append(row)
    best = UNEXPLAINED
    total_size = sum(row["size"] for row in by_dimension.pop(TOTAL, []))
    for dimension, slices in by_dimension.items():
        sizes = np.array([row["size"] for row in slices], dtype=float)
        if sizes.sum() < SHOWN_SHARE * total_size:
            continue
        weights = sizes / sizes.sum()
        distances = scale([row["value"] for row in slices]) - scale(slices[0]["line"])
        direction = 1 if slices[0]["observed"] > slices[0]["line"] else -1
        names = [row["dimension_value"] for row in slices]
        found = _smallest_set(dimension, names, weights * distances * direction, weights)
        best = max(best, found, key=lambda each: each.excess)
    return best


def _rows(cells: dict[str, list]) -> dict[tuple[str, str, str], _Rows]:
    """The cells by metric, dimension and value; they come sorted by these and by day."""
    every: dict[tuple[str, str, str], _Rows] = {}
    for metric, dimension, name, day, period, statistic, size, value, low, high, is_watched in zip(
        *(
            cells[column]
            for column in (
                "metric", "dimension", "dimension_value", "day", "period", "statistic", "size",
                "value", "value_low", "value_high", "is_watched",
            )
        ),
        strict=True,
    ):  # fmt: skip
        rows = every.setdefault((metric, dimension, name), _Rows(period, statistic, is_watched))
        rows.days.append(day)
        rows.values.append(value)
        rows.sizes.append(size)
        rows.lows.append(low)
        rows.highs.append(high)
    return every


def _turns(series: base.Series) -> list[shifts.Finding]:
    """The turning points of a series, each with the level before and after."""
    count = len(series.values)
    points = turning_points(series.values)
    edges = [0, *points, count]
    means, spread = levels(series.values, points)
    found = []
    for number, point in enumerate(points):
        before, after = float(means[number]), float(means[number + 1])
        last = edges[number + 2] - 1
        deviations = (after - before) / spread if spread > 0 else 0.0
        found.append(
            shifts.Finding(
                shifts.TURNING_POINT, 1 if after > before else -1, point, last, point,
                before, after, deviations, last, shifts.IN_THE_PAST,
            )
        )  # fmt: skip
    return found


def _told(series: base.Series, finding: shifts.Finding) -> tuple:
    """A finding in days and in the unit of the metric."""
    shown = np.exp if series.kind == base.DURATION else float
    return (
        finding.kind,
        finding.direction,
        int(series.days[finding.since]),
        int(series.days[finding.last]),
        int(series.days[finding.detected]),
        None if finding.closed is None else int(series.days[finding.closed]),
        finding.closed_because or "",
        float(shown(finding.expected)),
        float(shown(finding.observed)),
        float(finding.sigmas),
    )


def _explained(
    slices: Slices, total: base.Series, finding: shifts.Finding
) -> tuple[str, str, float | None]:
    """The smallest set of one dimension's slices that holds most of a change, with its share.

    A slice adds w1 (y1 - y0) + (w1 - w0) (y0 - Y0): what changed in it, and what its share of all
    events changed (y: value, w: share of the events, 0: the year before, 1: the alert; Y0: the
    total). These add up to the change of the total.
    """
    from_day, to_day = total.days[finding.since], total.days[finding.last]
    best = UNEXPLAINED
    for dimension, series_of in slices.items():
        names, parts = [], []
        for name, part in series_of:
            now = (part.days >= from_day) & (part.days <= to_day)
            then = (part.days < from_day) & (part.days >= from_day - base.DAYS_PER_YEAR)
            if now.any() and then.any():
                names.append(name)
                parts.append([*_mean(part, now), *_mean(part, then)])
        if not names:
            continue
        size_1, value_1, size_0, value_0 = np.array(parts).T
        now = (total.days >= from_day) & (total.days <= to_day)
        if size_1.sum() < SHOWN_SHARE * total.sizes[now].sum():
            continue
        weight_1, weight_0 = size_1 / size_1.sum(), size_0 / size_0.sum()
        level_0 = float(weight_0 @ value_0)
        added = weight_1 * (value_1 - value_0) + (weight_1 - weight_0) * (value_0 - level_0)
        found = _smallest_set(dimension, names, added * finding.direction, weight_1)
        best = max(best, found, key=lambda each: each.excess)
    return best.dimension, best.values, best.share


def _smallest_set(
    dimension: str, names: list[str], added: np.ndarray, weights: np.ndarray
) -> Explanation:
    """The smallest set of slices with most of a change, if it has clearly more than its weight.

    added: what each slice adds to the change, positive in the direction of the change.
    weights: its share of the events.
    """
    change = float(added.sum())
    if len(names) < 2 or change <= 0:
        return UNEXPLAINED
    shares = added / change
    order = np.argsort(-shares.round(9), kind="stable")
    count = int(np.searchsorted(np.cumsum(shares[order]), MOST_OF_IT)) + 1
    chosen = order[:count]
    share, weight = float(shares[chosen].sum()), float(weights[chosen].sum())
    if share < TIMES_ITS_SHARE * weight:
        return UNEXPLAINED
    values = SEPARATOR.join(names[each] for each in chosen)
    return Explanation(share - weight, dimension, values, share)


def _mean(series: base.Series, places: np.ndarray) -> tuple[float, float]:
    """Events of some periods, and their mean value on the compared scale."""
    sizes = series.sizes[places]
    return float(sizes.sum()), float(np.average(series.values[places], weights=sizes))
