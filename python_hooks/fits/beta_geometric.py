"""A repeated chance to leave, with a beta distribution over customers.

BG/NBD takes it after each purchase, sBG at the end of each contract. Instead of the two parameters
a and b of the beta distribution the searches use its mean, a / (a + b), and the odds of its spread
1 / (a + b + 1), which are 1 / (a + b): at 0 all customers have the same chance. Of customers who
stayed j times, the share (1 - mean + j odds) / (1 + j odds) stays once more. Products of these
shares are B(a, b + x) / B(a, b), without a difference of large numbers, also at odds of 0.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import expit, logit

from python_hooks.fits.maximum_likelihood import Coordinate

# By the log odds of the mean, and by the logarithm of the odds of the spread.
MEAN = Coordinate("a / (a + b)", float(logit(1e-6)), float(logit(1 - 1e-6)))
SPREAD = Coordinate("1 / (a + b + 1)", float(np.log(1e-7)), float(np.log(1e5)))


class Terms(NamedTuple):
    """The logarithm of a share for each j, and its derivatives by both coordinates."""

    value: np.ndarray
    gradient: np.ndarray  # 2 x j
    hessian: np.ndarray  # 2 x 2 x j


def stay_and_leave(coordinates: np.ndarray, j: np.ndarray) -> tuple[Terms, Terms]:
    """The shares that stay and leave of those who stayed j times; one coordinate is the limit."""
    mean, stay = expit(coordinates[0]), expit(-coordinates[0])
    odds = np.exp(coordinates[1]) if len(coordinates) > 1 else 0.0
    above, below = stay + odds * j, 1 + odds * j
    product = mean * stay
    # With u = odds j, of ln(stay + u) by the log odds and by ln odds, and of ln(1 + u) by ln odds.
    by_odds, all_by_odds = odds * j / above, odds * j / below
    second = -product * (stay - mean) / above - (product / above) ** 2
    crossed = product * by_odds / above
    zero = np.zeros_like(above)
    stays = Terms(
        np.log(above) - np.log(below),
        np.array([-product / above, by_odds - all_by_odds]),
        np.array([[second, crossed], [crossed, by_odds * stay / above - all_by_odds / below]]),
    )
    leaves = Terms(
        np.log(mean) - np.log(below),
        np.array([stay + zero, -all_by_odds]),
        np.array([[-product + zero, zero], [zero, -all_by_odds / below]]),
    )
    return stays, leaves


def published(coordinates: np.ndarray, names: tuple[str, str, str, str]) -> dict[str, float | None]:
    """The mean, the spread, a and b under their names; the limit has a spread of 0, no a and b."""
    mean = float(expit(coordinates[0]))
    if len(coordinates) == 1:
        return dict(zip(names, (mean, 0.0, None, None), strict=True))
    total = float(np.exp(-coordinates[1]))
    numbers = (mean, 1 / (total + 1), mean * total, float(expit(-coordinates[0])) * total)
    return dict(zip(names, numbers, strict=True))
