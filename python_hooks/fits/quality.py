"""The quality of agents and teams: shares shrunk to a common mean, with 95 % bands.

A team's true share is beta distributed over teams (mean m, odds r = 1 / (a + b) of the spread), so
its successes are beta-binomial (Skellam 1948). m and r are found by maximum likelihood. With x
successes of n the share is (x r + m) / (n r + 1): few events, close to the mean (empirical Bayes,
Efron and Morris 1975). At r = 0 no difference is seen. Agents are shrunk likewise to the shrunk
share of their team, with one r for the agents of all teams: what they are shrunk to is what they
are compared with.

The method of moments can do worse than raw shares; maximum likelihood did not.

Bands do not take r as known. They average the beta posterior over spreads, weighted by likelihood,
add the variance of the mean, and are the quantiles of the beta distribution with that mean and
variance.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.special import betaincinv, betaln, expit, logit

from python_hooks.fits.beta_geometric import MEAN, SPREAD
from python_hooks.fits.maximum_likelihood import Derivatives, maximise

COLUMNS = (
    "metric", "team", "event_count", "success_count", "shrunk", "shrunk_low", "shrunk_high", "mean",
    "odds",
)  # fmt: skip
# Fewer teams, or fewer agents, are not compared.
FEWEST_UNITS = 3
# The standard deviation of shares over units as a part of its largest value, from 0.
SPREADS = np.linspace(0.0, 0.7, 71)
STARTS = (float(np.log(1e-3)), float(np.log(0.1)))


class Units(NamedTuple):
    """Agents or teams, counted by their events and successes."""

    events: np.ndarray
    successes: np.ndarray
    count: np.ndarray


class Prior(NamedTuple):
    """The mean share over units, and the odds of its spread."""

    mean: float
    odds: float


def log_likelihood(at: np.ndarray, tails: tuple[np.ndarray, ...]) -> Derivatives:
    """The beta-binomial log-likelihood, with derivatives by the log odds of m and by ln r.

    tails: how many units have more than j successes, failures and events, j = 0, 1, ...
    """
    mean, other = expit(at[0]), expit(-at[0])
    odds = np.exp(at[1]) if len(at) > 1 else 0.0
    product = mean * other
    value, gradient, hessian = 0.0, np.zeros(2), np.zeros((2, 2))
    for tail, base, sign in ((tails[0], mean, 1.0), (tails[1], other, -1.0), (tails[2], 1.0, 0.0)):
        factor = -1.0 if sign == 0 else 1.0
        step = odds * np.arange(len(tail))
        whole = base + step
        slope = sign * product / whole
        value += factor * (tail @ np.log(whole))
        gradient += factor * np.array([tail @ slope, tail @ (step / whole)])
        second = tail @ (sign * product * (other - mean) / whole - slope**2)
        crossed = tail @ (-slope * step / whole)
        hessian += factor * np.array(
            [[second, crossed], [crossed, tail @ (step * base / whole**2)]]
        )
    size = len(at)
    return Derivatives(float(value), gradient[:size], hessian[:size, :size])


def more_than(values: np.ndarray, count: np.ndarray) -> np.ndarray:
    """How many units have more than 0, 1, 2, ... of something."""
    sizes = np.bincount(np.rint(values).astype(np.int64), count)
    return np.cumsum(sizes[::-1])[::-1][1:]


def tails_of(units: Units) -> tuple[np.ndarray, ...]:
    """How many units have more than j successes, failures and events."""
    failures = units.events - units.successes
    return tuple(
        more_than(values, units.count) for values in (units.successes, failures, units.events)
    )


def fit(units: Units) -> Prior:
    """The mean and spread of highest likelihood."""
    events, successes = units.count @ units.events, units.count @ units.successes
    if successes in (0, events):
        # All alike: the mean is only known to be near the end.
        return Prior(float((successes + 0.5) / (events + 1)), 0.0)
    tails = tails_of(units)
    mean = float(successes / events)
    begin = float(logit(mean))
    limit = log_likelihood(np.array([begin]), tails)
    top = maximise(
        lambda at: log_likelihood(at, tails),
        (MEAN, SPREAD),
        [(begin, start) for start in STARTS],
        float(events),
    )
    # This is no test: even a spread with little evidence shrinks better than none.
    if not is_higher(top.log_likelihood, limit.value):
        return Prior(mean, 0.0)
    return Prior(float(expit(top.coordinates[0])), float(np.exp(top.coordinates[1])))


def fit_odds(groups: list[tuple[float, Units]]) -> float:
    """The spread of highest likelihood over units of groups whose means are known."""
    known = [(float(logit(mean)), tails_of(units)) for mean, units in groups]

    def derivatives(at: np.ndarray) -> Derivatives:
        found = [log_likelihood(np.array([mean, *at]), tails) for mean, tails in known]
        return Derivatives(
            sum(each.value for each in found),
            sum(each.gradient[1:] for each in found),
            sum(each.hessian[1:, 1:] for each in found),
        )

    limit = sum(log_likelihood(np.array([mean]), tails).value for mean, tails in known)
    events = float(sum(units.count @ units.events for _, units in groups))
    top = maximise(derivatives, (SPREAD,), [(start,) for start in STARTS], events)
    if not is_higher(top.log_likelihood, limit):
        return 0.0
    return float(np.exp(top.coordinates[0]))


def is_higher(value: float, limit: float) -> bool:
    """Whether a log-likelihood is above its limit by more than rounding."""
    return bool(value > limit + 1e-9 * (1 + abs(limit)))


def shrunk(units: Units, mean: np.ndarray | float, odds: float) -> np.ndarray:
    """The expected share of each unit."""
    return (units.successes * odds + mean) / (units.events * odds + 1)


def posterior(
    units: Units, known: tuple[np.ndarray, np.ndarray] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance of each unit's share, averaged over spreads.

    known: the mean of each unit and the number of its team; without, one mean follows from each
    spread.
    """
    x, n = units.successes, units.events
    total = units.count @ n
    weights, means, squares = [], [], []
    for spread in SPREADS:
        odds = spread**2 / (1 - spread**2)
        # The weights of least variance.
        information = units.count * n / (1 + (n - 1) * spread**2)
        if known is None:
            # Half an event off the ends.
            share = float((information @ (x / n)) / information.sum())
            mean = np.full(len(n), np.clip(share, 0.5 / (total + 1), 1 - 0.5 / (total + 1)))
            of_mean = mean * (1 - mean) / information.sum()
        else:
            mean = known[0]
            of_mean = mean * (1 - mean) / np.bincount(known[1], information)[known[1]]
        if odds == 0:
            weights.append(units.count @ (x * np.log(mean) + (n - x) * np.log1p(-mean)))
            centre, variance = mean, np.zeros(len(n))
        else:
            a, b = mean / odds, (1 - mean) / odds
            weights.append(units.count @ (betaln(a + x, b + n - x) - betaln(a, b)))
            centre = (a + x) / (a + b + n)
            variance = centre * (1 - centre) / (a + b + n + 1)
        means.append(centre)
        squares.append(variance + of_mean / (n * odds + 1) ** 2 + centre**2)
    weight = np.exp(np.array(weights) - max(weights))
    weight /= weight.sum()
    centre = weight @ np.array(means)
    return centre, np.maximum(weight @ np.array(squares) - centre**2, 1e-15)


def band(
    centre: np.ndarray, variance: np.ndarray, point: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The central 95 % of beta distributions, at least up to the point."""
    size = np.maximum(centre * (1 - centre) / variance - 1, 1e-6)
    low, high = (betaincinv(centre * size, (1 - centre) * size, side) for side in (0.025, 0.975))
    return np.minimum(low, point), np.maximum(high, point)


class Shrunk(NamedTuple):
    """The shares of units, their bands, their common mean, and the spread."""

    share: np.ndarray
    low: np.ndarray
    high: np.ndarray
    mean: np.ndarray
    odds: float


def shrink_teams(units: Units) -> Shrunk:
    """Shrink teams to their common mean."""
    prior = fit(units)
    share = shrunk(units, *prior)
    return Shrunk(
        share, *band(*posterior(units), share), np.full(len(share), prior.mean), prior.odds
    )


def shrink_agents(units: Units, team: np.ndarray) -> Shrunk:
    """Shrink agents to the shrunk share of their team; team: its number for each of the units."""
    names, of_unit = np.unique(team, return_inverse=True)
    events, successes = (
        np.bincount(of_unit, units.count * values) for values in (units.events, units.successes)
    )
    teams = Units(events, successes, np.ones(len(names)))
    share = successes / events
    if len(names) >= FEWEST_UNITS:
        share = shrunk(teams, *fit(teams))
    share = np.clip(share, 0.5 / (events + 1), 1 - 0.5 / (events + 1))
    groups = [
        (float(share[at]), Units(*(values[of_unit == at] for values in units)))
        for at in range(len(names))
    ]
    odds = fit_odds(groups)
    mean = share[of_unit]
    point = shrunk(units, mean, odds)
    centre, spread = posterior(units, (mean, of_unit))
    return Shrunk(point, *band(centre, spread, point), mean, odds)


def shrink_quality(request: dict[str, Any]) -> dict[str, list]:
    """A row for each metric, team, count of events and count of successes.

    request: `cells` with metric, team, event_count, success_count and unit_count; of teams
    themselves all cells have one name as team, and settings.unit_type is team. With fewer than
    FEWEST_UNITS units nothing is shrunk.
    """
    cells = request["cells"]
    answer: dict[str, list] = {name: [] for name in COLUMNS}
    metrics = np.array(cells["metric"], dtype=object)
    for metric in sorted(set(cells["metric"])):
        at = np.flatnonzero(metrics == metric)
        units = Units(
            *(
                np.array([float(cells[name][row]) for row in at])
                for name in ("event_count", "success_count", "unit_count")
            )
        )
        found: dict[str, list] = {
            name: [cells[name][row] for row in at]
            for name in ("metric", "team", "event_count", "success_count")
        }
        if units.count.sum() >= FEWEST_UNITS:
            if request["settings"]["unit_type"] == "team":
                result = shrink_teams(units)
            else:
                result = shrink_agents(units, np.array([cells["team"][row] for row in at]))
            found |= {
                "shrunk": result.share.tolist(),
                "shrunk_low": result.low.tolist(),
                "shrunk_high": result.high.tolist(),
                "mean": result.mean.tolist(),
                "odds": [result.odds] * len(at),
            }
        for name in COLUMNS:
            answer[name] += found.get(name, [None] * len(at))
    return answer
