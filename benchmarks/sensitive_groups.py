"""Measure how often sensitive groups are found: `python -m benchmarks.sensitive_groups --runs 400`.

The compiled SQL of both models (first: `dbt compile --select +sensitive_groups`) runs on simulated
companies: 2,000 customers who buy 2 to 12 times in two years, with promotions for a week in three
months of each, and 1,500 who answer about 2 to 10 tickets of four teams. Nobody is sensitive; or
15 % of customers use a promotion in 60 % of purchases, and are satisfied 60 points less often
after slow replies.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

COMPILED = Path("target/compiled/cx_warehouse/models")
DAYS = 730
SHARE = 0.15


def seconds(days: np.ndarray) -> pd.DatetimeIndex:
    """Noon of each day since 2024-01-01."""
    return pd.Timestamp("2024-01-01 12:00:00") + pd.to_timedelta(days, unit="D")


def bought(random: np.random.Generator, *, planted: bool) -> pd.DataFrame:
    """Orders; a customer buys in bursts, so that one promotion meets several purchases."""
    sizes = random.integers(2, 13, 2000)
    customer = np.repeat(np.arange(2000), sizes)
    burst = random.integers(0, DAYS, (2000, 5))[customer, random.integers(0, 5, len(customer))]
    day = np.clip(burst + random.integers(0, 5, len(customer)), 0, DAYS - 1)
    channel = np.array(["web", "app", "store"])[random.integers(0, 3, len(customer))]
    in_week = (day % 365 // 30 % 4 == 1) & (day % 30 < 7)
    chance = np.where(in_week, 0.7, 0.1) * np.where(channel == "app", 1.3, 1.0)
    if planted:
        chance = np.where(random.random(2000)[customer] < SHARE, 0.6, chance)
    uses = random.random(len(customer)) < np.minimum(chance, 1)
    at = seconds(day)
    return pd.DataFrame(
        {
            "customer_id": [f"C{one}" for one in customer], "order_date": at.date,
            "is_purchase": True, "promotion": np.where(uses, "Sale", None), "channel": channel,
            "order_region": "north", "region": "north",
        }
    )  # fmt: skip


def answered(random: np.random.Generator, *, planted: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tickets and the answers about them; customers differ in how kindly they answer."""
    sizes = random.integers(2, 11, 1500)
    customer = np.repeat(np.arange(1500), sizes)
    team = random.integers(0, 4, len(customer))
    minutes = np.exp(random.normal(4 + 0.3 * team, 1))
    slow = minutes > np.exp(4 + 0.3 * team)
    chance = 0.8 + 0.1 * np.clip(random.normal(size=1500), -1, 1)[customer] - 0.05 * team
    chance -= 0.08 * slow
    if planted:
        chance -= 0.6 * slow * (random.random(1500)[customer] < SHARE)
    tickets = [f"T{one}" for one in range(len(customer))]
    at = seconds(random.integers(0, DAYS, len(customer)))
    answers = pd.DataFrame(
        {
            "customer_id": [f"C{one}" for one in customer], "ticket_id": tickets,
            "survey_metric": "csat", "experienced_at": at,
            "is_satisfied": random.random(len(customer)) < chance,
        }
    )  # fmt: skip
    teams = [f"team {one}" for one in team]
    return answers, pd.DataFrame(
        {"ticket_id": tickets, "team": teams, "first_response_minutes": minutes}
    )


def groups(seed: int, *, planted: bool) -> dict[str, str]:
    """The verdict on each sensitivity of one company."""
    random = np.random.default_rng(seed)
    con = duckdb.connect(config={"threads": 1})
    con.execute("attach ':memory:' as work")
    for schema in ("marts", "metrics", "reporting"):
        con.execute(f"create schema work.{schema}")
    orders = bought(random, planted=planted)
    answers, tickets = answered(random, planted=planted)
    for name, frame in (
        ("marts.fct_orders", orders), ("marts.fct_tickets", tickets),
        ("metrics.int_answers_dated", answers),
    ):  # fmt: skip
        con.register("frame", frame)
        con.execute(f"create table work.{name} as select * from frame")
    for name in ("metrics/satisfaction/int_customer_sensitivities", "reporting/sensitive_groups"):
        text = (COMPILED / f"{name}.sql").read_text(encoding="utf-8")
        schema, table = name.split("/")[0], name.split("/")[-1]
        con.execute(f"create table work.{schema}.{table} as {text}")
    return dict(
        con.execute("select sensitivity, verdict from work.reporting.sensitive_groups").fetchall()
    )


def main() -> None:
    """Print the shares of companies in which each group is found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=400)
    runs = parser.parse_args().runs
    for planted, count in ((False, runs), (True, runs // 10)):
        verdicts = [groups(seed, planted=planted) for seed in range(count)]
        shares = {
            name: sum(one[name] == "group" for one in verdicts) / count
            for name in ("price", "service")
        }
        either = sum("group" in one.values() for one in verdicts) / count
        print("planted" if planted else "nothing", shares, f"either {either:.3f}", flush=True)


if __name__ == "__main__":
    main()
