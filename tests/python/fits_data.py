"""Simulated customers of a model, and the requests that SQL would send for them."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from python_hooks import fits

# r, alpha, a and b of the CDNOW sample (Fader, Hardie and Lee 2005, table 2).
PUBLISHED = (0.243, 4.414, 0.793, 2.426)


def ask(function: str, **request: Any) -> list[dict[str, Any]]:
    """The rows that a function of the fits answers, as SQL asks it."""
    answer = json.loads(fits.FUNCTIONS[function](json.dumps(request)))
    return [dict(zip(answer, row, strict=True)) for row in zip(*answer.values(), strict=True)]


def simulated(
    seed: int, customers: int, r: float, alpha: float, a: float, b: float, weeks: int = 104
) -> dict[str, list[float]]:
    """Histories of customers simulated by BG/NBD, in columns."""
    random = np.random.default_rng(seed)
    rows = []
    for _ in range(customers):
        rate, leaves = random.gamma(r, 1 / alpha), random.beta(a, b)
        age = int(random.integers(30, weeks * 7))
        time, bought, last = 0.0, 0, 0
        while True:
            time += random.exponential(7 / rate)
            if time > age:
                break
            bought, last = bought + 1, int(time)
            if random.random() < leaves:
                break
        rows.append((bought, last, age))
    bought, last, ages = zip(*rows, strict=True)
    return {
        "repeat_purchase_count": list(bought),
        "recency_days": list(last),
        "age_days": list(ages),
        "customer_count": [1] * customers,
    }


def arrays(columns: dict[str, list]) -> dict[str, np.ndarray]:
    return {name: np.asarray(values, dtype=float) for name, values in columns.items()}


def of_segments(**segments: dict[str, list[float]]) -> dict[str, list]:
    """Groups of one period, by segment."""
    columns: dict[str, list] = {"fit_period": [], "segment": []}
    for name in sorted(segments):
        count = len(segments[name]["customer_count"])
        columns["fit_period"] += ["to_date"] * count
        columns["segment"] += [name] * count
        for column, values in segments[name].items():
            columns.setdefault(column, []).extend(values)
    return columns


def histories(*rows: tuple[int, int, int, int]) -> dict[str, list]:
    """Groups of one period and segment: repeat purchases, recency, age, customers."""
    names = ("repeat_purchase_count", "recency_days", "age_days", "customer_count")
    columns = dict(zip(names, (list(values) for values in zip(*rows, strict=True)), strict=True))
    return of_segments(all=columns)


ONE_CUSTOMER = histories((3, 100, 200, 1))
NOBODY_REPEATS = histories(*((0, 0, age, 10) for age in range(10, 400, 10)))
EVERYBODY_REPEATS_ALIKE = histories(
    *((age // 7, age // 7 * 7, age, 10) for age in range(70, 400, 10))
)
ALL_ON_ONE_DAY = histories((0, 0, 0, 500))


def values(*rows: tuple[int, float, int]) -> dict[str, list]:
    """Groups of one period: repeat purchases, mean value, customers."""
    counts, means, customers = zip(*rows, strict=True)
    return {
        "fit_period": ["to_date"] * len(rows),
        "segment": ["all"] * len(rows),
        "repeat_purchase_count": list(counts),
        "customer_count": list(customers),
        "log_value_sum": [
            float(np.log(mean) * n) for mean, n in zip(means, customers, strict=True)
        ],
    }


def spenders(
    seed: int, p: float, q: float, gamma: float, customers: int = 2000
) -> list[tuple[int, float, int]]:
    """Customers simulated by Gamma-Gamma, each a row of `values`."""
    random = np.random.default_rng(seed)
    counts = random.integers(1, 8, customers)
    rates = random.gamma(q, 1 / gamma, customers)
    means = random.gamma(p * counts, 1 / (rates * counts))
    return [(int(count), float(mean), 1) for count, mean in zip(counts, means, strict=True)]
