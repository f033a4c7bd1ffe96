"""Measure the BG/NBD fit beside the package lifetimes: `python -m benchmarks.purchase_fit`.

The same customers for all: the warehouse's own function, from the JSON text that SQL sends to the
text that it reads; lifetimes with a row per customer; lifetimes with the same groups as weights.
Each way is a process of its own, in turn.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Of CDNOW, with customers arriving over four years.
R, ALPHA, A, B = 0.243, 4.414, 0.793, 2.426
DAYS = 1461
PARAMETERS = ("r", "alpha", "a", "b")


def histories(customers: int) -> np.ndarray:
    """Repeat purchases, recency and age in days of customers who behave as BG/NBD says."""
    random = np.random.default_rng(20260101)
    ages = random.integers(0, DAYS, customers)
    rates = random.gamma(R, 1 / ALPHA, customers) / 7
    leaves = random.beta(A, B, customers)
    bought = np.zeros(customers, dtype=np.int64)
    last = np.zeros(customers, dtype=np.int64)
    times = np.zeros(customers)
    there = np.arange(customers)
    while len(there):
        times[there] += random.exponential(1 / np.maximum(rates[there], 1e-12))
        there = there[times[there] <= ages[there]]
        # A second purchase of a day is none.
        days = times[there].astype(np.int64)
        new = days > last[there]
        bought[there[new]] += 1
        last[there[new]] = days[new]
        there = there[random.random(len(there)) >= leaves[there]]
    return np.stack([bought, last, ages])


def grouped(known: np.ndarray) -> np.ndarray:
    """The distinct histories and how many customers have each, as SQL groups them."""
    size = np.array([DAYS * DAYS, DAYS, 1])
    keys, counts = np.unique(size @ known, return_counts=True)
    return np.stack([keys // size[0], keys // DAYS % DAYS, keys % DAYS, counts])


def fit_warehouse(known: np.ndarray) -> Callable[[], list[float]]:
    """The function that the model asks, from text to text; what is timed."""
    from python_hooks import fits
    from python_hooks.fits import bg_nbd  # noqa: F401 - loaded before the clock starts, as lifetimes is

    columns = ("repeat_purchase_count", "recency_days", "age_days", "customer_count")
    groups = dict(zip(columns, grouped(known).tolist(), strict=True))
    count = len(groups["customer_count"])
    groups |= {"fit_period": ["to_date"] * count, "segment": [None] * count}
    settings = {"minimum_customers": 1, "minimum_repeat_customers": 1}
    request = json.dumps({"settings": settings, "groups": groups})

    def fit() -> list[float]:
        answer = json.loads(fits.fit_bg_nbd(request))
        return [answer[name][0] for name in PARAMETERS]

    return fit


def fit_lifetimes(
    known: Sequence[np.ndarray], weights: np.ndarray | None
) -> Callable[[], list[float]]:
    """The package's fit; what is timed."""
    from lifetimes import BetaGeoFitter

    bought, recency, age = (values.astype(float) for values in known)

    def fit() -> list[float]:
        fitter = BetaGeoFitter()
        fitter.fit(bought, recency / 7, age / 7, weights=weights)
        return [float(fitter.params_[name]) for name in PARAMETERS]

    return fit


def measured(way: str, customers: int) -> dict[str, object]:
    """The seconds of one fit, after loading and grouping, and its parameters."""
    known = histories(customers)
    if way == "warehouse":
        fit = fit_warehouse(known)
    elif way == "lifetimes":
        fit = fit_lifetimes(known, None)
    else:
        *distinct, counts = grouped(known)
        fit = fit_lifetimes(distinct, counts)
    started, started_cpu = time.perf_counter(), time.process_time()
    parameters = fit()
    return {
        "wall_seconds": time.perf_counter() - started,
        "cpu_seconds": time.process_time() - started_cpu,
        "parameters": parameters,
    }


def main() -> None:
    """Run every way in turn and print the medians."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.purchase_fit", description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--way", choices=["warehouse", "lifetimes", "lifetimes grouped"])
    arguments = parser.parse_args()
    if arguments.way:
        print(json.dumps(measured(arguments.way, arguments.customers)))
        return
    ways = ["warehouse", "lifetimes", "lifetimes grouped"]
    results: dict[str, list[dict]] = {way: [] for way in ways}
    for _ in range(arguments.runs):
        for way in ways:
            command = [sys.executable, "-m", "benchmarks.purchase_fit", "--way", way]
            command += ["--customers", str(arguments.customers)]
            output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            results[way].append(json.loads(output.splitlines()[-1]))
    medians = {
        way: {
            clock: statistics.median(each[clock] for each in every)
            for clock in ("wall_seconds", "cpu_seconds")
        }
        for way, every in results.items()
    }
    base = medians["warehouse"]
    print(f"BG/NBD of {arguments.customers:,} customers, medians of {arguments.runs} runs:\n")
    print("| fit | wall s | CPU s | wall / warehouse | CPU / warehouse | r | alpha | a | b |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for way, median in medians.items():
        times = [median[clock] for clock in base] + [median[clock] / base[clock] for clock in base]
        figures = [f"{value:.1f}" for value in times]
        figures += [f"{value:.6g}" for value in results[way][0]["parameters"]]
        print(f"| {way} | {' | '.join(figures)} |")


if __name__ == "__main__":
    main()
