"""Find level shifts and single points in a series, period by period, as on the day itself.

Each period is judged with the data before it only, so later data never change an alert.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

import numpy as np

from python_hooks.alerts import baseline as base

MINIMUM_PERIODS = 26
LEVEL_SHIFT, SINGLE_POINT, TURNING_POINT = "level_shift", "single_point", "turning_point"
RETURNED, NEW_LEVEL, IN_THE_PAST = "returned", "new_level", "in_the_past"
# The number of periods for which a single point is reported.
POINT_STAYS = 4
# A level shift has returned at odds of a hundred to one for the old level.
RETURN_EVIDENCE = np.log(100)


@dataclass(frozen=True)
class Limits:
    """How a series of a period is watched.

    minimum, longest: the smallest and largest number of training periods; charts: k and h of each
    CUSUM, in standard deviations (the first finds large shifts quickly, the second finds small ones
    reliably); point: the score above which a single period is an alert; settled: the number of
    periods after which a new level becomes the expected one; lag: the number of periods after
    which a calm period is learned from at the latest, also while a sum grows.
    """

    minimum: int
    longest: int
    charts: tuple[tuple[float, float], ...]
    point: float
    settled: int
    lag: int


# benchmarks/alerts.py measures their error rates.
LIMITS = {
    "day": Limits(56, 728, ((1.0, 5.2), (0.7, 7.5)), 5.0, 56, 14),
    "week": Limits(MINIMUM_PERIODS, 104, ((1.0, 3.5), (0.8, 4.5)), 4.3, MINIMUM_PERIODS, 8),
    "month": Limits(MINIMUM_PERIODS, 60, ((1.0, 3.2), (0.7, 4.8)), 3.9, MINIMUM_PERIODS, 8),
}


@dataclass(frozen=True)
class Finding:
    """An alert of one series: places of its first, last and detecting period.

    direction: 1 up, -1 down; expected, observed: means on the compared scale; sigmas: mean score;
    closed: place of the period that ended it, with the reason; None while it is open.
    """

    kind: str
    direction: int
    since: int
    last: int
    detected: int
    expected: float
    observed: float
    sigmas: float
    closed: int | None = None
    closed_because: str | None = None


def watched(series: base.Series, limits: Limits) -> list[Finding]:
    """The level shifts and single points of a series, in the order they were found."""
    return _Watch(series, limits).run()


class _Watch:
    """The state after the periods read so far."""

    def __init__(self, series: base.Series, limits: Limits) -> None:
        self.series = series
        self.limits = limits
        self.count = len(series.values)
        # Periods to learn from: since the level that holds, without those of an alert.
        self.calm: list[int] = []
        self.findings: list[Finding] = []
        self.sums = [0.0] * (2 * len(limits.charts))
        self.starts = [0] * (2 * len(limits.charts))
        self.open: int | None = None
        self.evidence = 0.0
        self.scores = np.zeros(self.count)
        self.expected = np.zeros(self.count)
        # How many calm periods the last fit used, and how many the baseline knows by now.
        self.learned_from = 0
        self.known = 0
        self.baseline: base.Baseline | None = None

    def run(self) -> list[Finding]:
        """Go through all periods."""
        at = 0
        while at < self.count:
            if len(self.calm) < self.limits.minimum:
                self.calm.append(at)
                at += 1
                continue
            if self._is_quarter(at) and self._is_season(at):
                self._begin_anew(at)
            if self._is_stale():
                self._learn(at)
            if self.open is None:
                self._watch(at)
            else:
                self._follow(at)
            at += 1
        return self.findings

    def _is_stale(self) -> bool:
        """Whether enough new periods are known to fit the baseline again."""
        if self.baseline is None:
            return True
        more = max(4, self.learned_from // 8)
        return self.open is None and self._learnable() >= self.learned_from + more

    def _learnable(self) -> int:
        """How many calm periods are before any sum began to grow: a shift may have begun there.

        A sum that grows slowly is rather an error of the baseline, so the wait for it ends.
        """
        if not any(self.sums):
            return len(self.calm)
        running = zip(self.starts, self.sums, strict=True)
        first = min(start for start, size in running if size > 0)
        first = max(first, self.calm[-1] - self.limits.lag + 1)
        return bisect_left(self.calm, first)

    def _is_quarter(self, at: int) -> bool:
        """Whether a year is complete, or a quarter after it."""
        year = self._year()
        return at >= year and (at - year) % max(1, year // 4) == 0

    def _is_season(self, at: int) -> bool:
        """Whether the last two years, alerts included, show a season that is not in the model yet.

        Until then a season looks like a shift. So this is tested every quarter, and before a shift
        is told.
        """
        year = self._year()
        if at < year or self._knows_season():
            return False
        return base.is_seasonal(self.series, np.arange(max(0, at - 2 * year), at))

    def _year(self) -> int:
        """The number of periods of a year."""
        return round(base.DAYS_PER_YEAR / self.series.step_days)

    def _knows_season(self) -> bool:
        """Whether the baseline has a season."""
        return self.baseline is not None and self.baseline.harmonics > 0

    def _begin_anew(self, at: int) -> None:
        """Fit the last two years again: the earlier shift was the season."""
        if self.open is not None:
            shift = self.findings[self.open]
            ended = replace(shift, closed=at, closed_because=NEW_LEVEL)
            self.findings[self.open] = ended
        self._rest()
        self.calm = list(range(max(0, at - 2 * self._year()), at))
        self.baseline = None

    def _learn(self, at: int) -> None:
        """Fit the baseline again, and predict all later periods with it."""
        self.learned_from = self.known = self._learnable()
        places = np.array(self.calm[: self.known][-self.limits.longest :])
        self.baseline = base.learned(self.series, places)
        self._predict(at)

    def _update(self) -> None:
        """Add the periods to the baseline that can be learned from by now."""
        for known in range(self.known, self._learnable()):
            place = self.calm[known]
            follows = self.calm[known - 1] == place - 1
            self.baseline = base.updated(self.series, self.baseline, place, follows)
            self.known += 1

    def _predict(self, first: int) -> None:
        """Predict all periods from one on with the baseline."""
        ahead = np.arange(first, self.count)
        self.expected[ahead] = base.expected(self.series, self.baseline, ahead)
        self.scores[ahead] = base.standardised(self.series, self.baseline, ahead)

    def _watch(self, at: int) -> None:
        """Add a period to both sums (Page 1954): a level shift, a single point or neither."""
        follows = self.calm[-1] == at - 1
        score = base.innovation(self.series, self.baseline, at, follows)
        is_point = abs(score) > self.limits.point
        sides = [(1, *chart) for chart in self.limits.charts]
        sides += [(-1, *chart) for chart in self.limits.charts]
        for side, (direction, slack, limit) in enumerate(sides):
            # One point is no new level; two adjacent points are.
            own = direction * score
            if is_point and own > 0:
                own = slack + 0.55 * limit
            if self.sums[side] == 0:
                self.starts[side] = at
            self.sums[side] = max(0.0, self.sums[side] + own - slack)
        for side, (direction, _, limit) in enumerate(sides):
            if self.sums[side] > limit:
                if self._is_season(at + 1):
                    self._begin_anew(at + 1)
                    return
                self._open(at, self.starts[side], direction)
                return
        if is_point:
            self._predict(at)
            direction = 1 if score > 0 else -1
            closed = at + POINT_STAYS if at + POINT_STAYS < self.count else None
            self.findings.append(
                Finding(
                    SINGLE_POINT, direction, at, at, at, float(self.expected[at]),
                    float(self.series.values[at]), float(self.scores[at]),
                    closed,
                    None if closed is None else RETURNED,
                )
            )  # fmt: skip
        else:
            self.calm.append(at)
            self._update()

    def _open(self, at: int, since: int, direction: int) -> None:
        """Begin a level shift; the single points inside it are part of it."""
        self.findings = [
            each
            for each in self.findings
            if each.kind != SINGLE_POINT or each.since < since or each.direction != direction
        ]
        self.calm = [each for each in self.calm if each < since]
        self.sums = [0.0] * len(self.sums)
        self._learn(since)
        self.open = len(self.findings)
        self.evidence = 0.0
        self.findings.append(self._shift(since, at, at, direction))

    def _shift(self, since: int, last: int, detected: int, direction: int) -> Finding:
        """A level shift with its size over its periods so far."""
        places = slice(since, last + 1)
        sizes = self.series.sizes[places]
        return Finding(
            LEVEL_SHIFT,
            direction,
            since,
            last,
            detected,
            float(np.average(self.expected[places], weights=sizes)),
            float(np.average(self.series.values[places], weights=sizes)),
            float(self.scores[places].mean()),
        )

    def _follow(self, at: int) -> None:
        """Close an open level shift if the old level is back or the new one is the expected level.

        The evidence is the likelihood ratio of the old level against the new one (Wald 1945).
        """
        shift = self.findings[self.open]
        size = max(shift.sigmas * shift.direction, 1.0)
        own = shift.direction * self.scores[at]
        self.evidence = max(0.0, self.evidence + size * (size / 2 - own))
        if self.evidence > RETURN_EVIDENCE:
            ended = replace(shift, closed=at, closed_because=RETURNED)
            self.findings[self.open] = ended
            self._rest()
            return
        if self.evidence == 0:
            shift = self._shift(shift.since, at, shift.detected, shift.direction)
            self.findings[self.open] = shift
        if at - shift.since + 1 >= self.limits.settled:
            self.findings[self.open] = replace(shift, closed=at, closed_because=NEW_LEVEL)
            self._rest()
            self.calm = list(range(shift.since, at + 1))
            self.baseline = None

    def _rest(self) -> None:
        """Reset both sums."""
        self.open = None
        self.sums = [0.0] * len(self.sums)
