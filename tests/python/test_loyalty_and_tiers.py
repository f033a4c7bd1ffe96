"""Reports on customers, worked out again in another way from the demo's own rows."""

from __future__ import annotations

import csv
import math
from collections import Counter, defaultdict
from decimal import Decimal
from statistics import mean, variance

import pytest
from conftest import DEMO, Run

MONTHS, JOINED_WITHIN, HALF = 6, 12, 3
MEASURES = ("net_revenue", "purchase_count")


class CustomerMonths:
    """What each customer bought in each month, months being numbered."""

    def __init__(self, run: Run) -> None:
        self.months: dict[str, dict[int, tuple]] = defaultdict(dict)
        for customer, month, *rest in run.query(
            "select customer_id, year(month_start) * 12 + month(month_start), is_complete,"
            " previous_value_tier, year(first_active_on) * 12 + month(first_active_on),"
            " net_revenue::double, purchase_count::double from marts.fct_customer_months"
        ):
            self.months[customer][month] = tuple(rest)
        ((self.first_order_month,),) = run.query(
            "select min(year(ordered_at) * 12 + month(ordered_at)) from marts.fct_orders"
            " where is_purchase"
        )
        self.newest_landmark = (
            max(
                month
                for months in self.months.values()
                for month, (is_complete, *_) in months.items()
                if is_complete
            )
            - MONTHS
        )

    def around(self, customer: str, landmark: int) -> tuple[tuple, dict[str, float]] | None:
        """The stratum, and the changes of each measure; None without the history for it."""
        months = self.months[customer]
        before = range(landmark - MONTHS, landmark)
        after = range(landmark + 1, landmark + MONTHS + 1)
        if landmark - self.first_order_month < MONTHS or landmark not in months:
            return None
        if any(month not in months or not months[month][0] for month in (*before, *after)):
            return None
        _, value_tier, first_active, *_ = months[landmark]
        if value_tier is None:
            return None
        changes = {}
        for place, measure in enumerate(MEASURES, start=3):
            brought = {month: months[month][place] for month in (*before, *after)}
            early, late = before[:HALF], before[HALF:]
            changes[measure, "effect"] = (
                sum(brought[month] for month in after) - sum(brought[month] for month in before)
            ) / MONTHS
            changes[measure, "drift"] = (
                sum(brought[month] for month in late) - sum(brought[month] for month in early)
            ) / HALF
        tenure = landmark - first_active
        band = max(limit for limit in (0, 3, 6, 12, 24) if tenure >= limit)
        return (landmark, value_tier, band), changes


def test_the_loyalty_effect_is_that_of_another_calculation(demo_build: Run) -> None:
    known = CustomerMonths(demo_build)
    joined = dict(
        demo_build.query(
            "select customer_id, min(year(occurred_at) * 12 + month(occurred_at))"
            " from marts.fct_loyalty_transactions group by 1"
        )
    )
    landmarks = range(known.newest_landmark - JOINED_WITHIN + 1, known.newest_landmark + 1)
    members, others = [], defaultdict(list)
    for customer in known.months:
        if customer in joined:
            found = joined[customer] in landmarks and known.around(customer, joined[customer])
            if found:
                members.append(found)
            continue
        for landmark in landmarks:
            found = known.around(customer, landmark)
            if found:
                others[found[0]].append((customer, found[1]))
    matched = [
        (stratum, changes) for stratum, changes in members if len(others.get(stratum, ())) >= 2
    ]
    count_in = Counter(stratum for stratum, _ in matched)

    reported = demo_build.query(
        "select measure, matched_count, comparison_customer_count, is_comparable,"
        " effect_per_month, effect_standard_error, drift_before_joining"
        " from reporting.loyalty_programme_effect where value_tier = 'all' order by measure"
    )
    assert [measure for measure, *_ in reported] == sorted(MEASURES)
    for measure, matched_count, other_count, is_comparable, effect, error, drift in reported:
        assert is_comparable
        assert matched_count == len(matched)
        estimates, errors = {}, {}
        for kind in ("effect", "drift"):
            means = {s: mean(c[measure, kind] for _, c in rows) for s, rows in others.items()}
            differences = [c[measure, kind] - means[s] for s, c in matched]
            shares: dict[str, float] = defaultdict(float)
            for stratum, count in count_in.items():
                size = len(others[stratum])
                for customer, changes in others[stratum]:
                    shares[customer] += (
                        count / size * math.sqrt(size / (size - 1))
                    ) * (changes[measure, kind] - means[stratum])  # fmt: skip
            assert other_count == len(shares)
            estimates[kind] = mean(differences)
            errors[kind] = math.sqrt(
                variance(differences) / len(matched)
                + sum(share**2 for share in shares.values()) / len(matched) ** 2
            )
        assert (effect, error, drift) == pytest.approx(
            (estimates["effect"], errors["effect"], estimates["drift"]), abs=1e-6
        )


def test_outstanding_points_equal_those_of_the_file(demo_build: Run) -> None:
    with (DEMO / "commerce" / "loyalty_transactions.csv").open(encoding="utf-8") as file:
        points = [Decimal(row["points"]) for row in csv.DictReader(file)]
    ((owed, members),) = demo_build.query(
        "select points_liability, member_count from reporting.loyalty_programme_months"
        " order by month_start desc limit 1"
    )
    assert owed == sum(points)
    ((expected,),) = demo_build.query(
        "select count(distinct customer_id) filter (where transaction_type = 'join')"
        " - count(distinct customer_id) filter (where transaction_type = 'leave')"
        " from marts.fct_loyalty_transactions"
    )
    assert members == expected


def test_value_tiers_move_from_month_to_month_without_a_loss(demo_build: Run) -> None:
    moved = demo_build.query(
        "select month_start, from_value_tier, to_value_tier, customer_count"
        " from reporting.value_tier_movements order by month_start"
    )
    ended: Counter[str] = Counter()
    months = sorted({month for month, *_ in moved})
    deleted = demo_build.query("select count(*) from marts.dim_customers where is_deleted")[0][0]
    missing = 0
    for month in months:
        began, now = Counter(), Counter()
        for at, before, after, count in moved:
            if at == month:
                began[before] += count
                now[after] += count
        began.pop("none", None)
        if month > months[0]:  # movements begin a year after the history, with tiers from before
            missing += sum((ended - began).values())
            assert not began - ended, month
        ended = now
    # Only who was deleted leaves without a movement.
    assert 0 <= missing <= deleted
