"""The raw files of a company whose customers are of the four kinds of benchmarks.personas."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from benchmarks.personas import ACTIVITY, KINDS, SHARES

FIRST_DAY, LAST_DAY = date(2023, 1, 1), date(2024, 6, 30)
DAYS = (LAST_DAY - FIRST_DAY).days
CATEGORIES = ["cameras", "locks", "lighting", "heating", "speakers", "sensors"]
OFFERED_FROM, OFFERED_TO = date(2024, 5, 3), date(2024, 5, 28)
Row = tuple[str, dict[str, object]]


def write_company(folder: Path, customers: int, until: date = LAST_DAY) -> np.ndarray:
    """Write what is known at the end of a day; the kind of each customer.

    A change of an order, ticket or offer is a row of its own, so that the files of a day are those
    of a later day without the rows written since.
    """
    random = np.random.default_rng(4)
    kinds = random.choice(len(KINDS), customers, p=SHARES)
    tables: dict[str, list[dict[str, object]]] = {}
    survey = {"survey_id": "S1", "name": "Relationship", "metric": "csat", "scale_min": 1}
    survey |= {"scale_max": 5, "updated_at": _day(0)}
    rows: list[Row] = [("surveys/surveys", survey)]
    for number, kind in enumerate(kinds):
        rows += _life(random, f"C{number:04d}", KINDS[kind])
    for table, row in rows:
        if str(row["updated_at"])[:10] <= until.isoformat():
            tables.setdefault(table, []).append(row)
    for table, written in tables.items():
        path = folder / f"{table}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            names = dict.fromkeys(name for row in written for name in row)
            writer = csv.DictWriter(file, list(names), lineterminator="\n")
            writer.writeheader()
            writer.writerows(written)
    return kinds


def _life(random: np.random.Generator, customer: str, kind: tuple[float, ...]) -> Iterator[Row]:
    """All rows of a customer."""
    orders, store, promotion, returned, acts, tickets, happy, contract = kind
    years, activity = DAYS / 365, np.exp(ACTIVITY * random.standard_normal() - ACTIVITY**2 / 2)
    who: dict[str, object] = {"customer_id": customer}
    yield "crm/customers", who | {"created_at": _day(0), "updated_at": _day(0)}
    for place, day in enumerate(_days(random, orders * activity * years)):
        order = who | {
            "order_id": f"{customer}-{place}",
            "ordered_at": _day(day),
            "updated_at": _day(day),
            "order_status": "delivered",
            "channel": "store" if random.random() < store else "web",
            "amount": int(random.integers(20, 200)),
            "promotion": "Sale" if random.random() < promotion else "",
            "refund_amount": "",
        }
        yield "commerce/orders", order
        category = CATEGORIES[random.integers(0, len(CATEGORIES))]
        line = {name: order[name] for name in ("order_id", "amount", "updated_at")}
        line |= {"order_line_id": f"{customer}-{place}-1", "quantity": 1}
        line |= {"product_category": category, "product_id": f"{category}-1"}
        yield "commerce/order_lines", line
        if random.random() < returned:
            changed = {"updated_at": _day(day + 10), "order_status": "returned"}
            yield "commerce/orders", order | changed | {"refund_amount": order["amount"]}
    for place, day in enumerate(_days(random, acts * activity * years)):
        event = {"event_id": f"{customer}-{place}", "event_type": "login"}
        yield "engagement/events", who | event | {"occurred_at": _day(day), "updated_at": _day(day)}
    for place, day in enumerate(_days(random, tickets * years)):
        ticket = who | {"ticket_id": f"{customer}-{place}", "created_at": _day(day)}
        ticket |= {"is_complaint": str(random.random() < 0.3).lower()}
        yield "support/tickets", ticket | {"updated_at": _day(day), "ticket_status": "open"}
        yield "support/tickets", ticket | {"updated_at": _day(day + 2), "ticket_status": "solved"}
    for place, day in enumerate(_days(random, 1.5 * years)):
        response = {"response_id": f"{customer}-{place}", "survey_id": "S1"}
        response |= {"score": 5 if random.random() < happy else 2}
        at = {"responded_at": _day(day), "updated_at": _day(day)}
        yield "surveys/responses", who | response | at
    if random.random() < contract:
        terms = {"contract_id": customer, "starts_on": _day(0)[:10], "ends_on": "2025-12-31"}
        terms |= {"recurring_amount": 20, "billing_months": 1, "updated_at": _day(0)}
        yield "crm/contracts", who | terms
    yield from _offer(random, who)


def _offer(random: np.random.Generator, who: dict[str, object]) -> Iterator[Row]:
    """An offer, and the answer to it."""
    window = (OFFERED_TO - OFFERED_FROM).days
    day = (OFFERED_FROM - FIRST_DAY).days + int(random.integers(0, window))
    category = CATEGORIES[random.integers(0, len(CATEGORIES))]
    offer = who | {
        "activity_id": who["customer_id"],
        "activity_type": "offer",
        "occurred_at": _day(day),
        "updated_at": _day(day),
        "completed_at": "",
        "outcome": "",
        "offered_product_category": category,
        "offered_product_id": f"{category}-1",
    }
    yield "crm/activities", offer
    answered = {"updated_at": _day(day + 2), "completed_at": _day(day + 2)}
    outcome = "accepted" if random.random() < 0.3 else "declined"
    yield "crm/activities", offer | answered | {"outcome": outcome}


def _days(random: np.random.Generator, count: float) -> list[int]:
    """Days of things of which so many are expected."""
    return sorted(int(day) for day in random.integers(0, DAYS, random.poisson(count)))


def _day(number: int) -> str:
    return f"{FIRST_DAY + timedelta(days=number)} 12:00:00"
