"""Measure how often operations are linked: `python -m benchmarks.operation_links --runs 400`.

Companies with 6 stores, 104 weeks, 3 daily measures and the answers of 2 metrics: 54 tests of lags.
Satisfaction and measures have a season of each store's own, a weekday and autocorrelation, and busy
days have longer queues and more answers. Nothing links the two, but where a link is planted.
"""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

import numpy as np
from scipy.signal import lfilter

from python_hooks.fits.links import find_operation_links

FIRST_DAY = 19000
# As the model operation_links asks.
SETTINGS = {
    "minimum_answers": 100, "minimum_weeks": 52, "minimum_months": 24, "false_link_rate": 0.05,
}  # fmt: skip
KINDS = {
    # name: autocorrelation from day to day of both, stores, days from value to value, weeks
    "independent days": (0.0, 6, 1, 104),
    "autocorrelation .8": (0.8, 6, 1, 104),
    "autocorrelation .97": (0.97, 6, 1, 104),
    "one store": (0.8, 1, 1, 104),
    "one store, 53 weeks": (0.8, 1, 1, 53),
    "a value a week": (0.9, 6, 7, 104),
    "a value a month": (0.97, 6, 30, 156),
    "20 stores": (0.8, 20, 1, 104),
}
PLANTED = -2.0  # points of csat for a minute
MEASURES, METRICS = 3, {"csat": 3.0, "nps": 2.0}


def wave(random: np.random.Generator, days: np.ndarray) -> np.ndarray:
    """A season with two harmonics, a trend and a weekday, of some size."""
    turn = 2 * np.pi * days / 365.2425
    shape = sum(random.normal() * np.sin(n * turn + random.uniform(0, 7)) for n in (1, 2))
    return shape + random.normal() * days / days.max() + random.normal(size=7)[days % 7]


def noise(random: np.random.Generator, count: int, alike: float) -> np.ndarray:
    """An autoregressive series with variance 1."""
    shocks = random.normal(size=count) * np.sqrt(1 - alike**2)
    shocks[0] = random.normal()
    return lfilter([1.0], [1.0, -alike], shocks)


def company(seed: int, kind: str, slope: float = 0.0, lag: int = 0) -> dict[str, Any]:
    """A request; slope: points of csat for a unit of the first measure, lag weeks later."""
    random = np.random.default_rng(seed)
    alike, stores, step, weeks = KINDS[kind]
    days = np.arange(weeks * 7)
    measures: dict[str, list] = {
        name: [] for name in ("unit_type", "unit", "measure", "day_number", "value")
    }
    answers: dict[str, list] = {
        name: []
        for name in ("metric", "unit_type", "unit", "day_number", "answer_count", "point_sum")
    }
    common = {name: noise(random, len(days), alike) for name in (*range(MEASURES), *METRICS)}
    for store in range(stores):
        busy = np.exp(0.4 * noise(random, len(days), alike) + 0.3 * wave(random, days))
        values = [
            4 + 2 * noise(random, len(days), alike) + common[each] + 2 * wave(random, days) + busy
            for each in range(MEASURES)
        ]
        for each, value in enumerate(values):
            ends = np.arange(step - 1, len(days), step)
            means = np.add.reduceat(value, np.arange(0, len(ends) * step, step)) / step
            given = value if step == 1 else means[: len(ends)]
            measures["unit_type"] += ["store"] * len(ends)
            measures["unit"] += [f"S{store}"] * len(ends)
            measures["measure"] += [f"M{each}"] * len(ends)
            measures["day_number"] += list(FIRST_DAY + ends)
            measures["value"] += list(np.round(given, 2))
        for metric, size in METRICS.items():
            chance = 0.7 + 0.05 * (
                wave(random, days) + noise(random, len(days), alike) + common[metric]
            )
            if metric == "csat":
                earlier = np.roll(values[0], 7 * lag)
                chance += slope / 100 * (earlier - earlier.mean())
            count = random.poisson(size * busy / busy.mean() * 3 / stores**0.5)
            satisfied = random.binomial(count, np.clip(chance, 0, 1))
            some = count > 0
            answers["metric"] += [metric] * int(some.sum())
            answers["unit_type"] += ["store"] * int(some.sum())
            answers["unit"] += [f"S{store}"] * int(some.sum())
            answers["day_number"] += list(FIRST_DAY + days[some])
            answers["answer_count"] += list(count[some])
            answers["point_sum"] += list(100 * satisfied[some])
    return {"settings": SETTINGS, "measures": measures, "answers": answers}


def found(request: dict[str, Any]) -> list[tuple[str, str, int, float, bool]]:
    """Links named: metric, measure, lag, slope, and whether the interval holds PLANTED."""
    answer = find_operation_links(request)
    return [
        (answer["metric"][row], answer["measure"][row], answer["lag"][row], answer["slope"][row],
         answer["slope_low"][row] <= PLANTED <= answer["slope_high"][row])
        for row, verdict in enumerate(answer["verdict"])
        if verdict == "link"
    ]  # fmt: skip


def main() -> None:
    """Print one line for each kind of company."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--kind", choices=[*KINDS])
    options = parser.parse_args()
    for kind in [options.kind] if options.kind else KINDS:
        wrong = sum(bool(found(company(seed, kind))) for seed in range(options.runs))
        planted: Counter[str] = Counter()
        few = options.runs // 10
        for seed in range(few):
            lag = 0 if kind == "a value a month" else seed % 5
            links = found(company(seed, kind, PLANTED, lag))
            planted["found"] += any(one[:2] == ("csat", "M0") for one in links)
            planted["at its lag"] += any(one[:3] == ("csat", "M0", lag) for one in links)
            planted["others"] += any(one[:2] != ("csat", "M0") for one in links)
            planted["covered"] += any(one[:2] == ("csat", "M0") and one[4] for one in links)
        shares = " ".join(f"{name} {planted[name] / few:.3f}" for name in
                          ("found", "at its lag", "others", "covered"))  # fmt: skip
        print(f"{kind}: false {wrong / options.runs:.3f}; planted: {shares}", flush=True)


if __name__ == "__main__":
    main()
