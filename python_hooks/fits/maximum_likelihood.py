"""Maximum likelihood, with a verdict on whether the maximum is one, and the choice of a limit.

Every model here says how much customers differ by one number that is 0 where they are all alike.
That limit is a model of its own, with one parameter fewer. Where the likelihood rises towards it, a
search of the full model ends anywhere on a plain, on each machine somewhere else. So the limit is
fitted first, and the full model stands only where the data reject the limit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Twice the gain in log-likelihood that rejects the limit: chi-square of one degree, 90 %. As the
# limit is a bound of what it limits, that is a test at 5 % (Self and Liang 1987, case 5).
REJECTS_LIMIT = 2.706
# The slope per customer at which the top counts as reached.
FLAT = 1e-7
# The slope at which another step would move nothing but rounding.
REACHED = 1e-15
# The curvature per customer below which a top is a plain and determines no parameter. The second
# derivatives are exact to about 1e-13. A wide top is no fault: two parameters may be loose while
# what they predict is not, such as r and alpha of BG/NBD with a firm r / alpha.
LEAST_CURVATURE = 1e-7
# The longest step of one coordinate, and how often a step may be tried.
LONGEST_STEP, STEPS, HALVINGS = 2.0, 200, 40


class Coordinate(NamedTuple):
    """One direction of a search: a name for people, and where it ends."""

    name: str
    low: float
    high: float


class Derivatives(NamedTuple):
    """A log-likelihood with its first and second derivatives by the coordinates."""

    value: float
    gradient: np.ndarray
    hessian: np.ndarray


@dataclass(frozen=True)
class Top:
    """Where a search ended; `reason` is empty when that is a maximum that may be used."""

    coordinates: np.ndarray
    log_likelihood: float
    reason: str


@dataclass(frozen=True)
class Fit:
    """The published parameters of a fit, by name; none if `reason` says why it may not be used.

    `coordinates` are those of its search, of which a limit has one fewer.
    """

    parameters: dict[str, float | None]
    log_likelihood: float
    reason: str
    coordinates: np.ndarray


def maximise(
    derivatives: Callable[[np.ndarray], Derivatives],
    coordinates: Sequence[Coordinate],
    starts: Sequence[Sequence[float]],
    customer_count: float,
) -> Top:
    """The highest top that Newton's method finds from any start, and why it may not be used."""
    low = np.array([each.low for each in coordinates])
    high = np.array([each.high for each in coordinates])

    def per_customer(at: np.ndarray) -> Derivatives:
        found = derivatives(at)
        return Derivatives(*(each / customer_count for each in found))

    with np.errstate(all="ignore"):
        ends = [_climb(per_customer, np.clip(start, low, high), low, high) for start in starts]
    at, top = max(ends, key=lambda end: end[1].value if np.isfinite(end[1].value) else -np.inf)
    reason = ""
    on_bound = (at - low < 1e-3) | (high - at < 1e-3)
    if not all(np.isfinite(each).all() for each in top):
        reason = "not_converged"
    elif on_bound.any():
        names = [each.name for each, is_on in zip(coordinates, on_bound, strict=True) if is_on]
        reason = f"on_bound:{','.join(names)}"
    elif np.abs(top.gradient).max() > FLAT:
        reason = "not_converged"
    elif np.linalg.eigvalsh(-top.hessian)[0] < LEAST_CURVATURE:
        reason = "not_determined"
    return Top(at, float(top.value) * customer_count, reason)


def not_tried(reason: str) -> Fit:
    """No fit, and why."""
    return Fit({}, 0.0, reason, np.array([]))


def chosen(limit: Top, full: Top, *, is_told_apart: bool) -> Top:
    """The full model if the data reject its limit, else the limit.

    is_told_apart: whether any customer has enough observations to show differences. If none has,
    the limit is not rejected either, but that is no evidence for it.
    """
    if 2 * (full.log_likelihood - limit.log_likelihood) > REJECTS_LIMIT:
        return full
    if limit.reason == "" and not is_told_apart:
        return replace(limit, reason="not_determined")
    return limit


def _climb(
    derivatives: Callable[[np.ndarray], Derivatives],
    at: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
) -> tuple[np.ndarray, Derivatives]:
    """Where Newton's method ends between the bounds, uphill all the way."""
    here = derivatives(at)
    for _ in range(STEPS):
        if not all(np.isfinite(each).all() for each in here):
            break
        held = ((at <= low) & (here.gradient < 0)) | ((at >= high) & (here.gradient > 0))
        slope = np.where(held, 0, here.gradient)
        if np.abs(slope).max() < REACHED:
            break
        direction = _uphill(slope[~held], here.hessian[np.ix_(~held, ~held)])
        step = np.zeros_like(at)
        step[~held] = direction * min(1, LONGEST_STEP / np.abs(direction).max())
        # At the top only rounding is left, which no shorter step escapes.
        for _ in range(HALVINGS if np.abs(slope).max() > FLAT else 3):
            there = np.clip(at + step, low, high)
            found = derivatives(there)
            gain = found.value - here.value
            # Near the maximum two values are equal after rounding, but the gradients differ.
            rounding = 1e-13 * (1 + abs(here.value))
            if gain > rounding or (
                gain > -rounding
                and np.abs(_free(found, there, low, high)).max() < np.abs(slope).max()
            ):
                at, here = there, found
                break
            step = step / 2
        else:
            break
    return at, here


def _free(found: Derivatives, at: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """The gradient at a point, without components that lead out of the bounds."""
    out = ((at <= low) & (found.gradient < 0)) | ((at >= high) & (found.gradient > 0))
    return np.where(out, 0, found.gradient)


def _uphill(slope: np.ndarray, hessian: np.ndarray) -> np.ndarray:
    """Newton's step, turned uphill where the surface is not yet that of a top."""
    values, vectors = np.linalg.eigh(-hessian)
    return vectors @ ((vectors.T @ slope) / np.maximum(np.abs(values), 1e-12))
