"""sBG: how many periods a contract lasts.

Fader and Hardie (2007), How to project customer retention, Journal of Interactive Marketing 21(1).
A customer is lost at the end of each period with a chance that is beta distributed over customers
(alpha, beta). Customers with a high chance leave early, so retention rises with age without any
customer becoming more loyal. In the limit all are lost with the same chance, the geometric
distribution: see beta_geometric.py.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from python_hooks.fits import beta_geometric
from python_hooks.fits.maximum_likelihood import (
    Derivatives,
    Fit,
    chosen,
    maximise,
    not_tried,
)

PARAMETERS = ("churn_mean", "churn_spread", "alpha", "beta")
COORDINATES = (beta_geometric.MEAN, beta_geometric.SPREAD)
# Where the search for the full model begins: alpha + beta = 20, and 1.
STARTS = (-float(np.log(20)), 0.0)


def log_likelihood(groups: dict[str, np.ndarray], at: np.ndarray) -> Derivatives:
    """The log-likelihood (the paper's equation 5) with its derivatives by the coordinates.

    groups: of the customers whose period number `period` (1, 2, ...) was the last one observed,
    lost_count left at its end and kept_count went on. Of those who came to the end of a period
    the share (beta+period-1) / (alpha+beta+period-1) stays.
    """
    period = np.rint(groups["period"]).astype(np.int64)
    lost = np.bincount(period - 1, groups["lost_count"])
    ended = lost + np.bincount(period - 1, groups["kept_count"])
    stayed = np.cumsum(ended[::-1])[::-1] - lost
    stays, leaves = beta_geometric.stay_and_leave(at, np.arange(len(lost), dtype=np.float64))
    size = len(at)
    return Derivatives(
        float(stayed @ stays.value + lost @ leaves.value),
        (stays.gradient @ stayed + leaves.gradient @ lost)[:size],
        (stays.hessian @ stayed + leaves.hessian @ lost)[:size, :size],
    )


def fit(groups: dict[str, np.ndarray], away: float = 0.0) -> Fit:
    """Fit the chance to be lost to groups of customers.

    Every search begins `away` from where it would; the result does not depend on it.
    """
    customers = float(np.sum(groups["lost_count"] + groups["kept_count"]))
    limit = maximise(lambda at: log_likelihood(groups, at), COORDINATES[:1], [(away,)], customers)
    full = maximise(
        lambda at: log_likelihood(groups, at),
        COORDINATES,
        [(limit.coordinates[0] + away, start + away) for start in STARTS],
        customers,
    )
    came = (groups["lost_count"] + groups["kept_count"]) > 0
    top = chosen(limit, full, is_told_apart=bool(np.rint(groups["period"])[came].max() > 1))
    return Fit(
        {} if top.reason else beta_geometric.published(top.coordinates, PARAMETERS),
        top.log_likelihood,
        top.reason,
        top.coordinates,
    )


def survival(parameters: tuple[float, float], periods: int) -> list[float]:
    """The share of customers still there after 0, 1, ... periods.

    parameters: churn_mean and churn_spread.
    """
    mean, spread = parameters
    shares = [1.0]
    for period in range(periods):
        others = spread * period
        shares.append(shares[-1] * ((1 - mean) * (1 - spread) + others) / (1 - spread + others))
    return shares


def fit_by_segment(request: dict[str, Any]) -> dict[str, list]:
    """A row for each segment of a request; without numbers when its fit may not be used.

    request: `groups` with segment, period, lost_count and kept_count; `settings` with
    minimum_customers and minimum_lost_customers, below which nothing is fitted.
    """
    groups, settings = request["groups"], request["settings"]
    segments = np.array(groups["segment"], dtype=object)
    numbers = {
        name: np.asarray(groups[name], dtype=np.float64)
        for name in ("period", "lost_count", "kept_count")
    }
    names = ("segment", "customer_count", *PARAMETERS, "log_likelihood", "is_used", "reason")
    answer: dict[str, list] = {name: [] for name in names}
    for segment in dict.fromkeys(groups["segment"]):
        of_segment = {name: values[segments == segment] for name, values in numbers.items()}
        lost = round(of_segment["lost_count"].sum())
        customers = lost + round(of_segment["kept_count"].sum())
        if customers < settings["minimum_customers"]:
            fitted = not_tried("too_few_customers")
        elif lost < settings["minimum_lost_customers"]:
            fitted = not_tried("too_few_lost_customers")
        else:
            fitted = fit(of_segment)
        is_used = fitted.reason == ""
        row = (
            segment,
            customers,
            *(fitted.parameters.get(name) for name in PARAMETERS),
            fitted.log_likelihood if is_used else None,
            is_used,
            fitted.reason,
        )
        for name, value in zip(names, row, strict=True):
            answer[name].append(value)
    return answer
