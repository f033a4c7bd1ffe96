"""Measure how well planted groups are found: `python -m benchmarks.personas --runs 20`.

Customers of four kinds differ in how often they buy, where, in which promotions, how much they
return, how much service they need and whether they have a contract. Within a kind, customers differ
by a factor of activity. A company without groups has one kind.
"""

from __future__ import annotations

import argparse

import duckdb
import numpy as np

from python_hooks.fits import clusters

# orders, share in a store, in promotions and returned, acts online, tickets, share of happy
# answers, share with a contract
KINDS = [
    (14, 0.05, 0.10, 0.03, 90, 0.5, 0.80, 0.05),
    (5, 0.80, 0.08, 0.03, 6, 0.4, 0.75, 0.05),
    (7, 0.08, 0.75, 0.30, 40, 1.0, 0.50, 0.05),
    (3, 0.08, 0.08, 0.05, 20, 6.0, 0.20, 0.90),
]
SHARES = [0.3, 0.3, 0.2, 0.2]
ONE_KIND = [(5, 0.25, 0.20, 0.08, 30, 1.2, 0.55, 0.25)]
# The standard deviation of the logarithm of the activity.
ACTIVITY = 0.4
WEIGHTS = np.array([3, 3, 3, 3, 12, 12, 12, 12, 6, 6, 12, 12])


def company(
    random: np.random.Generator, customers: int, is_planted: bool
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """The columns of int_customer_months_banded that personas use, and the kind of each."""
    kinds = np.array(KINDS if is_planted else ONE_KIND)
    kind = random.choice(len(kinds), customers, p=SHARES if is_planted else [1.0])
    rate = kinds[kind].T
    activity = np.exp(ACTIVITY * random.standard_normal(customers) - ACTIVITY**2 / 2)
    orders = random.poisson(rate[0] * activity)

    def part(share: np.ndarray) -> np.ndarray:
        return random.binomial(orders, random.beta(4 * share, 4 * (1 - share)))

    answers = random.binomial(3, 0.4, customers)
    spread = np.exp(0.5 * random.standard_normal((2, customers)))
    tickets = random.poisson(rate[5] * spread[0])
    columns = {
        "recency_days": np.minimum(random.exponential(365 / (orders + 1)), 180).astype(int),
        "orders_12_months": orders,
        "spend_12_months": np.round(orders * np.exp(random.normal(4, 0.5, customers)), 2),
        "categories_bought": np.array(
            [len(set(random.integers(0, 8, min(count, 40)))) for count in orders]
        ),
        "store_orders_12_months": part(rate[1]),
        "promotion_orders_12_months": part(rate[2]),
        "returned_orders_12_months": part(rate[3]),
        "usage_12_months": random.poisson(rate[4] * activity * spread[1]),
        "tickets_12_months": tickets,
        "complaints_12_months": random.binomial(tickets, 0.3),
        "answers_12_months": answers,
        "happy_answers_12_months": random.binomial(answers, rate[6]),
        "contract_months_12_months": np.where(random.random(customers) < rate[7], 12, 0),
    }
    return columns, kind


def standardised(columns: dict[str, np.ndarray]) -> np.ndarray:
    """The features as int_persona_samples_drawn and the macro persona_score give them, weighted."""
    shares = {
        "store_orders_12_months": "orders_12_months",
        "promotion_orders_12_months": "orders_12_months",
        "returned_orders_12_months": "orders_12_months",
        "happy_answers_12_months": "answers_12_months",
    }
    values = []
    for name, column in columns.items():
        if name in shares:
            whole = columns[shares[name]]
            part = np.minimum(column, whole)
            values.append((part + 4 * part.sum() / whole.sum()) / (whole + 4))
        elif name != "answers_12_months":
            values.append(np.log1p(column))
    rows = np.column_stack(values)
    rows = np.clip((rows - rows.mean(0)) / rows.std(0), -3, 3)
    return np.round(rows, 3) * np.sqrt(WEIGHTS)


def stored(connection: duckdb.DuckDBPyConnection, columns: dict[str, np.ndarray], day: str) -> None:
    """Add the customers of a company to the table of the months, as of a day."""
    connection.execute("create schema if not exists intermediate")
    rows = {name: column.tolist() for name, column in columns.items()}
    ids = [f"C{number:06d}" for number in range(len(rows["recency_days"]))]
    names = ", ".join(
        f"cast(unnest(${number + 3}) as double) as {name}" for number, name in enumerate(rows)
    )
    select = (
        "select cast(unnest($1) as varchar) as customer_id,"
        " date_trunc('month', cast($2 as date)) as month_start,"
        f" cast($2 as date) as month_end, {names}"
    )
    parameters = [ids, day, *rows.values()]
    table = "intermediate.int_customer_months_banded"
    connection.execute(f"create table if not exists {table} as {select} limit 0", parameters)
    connection.execute(f"insert into {table} {select}", parameters)


def main() -> None:
    """Print how many groups were found in each kind of company, and how like the truth."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=20)
    arguments.add_argument("--customers", type=int, default=2000)
    settings = arguments.parse_args()
    for is_planted in (True, False):
        counts: dict[int, int] = {}
        indices = []
        for seed in range(settings.runs):
            columns, kind = company(
                np.random.default_rng(seed), settings.customers, is_planted=is_planted
            )
            rows = standardised(columns)
            found = clusters.find_groups(rows)
            count = 0 if found is None else len(found.centres)
            counts[count] = counts.get(count, 0) + 1
            if found is not None:
                indices.append(clusters.adjusted_rand_index(kind, clusters.nearest(rows, found)))
        print(f"{'four groups' if is_planted else 'no groups'} planted; found: {counts}")
        if indices and is_planted:
            print(f"  adjusted Rand index: mean {np.mean(indices):.3f}, lowest {min(indices):.3f}")


if __name__ == "__main__":
    main()
