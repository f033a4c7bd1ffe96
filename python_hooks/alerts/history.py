"""The turning points of a series' history: where its level changed, seen from the end."""

from __future__ import annotations

import numpy as np

# The penalty of one more turning point, as a multiple of ln n. docs/alerts.md has its error rates.
PENALTY = 3.0
# A step below this number of residual standard deviations is ignored.
SMALLEST_STEP = 1.0


def turning_points(values: np.ndarray) -> list[int]:
    """Places at which a new level begins, in order.

    The segmentation with the least squared error of the standardised values plus a penalty for
    each point: PELT (Killick, Fearnhead and Eckley 2012, algorithm 2), which leaves out begins that
    can never be best again. Then small steps go, the smallest first.
    """
    spread = float(values.std())
    if len(values) < 3 or spread <= 1e-12 * max(1.0, float(np.abs(values).max())):
        return []
    scores = (values - values.mean()) / spread
    points = _cheapest(scores, PENALTY * float(np.log(len(scores))))
    while points:
        means, left = levels(scores, points)
        steps = np.abs(np.diff(means))
        smallest = int(np.argmin(steps))
        if steps[smallest] >= SMALLEST_STEP * left:
            break
        points.pop(smallest)
    return points


def _cheapest(scores: np.ndarray, penalty: float) -> list[int]:
    """The begins of the cheapest segmentation but the first."""
    count = len(scores)
    sums = np.concatenate([[0.0], np.cumsum(scores)])
    squares = np.concatenate([[0.0], np.cumsum(scores**2)])
    best = np.zeros(count + 1)
    best[0] = -penalty
    before = np.zeros(count + 1, dtype=int)
    begins = np.array([0])
    for end in range(1, count + 1):
        total = sums[end] - sums[begins]
        costs = best[begins] + squares[end] - squares[begins] - total**2 / (end - begins)
        place = int(np.argmin(costs))
        best[end] = costs[place] + penalty
        before[end] = begins[place]
        begins = np.append(begins[costs <= best[end]], end)
    points = []
    place = int(before[count])
    while place > 0:
        points.append(place)
        place = int(before[place])
    return points[::-1]


def levels(values: np.ndarray, points: list[int]) -> tuple[np.ndarray, float]:
    """The means between turning points, and the standard deviation of the residuals."""
    parts = np.split(values, points)
    means = np.array([part.mean() for part in parts])
    left = sum(float(((part - part.mean()) ** 2).sum()) for part in parts)
    return means, float(np.sqrt(left / max(1, len(values) - len(parts))))
