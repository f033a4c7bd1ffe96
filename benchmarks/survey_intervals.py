"""Measure how often intervals hold the truth where customers answer several times.

    python -m benchmarks.survey_intervals --runs 4000

Each customer has an opinion of its own, and each answer a mood of its own; `alike` is the part that
the opinion has of both (the intraclass correlation). The sums of each company go through the macros
of the roll-up on DuckDB, once with customers as clusters and once as if answers were independent.
"""

from __future__ import annotations

import argparse
import functools
import itertools
from pathlib import Path

import duckdb
import jinja2
import numpy as np
import pandas as pd
from scipy import stats

MACROS = Path(__file__).parents[1] / "macros" / "statistics"
CUSTOMERS, ANSWERS, ALIKE = (15, 30, 100, 400), (1.3, 3.0, 8.0), (0.0, 0.3, 0.7)
INTERVALS = {
    "nps": "nps_interval_bound('n / effect', 's / effect', 'ss / effect', side)",
    "csat": "wilson_bound('s / effect', 'n / effect', side)",
    "topic": "wilson_bound('s / effect', 'n / effect', side)",
    "ces": "mean_bound('n / effect', 's / effect', 'ss / effect', side)",
}
# Of answers on a scale of z scores: NPS of 40 % promoters and 25 % detractors, 80 % satisfied, a
# topic that 5 % of comments mention, and effort of 1 to 7 around 5.
EDGES = np.arange(1.5, 7.0)


def points(metric: str, opinions: np.ndarray) -> np.ndarray:
    """What each answer adds to the numerator."""
    if metric == "nps":
        promoters, detractors = stats.norm.ppf(0.6), stats.norm.ppf(0.25)
        return 100.0 * (opinions > promoters) - 100.0 * (opinions < detractors)
    if metric == "csat":
        return (opinions > stats.norm.ppf(0.2)).astype(float)
    if metric == "topic":
        return (opinions > stats.norm.ppf(0.95)).astype(float)
    return 1.0 + np.searchsorted(EDGES, 5 + 1.3 * opinions)


def truth(metric: str) -> float:
    """The value of all answers that could be given."""
    if metric == "ces":
        return float(7 - stats.norm.cdf((EDGES - 5) / 1.3).sum())
    return {"nps": 15.0, "csat": 0.8, "topic": 0.05}[metric]


def cells(
    metric: str, runs: int, customers: int, answers: float, alike: float, seed: int
) -> pd.DataFrame:
    """The sums of so many companies, as the roll-up has them; a customer answers at least once."""
    random = np.random.default_rng(seed)
    counts = 1 + random.poisson(answers - 1, (runs, customers))
    given = np.arange(counts.max()) < counts[..., None]
    opinions = alike**0.5 * random.standard_normal((runs, customers, 1))
    opinions = opinions + (1 - alike) ** 0.5 * random.standard_normal(given.shape)
    numerators = np.where(given, points(metric, opinions), 0.0)
    sums, squares = numerators.sum(2), (numerators**2).sum(2)
    return pd.DataFrame(
        {
            "n": counts.sum(1),
            "s": sums.sum(1),
            "ss": squares.sum(1),
            "repeats": (counts - 1).sum(1),
            "pairs": (counts * (counts - 1)).sum(1),
            "numerator_pairs": (sums**2 - squares).sum(1),
            "product_pairs": (sums * (counts - 1)).sum(1),
        }
    )


@functools.cache
def rendered(call: str, **values: str) -> str:
    """The SQL of a call of macros/statistics."""
    sources = "\n".join(path.read_text(encoding="utf-8") for path in sorted(MACROS.glob("*.sql")))
    return jinja2.Template(sources + "{{ " + call + " }}").render(**values)


def with_effects(sums: pd.DataFrame) -> pd.DataFrame:
    """The sums with the design effect of the roll-up."""
    effect = rendered(
        "design_effect('n', 's', 'ss', 'repeats', 'pairs', 'numerator_pairs', 'product_pairs')"
    )
    return duckdb.sql(f"select *, {effect} as effect from sums").df()


def coverage(metric: str, sums: pd.DataFrame) -> float:
    """The part of the intervals that hold the truth."""
    low, high = (rendered(INTERVALS[metric], side=side) for side in ("low", "high"))
    ((held,),) = duckdb.sql(
        f"select avg(({low} <= {truth(metric)} and {truth(metric)} <= {high})::int) from sums"
    ).fetchall()
    return float(held)


def main() -> None:
    """Print a line for each metric, number of customers and answers a customer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=4000)
    runs = parser.parse_args().runs
    print("coverage with customers as clusters (answers as independent), by likeness:", ALIKE)
    for metric, customers, answers in itertools.product(INTERVALS, CUSTOMERS, ANSWERS):
        told = []
        for seed, alike in enumerate(ALIKE):
            sums = with_effects(cells(metric, runs, customers, answers, alike, seed))
            plain = coverage(metric, sums.assign(effect=1.0))
            told.append(f"{coverage(metric, sums):6.1%} ({plain:.1%})")
        print(f"{metric:5}{customers:5} customers, {answers} answers each:", *told)


if __name__ == "__main__":
    main()
