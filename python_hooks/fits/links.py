"""Whether satisfaction follows measures of the operation: a slope for each lag, tested together.

Answers and measures meet by unit and day, lagged by whole weeks. A measure that comes once a week
or once a month meets the answers of its week or month.

1. Each unit's measure loses its mean by weekday, its trend and two yearly harmonics; of three units
   and more also what all share on a day. Season, weekday and common days are then no link.
2. The slope is that of the answers on what is left (an instrument: units, weekdays, trend and
   season are taken out of both sides of the equation; Angrist and Pischke 2009, 4.1).
3. Its standard error comes from the same sum at all far offsets, at which no link can be: the
   measure is moved around the circle of periods. This holds whatever autocorrelation both have (the
   formula of Bartlett 1946, by its empirical counterpart) and for units that move together.
4. Student's t; its degrees of freedom are the far offsets, less what their squared autocorrelation
   takes. Bonferroni over all lags, measures and metrics together. A link must also be stronger than
   every far offset.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import stdtr, stdtrit

from python_hooks.fits.link_panels import Panel, panel_of, period_of, season

COLUMNS = (
    "metric", "unit_type", "measure", "period", "lag", "unit_count", "period_count", "answer_count",
    "measure_step", "step_text", "slope", "slope_low", "slope_high", "p_value",
    "adjusted_p_value", "tested_count", "verdict",
)  # fmt: skip


@dataclass
class Link:
    """The result of one lag."""

    lag: int
    slope: float
    standard_error: float
    degrees_of_freedom: float
    p: float
    is_extreme: bool  # stronger than every far offset


def residuals(panel: Panel, columns: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Columns (series x periods x n) without units, weekdays, trend and season; weighted."""
    series, at = np.nonzero(weights > 0)
    weight, unit = weights[series, at], panel.unit_of[series]
    weekdays = panel.weekday_of[series][:, None] == np.arange(1, panel.weekday_of.max() + 1)
    every = np.column_stack([weekdays, season(panel)[at], columns[series, at]])
    total = np.bincount(unit, weight)
    for place in range(every.shape[1]):
        mean = np.bincount(unit, weight * every[:, place]) / np.maximum(total, 1e-300)
        every[:, place] -= mean[unit]
    count = columns.shape[2]
    design, wanted = every[:, :-count], every[:, -count:]
    weighted = design.T * weight
    # A column that is 0 where there are answers, such as a weekday, takes nothing out.
    wanted = wanted - design @ (
        np.linalg.pinv(weighted @ design, rcond=1e-10, hermitian=True) @ (weighted @ wanted)
    )
    left = np.zeros_like(columns)
    left[series, at] = wanted
    return left


def moved(values: np.ndarray, lag: int) -> np.ndarray:
    """The values of lag periods before; nan where there are none."""
    earlier = np.full_like(values, np.nan)
    earlier[:, lag:] = values[:, : values.shape[1] - lag]
    return earlier


def at_all_offsets(later: np.ndarray, earlier: np.ndarray) -> np.ndarray:
    """The sum of products of later with earlier of s periods before, around the circle, by s."""
    count = later.shape[1]
    product = np.fft.rfft(later, axis=1) * np.conj(np.fft.rfft(earlier, axis=1))
    return np.fft.irfft(product.sum(axis=0), count)


def far_offsets(count: int, most_lags: int) -> np.ndarray:
    """The offsets around the circle that are further from every lag than the lags reach."""
    return np.arange(2 * most_lags + 1, count - most_lags)


def degrees_of_freedom(far: np.ndarray) -> float:
    """How many independent values the mean square of far offsets is worth."""
    count = len(far)
    square = float(far @ far)
    alike = [float(far[h:] @ far[:-h]) / square for h in range(1, count // 4 + 1)]
    return count / (1 + 2 * sum(r**2 for r in alike))


def links(panel: Panel) -> list[Link]:
    """The slope at each lag, with its error; empty where nothing varies."""
    left = panel.cleaned
    there = np.isfinite(left)
    clean = np.where(there, left, 0.0)
    answers, points = panel.answers, panel.points
    mean = np.divide(points, answers, out=np.zeros_like(points), where=answers > 0)
    weighted = answers * residuals(panel, mean[:, :, None], answers)[:, :, 0]
    most = max(panel.lags)
    far = far_offsets(left.shape[1], most)
    met = np.maximum(at_all_offsets(answers, there * 1.0), 0.0)
    enough = met[far] >= met[: most + 1].max() / 2
    if enough.sum() < most + 2:
        return []
    far = far[enough]
    scaled = at_all_offsets(weighted, clean)[far] / np.sqrt(met[far])
    deviation = float(np.sqrt(np.mean(scaled**2)))
    if deviation < 1e-9:
        return []
    freedom = degrees_of_freedom(scaled)
    found = []
    for lag in panel.lags:
        value, instrument = moved(panel.values, lag), moved(left, lag)
        weights = np.where(np.isfinite(instrument), answers, 0.0)
        both = np.stack([mean, np.where(np.isfinite(value), value, 0.0)], axis=2)
        both = (
            residuals(panel, both, weights)
            * (weights * np.where(np.isfinite(instrument), instrument, 0.0))[:, :, None]
        )
        of_points, of_values = both.sum(axis=(0, 1))
        if of_values < 1e-9:
            continue
        error = deviation * float(np.sqrt(weights.sum()))
        t = abs(float(of_points)) / error
        found.append(
            Link(
                lag,
                float(of_points / of_values),
                error / float(of_values),
                freedom,
                float(2 * stdtr(freedom, -t)),
                t > float(np.abs(scaled).max()) / deviation,
            )
        )
    return found


def step_of(panel: Panel) -> float:
    """By how much a sentence lets the measure rise: 1, or a power of ten where 1 is unusual."""
    deviation = float(np.sqrt(np.nanmean(panel.cleaned**2)))
    return 1.0 if 0.5 <= deviation < 50 else 10.0 ** int(np.floor(np.log10(deviation)))


def columns_of(request: dict[str, Any], name: str, numbers: tuple[str, ...]) -> dict[str, Any]:
    """The columns of an input as arrays; numbers as floats."""
    return {
        column: np.array(values, dtype=np.float64 if column in numbers else object)
        for column, values in request[name].items()
    }


def reason(panel: Panel | None, minimum: int) -> str | None:
    """The reason why a panel cannot be tested; None if it can."""
    if panel is None:
        return "too_coarse"
    if panel.answers.sum() < minimum:
        return "too_few_answers"
    watched = (panel.answers > 0).any(axis=0) & np.isfinite(panel.values).any(axis=0)
    return "too_few_periods" if watched.sum() < panel.minimum_periods else None


def find_operation_links(request: dict[str, Any]) -> dict[str, list]:
    """A row for each metric, measure and lag; one without a lag where the data do not reach.

    request: `measures` with unit_type, unit, measure, day_number and value; `answers` with metric,
    unit_type, unit, day_number, answer_count and point_sum; `settings` with minimum_answers,
    minimum_weeks, minimum_months and false_link_rate.
    """
    settings = request["settings"]
    measures = columns_of(request, "measures", ("day_number", "value"))
    answers = columns_of(request, "answers", ("day_number", "answer_count", "point_sum"))
    measured = sorted(set(zip(measures["unit_type"], measures["measure"], strict=True)))
    metrics = sorted(set(answers["metric"]))
    # Units are numbered once, so that both sides have the same numbers.
    names = sorted(set(measures["unit"]) | set(answers["unit"]))
    number = {name: place for place, name in enumerate(names)}
    for table in (measures, answers):
        table["unit"] = np.array([number[name] for name in table["unit"]], dtype=np.int64)
        table["day_number"] = table["day_number"].astype(np.int64)
    tried: list[tuple[tuple, Panel | None, str | None, list[Link]]] = []
    for unit_type, measure in measured:
        rows = (measures["unit_type"] == unit_type) & (measures["measure"] == measure)
        order = np.argsort(measures["day_number"][rows], kind="stable")
        values = tuple(measures[c][rows][order] for c in ("unit", "day_number", "value"))
        period = period_of(values[0], values[1])
        least = settings["minimum_months" if period == "month" else "minimum_weeks"]
        for metric in metrics:
            own = (answers["unit_type"] == unit_type) & (answers["metric"] == metric)
            given = tuple(
                answers[c][own] for c in ("unit", "day_number", "answer_count", "point_sum")
            )
            panel = panel_of(values, given, period, least) if period else None
            why = reason(panel, settings["minimum_answers"])
            found = links(panel) if panel is not None and why is None else []
            if why is None and not found:
                why = "constant"
            tried.append(((metric, unit_type, measure), panel, why, found))
    return answer_of(tried, float(settings["false_link_rate"]))


def answer_of(
    tried: list[tuple[tuple, Panel | None, str | None, list[Link]]], rate: float
) -> dict[str, list]:
    """The rows of all panels, with the p values adjusted for all lags of all of them."""
    count = sum(len(found) for _, _, _, found in tried)
    answer: dict[str, list] = {name: [] for name in COLUMNS}
    for key, panel, why, found in tried:
        sizes: tuple = (None, 0, 0, 0)
        step = step_of(panel) if panel is not None and found else None
        text = None if step is None else np.format_float_positional(step, trim="-")
        if panel is not None:
            met = panel.answers > 0
            sizes = (
                panel.period,
                len(np.unique(panel.unit_of[met.any(axis=1)])),
                int(met.any(axis=0).sum()),
                int(panel.answers.sum()),
            )
        shown = [one for one in found if one.is_extreme and one.p * count <= rate]
        best = min(shown, key=lambda one: (one.p, one.lag), default=None)
        rows: list[tuple] = [(None,) * 8 + (count, why)] if why else []
        for one in found:
            half = float(stdtrit(one.degrees_of_freedom, 0.975)) * one.standard_error
            verdict = "link" if one is best else "same_link" if one in shown else "not_shown"
            row = (
                one.lag, step, text, one.slope, one.slope - half, one.slope + half, one.p,
                min(1.0, one.p * count), count, verdict,
            )  # fmt: skip
            rows.append(row)
        for lag, *rest in rows:
            row = (*key, sizes[0], lag, *sizes[1:], *rest)
            for name, value in zip(COLUMNS, row, strict=True):
                answer[name].append(value)
    return answer
