"""Maximum likelihood of positive parameters, with a verdict on whether the maximum is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

if TYPE_CHECKING:
    from collections.abc import Callable

    Values = np.ndarray[tuple[int], np.dtype[np.float64]]

# Every parameter stays between these; a fit that ends at one has no maximum inside.
SMALLEST, LARGEST = 1e-4, 1e5
# The slope per customer, by the logarithm of a parameter, at which the top counts as reached.
FLAT = 1e-7
# The slope at which another step would move nothing but rounding.
REACHED = 1e-13
# The curvature per customer, by the logarithms of the parameters, below which a top is a plain: it
# is lost in the digits of the gradient. A wide top is no fault: two parameters may be loose while
# what they predict is not, such as a and b of BG/NBD with a firm a / b.
LEAST_CURVATURE = 1e-7


@dataclass(frozen=True)
class Fit:
    """Parameters in the order of their names; `reason` is empty when they may be used."""

    parameters: tuple[float, ...]
    log_likelihood: float
    reason: str


def maximise(
    log_likelihood: Callable[[Values], tuple[float, Values]],
    start: dict[str, float],
    customer_count: float,
) -> Fit:
    """The parameters with the greatest log-likelihood, and why they may not be used.

    `log_likelihood` takes parameters in the order of `start` and gives its value and its gradient.
    The search runs over the logarithms of the parameters, so that they stay positive and one step
    suits small and large ones. L-BFGS-B comes near, Newton's method with differences of the exact
    gradient goes on to the last digits, so that the result does not depend on the way taken.
    """
    low, high = np.log(SMALLEST), np.log(LARGEST)

    def cost(logs: Values) -> tuple[float, Values]:
        parameters = np.exp(logs)
        value, gradient = log_likelihood(parameters)
        return -value / customer_count, -gradient * parameters / customer_count

    with np.errstate(all="ignore"):
        logs = minimize(
            cost,
            np.log(list(start.values())),
            jac=True,
            method="L-BFGS-B",
            bounds=[(low, high)] * len(start),
            options={"ftol": 1e-14, "gtol": FLAT, "maxiter": 1000},
        ).x
        logs, slope, curvature = _newton(cost, logs, low, high)
        parameters = np.exp(logs)
        value = log_likelihood(parameters)[0]
    reason = ""
    on_bound = [
        name for name, log in zip(start, logs, strict=True) if min(log - low, high - log) < 1e-3
    ]
    if not (np.isfinite(value) and np.isfinite(curvature).all()):
        reason = "not_converged"
    elif on_bound:
        reason = f"on_bound:{','.join(on_bound)}"
    elif np.abs(slope).max() > FLAT:
        reason = "not_converged"
    elif np.linalg.eigvalsh(curvature)[0] < LEAST_CURVATURE:
        reason = "not_determined"
    return Fit(tuple(float(each) for each in parameters), float(value), reason)


def _newton(
    cost: Callable[[Values], tuple[float, Values]], logs: Values, low: float, high: float
) -> tuple[Values, Values, np.ndarray]:
    """Where Newton's method ends from near the minimum, the slope and the curvature there."""
    slope, curvature = cost(logs)[1], _curvature(cost, logs)
    for _ in range(50):
        if not np.isfinite(curvature).all() or np.linalg.eigvalsh(curvature)[0] <= 0:
            break
        nearer = np.clip(logs - np.linalg.solve(curvature, slope), low, high)
        nearer_slope = cost(nearer)[1]
        progress = np.abs(nearer_slope).max() / np.abs(slope).max()
        if not progress < 1:
            break
        logs, slope = nearer, nearer_slope
        if np.abs(slope).max() < REACHED:
            break
        # One curvature serves for several steps, as long as they come nearer quickly.
        if progress > 0.1:
            curvature = _curvature(cost, logs)
    return logs, slope, curvature


def _curvature(cost: Callable[[Values], tuple[float, Values]], logs: Values) -> np.ndarray:
    """The second derivatives of the cost, by central differences of its gradient."""
    step = 1e-5
    rows = [
        (cost(logs + move)[1] - cost(logs - move)[1]) * (0.5 / step)
        for move in step * np.eye(len(logs))
    ]
    return (np.array(rows) + np.array(rows).T) * 0.5
