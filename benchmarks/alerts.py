"""Measure how often alerts are wrong or late: `python -m benchmarks.alerts --runs 2000`.

Simulated series of each kind of metric: how many false alarms 100 of them have a year, and in how
many a shift that lasts is found within some periods. With a folder of the Turing change point data
set (van den Burg and Williams 2020), the F1 of the turning points, too:
`--tcpd <folder with annotations.json and a file for each series>`.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import numpy as np

from python_hooks.alerts import baseline as base
from python_hooks.alerts.history import turning_points
from python_hooks.alerts.shifts import LIMITS, watched

PERIODS_A_YEAR = {"day": 365.25, "week": 365.25 / 7, "month": 12.0}
STEP_DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12}
# Periods of baseline, and periods watched after them for false alarms.
LENGTHS = {"day": (364, 364), "week": (52, 104), "month": (36, 36)}
# A turning point is found when one lies at most so many places away (van den Burg and Williams).
MARGIN = 5


@dataclass(frozen=True)
class World:
    """How a series comes about.

    events: of a period; mean: of a proportion or rate; correlation: of neighbours; dispersion: how
    many times the variance of sampling; season, half_year, weekday: size in standard deviations;
    trend: standard deviations a year; outliers: share of periods that are 5 to either side.
    """

    name: str
    kind: str = base.LEVEL
    events: int = 50
    mean: float = 0.8
    correlation: float = 0.0
    dispersion: float = 1.0
    season: float = 0.0
    weekday: float = 0.0
    half_year: float = 0.0
    trend: float = 0.0
    outliers: float = 0.0


WORLDS = (
    World("mean of 50 events"),
    World("proportion .8 of 50", base.PROPORTION),
    World("proportion .95 of 20", base.PROPORTION, 20, 0.95),
    World("3.5 complaints a period", base.RATE, 50, 0.07),
    World("season of 1 sd", season=1.0),
    World("overdispersion 1.3", dispersion=1.3),
    World("autocorrelation .2", correlation=0.2),
    World("autocorrelation .4", correlation=0.4),
    # Not used to choose the limits.
    World("season of two waves, 1 sd each", season=1.0, half_year=1.0),
    World("3.5 complaints, season of 1 sd", base.RATE, 50, 0.07, season=1.0),
    World("trend of 1 sd a year", trend=1.0),
    World("1 outlier of 5 sd in 50 periods", outliers=0.02),
)


def series(
    world: World, period: str, count: int, shift: float, shift_at: int, random: np.random.Generator
) -> base.Series:
    """One series; from place shift_at on its level is shift standard deviations higher."""
    step = STEP_DAYS[period]
    days = np.floor(18_000 + step * np.arange(count))
    noise = random.normal(size=count)
    for place in range(1, count):
        inherited = world.correlation * noise[place - 1]
        noise[place] = inherited + np.sqrt(1 - world.correlation**2) * noise[place]
    level = np.where(np.arange(count) >= shift_at, shift * np.sqrt(world.dispersion), 0.0)
    angle = 2 * np.pi * days / base.DAYS_PER_YEAR
    level = level + world.season * np.sin(angle) + world.half_year * np.cos(2 * angle)
    level = level + world.trend * (days - days[0]) / base.DAYS_PER_YEAR
    if world.outliers:
        is_outlier = random.random(count) < world.outliers
        level = level + is_outlier * random.choice([-5.0, 5.0], size=count)
    if period == "day":
        level = level + world.weekday * np.where(days % 7 >= 5, 1.0, 0.0)
    sizes = np.full(count, float(world.events))
    unknown = np.full(count, np.nan)
    if world.kind == base.LEVEL:
        values = 10 + (level + np.sqrt(world.dispersion) * noise) / np.sqrt(world.events)
        variances = random.chisquare(world.events - 1, size=count) / (world.events - 1)
        return base.Series(world.kind, days, values, sizes, variances, step)
    is_share = world.kind == base.PROPORTION
    variance = world.mean * (1 - world.mean) if is_share else world.mean
    deviation = np.sqrt(variance / world.events)
    chance = world.mean + deviation * (level + np.sqrt(world.dispersion - 1) * noise)
    if is_share:
        counts = random.binomial(world.events, np.clip(chance, 0.001, 0.999))
    else:
        counts = random.poisson(np.maximum(chance, 1e-6) * world.events)
    return base.Series(world.kind, days, counts / world.events, sizes, unknown, step)


def false_alarms(world: World, period: str, runs: int, seed: int) -> float:
    """Alerts in 100 years of series in which nothing happens, after the baseline."""
    random = np.random.default_rng(seed)
    learned, watched_for = LENGTHS[period]
    alarms = 0
    for _ in range(runs):
        calm = series(world, period, learned + watched_for, 0.0, 0, random)
        alarms += sum(one.detected >= learned for one in watched(calm, LIMITS[period]))
    return 100 * alarms / (runs * watched_for / PERIODS_A_YEAR[period])


def found_within(
    world: World, period: str, shift: float, runs: int, seed: int, within: tuple[int, ...]
) -> list[float]:
    """Shares of series in which a shift that lasts is found within so many periods.

    A shift of a share is upwards or downwards, whichever has room.
    """
    random = np.random.default_rng(seed)
    learned = LENGTHS[period][0]
    sign = -1 if world.kind == base.PROPORTION and world.mean > 0.5 else 1
    hits = np.zeros(len(within))
    for _ in range(runs):
        shifted = series(world, period, learned + max(within), sign * shift, learned, random)
        seen = [
            one.detected - learned
            for one in watched(shifted, LIMITS[period])
            if one.detected >= learned and one.direction == sign
        ]
        hits += [bool(seen) and min(seen) < periods for periods in within]
    return (hits / runs).tolist()


def f1_score(annotations: dict[str, list[int]], found: list[int]) -> float:
    """F1 with the margin, place 0 counted as found, recall the mean over annotators.

    Formulas (2) to (5) of van den Burg and Williams (2020), An Evaluation of Change Point
    Detection Algorithms.
    """
    told = {annotator: {0, *points} for annotator, points in annotations.items()}
    points = {0, *found}
    precision = len(_matched(set().union(*told.values()), points)) / len(points)
    recall = fmean(len(_matched(one, points)) / len(one) for one in told.values())
    return 2 * precision * recall / (precision + recall)


def _matched(truth: set[int], found: set[int]) -> set[int]:
    """The true points that have a found one of their own within the margin."""
    left, matched = set(found), set()
    for point in sorted(truth):
        near = [(abs(point - other), other) for other in left if abs(point - other) <= MARGIN]
        if near:
            matched.add(point)
            left.remove(min(near)[1])
    return matched


def tcpd_scores(folder: Path) -> dict[str, float]:
    """F1 of each series of the folder."""
    annotations = json.loads((folder / "annotations.json").read_text(encoding="utf-8"))
    scores = {}
    for name in sorted(annotations):
        told = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        raw = np.array([np.nan if each is None else each for each in told["series"][0]["raw"]])
        places = np.flatnonzero(np.isfinite(raw))
        found = [int(places[point]) for point in turning_points(raw[places])]
        scores[name] = f1_score(annotations[name], found)
    return scores


def main() -> None:
    """Print a line for each kind of series, by period."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--periods", nargs="+", default=["week", "month", "day"])
    parser.add_argument("--tcpd", type=Path)
    arguments = parser.parse_args()
    if arguments.tcpd and arguments.tcpd.exists():
        scores = tcpd_scores(arguments.tcpd)
        for name, score in scores.items():
            print(f"{name} {score:.3f}")
        print(f"mean F1 {fmean(scores.values()):.4f}", flush=True)
    print("period, series: false alarms in 100 years; 3 sd within 3; 2 sd within 6, within 12")
    for period in arguments.periods:
        runs = max(1, arguments.runs // (7 if period == "day" else 1))
        worlds = WORLDS + ((World("weekday of 1 sd", weekday=1.0),) if period == "day" else ())
        for world in worlds:
            alarms = false_alarms(world, period, runs, 1)
            large = found_within(world, period, 3.0, runs, 2, (3,))
            small = found_within(world, period, 2.0, runs, 3, (6, 12))
            shares = " ".join(f"{share:.3f}" for share in large + small)
            print(f"{period}, {world.name}: {alarms:.2f}; {shares}", flush=True)


if __name__ == "__main__":
    main()
