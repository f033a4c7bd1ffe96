"""One fit for all customers of a period, and one for each segment where the data allow."""

from __future__ import annotations

from itertools import groupby
from math import log
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from python_hooks.fits.maximum_likelihood import Fit, not_tried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The name of the fit over all segments; a segment of this name has no fit of its own.
POOLED = "all"


class Model(NamedTuple):
    """The function that fits groups, and the one that evaluates a fit on other groups."""

    parameters: tuple[str, ...]
    fit: Callable[[dict[str, np.ndarray]], Fit]
    log_likelihood: Callable[[dict[str, np.ndarray], np.ndarray], float]


def fit_segments(
    model: Model, groups: dict[str, list], settings: dict[str, Any], numbers: tuple[str, ...]
) -> dict[str, list]:
    """A row for each period's pooled fit and for each segment with customers enough to try.

    groups: columns fit_period, segment and `numbers`, among them customer_count and
    repeat_customer_count (those customers of the group who bought again), sorted by fit_period and
    segment. settings: minimum_customers and minimum_repeat_customers, which every fit needs.

    A segment's own parameters are used when they tell more of its customers than those of all do,
    by the Bayesian information criterion (Schwarz 1978): ln(customers) / 2 for each parameter of
    its own, of which a limit has one fewer. Every period chooses by itself, in the same way: the
    back-test judges what its own period would have chosen.
    """
    columns = {name: np.asarray(groups[name], dtype=np.float64) for name in numbers}
    rows: list[dict[str, Any]] = []
    for fit_period, first, last in _runs(groups["fit_period"], 0):
        of_period = {name: values[first:last] for name, values in columns.items()}
        pooled, common = _fit_row(model, of_period, settings, fit_period, POOLED)
        rows.append(pooled)
        for segment, start, end in _runs(groups["segment"][first:last], first):
            if segment is None or segment == POOLED:
                continue
            of_segment = {name: values[start:end] for name, values in columns.items()}
            row, own = _fit_row(model, of_segment, settings, fit_period, segment)
            if row["reason"].startswith("too_few"):
                continue
            if row["is_used"] and pooled["is_used"]:
                gain = row["log_likelihood"] - model.log_likelihood(of_segment, common.coordinates)
                if gain <= len(own.coordinates) * log(row["customer_count"]) / 2:
                    row |= {"is_used": False, "reason": "pooled_fits_as_well"}
            rows.append(row)
    names = ("fit_period", "segment", "customer_count", "repeat_customer_count")
    names += (*model.parameters, "log_likelihood", "is_used", "reason")
    return {name: [row[name] for row in rows] for name in names}


def _fit_row(
    model: Model,
    groups: dict[str, np.ndarray],
    settings: dict[str, Any],
    fit_period: str,
    segment: str,
) -> tuple[dict[str, Any], Fit]:
    """One fit as a row, without numbers when it may not be used, and the fit itself."""
    customers = round(groups["customer_count"].sum())
    repeat_customers = round(groups["repeat_customer_count"].sum())
    if customers < settings["minimum_customers"]:
        fit = not_tried("too_few_customers")
    elif repeat_customers < settings["minimum_repeat_customers"]:
        fit = not_tried("too_few_repeat_customers")
    else:
        fit = model.fit(groups)
    is_used = fit.reason == ""
    row = {
        "fit_period": fit_period,
        "segment": segment,
        "customer_count": customers,
        "repeat_customer_count": repeat_customers,
        **{name: fit.parameters.get(name) for name in model.parameters},
        "log_likelihood": fit.log_likelihood if is_used else None,
        "is_used": is_used,
        "reason": fit.reason,
    }
    return row, fit


def _runs(values: list, offset: int) -> Iterator[tuple[Any, int, int]]:
    """Each value with the first position of its run and the one after it."""
    for value, run in groupby(values):
        length = len(list(run))
        yield value, offset, offset + length
        offset += length
