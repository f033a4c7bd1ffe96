"""Judge the churn warnings of a company: `python -m benchmarks.churn_warnings planted <folder>`.

The company is `planted` (bad service makes customers leave), `plans` (all are under contract, and
leave by their plan, a failed payment or what their tickets are about), `chance` (they leave at
random, nothing but their silence tells of it, and there are no contracts), or a public data set
with its file, such as `cdnow --file CDNOW_master.txt --lapsed-after 90`. The command builds the
health score and prints how well the model ranks customers beside recency.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from examples.mapping import write
from python_hooks.engines.warehouse import connect

ROOT = Path(__file__).parent.parent
DATA_SETS = {"cdnow": "USD", "online_retail_ii": "GBP"}
FIRST_DAY = date(2021, 1, 1)
DAYS = 4 * 365
# Of a customer who stays, in days.
BETWEEN_ORDERS, BETWEEN_COMPLAINTS, UNTIL_LEAVING_AT_RANDOM = 45, 240, 600
LEAVES_AFTER_COMPLAINT, DAYS_UNTIL_LEAVING = 0.6, 30
SHARE_UNDER_CONTRACT, TERM_DAYS = 0.3, 182
ENDS_AFTER_COMPLAINT, ENDS_WITHOUT_COMPLAINT = 0.55, 0.06
# Of the company `plans`: the share that ends a term, and what a failed payment or a ticket adds.
ENDS_BY_PLAN = {"basic": 0.2, "plus": 0.08, "premium": 0.02}
ENDS_BY_CATEGORY = {"cancellation": 0.3, "question": 0.0, "invoice": 0.05}
PAYMENT_FAILS, ENDS_AFTER_FAILED_PAYMENT = 0.15, 0.35

BACK_TEST = """
select
    customer_group, score, first_month_start, last_month_start, customer_month_count,
    round(churn_rate, 3) as churn_rate, round(auc, 3) as auc,
    round(auc_beyond_recency, 3) as beyond_recency,
    round(auc_beyond_recency_low, 3) as low, round(auc_beyond_recency_high, 3) as high,
    is_better_than_recency as is_better, round(brier_score, 4) as brier,
    round(lift_over_random, 2) as lift, warned_count, round(warned_churn_rate, 3) as came_true
from reporting.health_backtest
where score <> 'random'
order by customer_group, score
"""
CALIBRATION = """
select
    customer_group, decile, round(predicted_churn_rate, 3) as predicted,
    round(churn_rate, 3) as churned, round(churn_rate_low, 3) as low,
    round(churn_rate_high, 3) as high
from reporting.health_calibration
order by customer_group, decile
"""


@dataclass
class Life:
    """What one customer did, in days since the first day of the company."""

    joined: int
    orders: list[int] = field(default_factory=list)
    complaints: list[int] = field(default_factory=list)
    terms: list[tuple[int, int]] = field(default_factory=list)  # first and last day
    plan: str = ""
    failed_payments: dict[int, int] = field(default_factory=dict)  # the day, by the term's place
    questions: dict[int, str] = field(default_factory=dict)  # the category, by the day


def lives(random: np.random.Generator, customers: int, is_planted: bool) -> list[Life]:
    """The lives of a company's customers; planted: those who complain leave more often."""
    return [_life(random, is_planted) for _ in range(customers)]


def _life(random: np.random.Generator, is_planted: bool) -> Life:
    life = Life(joined=int(random.integers(0, DAYS * 3 // 4)))
    is_under_contract = is_planted and random.random() < SHARE_UNDER_CONTRACT
    complaints = _moments(random, life.joined, BETWEEN_COMPLAINTS)
    if is_under_contract:
        begins = life.joined
        while begins < DAYS:
            ends = begins + TERM_DAYS - 1
            life.terms.append((begins, ends))
            has_complained = any(begins <= day <= ends for day in complaints)
            ending = ENDS_AFTER_COMPLAINT if has_complained else ENDS_WITHOUT_COMPLAINT
            if random.random() < ending:
                break
            begins = ends + 1
        left = life.terms[-1][1]
    else:
        left = life.joined + random.exponential(UNTIL_LEAVING_AT_RANDOM * (4 if is_planted else 1))
        for day in complaints if is_planted else []:
            if random.random() < LEAVES_AFTER_COMPLAINT:
                left = min(left, day + random.exponential(DAYS_UNTIL_LEAVING))
                break
        life.orders = [
            life.joined,
            *(day for day in _moments(random, life.joined, BETWEEN_ORDERS) if day < left),
        ]
    # At random, a complaint must not be a sign that the customer is still there.
    life.complaints = [day for day in complaints if day < left or not is_planted]
    return life


def lives_by_plan(random: np.random.Generator, customers: int) -> list[Life]:
    """The lives of customers under contract, who leave by plan, payments and their tickets."""
    return [_life_by_plan(random) for _ in range(customers)]


def _life_by_plan(random: np.random.Generator) -> Life:
    life = Life(joined=int(random.integers(0, DAYS * 3 // 4)))
    life.plan = str(random.choice(list(ENDS_BY_PLAN)))
    begins = life.joined
    while begins < DAYS:
        ends = begins + TERM_DAYS - 1
        life.terms.append((begins, ends))
        ending = ENDS_BY_PLAN[life.plan]
        if random.random() < PAYMENT_FAILS:
            life.failed_payments[len(life.terms) - 1] = int(random.integers(begins, ends))
            ending += ENDS_AFTER_FAILED_PAYMENT
        if random.random() < 0.5:
            category = str(random.choice(list(ENDS_BY_CATEGORY)))
            life.questions[int(random.integers(begins, ends))] = category
            ending += ENDS_BY_CATEGORY[category]
        if random.random() < ending:
            break
        begins = ends + 1
    return life


def _moments(random: np.random.Generator, begin: int, between: float) -> list[int]:
    """Days of a Poisson process from `begin` to the end of the data."""
    days = begin + np.cumsum(random.exponential(between, int(20 + 2 * DAYS / between)))
    return [int(day) for day in days if day < DAYS]


def write_company(folder: Path, company: list[Life]) -> None:
    """Write the raw tables of a company."""
    tables: dict[str, list[dict]] = {name: [] for name in (
        "crm/customers", "crm/contracts", "commerce/orders", "support/tickets",
    )}  # fmt: skip
    for number, life in enumerate(company):
        customer = {"customer_id": f"C{number}"}
        at = _day(life.joined)
        tables["crm/customers"].append(customer | {"created_at": at, "updated_at": at})
        for place, day in enumerate(life.orders):
            at = _day(day)
            tables["commerce/orders"].append(
                {"order_id": f"O{number}-{place}"} | customer
                | {"ordered_at": at, "updated_at": at, "order_status": "delivered", "amount": 50}
            )  # fmt: skip
        for place, day in enumerate(life.complaints):
            tables["support/tickets"].append(
                {"ticket_id": f"T{number}-{place}"} | customer
                | {"created_at": _day(day), "updated_at": _day(day + 1), "ticket_status": "solved",
                   "is_complaint": "true"}
            )  # fmt: skip
        for day, category in life.questions.items():
            if day < DAYS:
                tables["support/tickets"].append(
                    {"ticket_id": f"Q{number}-{day}"} | customer
                    | {"created_at": _day(day), "updated_at": _day(day), "ticket_status": "solved",
                       "is_complaint": "false", "category": category}
                )  # fmt: skip
        for place, (begins, ends) in enumerate(life.terms):
            failed = life.failed_payments.get(place, begins)
            has_failed = begins < failed < DAYS
            tables["crm/contracts"].append(
                {"contract_id": f"K{number}-{place}"} | customer
                | {"starts_on": _day(begins), "ends_on": _day(ends), "recurring_amount": 20,
                   "billing_months": 1, "updated_at": _day(failed if has_failed else begins),
                   "plan": life.plan, "payment_failed_at": _day(failed) if has_failed else ""}
            )  # fmt: skip
    for name, rows in tables.items():
        if not rows:
            continue
        path = folder / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def _day(number: int) -> str:
    return (FIRST_DAY + timedelta(days=number)).isoformat()


def build(raw: Path, folder: Path, lapsed_after: int | None, currency: str) -> Path:
    """Build the health score in a copy of the project; the path of the database."""
    project = folder / "project"
    ignored = shutil.ignore_patterns(".git", ".venv", "target", "logs", "warehouse", ".*_cache")
    shutil.copytree(ROOT, project, ignore=ignored, dirs_exist_ok=True)
    if lapsed_after is not None:
        seed = project / "seeds" / "reference" / "lifecycle_thresholds.csv"
        lines = seed.read_text(encoding="utf-8").splitlines()
        changed = [
            f"lapsed_after,{lapsed_after}" if line.startswith("lapsed_after,") else line
            for line in lines
        ]
        seed.write_text("\n".join(changed) + "\n", encoding="utf-8")
    subprocess.run(
        [
            str(Path(sys.executable).with_name("dbt")), "build",
            "--select", "+health_backtest", "+health_calibration",
            "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test",
            "--vars", f"{{base_currency: {currency}}}",
        ],
        cwd=project,
        env={**os.environ, "CX_RAW_PATH": str(raw), "CX_WAREHOUSE_PATH": str(folder / "warehouse"),
             "CX_DASHBOARD": "no"},
        check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return folder / "warehouse" / "work.duckdb"


def main() -> None:
    """Build the company of the arguments and print its back-test."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("company", choices=["planted", "plans", "chance", *DATA_SETS])
    parser.add_argument("folder", type=Path, help="where raw data and warehouse go")
    parser.add_argument("--file", type=Path, help="the file of a public data set")
    parser.add_argument("--customers", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lapsed-after", type=int, help="days instead of those of the seed")
    given = parser.parse_args()
    raw = given.folder / "raw"
    if given.company in DATA_SETS:
        if given.file is None:
            parser.error(f"{given.company} needs --file")
        mapping = importlib.import_module(f"examples.{given.company}").MAPPING
        write(mapping, given.file, raw)
    else:
        random = np.random.default_rng(given.seed)
        if given.company == "plans":
            company = lives_by_plan(random, given.customers)
        else:
            company = lives(random, given.customers, given.company == "planted")
        write_company(raw, company)
    currency = DATA_SETS.get(given.company, "USD")
    database = build(raw.absolute(), given.folder.absolute(), given.lapsed_after, currency)
    with connect(database, read_only=True) as reader:
        for query in (BACK_TEST, CALIBRATION):
            print(reader.execute(query).fetchdf().to_string(index=False))


if __name__ == "__main__":
    main()
